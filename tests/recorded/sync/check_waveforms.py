#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real breathing waveforms through `attune curves`.

The waveforms are found through ATTUNE_CORPUS. Each is paired with its own shifted copy (a known
lag) and with a stranger. Rates are held against the waveform's own spectrum.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

ATTUNE = sys.argv[1]
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
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def spectral_rate(x, rate_hz):
    n = len(x)
    power = np.abs(np.fft.rfft((x - x.mean()) * np.hanning(n), 8 * n)) ** 2
    freq = np.fft.rfftfreq(8 * n, 1 / rate_hz)
    band = (freq > 0.05) & (freq < 0.7)
    return 60 * freq[band][np.argmax(power[band])]


def resample(x, rate_hz, duration, wanted_hz=50):
    t = np.arange(int(duration * wanted_hz)) / wanted_hz
    return np.interp(t, np.arange(len(x)) / rate_hz, x)


def check_rate(name, x, rate_hz):
    r = score([x, x], rate_hz)
    rate, peak = r["partners"]["A"]["rate_per_min"], spectral_rate(x, rate_hz)
    limit = 0.5 if name in STEADY else 0.15 * peak
    assert abs(rate - peak) <= limit, f"{rate:.2f}/min, its spectrum says {peak:.2f}"
    if name in STEADY:
        assert abs(rate - STEADY[name]) <= 0.5, rate
    assert r["coverage"] > 0.9, r["coverage"]
    return f"{rate:.2f}/min, spectrum {peak:.2f}"


def check_shift(x, rate_hz):
    """A is the same breath 0.7 s earlier."""
    k = int(round(0.7 * rate_hz))
    r = score([x[k:], x[:-k]], rate_hz)
    if r["reason"] is not None:
        return "too short to score once shifted"
    assert abs(r["lag_s"] - 0.7) < 0.06, r["lag_s"]
    assert r["leader"] == "A" and r["locking"] > 0.95, (r["leader"], r["locking"])
    apart = abs((r["fft_lag_deg"] - r["lag_deg"] + 180) % 360 - 180)
    assert apart < 10, f"the two lags are {apart:.1f} degrees apart"
    return f"lag {r['lag_s']:.3f} s, locking {r['locking']:.3f}, FFT {apart:.1f} degrees off"


def check_same(x, rate_hz):
    """Two sensors on one breath: noise of a twentieth of its amplitude each."""
    rng = np.random.default_rng(3)
    size = 0.05 * (np.percentile(x, 90) - np.percentile(x, 10))
    r = score([x + size * rng.standard_normal(len(x)) for _ in range(2)], rate_hz)
    assert r["reason"] is None and r["alignment"] > 95, r["alignment"]
    assert abs(r["lag_s"]) < 0.05, r["lag_s"]
    return f"alignment {r['alignment']:.1f}, lag {r['lag_s']:.3f} s"


def check_strangers(loaded):
    """Recordings of different persons: their p-values are those of chance."""
    names, p_values, highest = sorted(loaded), [], 0
    for i, first in enumerate(names):
        for second in names[:i]:
            (x, rate_x), (y, rate_y) = loaded[first], loaded[second]
            duration = min(len(x) / rate_x, len(y) / rate_y)
            r = score([resample(x, rate_x, duration), resample(y, rate_y, duration)], 50)
            assert r["reason"] is None, r["reason"]
            p_values.append(r["p_value"])
            highest = max(highest, r["alignment"])
    assert sum(p <= 0.05 for p in p_values) <= 3, sorted(p_values)[:4]
    return f"{len(p_values)} pairs, smallest p {min(p_values):.3f}, highest alignment {highest:.0f}"


def main():
    loaded = {}
    for name, (path, rate_hz, read) in WAVEFORMS.items():
        path = os.path.join(CORPUS, path)
        if CORPUS and os.path.exists(path):
            loaded[name] = (read(path).astype(float), rate_hz)
    if not loaded:
        print("1..0 # SKIP no recordings: set ATTUNE_CORPUS to the folder that holds them")
        return
    checks = []
    for name, (x, rate_hz) in loaded.items():
        checks.append((f"{name}: rate", lambda n=name, x=x, r=rate_hz: check_rate(n, x, r)))
        checks.append((f"{name}: shifted copy", lambda x=x, r=rate_hz: check_shift(x, r)))
        checks.append((f"{name}: two sensors", lambda x=x, r=rate_hz: check_same(x, r)))
    checks.append(("strangers", lambda: check_strangers(loaded)))
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks, 1):
        try:
            print(f"ok {number} {name}\n# {check()}", flush=True)
        except Exception as problem:  # reported and counted, whatever it is
            print(f"not ok {number} {name}\n# {problem!r}", flush=True)


main()
