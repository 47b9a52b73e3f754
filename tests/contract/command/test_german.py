#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands speak the person's language, and to scripts the same one everywhere."""
import os
import re
import unittest

import cli
import tap

GERMAN = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "de"}
PLAIN = {**os.environ, "LC_ALL": "C"}


class German(cli.Case):
    @classmethod
    def setUpClass(cls):
        built = os.path.join(os.path.dirname(cli.ATTUNE), "data/po/de/LC_MESSAGES/attune.mo")
        if not os.path.exists(built):
            raise AssertionError(f"{built} was not built")

    def test_the_list_of_commands(self):
        german, plain = cli.run("--help", env=GERMAN), cli.run("--help", env=PLAIN)
        self.assertIn("die Mikrofone nennen", german.stdout)
        found = [re.findall(r"^  (\S+) ", said.stdout, re.M) for said in (german, plain)]
        self.assertEqual(*found)

    def test_the_help_of_each_command(self):
        for word in cli.commands():
            with self.subTest(word=word):
                german = cli.run(word, "--help", env=GERMAN).stdout
                plain = cli.run(word, "--help", env=PLAIN).stdout
                options = [set(re.findall(r"^  (--[a-z-]+)", said, re.M)) for said in (german, plain)]
                self.assertEqual(*options)
                kept = set(plain.splitlines()) & set(german.splitlines())
                own = [line for line in kept if len(line.split()) > 3 and not line.startswith(("  attune", "`attune"))]
                self.assertEqual(own, [])

    def test_results_are_said_in_german_and_written_alike(self):
        made = cli.run("simulate", "--out", self.path("c.wav"), "--mics", "two", "--duration", "100",
                       "--seed", "3")
        self.assertEqual(made.returncode, 0)
        words = ("analyze", self.path("c.wav"), "--mics", "two")
        self.assertIn("der Zeit", cli.run(*words, env=GERMAN).stdout)
        written = [cli.run(*words, "--json", "--tracks", self.path(name), env=env).stdout
                   for name, env in (("de.csv", GERMAN), ("c.csv", PLAIN))]
        self.assertEqual(*written)
        tables = [open(self.path(name), encoding="utf-8").read() for name in ("de.csv", "c.csv")]
        self.assertEqual(*tables)


if __name__ == "__main__":
    tap.main()
