# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs `attune` as a person or a script would, and looks at what it says."""
import os
import re
import subprocess
import tempfile
import unittest

ATTUNE = os.environ["ATTUNE"]
PATIENCE_S = 300  # sanitizers are slow


def run(*words, **more):
    """attune WORDS...: the finished process, with text in stdout and stderr."""
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **more}
    return subprocess.run([ATTUNE, *map(str, words)], text=True, timeout=PATIENCE_S, **more)


def commands():
    """The command words that this build knows."""
    done = run("--help")
    if done.returncode != 0:
        raise RuntimeError(f"attune --help ended with {done.returncode}: {done.stderr}")
    return re.findall(r"^  ([a-z]+) ", done.stdout, re.M)


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    needs = None  # a command word without which there is nothing to test

    def setUp(self):
        if self.needs and self.needs not in commands():
            self.skipTest(f"there is no `attune {self.needs}` yet")
        folder = tempfile.TemporaryDirectory(prefix="attune-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def assert_gentle(self, text):
        for word in ("error:", "!", "ERROR", "Sanitizer", "runtime error", "Traceback", "CRITICAL"):
            self.assertNotIn(word, text)

    def assert_refused(self, done, status, saying=""):
        """One sentence on stderr (a usage refusal also says where to read more), nothing else.

        status: 1 bad input, 2 bad usage, None: either will do.
        """
        said = done.stderr.rstrip("\n").split("\n")
        status = done.returncode if status is None else status
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(status, (1, 2))
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(said), 2 if status == 2 else 1, done.stderr)
        self.assertRegex(said[0], r"^attune [a-z]+: .*\.$")
        if status == 2:
            self.assertRegex(said[1], r"`attune [a-z]+ --help`")
        self.assert_gentle(done.stderr)
        if saying:
            self.assertRegex(done.stderr, saying)

    def assert_nothing_left(self, *names):
        """The folder holds these names and no other, hidden ones included."""
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(names))
