#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counting of tests/run: a test that failed, crashed or did not run is never lost."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import house
import tap


def tally(*builds):
    """Runs tally.py over builds given as a list of test entries, or None for "did not build"."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, tests in enumerate(builds):
            names.append(f"b{number}")
            logs = pathlib.Path(folder, names[-1], "meson-logs")
            logs.mkdir(parents=True)
            if tests is not None:
                lines = [json.dumps({"name": "x", "duration": 1.0, "stdout": "", **t}) for t in tests]
                (logs / "testlog.json").write_text("\n".join(lines))
        script = house.ROOT / "tests/support/tally.py"
        run = subprocess.run([sys.executable, script, folder, *names], capture_output=True, text=True)
        return run.returncode, run.stdout.splitlines()[-1]


class Tally(unittest.TestCase):
    def test_counts_sub_tests(self):
        out = "TAP version 13\n1..3\nok 1 a\nok 2 b # SKIP no device\nok 3 - c\n"
        self.assertEqual(tally([{"result": "OK", "stdout": out}, {"result": "OK"}]),
                         (0, "3 passed, 0 failed, 1 skipped"))

    def test_a_failed_point_fails_all(self):
        out = "1..2\nok 1 a\nnot ok 2 b\n"
        self.assertEqual(tally([{"result": "FAIL", "stdout": out}]), (1, "1 passed, 1 failed, 0 skipped"))

    def test_a_crash_after_good_points_is_a_failure(self):
        out = "1..2\nok 1 a\n"
        for result in ("ERROR", "TIMEOUT", "FAIL", "INTERRUPT"):
            self.assertEqual(tally([{"result": result, "stdout": out}]),
                             (1, "1 passed, 1 failed, 0 skipped"))

    def test_a_build_without_results_is_a_failure(self):
        self.assertEqual(tally([{"result": "OK"}], None), (1, "1 passed, 1 failed, 0 skipped"))

    def test_nothing_run_is_a_failure(self):
        self.assertEqual(tally([])[0], 1)

    def test_a_skipped_program_counts_as_skipped(self):
        self.assertEqual(tally([{"result": "OK"}, {"result": "SKIP"}]), (0, "1 passed, 0 failed, 1 skipped"))


class Tap(unittest.TestCase):
    def test_speaks_of_failures_and_skips(self):
        code = ("import unittest, tap\n"
                "class T(unittest.TestCase):\n"
                "  def test_a(self): pass\n"
                "  def test_b(self): self.fail('because')\n"
                "  def test_c(self): self.skipTest('not here')\n"
                "  def test_d(self):\n"
                "    with self.subTest(n=1): self.assertEqual(1, 2)\n"
                "tap.main()\n")
        env = {**os.environ, "PYTHONPATH": str(house.ROOT / "tests/support")}
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
        points = [line for line in run.stdout.splitlines() if not line.startswith("#")]
        self.assertEqual(points, ["1..4", "ok 1 - T.test_a", "not ok 2 - T.test_b",
                                  "ok 3 - T.test_c # SKIP not here", "not ok 4 - T.test_d"])
        self.assertEqual(run.returncode, 1)


if __name__ == "__main__":
    tap.main()
