#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from exec to the first change of the screen: first_frame.py BUILD/attune [--demo]

Five starts on an Xvfb of its own, whose picture is watched in memory; the first start may be cold.
"""
import mmap
import os
import pathlib
import subprocess
import sys
import tempfile
import time

STARTS, PATIENCE_S, EVERY_S = 5, 15, 0.002


def start_display(folder):
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x800x24", "-noreset", "-nolisten", "tcp",
         "-fbdir", folder], pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    return server, ":" + os.read(ours, 16).decode().strip()


def look(screen):
    return screen[len(screen) // 2::97]


def measure(words, env, screen):
    before, begin = look(screen), time.monotonic()
    child = subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    while look(screen) == before and time.monotonic() - begin < PATIENCE_S:
        time.sleep(EVERY_S)
    wall_s = time.monotonic() - begin
    status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
    rss_kb = int(status.split("VmRSS:")[1].split()[0])
    child.terminate()
    child.wait()
    return wall_s, rss_kb


def main(words):
    if not words:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        server, display = start_display(folder)
        env = dict(os.environ, DISPLAY=display, GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="none",
                   GSETTINGS_BACKEND="memory", LC_ALL="C.UTF-8",
                   GSETTINGS_SCHEMA_DIR=str(pathlib.Path(words[0]).resolve().parent / "data"))
        try:
            with open(folder + "/Xvfb_screen0", "rb") as file, \
                    mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as screen:
                for _ in range(STARTS):
                    time.sleep(1)
                    wall_s, rss_kb = measure(words, env, screen)
                    print(f"{' '.join(words)}: first frame after {wall_s:.3f} s, "
                          f"{rss_kb / 1024:.0f} MiB resident", flush=True)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
