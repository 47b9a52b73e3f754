#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune curves` and the tables that it cannot use; and the keys that it shares with `analyze`."""
import json
import os
import unittest

import cli
import numpy as np
import tap

KEYS = {"partners", "alignment", "locking", "ppc", "lag_deg", "lag_s", "leader", "coherence",
        "coherence_threshold", "fft_lag_deg", "chance_p95", "p_value", "coverage", "reason", "notes"}


def table(columns, rows, header=True):
    lines = [",".join(columns)] if header else []
    return "\n".join(lines + [",".join(map(str, row)) for row in rows]) + "\n"


class Curves(cli.Case):
    needs = "curves"

    def waves(self, name="c.csv", seconds=120, rate_hz=10, lag_s=0.5):
        t = np.arange(seconds * rate_hz) / rate_hz
        a, b = np.sin(2 * np.pi * t / 8), np.sin(2 * np.pi * (t - lag_s) / 8)
        rows = np.round(np.stack([t, a, b], axis=1), 5).tolist()
        return self.write(name, table(["t", "a", "b"], rows))

    def curves(self, path, *words):
        return cli.run("curves", path, *words)

    def test_json_has_the_shared_keys(self):
        for clock in (("--rate", "10"), ("--time", "t")):
            done = self.curves(self.waves(), "--columns", "a,b", *clock, "--json")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            result = json.loads(done.stdout, parse_constant=self.fail)
            self.assertEqual(KEYS - set(result), set())
            self.assertIsNone(result["reason"])
            self.assertEqual(result["leader"], "A")
            self.assertGreater(result["alignment"], 80)

    def test_words(self):
        done = self.curves(self.waves(), "--columns", "a,b", "--rate", "10")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertNotIn("nan", done.stdout)
        self.assert_gentle(done.stdout)

    def test_bad_tables(self):
        rows = [[i / 10, np.sin(i / 12), np.cos(i / 12)] for i in range(1200)]
        good = table(["t", "a", "b"], rows)
        cases = {
            "empty.csv": "",
            "head.csv": "t,a,b\n",
            "one_row.csv": "t,a,b\n0,1,2\n",
            "text.csv": table(["t", "a", "b"], [[i, "deep", "slow"] for i in range(1200)]),
            "half_text.csv": good.replace("0.5,", "0.5,deep", 1).replace("9.9,", "9.9,slow", 1),
            "missing.csv": table(["t", "a"], [row[:2] for row in rows]),
            "binary.csv": os.urandom(20000),
            "zeros.csv": bytes(20000),
            "nan.csv": table(["t", "a", "b"], [[row[0], "nan", "nan"] for row in rows]),
        }
        for name, content in cases.items():
            with self.subTest(name):
                path = self.write(name, content)
                done = self.curves(path, "--columns", "a,b", "--rate", "10", "--json")
                if name == "nan.csv" and done.returncode == 0:  # nothing heard is an answer too
                    self.assertIsNone(json.loads(done.stdout)["alignment"])
                elif name == "half_text.csv" and done.returncode == 0:  # as gaps, with a note
                    self.assertTrue(json.loads(done.stdout)["notes"])
                else:
                    self.assert_refused(done, 1)

    def test_bad_files(self):
        for path in (self.path("lost.csv"), self.folder):
            self.assert_refused(self.curves(path, "--columns", "a,b", "--rate", "10"), 1)

    def test_bad_options(self):
        path = self.waves()
        for words in (["--columns", "a,b"], ["--rate", "10"], ["--columns", "a", "--rate", "10"],
                      ["--columns", "a,a", "--rate", "10"], ["--columns", "a,b,t", "--rate", "10"],
                      ["--columns", "a,c", "--rate", "10"], ["--columns", "a,", "--rate", "10"],
                      ["--columns", "a,b", "--rate", "0"], ["--columns", "a,b", "--rate", "nan"],
                      ["--columns", "a,b", "--rate", "-4"], ["--columns", "a,b", "--rate", "3"],
                      ["--columns", "a,b", "--rate", "1001"], ["--columns", "a,b", "--time", "x"],
                      ["--columns", "a,b", "--rate", "10", "--time", "t"]):
            with self.subTest(words=words):
                self.assert_refused(self.curves(path, *words), None)


if __name__ == "__main__":
    tap.main()
