#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `attune analyze` gives: JSON keys, CSV columns, whole files or none."""
import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import cli
import numpy as np
import recordings
import tap

KEYS = ["mics", "duration_s", "live", "separable", "rehearsal_error_deg", "partners", "alignment",
        "locking", "ppc", "lag_deg", "lag_s", "leader", "coherence", "coherence_threshold",
        "fft_lag_deg", "chance_p95", "p_value", "coverage", "reason", "notes"]
PARTNER_KEYS = ["rate_per_min", "present", "breaths"]
TRACKS = ["time_s", "a_phase_deg", "a_spread_deg", "a_rate_per_min", "a_present", "b_phase_deg",
          "b_spread_deg", "b_rate_per_min", "b_present", "relative_deg"]
BREATHS = ["partner", "in_s", "out_s", "end_s", "confidence"]
MEASURES = ("alignment", "locking", "ppc", "lag_deg", "lag_s", "coherence", "fft_lag_deg")
WORDS = ("--mics", "two", "--solo-a", "4:44", "--solo-b", "46:86")
DURATION_S = 150.0
LIVE = (88.0, DURATION_S)


def rows(path):
    with open(path, newline="", encoding="ascii") as table:
        return list(csv.DictReader(table))


class Whole(cli.Case):
    """Two runs over one recording, looked at from all sides."""

    needs = "analyze"

    @classmethod
    def setUpClass(cls):
        if cls.needs not in cli.commands():
            return
        cls.place = tempfile.mkdtemp(prefix="attune-test-")
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.wav = os.path.join(cls.place, "couple.wav")
        made = cli.run("simulate", "--out", cls.wav, "--duration", DURATION_S, "--rate", 16000,
                       "--seed", 5)
        assert made.returncode == 0, made.stderr
        cls.tracks, cls.breaths = (os.path.join(cls.place, n) for n in ("t.csv", "b.csv"))
        cls.done = cli.run("analyze", cls.wav, *WORDS, "--live", "88:150", "--json",
                           "--tracks", cls.tracks, "--breaths", cls.breaths)
        cls.causal = os.path.join(cls.place, "c.csv")
        cls.words = cli.run("analyze", cls.wav, *WORDS, "--live", "88:150", "--guided",
                            "--tracks", cls.causal, "--causal")

    def load(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        result = json.loads(done.stdout, parse_constant=self.fail)
        self.assertEqual(list(result), KEYS)
        return result

    def test_json_has_exactly_the_agreed_keys(self):
        result = self.load(self.done)
        self.assertEqual(list(result["partners"]), ["A", "B"])
        for partner in result["partners"].values():
            self.assertEqual(list(partner), PARTNER_KEYS)
            self.assertIsInstance(partner["breaths"], int)
            self.assertTrue(0 <= partner["present"] <= 1)
        self.assertEqual(result["mics"], "two")
        self.assertEqual(result["duration_s"], DURATION_S)
        self.assertAlmostEqual(result["live"][0], LIVE[0], delta=0.2)
        self.assertAlmostEqual(result["live"][1], LIVE[1], delta=0.2)
        self.assertIsInstance(result["separable"], bool)
        self.assertIn(result["leader"], ("A", "B", None))
        self.assertTrue(all(isinstance(note, str) for note in result["notes"]))

    def test_json_has_a_score_or_a_reason(self):
        result = self.load(self.done)
        for key in MEASURES:
            self.assertEqual(result[key] is None, result["reason"] is not None, key)
        if result["reason"] is None:
            self.assertTrue(0 <= result["alignment"] <= 100)
            self.assertTrue(-180 < result["lag_deg"] <= 180)

    def test_json_of_too_little_has_a_reason(self):
        result = self.load(cli.run("analyze", self.wav, *WORDS, "--live", "88:98", "--json"))
        self.assertIsInstance(result["reason"], str)
        self.assertIsNone(result["leader"])
        for key in (*MEASURES, "chance_p95", "p_value"):
            self.assertIsNone(result[key], key)

    def test_tracks_have_exactly_the_agreed_columns(self):
        for path in (self.tracks, self.causal):
            table = rows(path)
            self.assertEqual(list(table[0]), TRACKS)
            self.assertAlmostEqual(len(table), (LIVE[1] - LIVE[0]) / 0.096, delta=3)
            times = [float(row["time_s"]) for row in table]
            self.assertTrue(all(abs(b - a - 0.096) < 0.0011 for a, b in zip(times, times[1:])))
            self.assertTrue(LIVE[0] - 0.1 <= times[0] <= LIVE[0] + 0.2)
            self.assertTrue(LIVE[1] - 0.3 <= times[-1] <= LIVE[1])

    def test_tracks_stay_in_their_ranges(self):
        for row in rows(self.tracks) + rows(self.causal):
            for partner in "ab":
                phase, spread = row[f"{partner}_phase_deg"], row[f"{partner}_spread_deg"]
                self.assertIn(row[f"{partner}_present"], ("0", "1"))
                self.assertTrue(phase == "" or 0 <= float(phase) < 360, phase)
                self.assertTrue(spread == "" or float(spread) > 0, spread)
            relative = row["relative_deg"]
            self.assertTrue(relative == "" or -180 < float(relative) <= 180, relative)
            both = row["a_present"] == row["b_present"] == "1"
            known = row["a_phase_deg"] != "" and row["b_phase_deg"] != ""
            self.assertEqual(relative != "", both and known)

    def test_causal_tracks_are_others(self):
        self.assertNotEqual(rows(self.tracks), rows(self.causal))

    def test_breaths_have_exactly_the_agreed_columns(self):
        table = rows(self.breaths)
        self.assertEqual(list(table[0]), BREATHS)
        begins = [float(row["in_s"]) for row in table]
        self.assertEqual(begins, sorted(begins))
        for row in table:
            self.assertIn(row["partner"], ("A", "B"))
            self.assertTrue(float(row["in_s"]) < float(row["out_s"]) < float(row["end_s"]))
            self.assertTrue(LIVE[0] - 16 < float(row["in_s"]) and float(row["end_s"]) < LIVE[1] + 16)
            self.assertTrue(0 <= float(row["confidence"]) <= 1)

    def test_words_are_gentle(self):
        self.assertEqual((self.words.returncode, self.words.stderr), (0, ""))
        self.assertIn("Attune listened to 1:02", self.words.stdout)
        self.assertRegex(self.words.stdout, r"Heard +A \d+ %, B \d+ % of the time")
        self.assertNotIn("nan", self.words.stdout)
        self.assertIn("guide", self.words.stdout)
        self.assert_gentle(self.words.stdout)

    def test_files_have_ordinary_rights(self):
        mask = os.umask(0)
        os.umask(mask)
        for path in (self.tracks, self.breaths):
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o666 & ~mask)


class Unfinished(cli.Case):
    """Whatever goes wrong on the way, there is no table, or the old one."""

    needs = "analyze"

    def setUp(self):
        super().setUp()
        place = tempfile.TemporaryDirectory(prefix="attune-test-")
        self.addCleanup(place.cleanup)
        self.wav = os.path.join(place.name, "silent.wav")
        with open(self.wav, "wb") as out:  # silence: nothing to calibrate, so it is quick
            out.write(recordings.wav(np.zeros((150 * 8000, 2)), 8000))

    def again(self, *more, **how):
        return cli.run("analyze", self.wav, *WORDS, *more, **how)

    def test_a_full_disk_leaves_nothing(self):
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        self.write("b.csv", "old\n")
        done = self.again("--json", "--breaths", self.path("b.csv"), "--tracks", self.path("t.csv"),
                          preexec_fn=limit)
        self.assert_refused(done, 1, "t.csv” cannot be written")
        self.assert_nothing_left("b.csv")
        with open(self.path("b.csv"), encoding="ascii") as table:
            self.assertEqual(table.read(), "old\n")

    def test_a_small_disk_leaves_nothing(self):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", self.folder],
                                 capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("a small disk cannot be made here")
        try:
            done = self.again("--tracks", self.path("t.csv"))
            self.assert_refused(done, 1, "t.csv” cannot be written: No space left")
            self.assert_nothing_left()
        finally:
            subprocess.run(["umount", self.folder], check=True)

    def test_a_result_that_cannot_be_printed_leaves_nothing(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = self.again("--json", "--tracks", self.path("t.csv"), stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be written", done.stderr)
        self.assert_nothing_left()

    def test_a_reader_that_goes_away_leaves_nothing(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = self.again("--json", "--tracks", self.path("t.csv"), stdout=writing)
        os.close(writing)
        self.assertEqual(done.returncode, 1)
        self.assert_nothing_left()

    def test_tables_may_go_to_a_pipe(self):
        done = self.again("--breaths", "/dev/stderr")
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.stderr.startswith(",".join(BREATHS) + "\n"))


class Stopped(cli.Case):
    needs = "analyze"

    def night(self):
        """Eight hours of digital silence that take no room on the disk."""
        n_bytes = 8 * 3600 * 8000 * 2 * 2
        path = self.write("night.wav", recordings.header(2, 8000, n_bytes))
        os.truncate(path, 44 + n_bytes)
        return path

    def test_a_signal_leaves_nothing(self):
        path = self.night()
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                running = subprocess.Popen(
                    [cli.ATTUNE, "analyze", path, *WORDS, "--tracks", self.path("t.csv")],
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.addCleanup(running.kill)
                for _ in range(600):  # the table is begun before the work
                    if len(os.listdir(self.folder)) > 1 or running.poll() is not None:
                        break
                    time.sleep(0.05)
                time.sleep(0.2)
                self.assertIsNone(running.poll(), "the night was analysed too fast to be stopped")
                running.send_signal(number)
                out, said = running.communicate(timeout=15)  # soon, not after the work
                self.assertEqual((running.returncode, out, said), (130, "", ""))
                self.assert_nothing_left("night.wav")

    def test_a_terminal_sees_how_far_it_is(self):
        ours, theirs = os.openpty()
        running = subprocess.Popen([cli.ATTUNE, "analyze", self.night(), *WORDS],
                                   stdout=subprocess.PIPE, stderr=theirs)
        self.addCleanup(running.kill)
        os.close(theirs)
        seen, begun_s = b"", time.monotonic()
        while b"%" not in seen:
            seen += os.read(ours, 1000)
        self.assertGreater(time.monotonic() - begun_s, 1.9)  # short work needs no bar
        self.assertRegex(seen, rb"^\rListening \[[= ]{30}\] +\d+ %")
        running.send_signal(signal.SIGINT)
        out = running.communicate(timeout=cli.PATIENCE_S)[0]
        self.assertEqual((running.returncode, out), (130, b""))
        rest = b""
        try:
            while True:
                rest += os.read(ours, 1000)
        except OSError:  # nobody writes there any more
            os.close(ours)
        self.assertTrue(rest.endswith(b"\r\033[K"))  # and it is wiped away


if __name__ == "__main__":
    tap.main()
