#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page says what the program says: its commands, their options, true examples."""
import os
import pathlib
import re
import unittest

import cli
import tap

PAGE = pathlib.Path(os.environ["ATTUNE_SOURCE"], "data/attune.1")
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)(?:=([^\s.]+))?")
# No file or no end of its own: their options are compared, they are not run.
NOT_RUN = ("listen", "curves")


def plain(text):
    """The page's words without roff."""
    for escape, sign in ((r"\-", "-"), (r"\(aq", "'"), (r"\(lq", "“"), (r"\(rq", "”"), (r"\e", "\\")):
        text = text.replace(escape, sign)
    return text


def sections(text):
    """{command word: its section}, from the headings `attune WORD ...`."""
    parts = re.split(r'^\.S[HS] "?(.*?)"?$', text, flags=re.M)
    return {title.split()[1]: body for title, body in zip(parts[1::2], parts[2::2])
            if title.startswith("attune ")}


def documented(section):
    """{option: value} from the tagged paragraphs of a section."""
    tags = re.findall(r"^\.TP\n\.(?:BR?|BI) (--.*)$", section, re.M)
    return dict(OPTION.match(re.sub(r"= ", "=", tag)).groups() for tag in tags)


def offered(word):
    """{option: value} that the command's own help lists."""
    listed = cli.run(word, "--help", env={**os.environ, "LC_ALL": "C"}).stdout
    listed = listed.split("Application Options:")[1].split("\n\n")[0]
    return dict(OPTION.match(line.strip()).groups() for line in re.findall(r"^  (--.*)$", listed, re.M))


def examples(text):
    return [line for block in re.findall(r"^\.EX\n(.*?)^\.EE", text, re.M | re.S)
            for line in block.splitlines()]


class Manual(cli.Case):
    text = plain(PAGE.read_text())

    def test_every_command_has_its_section(self):
        self.assertEqual(set(sections(self.text)), set(cli.commands()))

    def test_options_are_those_of_the_help(self):
        for word, section in sections(self.text).items():
            with self.subTest(word=word):
                self.assertEqual(documented(section), offered(word))

    def test_the_options_of_the_window_are_those_of_the_help(self):
        said = cli.run("--help").stdout
        own = re.search(r"^\.SH OPTIONS\n(.*?)^\.SH", self.text, re.M | re.S)[1]
        listed = set(re.findall(r"^  (--[a-z]+) ", said, re.M))
        self.assertEqual(set(re.findall(r"--[a-z]+", " ".join(re.findall(r"^\.BR? .*$", own, re.M)))), listed)

    def test_the_exit_statuses_are_the_real_ones(self):
        stated = re.search(r"^\.SH EXIT STATUS\n(.*?)^\.SH", self.text, re.M | re.S)[1]
        self.assertEqual(re.findall(r"^\.B (\d+)$", stated, re.M), ["0", "1", "2", "130"])
        self.assertEqual(cli.run("devices", "--nonsense").returncode, 2)
        self.assertEqual(cli.run("analyze", self.path("none.wav"), "--mics", "two").returncode, 1)

    def test_the_version_is_that_of_the_program(self):
        version = re.search(r'^\.TH ATTUNE 1 "[^"]*" "(Attune [^"]*)"', self.text, re.M)[1]
        self.assertEqual(cli.run("--version").stdout.strip(), version)

    def test_examples_are_true(self):
        lines = examples(self.text)
        self.assertGreater(len(lines), 3)
        for line in lines:
            words = line.split()
            with self.subTest(line=line):
                self.assertEqual(words[0], "attune")
                self.assertLessEqual({m[0] for m in OPTION.findall(line)}, set(offered(words[1])))
                if words[1] not in NOT_RUN:
                    done = cli.run(*words[1:], cwd=self.folder)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))


class Planted(unittest.TestCase):
    def test_a_missing_or_wrong_option_shows(self):
        section = ".TP\n.BR --json\nPrint JSON.\n.TP\n.BI --rate= HZ\nSamples.\n"
        self.assertEqual(documented(section), {"json": None, "rate": "HZ"})


if __name__ == "__main__":
    tap.main()
