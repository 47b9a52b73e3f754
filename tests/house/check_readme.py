#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the READMEs tell a person to type exists."""
import os
import re
import subprocess
import unittest

import house
import tap

READMES = ("README.md", "app/README.md")


def code_of(text):
    """Fenced blocks and `inline code` of a Markdown text, as lines."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.M | re.S)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return [line.strip() for block in blocks for line in block.splitlines()] + inline


def help_of(*words):
    run = subprocess.run([os.environ["ATTUNE"], *words, "--help"], capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else ""


class Readme(unittest.TestCase):
    def lines(self):
        texts = [(house.ROOT / name) for name in READMES]
        texts = [path.read_text() for path in texts if path.is_file()]
        if not texts:
            self.skipTest("there is no README yet")
        return [line for text in texts for line in code_of(text)]

    def test_commands_and_options_exist(self):
        words = re.findall(r"^  ([a-z]+) ", help_of(), re.M)
        for line in self.lines():
            line = line.removeprefix("$ ")
            match = re.match(r"(?:\./build/attune|build/attune|attune|sh app/run) ([a-z]+)\b(.*)", line)
            if not match:
                continue
            with self.subTest(line=line):
                self.assertIn(match[1], words)
                said = help_of(match[1])
                for option in re.findall(r"--[a-z][a-z-]*", match[2].split("|")[0]):
                    self.assertIn(option, said)

    def test_scripts_exist(self):
        for line in self.lines():
            match = re.match(r"(?:\$ )?(?:sh|bash|python3) ((?:app|tests|\.ci)/\S+)", line)
            if match:
                with self.subTest(line=line):
                    self.assertTrue((house.ROOT / match[1]).is_file())


class Reader(unittest.TestCase):
    def test_finds_code(self):
        text = "Do `attune devices`.\n```\nsh app/run\nattune listen\n```\n"
        self.assertEqual(code_of(text), ["sh app/run", "attune listen", "attune devices"])


if __name__ == "__main__":
    tap.main()
