#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what `meson test` left in its logs, counting every sub-test.

    tally.py BUILDS NAME...

Prints the output of each test program that failed, then "N passed, N failed, N skipped". A build
without results counts as one failure, so that nothing passes by not having run.
"""
import json
import pathlib
import re
import sys

POINT = re.compile(r"^(not ok|ok)\b([^#]*)(?:#\s*(SKIP|TODO)\b)?", re.I)


def sub_tests(text):
    """Counts the TAP points of one program: [passed, failed, skipped]."""
    passed = failed = skipped = 0
    for line in text.splitlines():
        point = POINT.match(line)
        if not point:
            continue
        if point[3]:
            skipped += 1
        elif point[1].lower() == "ok":
            passed += 1
        else:
            failed += 1
    return [passed, failed, skipped]


def is_tap(text):
    return re.search(r"^(TAP version|1\.\.\d+)", text, re.M) is not None


def count(test):
    """One entry of testlog.json -> [passed, failed, skipped]."""
    out, result = test.get("stdout", ""), test["result"]
    points = sub_tests(out) if is_tap(out) else [0, 0, 0]
    if result in ("OK", "EXPECTEDFAIL"):
        return points if sum(points) else [1, 0, 0]
    if result == "SKIP":
        return points if sum(points) else [0, 0, 1]
    points[1] = max(points[1], 1)  # a crash or a time-out after good points is still a failure
    return points


def read_results(build):
    log = build / "meson-logs" / "testlog.json"
    if not log.is_file():
        return None
    return [json.loads(line) for line in log.read_text(errors="replace").splitlines() if line]


def show(build, test):
    print(f"\n---- {build.name}: {test['name']}: {test['result'].lower()}")
    for stream in ("stdout", "stderr"):
        lines = test.get(stream, "").rstrip().splitlines()
        if len(lines) > 120:
            lines = ["..."] + lines[-120:]
        print("\n".join(lines))


def main():
    builds, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
    total = [0, 0, 0]
    for name in names:
        build = builds / name
        results = read_results(build)
        if results is None:
            total[1] += 1
            text = builds / f"{name}.tests.log"
            if text.is_file():
                print("\n".join(text.read_text(errors="replace").splitlines()[-40:]))
            print(f"{name}: no test ran")
            continue
        part = [0, 0, 0]
        for test in results:
            counts = count(test)
            part = [a + b for a, b in zip(part, counts)]
            if counts[1]:
                show(build, test)
        slowest = max(results, key=lambda test: test["duration"], default=None)
        if slowest is not None:
            print(f"{name}: {part[0]} passed, {part[1]} failed, {part[2]} skipped; slowest "
                  f"{slowest['name']} {slowest['duration']:.1f} s")
        total = [a + b for a, b in zip(total, part)]
    if sum(total) == 0:
        print("No test ran.")
        total[1] = 1
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
