#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rates of the stethoscope set, where a clear period exists. rates.py prints them all."""
import sys
import unittest

import rates
import tap

PROGRAM = sys.argv[1]


@unittest.skipIf(rates.recordings() is None, "ATTUNE_CORPUS names no recordings")
class Rates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clear = [line for line in rates.measure(PROGRAM) if line[2] >= rates.CLEAR]

    def test_most_recordings_have_a_clear_period(self):
        self.assertGreaterEqual(len(self.clear), 15)

    def test_the_pointer_tells_the_paced_rate(self):
        near = [line for line in self.clear if abs(line[4] - line[0]) <= 0.5]
        self.assertGreaterEqual(len(near), 0.9 * len(self.clear), self.clear)

    def test_no_rate_is_an_octave_off(self):
        self.assertEqual([line for line in self.clear if rates.is_octave(line[4], line[0])], [])


if __name__ == "__main__":
    tap.main()
