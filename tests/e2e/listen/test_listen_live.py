#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole sessions through real PortAudio streams agree with `attune analyze` of the same recordings.

Recordings of simulated couples are played into virtual microphones and heard live, all at the same
time: it takes as long as one recording. Two devices have clocks of 48 and 44.1 kHz.
"""
import json
import unittest
import wave

import cli
import tap
from session import Session
from virtual_sound import VirtualSound, is_available

LENGTH_S = 155  # quiet 0-4, A 4-44, B 46-86, both 88-155: just over the minute that a score needs
RECORDED_S = LENGTH_S + 5  # the players begin a little before the sessions
PARTS = ["--solo-a", "4:44", "--solo-b", "46:86", "--live", f"88:{LENGTH_S}"]


def analyze(path, mics):
    done = cli.run("analyze", path, "--mics", mics, *PARTS, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def split(path, left, right):
    with wave.open(path) as both:
        rate, n = both.getframerate(), both.getnframes()
        assert both.getnchannels() == 2 and both.getsampwidth() == 2
        bytes_ = both.readframes(n)
    for k, name in enumerate((left, right)):
        with wave.open(name, "wb") as one:
            one.setnchannels(1)
            one.setsampwidth(2)
            one.setframerate(rate)
            one.writeframes(b"".join(bytes_[i:i + 2] for i in range(2 * k, len(bytes_), 4)))


@unittest.skipUnless(is_available(), "no PulseAudio on this machine")
class Live(cli.Case):
    def simulate(self, mics):
        """A recording that `analyze` can score with some room to spare, and what it says."""
        for seed in range(3, 40):
            path = self.path(f"{mics}{seed}.wav")
            made = cli.run("simulate", "--out", path, "--mics", mics, "--seed", seed, "--duration",
                           RECORDED_S, "--snr", 24)
            self.assertEqual(made.returncode, 0, made.stderr)
            result = analyze(path, mics)
            if (result["reason"] is None and result["alignment"] > 20 and
                    result["rehearsal_error_deg"] < 12):
                return path, result
        raise AssertionError(f"no couple could be scored with --mics {mics}")

    def assert_agree(self, session, expected):
        self.assertEqual(session.finish(LENGTH_S + 60), 0, session.said())
        self.assertEqual(session.said(), "")
        *seconds, heard = session.objects()
        print(f"# alignment {heard['alignment']} live, {expected['alignment']} analyzed; "
              f"lag {heard['lag_deg']} and {expected['lag_deg']} deg; {heard['notes']}", flush=True)
        self.assertIsNone(heard["reason"], heard)
        self.assertTrue(heard["separable"])
        self.assertEqual(heard["mics"], expected["mics"])
        self.assertLessEqual(abs(heard["alignment"] - expected["alignment"]), 3.0)
        self.assertLessEqual(abs((heard["lag_deg"] - expected["lag_deg"] + 180) % 360 - 180), 5.0)
        for partner in "AB":
            self.assertAlmostEqual(heard["partners"][partner]["rate_per_min"],
                                   expected["partners"][partner]["rate_per_min"], delta=0.6)
        self.assert_lines(seconds)

    def assert_lines(self, seconds):
        self.assertEqual(len(seconds), LENGTH_S)
        parts = [second["part"] for second in seconds]
        self.assertEqual([parts[t] for t in (2, 24, 45, 66, 87, 120)],
                         ["wait", "solo-a", "wait", "solo-b", "wait", "live"])
        live = [second for second in seconds if second["part"] == "live"][5:]
        known = [second for second in live if second["a"]["phase_deg"] is not None]
        self.assertGreater(len(known), 0.95 * len(live))
        stages = {second["a"]["stage"] for second in live} | {second["b"]["stage"] for second in live}
        self.assertTrue({"in", "out"} <= stages, stages)

    def test_sessions(self):
        pair, pair_expected = self.simulate("two")
        one, one_expected = self.simulate("single")
        split(pair, self.path("left.wav"), self.path("right.wav"))
        mics = {"pair": (48000, 2), "left": (48000, 1), "right": (44100, 1), "one": (48000, 1)}
        length = ["--duration", LENGTH_S, "--json"]
        with VirtualSound(mics) as sound:
            players = [sound.play(pair, "pair"), sound.play(one, "one"),
                       sound.play(self.path("left.wav"), "left"),
                       sound.play(self.path("right.wav"), "right")]
            sessions = [
                Session(sound, "--device", "pulse:pair.monitor", "--mics", "two", *length),
                Session(sound, "--device", "pulse:left.monitor,pulse:right.monitor", "--mics", "two",
                        *length),
                Session(sound, "--device", "pulse:one.monitor", *length)]
            for name, session, expected in zip(("one device", "two devices", "one microphone"),
                                               sessions, (pair_expected, pair_expected, one_expected)):
                with self.subTest(name):
                    self.assert_agree(session, expected)
            for player in players:
                player.terminate()


if __name__ == "__main__":
    tap.main()
