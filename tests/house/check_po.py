#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that people read can be translated, and German is complete."""
import pathlib
import re
import shutil
import subprocess
import tempfile
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


def extract():
    """Every marked word of the sources, as a template."""
    return subprocess.run(["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_",
                           "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "-o", "-",
                           f"--directory={house.ROOT}", f"--files-from={PO / 'POTFILES'}"],
                          capture_output=True, text=True, check=True).stdout


def faults(translation, template):
    """What is wrong with a translation: placeholders, plurals, fuzzy, untranslated or missing words; "" = fine."""
    with tempfile.TemporaryDirectory() as folder:
        po, pot = pathlib.Path(folder, "x.po"), pathlib.Path(folder, "x.pot")
        po.write_text(translation)
        pot.write_text(template)
        check = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", po],
                               capture_output=True, text=True)
        if check.returncode != 0 or not re.fullmatch(r"\d+ translated messages?\.\n", check.stderr):
            return check.stderr
        # msgcmp also refuses fuzzy and untranslated ones.
        return subprocess.run(["msgcmp", po, pot], capture_output=True, text=True).stderr


@unittest.skipUnless(shutil.which("msgfmt") and shutil.which("xgettext"), "gettext is not installed")
class Translations(unittest.TestCase):
    def test_every_file_with_words_is_listed(self):
        listed = set((PO / "POTFILES").read_text().split())
        self.assertEqual(marked_files() ^ listed, set())

    def test_no_words_of_a_template_are_left_out(self):
        left = [f"{p.name}: {m[2]}" for p in house.sources(".ui", folders=("ui",))
                for m in SHOWN.finditer(p.read_text())]
        self.assertEqual(left, [])

    def test_each_language_is_complete(self):
        template = extract()
        for language in re.findall(r"^\w+$", (PO / "LINGUAS").read_text(), re.M):
            with self.subTest(language=language):
                self.assertEqual(faults((PO / f"{language}.po").read_text(), template), "")


class Planted(unittest.TestCase):
    def test_marks_are_found(self):
        for text in ('x = _("a");', 'N_ ("a")', 'ngettext("a", "b", n)', 'translatable="yes"'):
            self.assertRegex(text, MARKED)
        self.assertNotRegex("sentence_(a)", MARKED)
        self.assertRegex('<property name="label">Hello</property>', SHOWN)
        self.assertNotRegex('<property name="label" translatable="yes">Hello</property>', SHOWN)


HEAD = ('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nProject-Id-Version: x\\n'
        'PO-Revision-Date: x\\nLast-Translator: x\\nLanguage-Team: x\\nMIME-Version: 1.0\\n'
        'Content-Transfer-Encoding: 8bit\\nLanguage: de\\n"\n\n')
WORDS = '#, c-format\nmsgid "%d breaths"\nmsgstr ""\n'


@unittest.skipUnless(shutil.which("msgfmt"), "gettext is not installed")
class PlantedTranslations(unittest.TestCase):
    def said(self, translation, flags="c-format"):
        return faults(f'{HEAD}#, {flags}\nmsgid "%d breaths"\nmsgstr "{translation}"\n', HEAD + WORDS)

    def test_a_good_one_is_fine(self):
        self.assertEqual(self.said("%d Atemzüge"), "")

    def test_faults_are_found(self):
        for name, said in (("placeholder", self.said("%s Atemzüge")),
                           ("lost placeholder", self.said("Atemzüge")),
                           ("fuzzy", self.said("%d Atemzüge", "fuzzy, c-format")),
                           ("untranslated", self.said("")),
                           ("missing", faults(HEAD, HEAD + WORDS))):
            with self.subTest(name=name):
                self.assertNotEqual(said, "")


if __name__ == "__main__":
    tap.main()
