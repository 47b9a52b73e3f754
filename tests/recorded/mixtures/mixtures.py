#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints how well mixtures of real breaths are heard: the tables of tests/bench.

    mixtures.py BENCH-RECORDED [--seeds A:B] [--mics two,array,single] [--runs FILE.csv] [--keep FOLDER]

BENCH-RECORDED is the program of that name in the build folder. Needs ATTUNE_CORPUS.
"""
import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

import grains
import mixture

ROWS = [("sync", "room"), ("anti", "room"), ("free", "room"), ("near", "room"), ("driven", "room"),
        ("drivensync", "room"), ("sync", "rain"), ("sync", "tap"), ("sync", "bike"),
        ("sync", "typing"), ("sync", "speech")]


def corpus():
    """Folder of the recordings, or None."""
    name = os.environ.get("ATTUNE_CORPUS")
    path = pathlib.Path(name) if name else None
    return path if path is not None and (path / "rrujo").is_dir() else None


def make_all(folder, mics, rows, seeds, live_s):
    """Paths of the truths."""
    people = grains.everybody(corpus())
    return [mixture.make(corpus(), people, mixture.Plan(m, rhythm, din, seed, live_s), folder)
            for m in mics for rhythm, din in rows for seed in seeds]


def listen(program, truths, runs, jobs=None):
    """The printed tables."""
    command = [program, "--runs", runs] + (["--jobs", str(jobs)] if jobs else [])
    return subprocess.run(command + truths, check=True, capture_output=True, text=True).stdout


def figures(path):
    """[{column: text or number}] of every run."""
    with open(path, newline="") as file:
        return [{k: v if k in ("mics", "row") else float(v) for k, v in line.items()}
                for line in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--seeds", default="501:504")
    parser.add_argument("--mics", default="two,array,single")
    parser.add_argument("--live", type=float, default=120.0)
    parser.add_argument("--runs")
    parser.add_argument("--keep", help="leave the mixtures here")
    options = parser.parse_args()
    if corpus() is None:
        sys.exit("ATTUNE_CORPUS names no recordings.")
    first, last = (int(v) for v in options.seeds.split(":"))
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or folder
        os.makedirs(place, exist_ok=True)
        truths = make_all(place, options.mics.split(","), ROWS, range(first, last + 1), options.live)
        print(f"Real breaths on known times, seeds {first}-{last}, {options.live:g} s live.\n")
        print(listen(options.program, truths, options.runs or os.path.join(folder, "runs.csv")))


if __name__ == "__main__":
    main()
