#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every command: help, strict options, the right exit status."""
import os
import subprocess
import unittest

import cli
import tap

PROMISED = {
    "analyze": ["--mics", "--solo-a", "--solo-b", "--guide", "--live", "--json", "--tracks",
                "--breaths", "--causal"],
    "listen": ["--demo", "--device", "--mics", "--duration", "--json"],
    "devices": ["--json"],
    "simulate": ["--out", "--truth", "--mics", "--seed", "--scenario", "--duration"],
    "curves": ["--columns", "--rate", "--time", "--invert", "--json"],
}
WITHOUT_WORDS = ("listen", "devices", "simulate")


class FrontDoor(cli.Case):
    def test_help_lists_the_commands(self):
        for word in ("--help", "-h"):
            done = cli.run(word)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Usage: attune", done.stdout)

    def test_an_unknown_command_is_bad_usage(self):
        for word in ("Analyze", "analyse", "--loud", "", "helper"):
            done = cli.run(word)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(word, done.stderr)
            self.assert_gentle(done.stderr)


class Commands(cli.Case):
    def each(self, words=PROMISED):
        known = cli.commands()
        for word in words:
            if word not in known:
                print(f"# there is no `attune {word}` yet", flush=True)
        return [word for word in words if word in known]

    def test_help_names_every_promised_option(self):
        for word in self.each():
            done = cli.run(word, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(f"attune {word}", done.stdout)
            for option in PROMISED[word]:
                self.assertRegex(done.stdout, rf"(^|[\s,]){option}\b", option)

    def test_help_works_without_display_and_sound_server(self):
        env = {key: value for key, value in os.environ.items()
               if key not in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "XDG_RUNTIME_DIR", "HOME")}
        for word in self.each():
            self.assertEqual(cli.run(word, "--help", env=env).returncode, 0)

    def test_an_unknown_option_is_bad_usage(self):
        for word in self.each():
            for option in ("--lod", "-x", "--help-me", "--json=yes"):
                self.assert_refused(cli.run(word, option), 2)

    def test_a_word_too_many_is_bad_usage(self):
        for word in self.each(WITHOUT_WORDS):
            self.assert_refused(cli.run(word, "surplus"), 2, "surplus")
        for word in self.each(("analyze", "curves")):
            self.assert_refused(cli.run(word, "one", "surplus"), 2, "surplus")

    def test_a_missing_file_name_is_bad_usage(self):
        for word in self.each(("analyze", "curves")):
            self.assert_refused(cli.run(word), 2)

    def test_options_want_their_values(self):
        for word in self.each():
            for option in PROMISED[word]:
                if option in ("--json", "--demo", "--causal", "--invert"):
                    continue
                self.assert_refused(cli.run(word, option), 2)

    def test_numbers_are_the_same_in_every_locale(self):
        for word in self.each(("analyze",)):
            env = {**os.environ, "LC_ALL": "de_DE.UTF-8"}
            done = cli.run(word, "x", "--mics", "two", "--live", "1,5:3", env=env)
            self.assert_refused(done, 2)


if __name__ == "__main__":
    tap.main()
