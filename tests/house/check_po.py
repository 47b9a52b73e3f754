#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that people read can be translated, and German is complete."""
import re
import shutil
import subprocess
import unittest

import house
import tap

PO = house.ROOT / "data/po"
MARKED = re.compile(r'\b(?:_|N_|C_|NC_)\s*\(\s*"|\bngettext\s*\(|translatable="(?:yes|true)"')
SHOWN = re.compile(r'<property name="(label|title|subtitle|tooltip-text|description)">([^<]*[A-Za-z]{2}[^<]*)<')


def marked_files():
    found = house.sources(".c", ".h", ".ui", folders=("ui", "app"))
    names = {str(p.relative_to(house.ROOT)) for p in found if MARKED.search(p.read_text())}
    return names | {str(p.relative_to(house.ROOT)) for p in (house.ROOT / "data").glob("*.in")}


class Translations(unittest.TestCase):
    def test_every_file_with_words_is_listed(self):
        listed = set((PO / "POTFILES").read_text().split())
        self.assertEqual(marked_files() ^ listed, set())

    def test_no_words_of_a_template_are_left_out(self):
        left = [f"{p.name}: {m[2]}" for p in house.sources(".ui", folders=("ui",))
                for m in SHOWN.finditer(p.read_text())]
        self.assertEqual(left, [])

    def test_each_language_is_complete(self):
        if not shutil.which("msgfmt") or not shutil.which("xgettext"):
            self.skipTest("gettext is not installed")
        pot = subprocess.run(["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_",
                              "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "-o", "-",
                              f"--directory={house.ROOT}", f"--files-from={PO / 'POTFILES'}"],
                             capture_output=True, text=True, check=True).stdout
        for language in re.findall(r"^\w+$", (PO / "LINGUAS").read_text(), re.M):
            with self.subTest(language=language):
                po = PO / f"{language}.po"
                check = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", po],
                                       capture_output=True, text=True)
                self.assertEqual(check.returncode, 0, check.stderr)
                self.assertRegex(check.stderr, r"^\d+ translated messages\.$")
                merged = subprocess.run(["msgcmp", "--use-untranslated", po, "/dev/stdin"], input=pot,
                                        capture_output=True, text=True)
                self.assertEqual(merged.returncode, 0, merged.stderr)


class Planted(unittest.TestCase):
    def test_marks_are_found(self):
        for text in ('x = _("a");', 'N_ ("a")', 'ngettext("a", "b", n)', 'translatable="yes"'):
            self.assertRegex(text, MARKED)
        self.assertNotRegex("sentence_(a)", MARKED)
        self.assertRegex('<property name="label">Hello</property>', SHOWN)
        self.assertNotRegex('<property name="label" translatable="yes">Hello</property>', SHOWN)


if __name__ == "__main__":
    tap.main()
