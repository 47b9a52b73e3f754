#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration from the first page to the numbers, and nothing that GTK would complain of."""
import unittest

import tap
import window


class Demo(unittest.TestCase):
    def test_from_the_couple_to_the_numbers(self):
        with window.Window("--demo", speed=15) as w:
            w.see("I can tell them apart")
            w.see("DEMO")
            w.press("Continue")
            w.see("2\u00a0minutes · the guide follows you")
            w.press("Begin")
            w.see(" left")
            w.see("Circle sighs")
            w.press("Pause")
            w.see("Paused")
            w.press("Go on")
            w.see("You breathed together for", 40)
            w.see("Alignment")
            w.press("Done")
            w.see("Breathe together")
            self.assertNotIn("CRITICAL", w.finish())

    def test_just_show_me_from_the_welcome_page(self):
        with window.Window(speed=15) as w:
            w.press("Just show me")
            w.see("I can tell them apart")
            w.see("Nobody is here")
            self.assertNotIn("CRITICAL", w.finish())

    def test_both_must_want_to(self):
        with window.Window() as w:
            w.press("For the two of us")
            for who in ("Circle", "Diamond"):
                w.see(f"{who}: I want to try")
            w.press("Back")
            w.see("Two people breathe")


if __name__ == "__main__":
    window.start()
    tap.main()
