#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attune installed into a folder: everything is in its place, and it runs from there."""
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import tap
import window

BUILD = os.environ["ATTUNE_BUILD"]
PREFIX = os.environ["ATTUNE_PREFIX"].lstrip("/")
ID = "io.github.attune.Attune"


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which("meson") is None:
            raise unittest.SkipTest("meson is not on the path")
        folder = tempfile.TemporaryDirectory(prefix="attune-install-")
        cls.addClassCleanup(folder.cleanup)
        subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir",
                        folder.name], check=True, stdout=subprocess.DEVNULL)
        cls.root = pathlib.Path(folder.name, PREFIX)
        cls.attune = cls.root / "bin/attune"
        subprocess.run(["glib-compile-schemas", "--strict", cls.root / "share/glib-2.0/schemas"],
                       check=True)
        shares = f"{cls.root}/share:{os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share')}"
        cls.env = {**os.environ, "XDG_DATA_DIRS": shares, "LC_ALL": "C.UTF-8"}

    def run_it(self, *words, **more):
        return subprocess.run([self.attune, *words], capture_output=True, text=True, timeout=60,
                              env={**self.env, **more})

    def test_everything_is_in_its_place(self):
        share = self.root / "share"
        for name in (f"applications/{ID}.desktop", f"metainfo/{ID}.metainfo.xml",
                     f"glib-2.0/schemas/{ID}.gschema.xml", f"icons/hicolor/scalable/apps/{ID}.svg",
                     f"icons/hicolor/symbolic/apps/{ID}-symbolic.svg", "man/man1/attune.1",
                     "locale/de/LC_MESSAGES/attune.mo"):
            with self.subTest(name=name):
                self.assertTrue(glob.glob(f"{share}/{name}*"), name)

    def test_nothing_else_is_installed(self):
        files = [p for p in self.root.rglob("*") if p.is_file()]
        self.assertEqual([p.name for p in files if "attune" not in p.name.lower()], ["gschemas.compiled"])

    def test_the_desktop_starts_this_program(self):
        text = (self.root / f"share/applications/{ID}.desktop").read_text()
        self.assertIn("\nExec=attune\n", text)
        self.assertIn(f"\nIcon={ID}\n", text)

    def test_help(self):
        self.assertIn("Usage: attune", self.run_it("--help").stdout)

    def test_help_in_german(self):
        self.assertIn("die Mikrofone nennen", self.run_it("--help", LANGUAGE="de").stdout)

    def test_devices(self):
        done = self.run_it("devices", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("devices", json.loads(done.stdout))

    def test_the_window_opens_and_quits(self):
        window.ATTUNE = str(self.attune)
        with window.Window(XDG_DATA_DIRS=self.env["XDG_DATA_DIRS"], LANGUAGE="de") as w:
            w.see("Zwei Menschen atmen")
            said = w.finish()
        self.assertNotIn("CRITICAL", said)
        self.assertNotIn("WARNING", said)


if __name__ == "__main__":
    window.start()
    tap.main()
