#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune curves` as a person calls it: numbers of known curves, forms of tables, refusals."""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

ATTUNE = sys.argv[1]
KEYS = ["duration_s", "live", "partners", "alignment", "locking", "ppc", "lag_deg", "lag_s",
        "leader", "coherence", "coherence_threshold", "fft_lag_deg", "chance_p95", "p_value",
        "coverage", "reason", "notes"]


def run(*args, text=None):
    return subprocess.run([ATTUNE, "curves", *args], capture_output=True, text=True, timeout=60,
                          input=text)


def score(*args):
    done = run(*args, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", done.stderr
    assert "nan" not in done.stdout.lower() and "inf" not in done.stdout.lower()
    result = json.loads(done.stdout)
    assert list(result) == KEYS, list(result)
    return result


def near(value, wanted, by):
    assert value is not None and abs(value - wanted) <= by, f"{value}, wanted {wanted} +- {by}"


def breathing(duration, rate_hz, period=6.0, lag=0.0, wobble=0.6):
    """A belt whose pace wanders; the lag moves the whole curve later."""
    t = np.arange(int(duration * rate_hz)) / rate_hz - lag
    return -np.cos(2 * np.pi * (t / period + wobble * np.sin(2 * np.pi * t / 47) / 2))


class Folder:
    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="attune-curves-")

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w", newline="") as file:
            file.write(text)
        return path

    def table(self, name, columns, header=None, separator=","):
        lines = [] if header is None else [separator.join(header)]
        for row in zip(*columns):
            lines.append(separator.join("%.5f" % v if isinstance(v, float) else str(v)
                                        for v in row))
        return self.write(name, "\n".join(lines) + "\n")


def test_known_lag(folder):
    """B breathes 0.5 s later: A leads."""
    path = folder.table("lag.csv", [breathing(180, 25, wobble=0.3), breathing(180, 25, lag=0.5, wobble=0.3)])
    r = score(path, "--columns", "1,2", "--rate", "25")
    near(r["duration_s"], 180, 0.001)
    near(r["lag_s"], 0.5, 0.06)
    near(r["lag_deg"], 30, 4)
    near(r["fft_lag_deg"], r["lag_deg"], 4)
    near(r["partners"]["A"]["rate_per_min"], 10, 0.8)
    assert r["leader"] == "A" and r["reason"] is None and r["notes"] == []
    near(r["alignment"], 100 * np.cos(np.radians(30)), 5)
    assert r["p_value"] < 0.05 and r["coherence"] > r["coherence_threshold"]
    assert r["live"] == [0, 180]


def test_exchange(folder):
    path = folder.table("swap.csv", [breathing(180, 25), breathing(180, 25, lag=0.5)], ["x", "y"])
    one = score(path, "--columns", "x,y", "--rate", "25")
    two = score(path, "--columns", "y,x", "--rate", "25")
    for key in ("alignment", "locking", "ppc", "coherence", "p_value", "chance_p95", "coverage"):
        assert one[key] == two[key], key
    for key in ("lag_deg", "lag_s", "fft_lag_deg"):
        assert one[key] == -two[key], key
    assert (one["leader"], two["leader"]) == ("A", "B")
    assert one["partners"]["A"] == two["partners"]["B"]


def test_upside_down(folder):
    path = folder.table("down.csv", [breathing(180, 25), -breathing(180, 25)])
    args = (path, "--columns", "1,2", "--rate", "25")
    assert score(*args)["alignment"] == 0
    near(abs(score(*args)["lag_deg"]), 180, 3)
    assert score(*args, "--invert", "B")["alignment"] > 98
    assert score(*args, "--invert", "A")["alignment"] > 98
    assert score(*args, "--invert", "both")["alignment"] == 0


def test_forms(folder):
    """Separators, quotes, headers, line ends, rates and clocks: the same answer."""
    t = np.arange(0, 120, 0.04)
    a, b = breathing(120, 25), breathing(120, 25, lag=0.4)
    comma = folder.table("comma.csv", [t + 1000, a, b], ["time (s)", "belt 1", "belt 2"])
    names = ("--columns", "belt 1,belt 2")
    wanted = score(comma, *names, "--time", "time (s)")
    semicolon = folder.table("semi.csv", [t, a, b], ["time (s)", "belt 1", "belt 2"], ";")
    tab = folder.table("tab.tsv", [t, a, b], ['"time (s)"', '"belt 1"', '"belt 2"'], "\t")
    with open(tab) as file:
        crlf = folder.write("crlf.tsv", "\ufeff# a note\n\n" + file.read().replace("\n", "\r\n"))
    for path in (semicolon, tab, crlf):
        got = score(path, *names, "--time", "time (s)")
        assert abs(got["alignment"] - wanted["alignment"]) < 0.2
    by_rate = score(semicolon, "--columns", "2,3", "--rate", "25")
    assert abs(by_rate["alignment"] - wanted["alignment"]) < 0.2
    piped = run("/dev/stdin", "--columns", "2,3", "--rate", "25", "--json",
                text=open(semicolon).read())
    assert json.loads(piped.stdout) == by_rate


def test_sampling(folder):
    """4 Hz to 1000 Hz, and stamps that come unevenly."""
    for rate_hz in (4, 10, 128, 1000):
        path = folder.table("rate.csv", [breathing(90, rate_hz), breathing(90, rate_hz, lag=0.5)])
        r = score(path, "--columns", "1,2", "--rate", str(rate_hz))
        near(r["lag_s"], 0.5, 0.08)
    rng = np.random.default_rng(1)
    t = np.cumsum(rng.choice([0.01, 0.05, 0.4], size=2600, p=[0.6, 0.3, 0.1]))
    curve = lambda s: -np.cos(2 * np.pi * (s / 6 + 0.3 * np.sin(2 * np.pi * s / 47)))
    path = folder.table("uneven.csv", [t, curve(t), curve(t - 0.5)])
    near(score(path, "--columns", "2,3", "--time", "1")["lag_s"], 0.5, 0.1)


def test_gaps(folder):
    """Empty cells, NaN and n/a are gaps; a long one leaves the phase unknown."""
    a, b = list(breathing(200, 20)), list(breathing(200, 20, lag=0.3))
    full = score(folder.table("full.csv", [a, b]), "--columns", "1,2", "--rate", "20")
    a[600:620] = [""] * 20
    b[1000:1025] = ["NaN"] * 25
    short = score(folder.table("short.csv", [a, b]), "--columns", "1,2", "--rate", "20")
    near(short["coverage"], full["coverage"], 0.01)
    near(short["alignment"], full["alignment"], 3)
    b[2000:2600] = ["n/a"] * 600
    long = score(folder.table("long.csv", [a, b]), "--columns", "1,2", "--rate", "20")
    near(long["partners"]["B"]["present"], full["partners"]["B"]["present"] - 0.17, 0.05)
    near(long["alignment"], full["alignment"], 4)
    assert any("column \"2\"" in note for note in long["notes"])
    b[600:3400] = [""] * 2800
    lost = score(folder.table("lost.csv", [a, b]), "--columns", "1,2", "--rate", "20")
    assert lost["alignment"] is None and lost["p_value"] is None and lost["leader"] is None
    assert "too little" in lost["reason"]


def test_slow(folder):
    """6 and 4.5 a minute are not halved or doubled."""
    for per_min in (4.5, 6):
        a = breathing(300, 10, period=60 / per_min, wobble=0.1)
        b = breathing(300, 10, period=60 / per_min, wobble=0.1, lag=1)
        r = score(folder.table("slow.csv", [a, b]), "--columns", "1,2", "--rate", "10")
        near(r["partners"]["A"]["rate_per_min"], per_min, 0.2)
        near(r["lag_s"], 1, 0.15)


def test_short(folder):
    r = score(folder.table("short.csv", [breathing(40, 25)] * 2), "--columns", "1,2", "--rate",
              "25")
    assert r["alignment"] is None and "less than a minute" in r["reason"]
    near(r["partners"]["A"]["rate_per_min"], 10, 2)


def test_guided(folder):
    path = folder.table("guided.csv", [breathing(120, 25), breathing(120, 25, lag=0.2)])
    r = score(path, "--columns", "1,2", "--rate", "25", "--guided")
    assert r["p_value"] is None and r["chance_p95"] is None and r["alignment"] > 80
    assert any("same guide" in note for note in r["notes"])


def test_words(folder):
    path = folder.table("words.csv", [breathing(120, 25), breathing(120, 25, lag=0.2)])
    done = run(path, "--columns", "1,2", "--rate", "25")
    assert done.returncode == 0 and "Closely together." in done.stdout
    assert "Alignment" in done.stdout and "nan" not in done.stdout


def test_repeats(folder):
    path = folder.table("again.csv", [breathing(120, 25), breathing(120, 25, period=6.3)])
    args = (path, "--columns", "1,2", "--rate", "25")
    assert score(*args) == score(*args)


def refused(code, says, *args):
    done = run(*args)
    assert done.returncode == code, f"{args}: {done.returncode} {done.stderr}"
    assert done.stdout == "", done.stdout
    lines = done.stderr.strip().split("\n")
    assert len(lines) == 1 and says in lines[0], done.stderr


def test_bad_input(folder):
    good = folder.table("good.csv", [breathing(90, 25)] * 2, ["a", "b"])
    columns = ("--columns", "a,b")
    rate = ("--rate", "25")
    refused(1, "cannot be read", os.path.join(folder.path, "none.csv"), *columns, *rate)
    refused(1, "cannot be read", folder.path, *columns, *rate)
    refused(1, "no rows", folder.write("empty.csv", ""), *columns, *rate)
    refused(1, "no rows of numbers", folder.write("head.csv", "a,b\n"), *columns, *rate)
    refused(1, "no column \"c\"", good, "--columns", "a,c", *rate)
    refused(1, "no column \"7\"", good, "--columns", "a,7", *rate)
    text = folder.table("text.csv", [breathing(90, 25), ["hm"] * 2250], ["a", "b"])
    refused(1, "\"hm\", which is not a number", text, *columns, *rate)
    gone = folder.table("gone.csv", [breathing(90, 25), [""] * 2250], ["a", "b"])
    refused(1, "holds no numbers", gone, *columns, *rate)
    refused(1, "1 Hz cannot be used", good, *columns, "--rate", "1")
    refused(1, "cannot be used", good, *columns, "--rate", "1000000")
    refused(1, "cannot be used", good, *columns, "--rate", "-25")
    one = folder.table("one.csv", [[1.0], [2.0]], ["a", "b"])
    refused(1, "10 s to 24 hours", one, *columns, *rate)
    t = np.arange(0, 90, 0.04)
    back = folder.table("back.csv", [t[::-1], breathing(90, 25), breathing(90, 25)], ["t", "a", "b"])
    refused(1, "times go back", back, *columns, "--time", "t")
    ms = folder.table("ms.csv", [1000 * t, breathing(90, 25), breathing(90, 25)], ["t", "a", "b"])
    refused(1, "times in seconds", ms, *columns, "--time", "t")
    still = folder.table("still.csv", [0 * t, breathing(90, 25), breathing(90, 25)], ["t", "a", "b"])
    refused(1, "does not move", still, *columns, "--time", "t")


def test_bad_usage(folder):
    good = folder.table("good.csv", [breathing(90, 25)] * 2, ["a", "b"])
    refused(2, "one file")
    refused(2, "one file", good, good, "--columns", "a,b", "--rate", "25")
    refused(2, "two columns", good, "--rate", "25")
    refused(2, "two columns", good, "--columns", "a", "--rate", "25")
    refused(2, "two columns", good, "--columns", "a,", "--rate", "25")
    refused(2, "--rate HZ or --time", good, "--columns", "a,b")
    refused(2, "not both", good, "--columns", "a,b", "--rate", "25", "--time", "a")
    refused(2, "A, B or both", good, "--columns", "a,b", "--rate", "25", "--invert", "C")
    refused(2, "Unknown option", good, "--columns", "a,b", "--rate", "25", "--loud")
    refused(2, "rate", good, "--columns", "a,b", "--rate", "fast")


def test_help(folder):
    done = run("--help")
    assert done.returncode == 0
    for word in ("--columns", "--rate", "--time", "--invert", "--json", "--guided"):
        assert word in done.stdout, word


def test_full_disk(folder):
    path = folder.table("full.csv", [breathing(90, 25)] * 2)
    with open("/dev/full", "w") as full:
        done = subprocess.run([ATTUNE, "curves", path, "--columns", "1,2", "--rate", "25"],
                              stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and "could not be written" in done.stderr


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    folder = Folder()
    for number, (name, test) in enumerate(tests, 1):
        try:
            test(folder)
            print(f"ok {number} {name}", flush=True)
        except Exception as problem:  # a test's failure, whatever it is, is reported and counted
            print(f"not ok {number} {name}")
            print("\n".join("# " + line for line in repr(problem).split("\\n")), flush=True)
    for name in os.listdir(folder.path):
        os.remove(os.path.join(folder.path, name))
    os.rmdir(folder.path)


main()
