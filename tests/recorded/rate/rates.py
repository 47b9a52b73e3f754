#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the paced and the told rate of every recording of the stethoscope set.

    rates.py RECORDED-RATE      (the program of that name in the build folder; needs ATTUNE_CORPUS)

A recording has a clear period when at least half of the variance of its feature rows comes again
one period later. That is said without looking at the pace it was asked for.
"""
import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from scipy import signal
from scipy.io import wavfile

CLEAR = 0.5
RATE_HZ = 9000  # twice theirs: the program takes 8000 Hz and more


def recordings():
    """[(pace, path)], or None without a corpus."""
    corpus = os.environ.get("ATTUNE_CORPUS")
    folder = pathlib.Path(corpus or "/nowhere") / "rrujo/RRinervasO"
    found = sorted((int(p.parent.name), p) for p in folder.glob("*/*.wav"))
    return found or None


def convert(path, to):
    """At 9000 Hz; over their band lies nothing, which a microphone never gives: noise at -80 dB."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", wavfile.WavFileWarning)
        rate_hz, x = wavfile.read(path)
    x = signal.resample_poly(x / np.abs(x).max(), RATE_HZ // 100, rate_hz // 100)
    x += 1e-4 * np.random.default_rng(1).normal(size=x.size)
    wavfile.write(to, RATE_HZ, x.astype(np.float32))


def measure(program):
    """[(pace, name, clear, period rate, pointer rate)]"""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for pace, path in recordings():
            paths.append(os.path.join(folder, f"{pace}-{path.stem}.wav"))
            convert(path, paths[-1])
        run = subprocess.run([program] + paths, check=True, capture_output=True, text=True)
    lines = list(csv.DictReader(io.StringIO(run.stdout)))
    return [(pace, path.stem, *(float(line[k]) for k in
                                ("clear", "period_rate_per_min", "pointer_rate_per_min")))
            for (pace, path), line in zip(recordings(), lines)]


def is_octave(told, pace):
    return not 2 / 3 < told / pace < 3 / 2


def main():
    if recordings() is None:
        sys.exit("ATTUNE_CORPUS names no recordings.")
    told = measure(sys.argv[1])
    print("| paced, per min | recording | clear | period | pointer |\n| --- | --- | --- | --- | --- |")
    for pace, name, clear, period, pointer in told:
        print(f"| {pace} | {name} | {'yes' if clear >= CLEAR else 'no'} ({clear:.2f}) | "
              f"{period:.1f} | {pointer:.1f} |")
    clear = [line for line in told if line[2] >= CLEAR]
    for word, column in (("period", 3), ("pointer", 4)):
        near = sum(abs(line[column] - line[0]) <= 0.5 for line in clear)
        octave = sum(is_octave(line[column], line[0]) for line in clear)
        print(f"\n{word}: {near} of {len(clear)} clear recordings within 0.5 per min, "
              f"{octave} an octave off")


if __name__ == "__main__":
    main()
