#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune curves` as a script calls it: numbers of known curves, forms of tables, refusals."""
import json

import cli
import numpy as np
import tap

KEYS = ["duration_s", "live", "partners", "alignment", "locking", "ppc", "lag_deg", "lag_s",
        "leader", "coherence", "coherence_threshold", "fft_lag_deg", "chance_p95", "p_value",
        "coverage", "reason", "notes"]
AT_25 = ("--rate", "25")


def breathing(duration, rate_hz, period=6.0, lag=0.0, wobble=0.6):
    """A belt whose pace wanders; the lag moves the whole curve later."""
    t = np.arange(int(duration * rate_hz)) / rate_hz - lag
    return -np.cos(2 * np.pi * (t / period + wobble * np.sin(2 * np.pi * t / 47) / 2))


class Curves(cli.Case):
    needs = "curves"

    def table(self, name, columns, header=None, separator=","):
        lines = [] if header is None else [separator.join(header)]
        for row in zip(*columns):
            lines.append(separator.join("%.5f" % v if isinstance(v, float) else str(v)
                                        for v in row))
        return self.write(name, "\n".join(lines) + "\n")

    def curves(self, *words, **more):
        return cli.run("curves", *words, **more)

    def score(self, path, columns, *words):
        done = self.curves(path, "--columns", columns, *words, "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("nan", "inf"):
            self.assertNotIn(word, done.stdout.lower())
        result = json.loads(done.stdout)
        self.assertEqual(list(result), KEYS)
        return result

    def near(self, value, wanted, by):
        self.assertIsNotNone(value)
        self.assertLessEqual(abs(value - wanted), by, f"{value}, wanted {wanted} +- {by}")


class Numbers(Curves):
    def test_a_known_lag(self):
        """B breathes 0.5 s later: A leads."""
        path = self.table("lag.csv", [breathing(180, 25, wobble=0.3),
                                      breathing(180, 25, lag=0.5, wobble=0.3)])
        r = self.score(path, "1,2", *AT_25)
        self.near(r["duration_s"], 180, 0.001)
        self.assertEqual(r["live"], [0, 180])
        self.near(r["lag_s"], 0.5, 0.06)
        self.near(r["lag_deg"], 30, 4)
        self.near(r["fft_lag_deg"], r["lag_deg"], 4)
        self.near(r["partners"]["A"]["rate_per_min"], 10, 0.8)
        self.assertEqual((r["leader"], r["reason"], r["notes"]), ("A", None, []))
        self.near(r["alignment"], 100 * np.cos(np.radians(30)), 5)
        self.assertLess(r["p_value"], 0.05)
        self.assertGreater(r["coherence"], r["coherence_threshold"])

    def test_partners_exchanged(self):
        path = self.table("swap.csv", [breathing(180, 25), breathing(180, 25, lag=0.5)], ["x", "y"])
        one, two = self.score(path, "x,y", *AT_25), self.score(path, "y,x", *AT_25)
        for key in ("alignment", "locking", "ppc", "coherence", "p_value", "chance_p95", "coverage"):
            self.assertEqual(one[key], two[key], key)
        for key in ("lag_deg", "lag_s", "fft_lag_deg"):
            self.assertEqual(one[key], -two[key], key)
        self.assertEqual((one["leader"], two["leader"]), ("A", "B"))
        self.assertEqual(one["partners"]["A"], two["partners"]["B"])

    def test_upside_down(self):
        path = self.table("down.csv", [breathing(180, 25), -breathing(180, 25)])
        plain = self.score(path, "1,2", *AT_25)
        self.assertEqual(plain["alignment"], 0)
        self.near(abs(plain["lag_deg"]), 180, 3)
        for who, wanted in (("A", 100), ("B", 100), ("both", 0)):
            self.near(self.score(path, "1,2", *AT_25, "--invert", who)["alignment"], wanted, 2)

    def test_slow_breath_is_not_halved_or_doubled(self):
        for per_min in (4.5, 6):
            a, b = (breathing(300, 10, period=60 / per_min, wobble=0.1, lag=lag) for lag in (0, 1))
            r = self.score(self.table("slow.csv", [a, b]), "1,2", "--rate", "10")
            self.near(r["partners"]["A"]["rate_per_min"], per_min, 0.2)
            self.near(r["lag_s"], 1, 0.15)

    def test_guided_parts_say_nothing_about_chance(self):
        path = self.table("guided.csv", [breathing(120, 25), breathing(120, 25, lag=0.2)])
        r = self.score(path, "1,2", *AT_25, "--guided")
        self.assertIsNone(r["p_value"])
        self.assertIsNone(r["chance_p95"])
        self.assertGreater(r["alignment"], 80)
        self.assertIn("same guide", r["notes"][0])

    def test_too_short_for_a_score(self):
        r = self.score(self.table("short.csv", [breathing(40, 25)] * 2), "1,2", *AT_25)
        self.assertIsNone(r["alignment"])
        self.assertIn("less than a minute", r["reason"])
        self.near(r["partners"]["A"]["rate_per_min"], 10, 2)

    def test_words(self):
        path = self.table("words.csv", [breathing(120, 25), breathing(120, 25, lag=0.2)])
        done = self.curves(path, "--columns", "1,2", *AT_25)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("Closely together.", done.stdout)
        self.assertNotIn("nan", done.stdout)
        self.assert_gentle(done.stdout)

    def test_the_same_twice(self):
        path = self.table("again.csv", [breathing(120, 25), breathing(120, 25, period=6.3)])
        self.assertEqual(self.score(path, "1,2", *AT_25), self.score(path, "1,2", *AT_25))


class Tables(Curves):
    def test_forms(self):
        """Separators, quotes, headers, line ends, clocks and pipes: the same answer."""
        t = np.arange(0, 120, 0.04)
        columns = [t, breathing(120, 25), breathing(120, 25, lag=0.4)]
        names, clock = ["time (s)", "belt 1", "belt 2"], ("--time", "time (s)")
        later = self.table("comma.csv", [t + 1000, *columns[1:]], names)
        wanted = self.score(later, "belt 1,belt 2", *clock)["alignment"]
        semicolon = self.table("semicolon.csv", columns, names, ";")
        tab = self.table("tab.tsv", columns, [f'"{name}"' for name in names], "\t")
        with open(tab) as file:
            crlf = self.write("crlf.tsv", "\ufeff# a note\n\n" + file.read().replace("\n", "\r\n"))
        for path in (semicolon, tab, crlf):
            self.near(self.score(path, "belt 1, belt 2", *clock)["alignment"], wanted, 0.2)
        by_rate = self.score(semicolon, "2,3", *AT_25)
        self.near(by_rate["alignment"], wanted, 0.2)
        with open(semicolon) as pipe:
            done = self.curves("/dev/stdin", "--columns", "2,3", *AT_25, "--json", stdin=pipe)
        self.assertEqual(json.loads(done.stdout), by_rate)

    def test_sampling(self):
        """4 Hz to 1000 Hz, and times that come unevenly."""
        for rate_hz in (4, 10, 128, 1000):
            with self.subTest(rate_hz):
                path = self.table("rate.csv", [breathing(90, rate_hz),
                                               breathing(90, rate_hz, lag=0.5)])
                self.near(self.score(path, "1,2", "--rate", rate_hz)["lag_s"], 0.5, 0.08)
        rng = np.random.default_rng(1)
        t = np.cumsum(rng.choice([0.01, 0.05, 0.4], size=2600, p=[0.6, 0.3, 0.1]))
        curve = [-np.cos(2 * np.pi * (s / 6 + 0.3 * np.sin(2 * np.pi * s / 47)))
                 for s in (t, t - 0.5)]
        path = self.table("uneven.csv", [t, *curve])
        self.near(self.score(path, "2,3", "--time", "1")["lag_s"], 0.5, 0.1)

    def test_gaps(self):
        """Empty cells, NaN and n/a are gaps; a long one leaves the breath unknown."""
        def gapped():
            return self.score(self.table("gaps.csv", [a, b]), "1,2", "--rate", "20")
        a, b = list(breathing(200, 20)), list(breathing(200, 20, lag=0.3))
        full = gapped()
        a[600:620], b[1000:1025] = [""] * 20, ["NaN"] * 25
        short = gapped()
        self.near(short["coverage"], full["coverage"], 0.01)
        self.near(short["alignment"], full["alignment"], 3)
        b[2000:2600] = ["n/a"] * 600
        long = gapped()
        self.near(long["partners"]["B"]["present"], full["partners"]["B"]["present"] - 0.17, 0.05)
        self.near(long["alignment"], full["alignment"], 4)
        self.assertIn("Column “2”", long["notes"][0])
        b[600:3400] = [""] * 2800
        lost = gapped()
        for key in ("alignment", "p_value", "leader", "lag_deg", "coherence"):
            self.assertIsNone(lost[key], key)
        self.assertIn("too little", lost["reason"])


class BadInput(Curves):
    def refuse(self, path, saying, *words, columns="a,b"):
        done = self.curves(path, "--columns", columns, *(words or AT_25))
        self.assert_refused(done, 1, saying)

    def good(self):
        return self.table("good.csv", [breathing(90, 25)] * 2, ["a", "b"])

    def test_files(self):
        self.refuse(self.path("lost.csv"), "lost.csv")
        self.refuse(self.folder, "cannot be read")
        self.refuse(self.write("empty.csv", ""), "no rows")
        self.refuse(self.write("head.csv", "a,b\n"), "no rows of numbers")
        self.refuse(self.write("binary.csv", bytes(range(256)) * 40), "no column")

    def test_columns(self):
        self.refuse(self.good(), "no column “c”", columns="a,c")
        self.refuse(self.good(), "no column “7”", columns="a,7")
        text = self.table("text.csv", [breathing(90, 25), ["hm"] * 2250], ["a", "b"])
        self.refuse(text, "Line 2 .*“hm”, which is not a number")
        gone = self.table("gone.csv", [breathing(90, 25), [""] * 2250], ["a", "b"])
        self.refuse(gone, "“b” holds no numbers")

    def test_rates(self):
        for rate in ("1", "1000000", "-25", "0", "inf"):
            self.refuse(self.good(), "cannot be used", f"--rate={rate}")

    def test_lengths(self):
        self.refuse(self.write("one.csv", "a,b\n1,2\n"), "10 s to 24 hours")

    def test_times(self):
        t, belt = np.arange(0, 90, 0.04), breathing(90, 25)
        for name, times, saying in (("back", t[::-1], "times go back"), ("still", 0 * t, "not move"),
                                    ("ms", 1000 * t, "times in seconds"),
                                    ("none", [""] * len(t), "not move"),
                                    ("hour", [f"{i}e300" for i in range(len(t))], "samples a second")):
            with self.subTest(name):
                path = self.table("times.csv", [times, belt, belt], ["t", "a", "b"])
                self.refuse(path, saying, "--time", "t")

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            done = self.curves(self.good(), "--columns", "a,b", *AT_25, stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be written", done.stderr)


class BadUsage(Curves):
    def refuse(self, saying, *words):
        self.assert_refused(self.curves(*words), 2, saying)

    def test_options(self):
        both = ("--columns", "a,b")
        self.refuse("two columns", "x.csv", *AT_25)
        for columns in ("a", "a,", ",", "a,b,c", ""):
            self.refuse("two columns", "x.csv", "--columns", columns, *AT_25)
        self.refuse("a column each", "x.csv", "--columns", "a, a", *AT_25)
        self.refuse("--rate HZ or --time", "x.csv", *both)
        self.refuse("not both", "x.csv", *both, *AT_25, "--time", "a")
        self.refuse("A, B or both", "x.csv", *both, *AT_25, "--invert", "C")
        self.refuse("fast", "x.csv", *both, "--rate", "fast")
        self.refuse("--rate", "x.csv", *both, "--rate", "1e999")


if __name__ == "__main__":
    tap.main()
