# SPDX-License-Identifier: GPL-3.0-or-later
"""When the two breathe: rhythms that are drawn, or read off real breathing waveforms.

A rhythm is a list of breaths (in_s, out_s, end_s), rising; the next breath may begin after end_s.
"""
import csv
import pathlib

import numpy as np
from scipy import signal


def guided(rng, start_s, length_s, late_s):
    """Follows a guide of 4 s in and 6 s out that begins 0.3 s into the part, a little unsteadily."""
    breaths, t_s = [], start_s + 0.3
    while t_s + 10 < start_s + length_s:
        in_s = t_s + late_s + rng.normal(0, 0.15)
        out_s = t_s + 4 + late_s + rng.normal(0, 0.15)
        breaths.append((in_s, out_s, min(t_s + 10 + late_s - rng.uniform(0.2, 1.0), start_s + length_s)))
        t_s += 10
    return breaths


def drawn(rng, start_s, length_s, rate_per_min, jitter=0.08):
    """A steady rhythm whose cycles vary by `jitter`, each part of a cycle too."""
    breaths, period_s, share = [], 60 / rate_per_min, rng.uniform(0.36, 0.46)
    t_s = start_s - rng.uniform(0, period_s)
    while t_s < start_s + length_s:
        cycle_s = period_s * np.exp(jitter * rng.normal())
        out_s = t_s + cycle_s * share * np.exp(0.05 * rng.normal())
        breaths.append((t_s, out_s, t_s + cycle_s * rng.uniform(0.9, 1.0)))
        t_s += cycle_s
    return breaths


def follow(rng, breaths, lag, jitter=0.05):
    """The same breaths, each later by a share `lag` of its cycle, give or take."""
    later = []
    for in_s, out_s, end_s in breaths:
        cycle_s = end_s - in_s
        shift_s = cycle_s * (lag + jitter * rng.normal())
        later.append((in_s + shift_s, out_s + shift_s + 0.03 * cycle_s * rng.normal(), end_s + shift_s))
    starts = [b[0] for b in later[1:]] + [np.inf]  # nobody begins before the last breath is over
    return [(a, b, min(c, s)) for (a, b, c), s in zip(later, starts) if b < min(c, s)]


def waveforms(corpus):
    """{name: (values, rate_hz)} of the real waveforms; larger = fuller lungs."""
    biosppy = np.loadtxt(corpus / "resp_biosppy/resp.txt", comments="#")
    with open(corpus / "resp_neurokitpy/bio_100Hz.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    key = next(k for k in rows[0] if k.strip('"').upper().startswith("RSP"))
    return {"belt": (np.load(corpus / "resp_physio/resp3_belt.npy").ravel(), 1000.0),
            "biosppy": (biosppy.ravel(), 1000.0),
            "neurokit": (np.array([float(r[key]) for r in rows]), 100.0)}


def read_off(values, rate_hz):
    """Breaths of a waveform: trough to peak to trough, as `curves` takes it (seconds from 0)."""
    x = signal.resample_poly(values - np.mean(values), 20, int(rate_hz))
    x = signal.sosfiltfilt(signal.butter(2, [0.05, 0.7], "band", fs=20, output="sos"), x)
    swing = np.percentile(x, 90) - np.percentile(x, 10)
    troughs = signal.find_peaks(-x, prominence=0.3 * swing, distance=30)[0] / 20
    peaks = signal.find_peaks(x, prominence=0.3 * swing, distance=30)[0] / 20
    breaths = []
    for a, b in zip(troughs, troughs[1:]):
        inside = peaks[(peaks > a) & (peaks < b)]
        if inside.size == 1 and 1.8 < b - a < 14:
            breaths.append((float(a), float(inside[0]), float(b)))
    return breaths


def driven(rng, corpus, name, start_s, length_s):
    """A stretch of a real person's timing; a short waveform is gone round."""
    breaths = read_off(*waveforms(pathlib.Path(corpus))[name])
    first, last = breaths[0][0], breaths[-1][2]
    offset_s, placed = rng.uniform(0, last - first), []
    for turn in range(int(length_s / (last - first)) + 2):
        shift_s = start_s - offset_s + turn * (last - first) - first
        placed += [tuple(v + shift_s for v in b) for b in breaths]
    return [b for b in placed if b[2] > start_s and b[0] < start_s + length_s]
