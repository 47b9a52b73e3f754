#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the files that one suite's tests need built, for ninja: targets.py BUILD SUITE

The builds with the thread sanitizer and with the fuzzer run one suite each; the rest of the program
would only cost time there.
"""
import json
import os
import subprocess
import sys


def introspect(build, what):
    command = ["meson", "introspect", build, what]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def needed(build, suite):
    files = {target["id"]: target["filename"] for target in introspect(build, "--targets")}
    tests = [test for test in introspect(build, "--tests")
             if suite in [name.split(":")[-1] for name in test["suite"]]]
    wanted = {name for test in tests for target in test["depends"] for name in files[target]}
    return sorted(os.path.relpath(name, build) for name in wanted)


if __name__ == "__main__":
    print("\n".join(needed(os.path.abspath(sys.argv[1]), sys.argv[2])))
