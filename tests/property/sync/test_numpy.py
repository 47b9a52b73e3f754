#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works the scores out once more, in numpy and from the definitions, and compares.

The formulas are written anew here: in-breaths by interpolation of the unwrapped phase, the
average over one breath by a direct sum, PPC by all pairs, coherence with scipy's tapers.
"""
import json
import subprocess
import sys
import unittest

import numpy as np
import tap
from scipy.signal.windows import dpss

TAU = 2 * np.pi
PROGRAM = sys.argv[1]


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


def score(phase, weight, dt):
    rows = np.column_stack([phase[0], weight[0], phase[1], weight[1]])
    text = f"{dt!r}\n" + "\n".join("%.9g %.9g %.9g %.9g" % tuple(r) for r in rows)
    done = subprocess.run([PROGRAM], input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.replace("nan", "null"))


class Scores(unittest.TestCase):
    def one_pair(self, rng, dt, tied):
        duration = rng.uniform(70, 170)
        times = dt * np.arange(int(duration / dt))
        first = breathe(rng, rng.uniform(6, 16), 0.1, duration)
        second = (first + rng.uniform(-1, 1) + 0.2 * rng.standard_normal(len(first)) if tied
                  else breathe(rng, rng.uniform(6, 16), 0.1, duration))
        return [phase_of(o, times).astype(np.float32).astype(float) for o in (first, second)]

    def check_relation(self, phase, dt, rng):
        weight = [rng.uniform(0.5, 1, len(p)).astype(np.float32).astype(float) for p in phase]
        got, want = score(phase, weight, dt), expected(phase, weight, dt)
        self.assertEqual(got["breaths"], want["breaths"])
        for key, tolerance in (("locking", 2e-5), ("ppc", 2e-5), ("alignment", 2e-3),
                               ("lag_rad", 2e-3), ("rate", 2e-3)):
            np.testing.assert_allclose(got[key], want[key], rtol=0, atol=tolerance, err_msg=key)

    def check_pairs(self, dt, tied):
        rng = np.random.default_rng(12)
        for _ in range(12):
            self.check_relation(self.one_pair(rng, dt, tied), dt, rng)

    def test_tied_pairs(self):
        self.check_pairs(0.096, True)

    def test_free_pairs(self):
        self.check_pairs(0.096, False)

    def test_coarse_steps(self):
        self.check_pairs(0.25, True)

    def test_coherence(self):
        rng = np.random.default_rng(13)
        for tied in (True, False) * 6:
            phase = self.one_pair(rng, 0.25, tied)
            got = score(phase, [np.ones(len(phase[0]))] * 2, 0.25)
            gamma2, lag = coherence(phase, 0.25, got["coherence_freq_hz"])
            self.assertAlmostEqual(got["coherence"], gamma2, delta=1e-4)
            self.assertAlmostEqual(got["fft_lag_rad"], lag, delta=1e-3)


if __name__ == "__main__":
    tap.main()
