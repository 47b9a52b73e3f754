# SPDX-License-Identifier: GPL-3.0-or-later
"""A running `attune listen` whose lines carry the moment at which they came."""
import json
import os
import signal
import subprocess
import threading
import time

from virtual_sound import go_first

ATTUNE = os.environ["ATTUNE"]


class Session:
    """sound: a VirtualSound, or None for this machine's own surroundings."""

    def __init__(self, sound, *words):
        env = sound.env if sound is not None else None
        self.begin = time.monotonic()
        self.child = subprocess.Popen([ATTUNE, "listen", *map(str, words)], text=True, env=env,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, preexec_fn=go_first)
        self.out, self.err = [], []  # (seconds since the start, line)
        self.readers = [threading.Thread(target=self._read, args=pair) for pair in
                        ((self.child.stdout, self.out), (self.child.stderr, self.err))]
        for reader in self.readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            lines.append((time.monotonic() - self.begin, line.rstrip("\n")))

    def now(self):
        return time.monotonic() - self.begin

    def wait_for(self, condition, seconds, what):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.child.kill()
                raise AssertionError(f"no {what} within {seconds} s; stderr: {self.err}")
            time.sleep(0.01)

    def wait_for_lines(self, n, seconds):
        self.wait_for(lambda: len(self.out) >= n, seconds, f"{n} lines")

    def wait_for_words(self, words, seconds):
        """The moment at which these words came on stderr."""
        self.wait_for(lambda: any(words in line for _, line in self.err), seconds, f"“{words}”")
        return next(moment for moment, line in self.err if words in line)

    def interrupt(self):
        self.child.send_signal(signal.SIGINT)

    def finish(self, seconds):
        """Exit status, once it has ended by itself."""
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise AssertionError(f"still running after {seconds} s; stderr: {self.err}") from None
        finally:
            for reader in self.readers:
                reader.join()
            self.child.stdout.close()
            self.child.stderr.close()
        return self.child.returncode

    def objects(self):
        return [json.loads(line) for _, line in self.out]

    def said(self):
        return "\n".join(line for _, line in self.err)
