# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings of two real breathers whose timing is known.

Real single breaths (grains.py) are laid on known times (timing.py), stretched to fit, sent through
a made room to one or two microphones, and covered with real noises. A mixture is two files: sound
(WAV) and truth (key file).
"""
import dataclasses
import pathlib

import numpy as np
from scipy import signal
from scipy.io import wavfile

import grains
import timing
from grains import RATE_HZ

SOLO_S, GAP_S = 40.0, 2.0
SOUND_M_PER_S = 343.0
NOISES = {"rain": "noise_ibm/rain.wav", "typing": "noise_ibm/typing.wav",
          "tap": "noise_speechcommands/_background_noise___running_tap.wav",
          "bike": "noise_speechcommands/_background_noise___exercise_bike.wav"}


@dataclasses.dataclass
class Plan:
    """What is wanted. `rhythm`: sync, anti, free, near, driven (two real waveforms) or drivensync."""
    mics: str
    rhythm: str
    noise: str
    seed: int
    live_s: float = 120.0
    snr_db: float = 20.0


# ------------------------------------------------ breaths --------------------------------------

def stretch(rng, grain, n):
    """The grain made n samples long: short windows taken from along it and overlapped."""
    size = 640  # 40 ms
    window = np.sin(np.pi * (np.arange(size) + 0.5) / size)
    out = np.zeros(n + size)
    grain = np.pad(grain, (0, max(0, 2 * size - grain.size)))
    for at in range(0, n, size // 2):
        place = at / n * (grain.size - size) + rng.uniform(-320, 320)
        start = int(np.clip(place, 0, grain.size - size))
        out[at:at + size] += window * grain[start:start + size]
    return out[:n]


def lay(rng, person, breaths, n):
    """Sound of one person alone: an in-breath and an out-breath at each breath's times. Breath is
    heard through most of the in-breath and the larger part of the out-breath."""
    sound = np.zeros(n)
    long_in, long_out = rng.uniform(0.75, 0.95), rng.uniform(0.5, 0.85)
    for in_s, out_s, end_s in breaths:
        heard = ((person.ins, in_s, in_s + long_in * (out_s - in_s)),
                 (person.outs, out_s, out_s + long_out * (end_s - out_s)))
        for kind, start_s, stop_s in heard:
            start, stop = int(start_s * RATE_HZ), int(stop_s * RATE_HZ)
            if start < 0 or stop > n or stop - start < 0.2 * RATE_HZ:
                continue
            gain = 10 ** (rng.normal(0, 1.5) / 20)
            sound[start:stop] += gain * stretch(rng, kind[rng.integers(len(kind))], stop - start)
    return sound


# ------------------------------------------------ room -----------------------------------------

def response(rng, delay_s, gain, tail_gain, tail_s):
    """Impulse response: the direct sound at a fraction of a sample, six echoes, a decaying tail."""
    n = int(1.2 * tail_s * RATE_HZ)
    h = np.zeros(n)
    t = np.arange(64) - delay_s * RATE_HZ - 8
    h[:64] += gain * np.sinc(t) * np.hanning(64 + 16)[8:72]
    for at in rng.uniform(0.002, 0.025, 6):
        h[int(at * RATE_HZ) + 8] += 0.3 * gain * rng.normal()
    tail = rng.normal(size=n) * 10 ** (-3 * np.arange(n) / RATE_HZ / tail_s)
    return h + tail_gain * tail / np.sqrt(np.sum(tail ** 2))


def responses(rng, mics):
    """[partner][microphone]. Gains: 1 = the partner's sound at the nearest microphone."""
    tail_s = rng.uniform(0.25, 0.5)
    if mics == "two":  # each has a microphone near the mouth; the other one is 8 to 16 dB away
        leak = 10 ** (-rng.uniform(8, 16, 2) / 20)
        return [[response(rng, 0.0003 if m == p else 0.002, 1 if m == p else leak[p],
                          0.25 if m == p else 0.8 * leak[p], tail_s) for m in (0, 1)] for p in (0, 1)]
    angle = np.deg2rad([-rng.uniform(25, 60), rng.uniform(25, 60)])  # A on the left
    wide_s = 0.08 * np.sin(angle) / SOUND_M_PER_S / 2
    one = 1 if mics == "single" else 2
    return [[response(rng, 0.0008 + (wide_s[p] if m == 0 else -wide_s[p]), 1.0,
                      rng.uniform(0.4, 0.7), tail_s) for m in range(one)] for p in (0, 1)]


# ------------------------------------------------ noise ----------------------------------------

def looped(rng, x, n):
    """n samples of a noise, begun anywhere, its ends melted together."""
    fade = min(RATE_HZ // 4, x.size // 4)
    ramp = np.sqrt(np.arange(fade) / fade)
    loop = x[fade:].copy()
    loop[-fade:] = loop[-fade:] * ramp[::-1] + x[:fade] * ramp
    start = int(rng.integers(loop.size))
    return np.resize(np.roll(loop, -start), n)


def spoken(rng, corpus, n):
    """Sentences now and then, about a tenth of the time."""
    paths = sorted((corpus / "speech_pocketsphinx").glob("*.wav"))
    sound, at = np.zeros(n), int(rng.uniform(2, 10) * RATE_HZ)
    while at < n:
        x, rate_hz = grains.read(paths[rng.integers(len(paths))])
        x = grains.resample(x, RATE_HZ / rate_hz)[:n - at]
        sound[at:at + x.size] += x / max(np.std(x), 1e-9)
        at += x.size + int(rng.uniform(20, 50) * RATE_HZ)
    return sound


def noise(rng, corpus, plan, n, live_from):
    """One channel of noise at RMS 1 while it sounds."""
    if plan.noise == "speech":
        sound = spoken(rng, corpus, n)
        sound[:live_from] = 0  # nobody talks while the voices are learnt
        return 10 ** (15 / 20) * sound  # talking is louder than breathing
    if plan.noise == "room":
        pink = signal.lfilter([0.05, -0.09, 0.05], [1, -2.4, 1.9, -0.49], rng.normal(size=n))
        return pink / pink.std()
    x, rate_hz = grains.read(corpus / NOISES[plan.noise])
    x = looped(rng, grains.resample(x, RATE_HZ / rate_hz), n)
    return x / x.std()


# ------------------------------------------------ all ------------------------------------------

def live_rhythms(rng, corpus, plan, start_s):
    length_s = plan.live_s
    if plan.rhythm in ("driven", "drivensync"):
        names = rng.permutation(["belt", "biosppy", "neurokit"])
        one = timing.driven(rng, corpus, names[0], start_s, length_s)
        if plan.rhythm == "driven":
            return one, timing.driven(rng, corpus, names[1], start_s, length_s)
        return one, timing.follow(rng, one, rng.uniform(-0.07, 0.07))
    rate = rng.uniform(8, 16)
    one = timing.drawn(rng, start_s, length_s, rate)
    if plan.rhythm == "sync":
        return one, timing.follow(rng, one, rng.uniform(-0.07, 0.07))
    if plan.rhythm == "anti":
        return one, timing.follow(rng, one, rng.uniform(0.43, 0.57))
    apart = rng.uniform(1.5, 5) if plan.rhythm == "free" else rng.uniform(0.2, 0.8)
    return one, timing.drawn(rng, start_s, length_s, rate + apart)


def write_truth(path, plan, solo, live, breaths):
    with open(path, "w") as file:
        file.write(f"[scene]\nmics={plan.mics}\nrow={plan.rhythm} {plan.noise}\nseed={plan.seed}\n"
                   f"strangers={str(plan.rhythm in ('free', 'near', 'driven')).lower()}\n"
                   f"guide=4;6\nsolo_a={solo[0][0]};{solo[0][1]}\nsolo_b={solo[1][0]};{solo[1][1]}\n"
                   f"live={live[0]};{live[1]}\n")
        for name, all_breaths in zip("AB", breaths):
            file.write(f"[{name}]\n")
            for key, column in (("in_s", 0), ("out_s", 1), ("end_s", 2)):
                file.write(f"{key}={';'.join(f'{b[column]:.4f}' for b in all_breaths)}\n")


def make(corpus, people, plan, folder):
    """Writes one mixture. Returns the path of its truth."""
    rng = np.random.default_rng(plan.seed)
    corpus, folder = pathlib.Path(corpus), pathlib.Path(folder)
    who = rng.choice(len(people), 2, replace=False)
    while people[who[0]].name.split("x")[0] == people[who[1]].name.split("x")[0]:
        who = rng.choice(len(people), 2, replace=False)
    solo = [(1.0, 1.0 + SOLO_S), (1.0 + SOLO_S + GAP_S, 1.0 + 2 * SOLO_S + GAP_S)]
    live = (solo[1][1] + GAP_S, solo[1][1] + GAP_S + plan.live_s)
    n = int(live[1] * RATE_HZ)
    breaths = []
    for p, rhythm in enumerate(live_rhythms(rng, corpus, plan, live[0])):
        alone = timing.guided(rng, solo[p][0], SOLO_S, rng.uniform(0, 0.8))
        breaths.append(alone + [b for b in rhythm if b[0] >= live[0] - 0.5 and b[2] <= live[1]])
    room = responses(rng, plan.mics)
    mouths = [10 ** (-rng.uniform(0, 5) * (p == rng.integers(2)) / 20)
              * lay(rng, people[who[p]], breaths[p], n) for p in (0, 1)]
    channels = [sum(signal.fftconvolve(mouths[p], room[p][m])[:n] for p in (0, 1))
                for m in range(len(room[0]))]
    loud = np.median([np.sqrt(np.mean(c[c != 0] ** 2)) for c in channels])
    din = noise(rng, corpus, plan, n, int(live[0] * RATE_HZ)) * loud * 10 ** (-plan.snr_db / 20)
    shift = 0 if len(channels) == 1 else int(rng.integers(-3, 4))
    channels = [c + np.roll(din, m * shift) + loud * 10 ** (-35 / 20) * rng.normal(size=n)
                for m, c in enumerate(channels)]
    level = 10 ** (-(34 if plan.mics == "two" else 42) / 20) / loud
    name = folder / f"{plan.mics}-{plan.rhythm}-{plan.noise}-{plan.seed}"
    wavfile.write(f"{name}.wav", RATE_HZ, (level * np.stack(channels, axis=1)).astype(np.float32))
    write_truth(f"{name}.truth", plan, solo, live, breaths)
    return f"{name}.truth"
