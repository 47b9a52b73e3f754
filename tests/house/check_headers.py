#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each header compiles alone and twice, under a guard of its own name."""
import concurrent.futures
import os
import re
import shutil
import subprocess
import unittest

import house
import tap

WARN = ["-std=c17", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Werror"]


def library_flags(header):
    text = header.read_text()
    wanted = ["glib-2.0"]
    if "json-glib/" in text:
        wanted.append("json-glib-1.0")
    if re.search(r"<(glib-object\.h|gio/)", text) or "ui" in header.relative_to(house.ROOT).parts:
        wanted += ["gobject-2.0", "gio-2.0"]
    if header.relative_to(house.ROOT).parts[0] == "ui":
        wanted += ["gtk4", "libadwaita-1"]
    out = subprocess.run(["pkg-config", "--cflags", *wanted], capture_output=True, text=True, check=True)
    # System headers: their warnings are not ours.
    return [re.sub(r"^-I", "-isystem", flag) for flag in out.stdout.split()]


def compile_twice(header):
    """Compiler's words about a file that includes `header` twice and nothing else; "" = fine."""
    storey = house.ROOT / header.relative_to(house.ROOT).parts[0]
    name = header.relative_to(storey)
    roots = ["-I", str(house.ROOT / "app"), "-I", str(house.ROOT / "ui")]
    code = f'#include "{name}"\n#include "{name}"\nextern int attune_nothing;\n'
    compiler = os.environ.get("CC", "cc").split()
    run = subprocess.run(
        [*compiler, *WARN, "-D_GNU_SOURCE", *roots, *library_flags(header), "-x", "c", "-"],
        input=code, capture_output=True, text=True)
    return "" if run.returncode == 0 else f"{name}: {run.stderr}"


def guard_of(header):
    """The guard that a header of this path should have; None for GObject headers (#pragma once)."""
    parts = header.relative_to(house.ROOT).parts
    words = parts[1:] if parts[0] == "app" else parts
    return "ATTUNE_" + re.sub(r"[^A-Z0-9]", "_", "_".join(words).upper())


class Headers(unittest.TestCase):
    @unittest.skipUnless(shutil.which("pkg-config"), "there is no pkg-config here")
    def test_each_compiles_alone_and_twice(self):
        headers = house.sources(".h")
        self.assertGreater(len(headers), 5)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            said = [words for words in pool.map(compile_twice, headers) if words]
        self.assertEqual(said, [])

    def test_guards_are_their_own(self):
        for header in house.sources(".h"):
            with self.subTest(header=str(header.relative_to(house.ROOT))):
                text = header.read_text()
                if re.search(r"^#pragma once$", text, re.M):
                    continue
                guard = guard_of(header)
                self.assertRegex(text, rf"#ifndef {guard}\n#define {guard}\n")


if __name__ == "__main__":
    tap.main()
