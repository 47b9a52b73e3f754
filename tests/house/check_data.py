#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop is told of Attune is what it expects, and pictures are drawings."""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

import house
import tap

ID = "io.github.attune.Attune"
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

    def test_metainfo_once_it_is_published(self):
        template = (house.ROOT / f"data/{ID}.metainfo.xml.in").read_text()
        self.assertEqual(set(re.findall(r"@\w+@", template)), {"@ONCE_PUBLISHED@", "@END@", "@HOME@"})
        full = re.sub("@ONCE_PUBLISHED@|@END@", "", template).replace("@HOME@", "https://example.org")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, f"{ID}.metainfo.xml")
            path.write_text(full)
            self.run_tool("appstreamcli", "validate", "--no-net", path)

    def test_no_made_up_address(self):
        text = (BUILT / f"{ID}.metainfo.xml").read_text()
        told = xml.etree.ElementTree.fromstring(text)
        self.assertEqual([e.text for e in told.iter() if e.tag in ("url", "image")], [])
        self.assertIn('xml:lang="de"', text)

    def test_screenshots_are_real_files_of_the_stated_size(self):
        template = xml.etree.ElementTree.parse(house.ROOT / f"data/{ID}.metainfo.xml.in")
        images = list(template.iter("image"))
        self.assertEqual({i.text.rpartition("/")[2] for i in images},
                         {p.name for p in (house.ROOT / "data/screenshots").iterdir()})
        for image in images:
            head = (house.ROOT / image.text.replace("@HOME@/", "")).read_bytes()
            self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual(struct.unpack(">II", head[16:24]),
                             (int(image.get("width")), int(image.get("height"))))
            self.assertLess(len(head), 200_000)

    def test_schema(self):
        self.run_tool("glib-compile-schemas", "--strict", "--dry-run", house.ROOT / "data")

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
