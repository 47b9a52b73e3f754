#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real breathing waveforms through `attune curves`.

The waveforms are found through ATTUNE_CORPUS. Each is paired with its own shifted copy (a known
lag) and with a stranger. Rates are held against the waveform's own spectrum.
"""
import functools
import json
import os
import subprocess
import tempfile
import unittest

import numpy as np
import tap

ATTUNE = os.environ["ATTUNE"]
CORPUS = os.environ.get("ATTUNE_CORPUS", "")

# name: file, sampling rate, how to read it. biosppy's is too short to pair with a shifted copy.
WAVEFORMS = {
    "peakdet belt": ("resp_peakdet/RESP.csv", 40, lambda p: np.loadtxt(p)),
    "neurokit belt": ("resp_neurokitpy/bio_100Hz.csv", 100,
                      lambda p: np.loadtxt(p, delimiter=",", skiprows=1)[:, 3]),
    "biosppy belt": ("resp_biosppy/resp.txt", 1000, lambda p: np.loadtxt(p)),
    "physio airflow": ("resp_physio/resp1_airflow.npy", 1000, lambda p: np.load(p)),
    "physio belt": ("resp_physio/resp3_belt.npy", 1000, lambda p: np.load(p)),
    "physio CO2": ("resp_physio/resp4_CO2.npy", 60, lambda p: np.load(p)),
}
STEADY = {"physio airflow": 6.0, "physio CO2": 15.4}  # one clear spectral line


def score(columns, rate_hz, *args):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        np.savetxt(file, np.column_stack(columns), delimiter=",", fmt="%.6g")
        file.flush()
        done = subprocess.run([ATTUNE, "curves", file.name, "--columns", "1,2", "--rate",
                               str(rate_hz), "--json", *args], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def thin(x, rate_hz):
    """Longer recordings at 1000 Hz as means of 8 samples: fewer rows to write and read."""
    if rate_hz < 1000 or len(x) < 100000:
        return x, rate_hz
    return x[:len(x) // 8 * 8].reshape(-1, 8).mean(axis=1), rate_hz / 8


def spectral_rate(x, rate_hz):
    n = len(x)
    power = np.abs(np.fft.rfft((x - x.mean()) * np.hanning(n), 8 * n)) ** 2
    freq = np.fft.rfftfreq(8 * n, 1 / rate_hz)
    band = (freq > 0.05) & (freq < 0.7)
    return 60 * freq[band][np.argmax(power[band])]


def resample(x, rate_hz, duration, wanted_hz=20):
    t = np.arange(int(duration * wanted_hz)) / wanted_hz
    return np.interp(t, np.arange(len(x)) / rate_hz, x)


@functools.cache
def loaded():
    found = {}
    for name, (path, rate_hz, read) in WAVEFORMS.items():
        path = os.path.join(CORPUS, path)
        if CORPUS and os.path.exists(path):
            found[name] = thin(read(path).astype(float), rate_hz)
    return found


class Waveforms(unittest.TestCase):
    def setUp(self):
        if not loaded():
            self.skipTest("no recordings here: ATTUNE_CORPUS names no folder that holds them")

    def each(self):
        for name, (x, rate_hz) in loaded().items():
            with self.subTest(name):
                yield name, x, rate_hz

    def say(self, name, text):
        print(f"# {name}: {text}", flush=True)

    def test_rate_is_that_of_the_spectrum(self):
        for name, x, rate_hz in self.each():
            r = score([x, x], rate_hz)
            rate, peak = r["partners"]["A"]["rate_per_min"], spectral_rate(x, rate_hz)
            self.say(name, f"{rate:.2f}/min, its spectrum {peak:.2f}")
            self.assertLessEqual(abs(rate - peak), 0.5 if name in STEADY else 0.15 * peak)
            self.assertGreater(r["coverage"], 0.9)

    def test_a_shifted_copy_has_the_lag_it_was_given(self):
        """A is the same breath 0.7 s earlier."""
        for name, x, rate_hz in self.each():
            k = int(round(0.7 * rate_hz))
            r = score([x[k:], x[:-k]], rate_hz)
            if len(x) / rate_hz < 61:
                self.assertIsNotNone(r["reason"])
                continue
            apart = abs((r["fft_lag_deg"] - r["lag_deg"] + 180) % 360 - 180)
            self.say(name, f"lag {r['lag_s']:.3f} s, locking {r['locking']:.3f}, the FFT's lag "
                           f"{apart:.1f} degrees off")
            self.assertAlmostEqual(r["lag_s"], 0.7, delta=0.06)
            self.assertEqual(r["leader"], "A")
            self.assertGreater(r["locking"], 0.95)
            self.assertLess(apart, 10)

    def test_two_sensors_on_one_breath_agree(self):
        """Noise of a twentieth of the breath's amplitude in each."""
        rng = np.random.default_rng(3)
        for name, x, rate_hz in self.each():
            size = 0.05 * (np.percentile(x, 90) - np.percentile(x, 10))
            r = score([x + size * rng.standard_normal(len(x)) for _ in range(2)], rate_hz)
            self.say(name, f"alignment {r['alignment']:.1f}, lag {r['lag_s']:.3f} s")
            self.assertGreater(r["alignment"], 95)
            self.assertLess(abs(r["lag_s"]), 0.05)

    def test_strangers_are_no_nearer_than_chance(self):
        """All pairs of different recordings; 3 of 15 below 0.05 comes by chance once in 25."""
        names, p_values, highest = sorted(loaded()), [], 0
        for i, first in enumerate(names):
            for second in names[:i]:
                (x, rate_x), (y, rate_y) = loaded()[first], loaded()[second]
                duration = min(len(x) / rate_x, len(y) / rate_y)
                r = score([resample(x, rate_x, duration), resample(y, rate_y, duration)], 20)
                self.assertIsNone(r["reason"])
                p_values.append(r["p_value"])
                highest = max(highest, r["alignment"])
        self.say(f"{len(p_values)} pairs", f"smallest p {min(p_values):.3f}, highest alignment "
                                           f"{highest:.0f}")
        self.assertLessEqual(sum(p <= 0.05 for p in p_values), 3)


if __name__ == "__main__":
    tap.main()
