#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop is told of Attune is what it expects, and pictures are drawings."""
import os
import pathlib
import shutil
import subprocess
import unittest
import xml.etree.ElementTree

import house
import tap

BUILT = pathlib.Path(os.environ["ATTUNE"]).parent / "data"


class Data(unittest.TestCase):
    def run_tool(self, *words):
        if not shutil.which(words[0]):
            self.skipTest(f"{words[0]} is not installed")
        run = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_desktop_file(self):
        self.run_tool("desktop-file-validate", BUILT / "io.github.attune.Attune.desktop")

    def test_desktop_file_speaks_german(self):
        text = (BUILT / "io.github.attune.Attune.desktop").read_text()
        self.assertIn("Comment[de]=", text)

    def test_metainfo(self):
        self.run_tool("appstreamcli", "validate", "--no-net",
                      BUILT / "io.github.attune.Attune.metainfo.xml")

    def test_icons_are_drawings(self):
        icons = [*house.ROOT.glob("data/icons/*.svg"), *house.ROOT.glob("ui/**/*.svg")]
        self.assertGreater(len(icons), 4)
        for icon in icons:
            with self.subTest(icon=icon.name):
                root = xml.etree.ElementTree.parse(icon).getroot()
                self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
                self.assertNotIn("<image", icon.read_text())

    def test_templates_are_in_the_resource(self):
        listed = (house.ROOT / "ui/attune.gresource.xml").read_text()
        for template in house.ROOT.glob("ui/**/*.ui"):
            self.assertIn(f">{template.relative_to(house.ROOT / 'ui')}<", listed)

    def test_manual_page(self):
        if not shutil.which("man"):
            self.skipTest("man is not installed")
        run = subprocess.run(["man", "--warnings", "-l", house.ROOT / "data/attune.1"],
                             capture_output=True, text=True, env=dict(os.environ, MANWIDTH="80"))
        self.assertEqual(run.stderr, "")


if __name__ == "__main__":
    tap.main()
