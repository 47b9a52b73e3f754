# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated couple's recording, drawn out so that its parts come when the window's pages do."""
import json
import subprocess
import time
import wave

import numpy as np

import cli

RATE_HZ = 48000
SOLO_S = 40.5   # how long the window's solo parts last
BEFORE_S = 0.3  # the window's guide begins so long after its part; the recording's at once
LIVE_LENGTH_S = 85.0
RECORDED = {"a": (4.0, 41.0), "b": (46.0, 41.0), "live": (87.5, LIVE_LENGTH_S)}  # begin, length
MADE_S = RECORDED["live"][0] + LIVE_LENGTH_S + 1.0
PLAYED_S = 420.0
AHEAD_S = 4.5  # the player may have read so much already
HEADER = 44    # bytes of a WAV file before its sound


def stretch(quiet, n):
    """n samples of room, from a short piece played forward and backward."""
    there_and_back = np.concatenate([quiet, quiet[::-1]])
    return np.tile(there_and_back, (n // len(there_and_back) + 1, 1))[:n]


class Evening:
    """A recording of a quiet room, at .path, into which parts are put while it is being played."""

    def __init__(self, folder, mics, seed):
        self.mics, self.path = mics, f"{folder}/evening-{mics}-{seed}.wav"
        self.made, truth = f"{folder}/made.wav", f"{folder}/truth.json"
        done = cli.run("simulate", "--out", self.made, "--truth", truth, "--mics", mics, "--seed",
                       seed, "--snr", 24, "--duration", MADE_S, "--rate", RATE_HZ)
        assert done.returncode == 0, done.stderr
        with wave.open(self.made) as file:
            self.couple = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        with open(truth) as file:
            self.truth = json.load(file)
        quiet = self.couple[int(0.3 * RATE_HZ):int(3.7 * RATE_HZ)]
        self.sound = stretch(quiet, int(PLAYED_S * RATE_HZ)).copy()
        self.at = {}  # second of .path at which a part begins
        with wave.open(self.path, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(self.sound.tobytes())

    def put(self, part, at_s):
        """This part is heard from this second of the recording on, AHEAD_S from now at least."""
        begin_s, length_s = RECORDED[part]
        to, begin, n = (int(s * RATE_HZ) for s in (at_s, begin_s, length_s))
        self.sound[to:to + n] = self.couple[begin:begin + n]
        self.at[part] = to / RATE_HZ
        with open(self.path, "r+b") as file:
            file.seek(HEADER + 4 * to)
            file.write(self.sound[to:to + n].tobytes())

    def in_breaths(self, partner):
        """True begins of in-breaths in the live part, seconds of the recording."""
        shift_s = self.at["live"] - RECORDED["live"][0]
        begins = [breath[0] + shift_s for breath in self.truth["partners"][partner]["breaths"]]
        return np.array([t for t in begins if t > self.at["live"]])

    def analyze(self, live):
        """What `attune analyze` says of the recording as it was played."""
        solo = [self.at[part] - BEFORE_S for part in ("a", "b")]
        return analyze(self.path, self.mics, (solo[0], solo[0] + SOLO_S), (solo[1], solo[1] + SOLO_S),
                       live)


def analyze(path, mics, *spans):
    words = []
    for option, (begin_s, end_s) in zip(("--solo-a", "--solo-b", "--live"), spans):
        words += [option, f"{begin_s:.2f}:{end_s:.2f}"]
    done = cli.run("analyze", path, "--mics", mics, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def choose(folder, mics):
    """The first couple that `analyze` can score with some room to spare, and what it says."""
    for seed in range(3, 30):
        evening = Evening(folder, mics, seed)
        result = analyze(evening.made, mics, (4, 44), (46, 86), (88, 163))
        if (result["reason"] is None and result["alignment"] > 20 and
                result["rehearsal_error_deg"] < 12):
            print(f"# simulated couple: --mics {mics} --seed {seed} --snr 24", flush=True)
            return evening
    raise AssertionError(f"no couple could be scored with --mics {mics}")


def find_begin(sound, evening, around_s, seconds=8):
    """The monotonic time of the played file's first sample, from what is heard of it now.

    sound: a VirtualSound. around_s: the same, roughly (within 3 s).
    """
    parec = subprocess.Popen(["parec", "--latency-msec=10", "--format=s16le", f"--rate={RATE_HZ}",
                              "--channels=2", "-d", "mic1.monitor"], env=sound.env,
                             stdout=subprocess.PIPE)
    end, parts, n, first = time.monotonic() + seconds, [], 0, np.inf
    while time.monotonic() < end:
        part = parec.stdout.read1(1 << 16)
        n += len(part) // 4
        parts.append(part)
        if n > RATE_HZ:  # what lay in the server's buffer comes at once
            first = min(first, time.monotonic() - n / RATE_HZ)
    parec.terminate()
    parec.communicate()
    heard = np.frombuffer(b"".join(parts), "<i2").reshape(-1, 2)[:, 0].astype(float)
    from_ = int((first - around_s - 3.0) * RATE_HZ)
    known = evening.sound[max(0, from_):from_ + len(heard) + 6 * RATE_HZ, 0].astype(float)
    size = 1 << (len(heard) + len(known)).bit_length()
    match = np.fft.irfft(np.fft.rfft(known, size) * np.conj(np.fft.rfft(heard, size)), size)
    lag = int(np.argmax(match[:len(known)]))
    assert match[lag] > 0.7 * np.dot(heard, heard), "the played file was not heard"
    return first - (max(0, from_) + lag) / RATE_HZ
