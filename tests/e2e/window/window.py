# SPDX-License-Identifier: GPL-3.0-or-later
"""A running window on a display and message bus of its own, found and pressed by accessible names.

start() puts the whole test script under a private Xvfb and bus; without them it is skipped.
"""
import os
import re
import subprocess
import sys
import time
import warnings

import on_display

KEYS = {"space": 0x20, "Tab": 0xff09, "Escape": 0xff1b, "Return": 0xff0d}
ATTUNE = os.environ["ATTUNE"]


def start():
    """Runs this script again inside a display and a bus, unless it is there already."""
    if os.environ.get("ATTUNE_ON_DISPLAY"):
        return
    lacking = on_display.missing(wants_bus=True)
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        lacking.append("Atspi for Python")
    if lacking:
        print(f"1..0 # SKIP {' and '.join(lacking)} not installed")
        sys.exit(0)
    os.environ["ATTUNE_ON_DISPLAY"] = "1"
    sys.exit(on_display.main(["--bus", "--size", "1000x700", sys.executable, *sys.argv]))


class Window:
    """with Window("--demo", speed=20) as window: ..."""

    def __init__(self, *words, speed=1, language="C.UTF-8", **more):
        self.words, self.more = words, more
        self.env = dict(os.environ, ATTUNE_DEMO_SPEED=str(speed), LC_ALL=language, **more)

    def __enter__(self):
        warnings.simplefilter("ignore")
        from gi.repository import Atspi, GLib
        self.Atspi, self.GLib = Atspi, GLib
        Atspi.init()
        Atspi.set_timeout(2000, 5000)
        self.child = subprocess.Popen([ATTUNE, *self.words], env=self.env, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *about):
        if self.child.poll() is None:
            self.child.terminate()
        self.child.communicate()

    def _walk(self, node):
        if node is None:
            return
        yield node
        for i in range(node.get_child_count()):
            yield from self._walk(node.get_child_at_index(i))

    def _program(self):
        desktop = self.Atspi.get_desktop(0)
        programs = (desktop.get_child_at_index(i) for i in range(desktop.get_child_count()))
        return next((p for p in programs if p and p.get_process_id() == self.child.pid), None)

    def _is_seen(self, node):
        return node.get_state_set().contains(self.Atspi.StateType.VISIBLE)

    def find(self, role=None, name=None, part=None):
        """The first that fits: its role, its whole name, or a part of its name. None: not there."""
        try:
            for node in self._walk(self._program()):
                said = node.get_name() or ""
                fits = (role in (None, node.get_role_name()) and name in (None, said) and
                        (part is None or part in said))
                if fits and self._is_seen(node):
                    return node
        except self.GLib.Error:
            pass  # the tree changed under us: the caller looks again
        return None

    def wait(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.child.poll() is not None:
                raise AssertionError("the program ended: " + self.child.stderr.read())
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        names = sorted({node.get_name() for node in self._walk(self._program()) if node.get_name()})
        raise AssertionError(f"no {what} within {seconds} s; there is: {names}")

    def see(self, words, seconds=30):
        return self.wait(lambda: self.find(part=words), f"“{words}”", seconds)

    def look_for(self, name, seconds=30, role="push button"):
        return self.wait(lambda: self.find(role, name), f"{role} “{name}”", seconds)

    def count(self, role, name):
        try:
            return sum(node.get_role_name() == role and node.get_name() == name and
                       self._is_seen(node) for node in self._walk(self._program()))
        except self.GLib.Error:
            return 0  # as in find

    def act(self, button):
        names = [self.Atspi.Action.get_action_name(button, i)
                 for i in range(self.Atspi.Action.get_n_actions(button))]
        wanted = next(name for name in ("click", "toggle", "activate") if name in names)
        self.Atspi.Action.do_action(button, names.index(wanted))

    def press(self, name, seconds=30, role="push button"):
        self.act(self.look_for(name, seconds, role))

    def key(self, symbol):
        """Strikes a key of KEYS."""
        self.Atspi.generate_keyboard_event(KEYS[symbol], None, self.Atspi.KeySynthType.SYM)

    def strike(self, name, role, symbol="space", seconds=20):
        """Goes to this with the Tab key and strikes a key on it: what GTK offers no action for."""
        self.look_for(name, seconds, role)
        for _ in range(30):
            if self._has_focus(role, name):
                self.key(symbol)
                return
            self.key("Tab")
            time.sleep(0.15)
        raise AssertionError(f"the Tab key does not lead to {role} “{name}”")

    def _has_focus(self, role, name):
        try:
            return any(node.get_state_set().contains(self.Atspi.StateType.FOCUSED)
                       for node in self._walk(self._program())
                       if node.get_name() == name and role in (None, node.get_role_name()))
        except self.GLib.Error:
            return False  # as in find

    def read(self, pattern, seconds=10):
        """The first name that this pattern matches as a whole, as a match."""
        def match():
            try:
                for node in self._walk(self._program()):
                    found = re.fullmatch(pattern, node.get_name() or "")
                    if found and self._is_seen(node):
                        return found
            except self.GLib.Error:
                pass  # as in find
            return None
        return self.wait(match, f"“{pattern}”", seconds)

    def finish(self):
        """Closes the window. @return what the program said on stderr"""
        self.child.terminate()
        return self.child.communicate(timeout=10)[1]
