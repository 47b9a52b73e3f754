#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune simulate`: the sound and its truth, whole or not at all."""
import json
import os
import resource
import signal
import subprocess
import time
import unittest
import wave

import cli
import numpy as np
import tap

KEYS = ["mics", "scenario", "seed", "rate_hz", "duration_s", "guide", "solo_a", "solo_b", "live",
        "noise", "snr_db", "partners", "talking", "lag_deg"]
SCENARIOS = ["sync", "anti", "free", "near", "hold", "absent", "drift", "talk"]
NOISES = ["room", "none", "pink", "fan", "rain", "keyboard", "speech"]


def read(path):
    """(rate, samples [n x channels]) of a 16-bit WAV file."""
    with wave.open(path) as sound:
        frames = sound.readframes(sound.getnframes())
        return sound.getframerate(), np.frombuffer(frames, "<i2").reshape(-1, sound.getnchannels())


class Simulate(cli.Case):
    needs = "simulate"

    def simulate(self, *words, **more):
        return cli.run("simulate", *words, **more)

    def make(self, *words):
        """Runs it with short work; the sound's path and the truth."""
        done = self.simulate("--out", self.path("w.wav"), "--truth", self.path("t.json"),
                             "--duration", 45, "--rate", 8000, *words)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assert_nothing_left("t.json", "w.wav")
        with open(self.path("t.json"), encoding="utf-8") as text:
            return self.path("w.wav"), json.load(text, parse_constant=self.fail)


class Made(Simulate):
    def test_every_scenario_and_set_up(self):
        for scenario in SCENARIOS:
            for mics, channels in (("two", 2), ("array", 2), ("single", 1)):
                with self.subTest(scenario=scenario, mics=mics):
                    path, truth = self.make("--scenario", scenario, "--mics", mics, "--seed", 5)
                    rate, sound = read(path)
                    self.assertEqual((rate, sound.shape), (8000, (45 * 8000, channels)))
                    self.assertGreater(np.abs(sound).max(), 30)
                    self.assertEqual((truth["scenario"], truth["mics"]), (scenario, mics))

    def test_every_noise(self):
        for noise in NOISES:
            with self.subTest(noise):
                _, truth = self.make("--noise", noise, "--snr", 12)
                self.assertEqual(truth["noise"], noise)
                self.assertEqual(truth["snr_db"], None if noise == "none" else 12)

    def test_truth_has_exactly_the_agreed_keys(self):
        _, truth = self.make("--seed", 7)
        self.assertEqual(list(truth), KEYS)
        self.assertEqual((truth["seed"], truth["rate_hz"], truth["duration_s"]), (7, 8000, 45))
        self.assertEqual(truth["guide"], [4, 6])
        self.assertEqual(truth["live"][1], 45)
        for partner in "AB":
            self.assertEqual(list(truth["partners"][partner]), ["breaths", "absent"])
            for begins, turns, ends in truth["partners"][partner]["breaths"]:
                self.assertTrue(0 <= begins < turns < ends)
        self.assertIsInstance(truth["lag_deg"], float)

    def test_short_ones_are_all_live(self):
        _, truth = self.make("--duration", 39)
        self.assertEqual((truth["solo_a"], truth["solo_b"], truth["live"]), (None, None, [0, 39]))

    def test_no_lasting_lag_is_null(self):
        _, truth = self.make("--scenario", "free")
        self.assertIsNone(truth["lag_deg"])

    def test_the_same_again(self):
        first, _ = self.make("--seed", 3)
        with open(first, "rb") as sound:
            before = sound.read()
        again, _ = self.make("--seed", 3)
        with open(again, "rb") as sound:
            self.assertEqual(before, sound.read())
        other, _ = self.make("--seed", 4)
        with open(other, "rb") as sound:
            self.assertNotEqual(before, sound.read())

    def test_a_late_partner_is_late(self):
        def lateness(*words):
            _, truth = self.make("--duration", 130, *words)
            breaths = truth["partners"]["A"]["breaths"][:4]
            return np.mean([b[0] - 4.3 - 10 * i for i, b in enumerate(breaths)])
        self.assertAlmostEqual(lateness("--late", 1.5, "--same-voice", "--gain-jumps", 2), 1.5, delta=0.6)
        self.assertLess(lateness("--late", 0), 0.5)

    def test_float_samples(self):
        done = self.simulate("--out", self.path("f.wav"), "--duration", 2, "--float")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(self.path("f.wav"), "rb") as sound:
            head = sound.read(32)
        self.assertEqual(head[20:22], b"\x03\x00")  # WAVE_FORMAT_IEEE_FLOAT

    def test_rates(self):
        for rate in (8000, 44100, 192000):
            done = self.simulate("--out", self.path("r.wav"), "--duration", 2, "--rate", rate)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(read(self.path("r.wav"))[0], rate)


class Refused(Simulate):
    def refuse(self, words, saying="", status=2):
        self.assert_refused(self.simulate(*words), status, saying)
        self.assert_nothing_left()

    def test_bad_usage(self):
        out = ("--out", self.path("w.wav"))
        self.refuse(["--seed", 1], "--out")
        self.refuse([*out, "--mics", "three"], "three")
        self.refuse([*out, "--scenario", "Sync"], "Sync")
        self.refuse([*out, "--noise", "hail"], "hail")
        self.refuse([*out, "--noise", ""], "--noise")
        for seed in ("-1", "1.5", "x", "99999999999999999999"):
            self.refuse([*out, f"--seed={seed}"], "seed")
        for duration in ("1", "0", "-5", "nan", "inf", "1e9", "long", ""):
            self.refuse([*out, f"--duration={duration}"], "duration")
        for rate in ("1", "7999", "1e6", "nan", "fast"):
            self.refuse([*out, f"--rate={rate}"], "rate")
        for snr in ("999", "-21", "nan", "quiet"):
            self.refuse([*out, f"--snr={snr}"], "(?i)snr")
        for late in ("-0.1", "4", "soon"):
            self.refuse([*out, f"--late={late}"], "(?i)late|delay")
        for jumps in ("-1", "9", "0.5"):
            self.refuse([*out, f"--gain-jumps={jumps}"], "gain-jumps")
        self.refuse([*out, "--truth", self.path("w.wav")], "file each")
        self.refuse([*out, "--duration", 86400, "--rate", 192000], "at most")

    def test_unwritable(self):
        self.refuse(["--out", self.path("no/such/w.wav")], "w.wav", 1)
        self.refuse(["--out", self.folder], "written", 1)
        self.refuse(["--out", self.path("w.wav"), "--truth", self.path("no/t.json")], "t.json", 1)
        self.refuse(["--out", ""], "written", 1)

    def test_full_disk_leaves_the_old_file(self):
        self.write("w.wav", "old")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
        done = self.simulate("--out", self.path("w.wav"), "--truth", self.path("t.json"),
                             preexec_fn=limit)
        self.assert_refused(done, 1, "cannot be written")
        self.assert_nothing_left("w.wav")
        with open(self.path("w.wav"), encoding="ascii") as kept:
            self.assertEqual(kept.read(), "old")

    def test_ctrl_c_leaves_nothing(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            work = subprocess.Popen([cli.ATTUNE, "simulate", "--out", self.path("w.wav"), "--truth",
                                     self.path("t.json"), "--duration", "9000"],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 60
            while not os.listdir(self.folder) and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(0.2)
            work.send_signal(number)
            said = work.communicate(timeout=60)
            self.assertEqual((work.returncode, *said), (130, b"", b""))
            self.assert_nothing_left()


if __name__ == "__main__":
    tap.main()
