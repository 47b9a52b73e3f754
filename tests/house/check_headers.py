#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each header compiles alone and twice, under a guard of its own name."""
import concurrent.futures
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import house
import tap

WARN = ["-std=c17", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Werror"]


COMPILER = os.environ.get("CC", "cc").split()
ROOTS = ("app", "ui")


@functools.lru_cache(None)
def flags_of(*libraries):
    out = subprocess.run(["pkg-config", "--cflags", *libraries], capture_output=True, text=True, check=True)
    # System headers: their warnings are not ours.
    return [re.sub(r"^-I", "-isystem", flag) for flag in out.stdout.split()]


def library_flags(header):
    wanted = ["glib-2.0"]
    if "json-glib/json-glib.h" in reached(header):
        wanted.append("json-glib-1.0")
    if header.relative_to(house.ROOT).parts[0] == "ui":
        wanted += ["gtk4", "libadwaita-1"]
    elif any(re.match(r"glib-object\.h|gio/", path) for path in reached(header)):
        wanted += ["gobject-2.0", "gio-2.0"]
    return flags_of(*wanted)


@functools.lru_cache(None)
def reached(header):
    """The system's headers that a header of ours includes, itself or through others of ours."""
    found = set()
    for _, mark, path in house.includes(header.read_text()):
        ours = [house.ROOT / root / path for root in ROOTS if (house.ROOT / root / path).exists()]
        if mark == "<":
            found.add(path)
        elif ours:
            found |= reached(ours[0])
    return found


def prepare_toolkit(folder):
    """Compiles GTK's headers once. Only headers that include them get what they say from here."""
    name = pathlib.Path(folder) / "toolkit.h"
    name.write_text("#include <adwaita.h>\n")
    subprocess.run([*COMPILER, "-std=c17", "-w", "-D_GNU_SOURCE", *flags_of("glib-2.0", "gtk4", "libadwaita-1"),
                    "-x", "c-header", name, "-o", f"{name}.gch"], check=True)
    return name


def compile_twice(header, toolkit=None):
    """Compiler's words about a file that includes `header` twice and nothing else; "" = fine."""
    name = header.relative_to(house.ROOT / header.relative_to(house.ROOT).parts[0])
    code = f'#include "{name}"\n#include "{name}"\nextern int attune_nothing;\n'
    roots = [flag for root in ROOTS for flag in ("-I", str(house.ROOT / root))]
    has_toolkit = toolkit is not None and reached(header) & {"gtk/gtk.h", "adwaita.h"}
    ready = ["-include", str(toolkit)] if has_toolkit else []
    run = subprocess.run(
        [*COMPILER, *WARN, "-D_GNU_SOURCE", *library_flags(header), *ready, *roots, "-x", "c", "-"],
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
        with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
            toolkit = prepare_toolkit(folder) if (house.ROOT / "ui").is_dir() else None
            said = [words for words in pool.map(lambda h: compile_twice(h, toolkit), headers) if words]
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
