# SPDX-License-Identifier: GPL-3.0-or-later
"""Single in-breaths and out-breaths, cut from real recordings.

A recording breathes in turns: burst, short pause, burst, long pause. Bursts are found where the
sound stands out of its own floor; of the two kinds that take turns, the one with the longer pause
behind it is taken for the out-breath (nobody labelled them; where that is wrong, in and out have
changed places for the whole person, which the measuring does not notice).
"""
import dataclasses
import pathlib
import warnings

import numpy as np
from scipy import signal
from scipy.io import wavfile

RATE_HZ = 16000
FRAME_S = 0.02


@dataclasses.dataclass
class Person:
    """Sounds of one breather at RATE_HZ, the louder kind at RMS 1."""
    name: str
    ins: list
    outs: list


def read(path):
    """Samples [n] of the first channel, full scale about 1, and the rate."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", wavfile.WavFileWarning)  # notes of the recorder in the file
        rate_hz, x = wavfile.read(path)
    x = x.astype(np.float64)
    x = x if x.ndim == 1 else x[:, 0]
    return x / max(np.abs(x).max(), 1e-9), rate_hz


def resample(x, factor):
    """Plays x `factor` times as long (by the nearest small fraction)."""
    up, down = (int(v) for v in np.round(np.array([factor, 1.0]) * 100))
    return signal.resample_poly(x, up, down)


def level_db(x, rate_hz):
    """Level over the floor each FRAME_S, smoothed over a tenth of a second."""
    n = int(FRAME_S * rate_hz)
    power = (x[:x.size // n * n].reshape(-1, n) ** 2).mean(1)
    power = signal.convolve(power, np.ones(7) / 7, mode="same")
    db = 10 * np.log10(power + 1e-12)
    return db - np.percentile(db, 10)


def join(spans, gap):
    """Spans with less than `gap` frames between them become one."""
    joined = []
    for start, end in spans:
        if joined and start - joined[-1][1] < gap:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined


def bursts(x, rate_hz, share=0.4, shortest_s=0.35):
    """[(start, end)] in samples: where the level is over `share` of its range (90th percentile)."""
    db = level_db(x, rate_hz)
    loud = np.concatenate([[0], db > share * np.percentile(db, 90), [0]]).astype(int)
    edges = np.flatnonzero(np.diff(loud))
    spans = join(edges.reshape(-1, 2).tolist(), int(0.25 / FRAME_S))
    n = int(FRAME_S * rate_hz)
    return [(a * n, b * n) for a, b in spans if (b - a) * FRAME_S >= shortest_s]


def turns(spans, rate_hz, period_s):
    """(ins, outs) of neighbouring bursts that repeat after one period; empty when unclear."""
    start = np.array([a for a, _ in spans]) / rate_hz
    end = np.array([b for _, b in spans]) / rate_hz
    good = [k for k in range(len(spans) - 2) if abs(start[k + 2] - start[k] - period_s) < 0.2 * period_s]
    gaps = {k: start[k + 1] - end[k] for k in good}
    even = [gap for k, gap in gaps.items() if k % 2 == 0]
    odd = [gap for k, gap in gaps.items() if k % 2 == 1]
    if len(even) < 2 or len(odd) < 2:
        return [], []
    parity = 0 if np.median(even) < np.median(odd) else 1  # of in-breaths: the shorter pause behind
    return ([spans[k] for k in good if k % 2 == parity], [spans[k] for k in good if k % 2 != parity])


def cut(x, spans, rate_hz):
    fade = int(0.03 * rate_hz)
    ramp = np.ones(1)
    grains = []
    for a, b in spans:
        grain = x[max(a - fade, 0):b + fade].copy()
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
        grain[:fade] *= ramp
        grain[-fade:] *= ramp[::-1]
        grains.append(grain)
    return grains


def loudness(grains):
    return np.sqrt(np.median([np.mean(g ** 2) for g in grains]))


def make_person(name, ins, outs):
    scale = max(loudness(ins), loudness(outs))
    return Person(name, [g / scale for g in ins], [g / scale for g in outs])


def stethoscope(corpus, who, raise_by):
    """A person of the stethoscope set, from the recordings in which two of three breaths are clear.
    The chest lets little through over 1 kHz, so the sound is played `raise_by` times as fast: it
    then fills the band that breath has in the air. None when too little is clear."""
    ins, outs = [], []
    for pace in (8, 10, 12, 18):
        x, rate_hz = read(corpus / "rrujo/RRinervasO" / str(pace) / f"{who}.wav")
        x = signal.sosfiltfilt(signal.butter(4, 150, "high", fs=rate_hz, output="sos"), x)
        found_in, found_out = turns(bursts(x, rate_hz), rate_hz, 60 / pace)
        if min(len(found_in), len(found_out)) * 3 < 2 * pace:
            continue
        fast = RATE_HZ / (rate_hz * raise_by)
        ins += [resample(g, fast) for g in cut(x, found_in, rate_hz)]
        outs += [resample(g, fast) for g in cut(x, found_out, rate_hz)]
    return make_person(f"{who}x{raise_by:g}", ins, outs) if min(len(ins), len(outs)) >= 6 else None


def air(corpus, raise_by):
    """The one deep breath at a phone: in, out and in again."""
    path = next(pathlib.Path(corpus / "air_coswarablog").glob("*.wav"))
    x, rate_hz = read(path)
    x = signal.sosfiltfilt(signal.butter(4, 100, "high", fs=rate_hz, output="sos"), x)
    grains = cut(x, bursts(x, rate_hz, share=0.6, shortest_s=0.25), rate_hz)
    if len(grains) < 2:
        return None
    grains = [resample(g, RATE_HZ / (rate_hz * raise_by)) for g in grains]
    return make_person(f"airx{raise_by:g}", grains[0::2], grains[1::2])


def everybody(corpus):
    """All persons whose bursts are clear, each as two voices (never set beside each other)."""
    names = sorted(path.stem for path in (corpus / "rrujo/RRinervasO/10").glob("*.wav"))
    people = [air(corpus, raise_by) for raise_by in (0.85, 1.15)]
    people += [stethoscope(corpus, who, raise_by) for who in names for raise_by in (1.8, 2.4)]
    return [person for person in people if person is not None]
