#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works the scores out once more, in numpy and from the definitions, and compares.

The formulas are written anew here: in-breaths by interpolation of the unwrapped phase, the
average over one breath by a direct sum, PPC by all pairs, coherence with scipy's tapers.
"""
import json
import subprocess
import sys

import numpy as np
from scipy.signal.windows import dpss

TAU = 2 * np.pi


def onsets_of(phase, dt):
    unwrapped = np.unwrap(phase)
    levels = TAU * np.arange(np.ceil(unwrapped[0] / TAU), np.floor(unwrapped[-1] / TAU) + 1)
    levels = levels[(levels > unwrapped[0]) & (levels <= unwrapped[-1])]
    return np.interp(levels, unwrapped, dt * np.arange(len(phase)))


def theta_at(product, dt, times, span):
    """Angle of the sum over the breath centred at each time; edge samples count by their share."""
    n, angles = len(product), []
    for t in times:
        low, high = (t - span / 2) / dt + 0.5, (t + span / 2) / dt + 0.5
        share = np.clip(np.minimum(np.arange(n) + 1, high) - np.maximum(np.arange(n), low), 0, 1)
        angles.append(np.angle(np.sum(share * product)))
    return np.array(angles)


def expected(phase, weight, dt):
    a, b = phase
    product = weight[0] * weight[1] * np.exp(1j * (a - b))
    times = [onsets_of(a, dt), onsets_of(b, dt)]
    medians = [np.median(np.diff(t)) for t in times]
    span = np.sqrt(medians[0] * medians[1])
    theta = np.concatenate([theta_at(product, dt, t, span) for t in times])
    z = np.mean(np.exp(1j * theta))
    n = min(len(t) for t in times)
    ppc = (n * abs(z) ** 2 - 1) / (n - 1)
    alignment = 100 * np.sqrt(max(ppc, 0)) * max(np.cos(np.angle(z)), 0)
    return {"locking": abs(z), "ppc": ppc, "lag_rad": np.angle(z), "alignment": alignment,
            "breaths": [len(t) for t in times], "rate": [60 / m for m in medians]}


def coherence(phase, dt, freq):
    """Multitaper coherence and lag at one frequency, dt = 0.25 s."""
    n = len(phase[0])
    tapers = dpss(n, 3, 5)
    curves = [np.cos(p) - np.mean(np.cos(p)) for p in phase]
    wave = np.exp(-1j * TAU * freq * dt * np.arange(n))
    x, y = (np.sum(tapers * c * wave, axis=1) for c in curves)
    cross = np.sum(x * np.conj(y))
    power = np.sum(abs(x) ** 2) * np.sum(abs(y) ** 2)
    return abs(cross) ** 2 / power, np.angle(cross)


def breathe(rng, rate, cv, duration):
    t, out = -60 / rate * (1 + rng.random()), []
    while t < duration + 120 / rate:
        out.append(t)
        t += 60 / rate * np.clip(1 + cv * rng.standard_normal(), 0.5, 1.5)
    return np.array(out)


def phase_of(onsets, times):
    return np.mod(np.interp(times, onsets, TAU * np.arange(len(onsets))), TAU)


def score(program, phase, weight, dt):
    rows = np.column_stack([phase[0], weight[0], phase[1], weight[1]])
    text = f"{dt!r}\n" + "\n".join("%.9g %.9g %.9g %.9g" % tuple(r) for r in rows)
    done = subprocess.run([program], input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.replace("nan", "null"))


def one_case(program, rng, dt, tied):
    duration = rng.uniform(70, 170)
    times = dt * np.arange(int(duration / dt))
    first = breathe(rng, rng.uniform(6, 16), 0.1, duration)
    second = (first + rng.uniform(-1, 1) + 0.2 * rng.standard_normal(len(first)) if tied
              else breathe(rng, rng.uniform(6, 16), 0.1, duration))
    phase = [phase_of(o, times).astype(np.float32).astype(float) for o in (first, second)]
    weight = [rng.uniform(0.5, 1, len(times)).astype(np.float32).astype(float) for _ in phase]
    got, want = score(program, phase, weight, dt), expected(phase, weight, dt)
    for key in ("locking", "ppc", "lag_rad", "alignment", "rate", "breaths"):
        tolerance = 2e-3 if key in ("alignment", "lag_rad", "rate") else 2e-5
        if not np.allclose(got[key], want[key], rtol=0, atol=tolerance):
            return f"{key}: {got[key]} instead of {want[key]}"
    if dt == 0.25:
        ones = [np.ones(len(times))] * 2
        got = score(program, phase, ones, dt)
        gamma2, lag = coherence(phase, dt, got["coherence_freq_hz"])
        if abs(gamma2 - got["coherence"]) > 1e-4 or abs(lag - got["fft_lag_rad"]) > 1e-3:
            return f"coherence: {got['coherence']}, {got['fft_lag_rad']} not {gamma2}, {lag}"
    return None


def main():
    program, rng = sys.argv[1], np.random.default_rng(12)
    cases = [(dt, tied) for dt in (0.096, 0.25) for tied in (True, False)]
    print(f"1..{len(cases)}")
    for number, (dt, tied) in enumerate(cases, 1):
        problem = None
        for _ in range(12):
            problem = problem or one_case(program, rng, dt, tied)
        print(f"{'not ok' if problem else 'ok'} {number} step {dt} s, {'tied' if tied else 'free'}")
        if problem:
            print(f"# {problem}")


main()
