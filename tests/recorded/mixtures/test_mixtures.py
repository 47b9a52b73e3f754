#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two real breathers on known times are heard. Loose bounds: mixtures.py prints the figures."""
import os
import statistics
import sys
import tempfile
import unittest

import mixtures
import tap

PROGRAM = sys.argv[1]
ROWS = [("sync", "room"), ("anti", "room"), ("free", "room")]


def median(runs, column):
    return statistics.median(run[column] for run in runs)


@unittest.skipIf(mixtures.corpus() is None, "ATTUNE_CORPUS names no recordings")
class Mixtures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            truths = mixtures.make_all(folder, ("two",), ROWS, (501, 502), 90.0)
            truths += mixtures.make_all(folder, ("single",), ROWS, (501,), 90.0)
            path = os.path.join(folder, "runs.csv")
            mixtures.listen(PROGRAM, truths, path)
            cls.runs = mixtures.figures(path)

    def of(self, mics):
        return [run for run in self.runs if run["mics"] == mics]

    def test_every_mixture_was_heard(self):
        self.assertEqual(len(self.runs), 9)

    def test_two_microphones_follow_both_breaths(self):
        self.assertLess(median(self.of("two"), "live_deg"), 20)
        self.assertLess(median(self.of("two"), "smoothed_deg"), 16)

    def test_one_microphone_follows_both_breaths(self):
        self.assertLess(median(self.of("single"), "live_deg"), 30)

    def test_the_usual_method_is_left_behind(self):
        for run in self.of("two"):
            self.assertLess(run["live_deg"], run["usual_deg"], run)

    def test_strangers_are_not_called_in_step(self):
        told = [run["above_chance"] for run in self.runs if run["above_chance"] in (0, 1)]
        self.assertGreaterEqual(len(told), 2)
        self.assertLessEqual(sum(told), 1)

    def test_both_are_heard_to_breathe(self):
        self.assertGreater(min(run["heard"] for run in self.of("two")), 0.9)


if __name__ == "__main__":
    tap.main()
