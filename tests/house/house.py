# SPDX-License-Identifier: GPL-3.0-or-later
"""What the house tests share: where the sources are and what they include."""
import os
import pathlib
import re

ROOT = pathlib.Path(os.environ.get("ATTUNE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STOREYS = ("app", "ui")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def sources(*suffixes, folders=STOREYS):
    """Every C file of the given folders, sorted."""
    found = []
    for folder in folders:
        for suffix in suffixes or (".c", ".h"):
            found += (ROOT / folder).rglob("*" + suffix)
    return sorted(found)


def includes(text):
    """[(line number, "<" or '"', path)] of each include of a C file."""
    return [(text.count("\n", 0, m.start(2)) + 1, m[1], m[2]) for m in INCLUDE.finditer(text)]
