#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune analyze` and what it cannot use: one clear sentence, a status, nothing left behind."""
import os
import unittest

import cli
import numpy as np
import recordings
import tap

SOLO = ("--solo-a", "0:20", "--solo-b", "20:40")


class Analyze(cli.Case):
    needs = "analyze"

    def analyze(self, *words, **more):
        return cli.run("analyze", *words, **more)

    def quiet(self, name="quiet.wav", seconds=80, channels=2, rate_hz=8000, **more):
        return self.write(name, recordings.wav(np.zeros((seconds * rate_hz, channels)), rate_hz, **more))


class BadFiles(Analyze):
    def refuse(self, path, saying, status=1, **more):
        done = self.analyze(path, "--mics", "two", *SOLO, "--tracks", self.path("t.csv"), **more)
        self.assert_refused(done, status, saying)
        self.assertFalse(os.path.exists(self.path("t.csv")))

    def test_missing(self):
        self.refuse(self.path("lost.wav"), "lost.wav")
        self.assert_nothing_left()

    def test_folder_pipe_and_device(self):
        self.refuse(self.folder, "folder")
        os.mkfifo(self.path("pipe.wav"))
        self.refuse(self.path("pipe.wav"), "pipe.wav")
        self.refuse("/dev/null", "null")
        self.refuse("/dev/zero", "zero")

    def test_unreadable(self):
        path = self.write("secret.wav", recordings.wav(np.zeros((100, 2))))
        os.chmod(path, 0)
        if os.geteuid() != 0:
            self.refuse(path, "secret.wav")
            return
        os.chmod(self.folder, 0o777)
        try:
            self.refuse(path, "secret.wav", user="nobody", cwd="/")
        except PermissionError:
            self.skipTest("the built program cannot be run by another user")

    def test_not_audio(self):
        for name, content in [("words.wav", "Dear diary, " * 999), ("noise.wav", os.urandom(65536)),
                              ("half.wav", b"RIFF\x00\x00"), ("head.flac", b"fLaC" + bytes(50)),
                              ("head.ogg", b"OggS" + bytes(50)), ("zeros.mp3", bytes(4096))]:
            with self.subTest(name):
                self.refuse(self.write(name, content), name)

    def test_zero_length(self):
        self.refuse(self.write("empty.wav", b""), "empty")
        self.refuse(self.write("none.wav", recordings.header(2, 48000, 0)), "none.wav")

    def test_one_sample(self):
        self.refuse(self.write("one.wav", recordings.wav(np.zeros((1, 2)))), "one.wav")

    def test_rates_out_of_range(self):
        for rate_hz in (1, 7999, 192001, 1000000):
            with self.subTest(rate_hz):
                content = recordings.wav(np.zeros((1000, 2)), rate_hz)
                self.refuse(self.write("rate.wav", content), "rate.wav")

    def test_64_channels(self):
        self.refuse(self.write("many.wav", recordings.wav(np.zeros((1000, 64)))), "64 channels")

    def test_samples_that_are_no_numbers(self):
        for wrong in (np.nan, np.inf, -np.inf):
            sound = np.zeros((80 * 8000, 2))
            sound[50 * 8000, 1] = wrong
            path = self.write("wrong.wav", recordings.wav(sound, 8000, as_float=True))
            self.refuse(path, "50.. s that are no numbers|49.. s that are no numbers")

    def test_too_short_for_its_parts(self):
        self.refuse(self.quiet(seconds=30), "beyond the recording")

    def test_wrong_channels(self):
        path = self.quiet(channels=1)
        for mics in ("two", "array"):
            self.assert_refused(self.analyze(path, "--mics", mics, *SOLO), 1, "two channels")
        path = self.quiet(channels=3)
        for mics in ("two", "array"):
            self.assert_refused(self.analyze(path, "--mics", mics, *SOLO), 1, "this one has 3")

    def test_one_microphone_or_an_array_need_solo_parts(self):
        for mics in ("array", "single"):
            self.assert_refused(self.analyze(self.quiet(), "--mics", mics), 1, "--solo-a")

    def test_names_that_are_no_utf8(self):
        path = os.path.join(self.folder.encode(), b"caf\xe9.wav")
        done = cli.run("analyze", os.fsdecode(path), "--mics", "two")
        self.assert_refused(done, 1)


class BadOptions(Analyze):
    def test_they_are_refused_before_the_file_is_looked_at(self):
        cases = [
            (["--mics", "stereo"], "--mics"),
            ([], "--mics"),
            (["--mics", "two", "--solo-a", "0:20"], "--solo-b is missing"),
            (["--mics", "two", "--solo-b", "0:20"], "--solo-a is missing"),
            (["--mics", "two", "--solo-a", "0:20", "--solo-b", "19:40"], "overlap"),
            (["--mics", "two", "--solo-a", "0:14", "--solo-b", "20:40"], "14 s"),
            (["--mics", "two", "--solo-a", "20:0", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--solo-a", "5:5", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--solo-a=-5:15", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--solo-a", "a:b", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--solo-a", "nan:20", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--solo-a", "0:inf", "--solo-b", "20:40"], "--solo-a"),
            (["--mics", "two", "--live", "10"], "--live"),
            (["--mics", "two", "--live", "40:30"], "--live"),
            (["--mics", "two", *SOLO, "--live", "30:80"], "overlap"),
            (["--mics", "two", "--guide", "0.5:6"], "--guide"),
            (["--mics", "two", "--guide", "4:16"], "--guide"),
            (["--mics", "two", "--guide", "4"], "--guide"),
            (["--mics", "two", "--causal"], "--tracks"),
            (["--mics", "two", "--tracks", "x.csv", "--breaths", "x.csv"], "--breaths"),
        ]
        for words, saying in cases:
            with self.subTest(words=words):
                done = self.analyze(self.path("lost.wav"), *words, cwd=self.folder)
                self.assert_refused(done, 2, saying)
                self.assert_nothing_left()

    def test_a_table_never_replaces_the_recording(self):
        path = self.quiet()
        with open(path, "rb") as recording:
            before = recording.read()
        for option in ("--tracks", "--breaths"):
            self.assert_refused(self.analyze(path, "--mics", "two", *SOLO, option, path), 2)
        with open(path, "rb") as recording:
            self.assertEqual(recording.read(), before)

    def test_a_place_that_cannot_be_written(self):
        path = self.quiet()
        for place in (self.path("no/such/folder.csv"), self.folder, "/proc/x.csv", ""):
            for option in ("--tracks", "--breaths"):
                with self.subTest(place=place, option=option):
                    done = self.analyze(path, "--mics", "two", *SOLO, option, place)
                    self.assert_refused(done, 1, "cannot be written")
        self.assert_nothing_left("quiet.wav")


if __name__ == "__main__":
    tap.main()
