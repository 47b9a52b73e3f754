#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program on a display of its own: on_display.py [--bus] [--size WxH] PROGRAM ARG...

A private Xvfb, and with --bus a private message bus, which accessibility needs. Nothing of the
user's desktop is touched. Without Xvfb the whole test is skipped, with a word.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 20


def missing(wants_bus):
    names = ["Xvfb"] + (["dbus-run-session"] if wants_bus else [])
    return [name for name in names if shutil.which(name) is None]


class Display:
    """with Display("1000x700") as env: ..."""

    def __init__(self, size="1280x800"):
        self.size = size

    def __enter__(self):
        ours, theirs = os.pipe()
        self.folder = tempfile.TemporaryDirectory(prefix="attune-screen-")
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", self.size + "x24", "-nolisten", "tcp",
             "-noreset", "-fbdir", self.folder.name], pass_fds=[theirs], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(theirs)
        number = self._read_number(ours)
        os.close(ours)
        env = {k: v for k, v in os.environ.items() if k not in ("WAYLAND_DISPLAY", "GTK_THEME")}
        env.update(DISPLAY=":" + number, ATTUNE_SCREEN=self.folder.name, GDK_BACKEND="x11", GSK_RENDERER="cairo",
                   GSETTINGS_BACKEND="memory", NO_AT_BRIDGE="0", XDG_CURRENT_DESKTOP="GNOME",
                   G_DEBUG="fatal-criticals" if os.environ.get("G_DEBUG") is None
                   else os.environ["G_DEBUG"] + ",fatal-criticals")
        return env

    def _read_number(self, pipe):
        os.set_blocking(pipe, False)
        end, text = time.monotonic() + PATIENCE_S, b""
        while not text.endswith(b"\n"):
            if time.monotonic() > end or self.server.poll() is not None:
                self.__exit__()
                raise SystemExit("Xvfb did not start")
            try:
                text += os.read(pipe, 64)
            except BlockingIOError:
                time.sleep(0.02)
        return text.decode().strip()

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.folder.cleanup()


def main(words):
    wants_bus, size = False, "1280x800"
    while words and words[0].startswith("--"):
        word = words.pop(0)
        if word == "--bus":
            wants_bus = True
        elif word == "--size":
            size = words.pop(0)
        else:
            raise SystemExit(__doc__)
    lacking = missing(wants_bus)
    if lacking:
        print(f"1..0 # SKIP {' and '.join(lacking)} not installed")
        return 0
    with Display(size) as env:
        if not wants_bus:
            env.setdefault("GTK_A11Y", "none")
            return subprocess.run(words, env=env).returncode
        env.pop("GTK_A11Y", None)
        # What the bus starts speaks as well; only the program's own words are the test's.
        said = os.dup(1)
        words = ["dbus-run-session", "--", "sh", "-c", f'exec "$@" >&{said} {said}>&-', "sh", *words]
        return subprocess.run(words, env=env, stdout=2, pass_fds=[said]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
