#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune listen` in short sessions: demo, no microphone, Ctrl-C, a sound server that dies."""
import json
import signal
import subprocess
import time
import unittest

import cli
import tap
from session import Session
from virtual_sound import VirtualSound, is_available

RESULT = {"mics", "duration_s", "live", "separable", "rehearsal_error_deg", "partners", "alignment",
          "locking", "ppc", "lag_deg", "lag_s", "leader", "coherence", "coherence_threshold",
          "fft_lag_deg", "chance_p95", "p_value", "coverage", "reason", "notes"}
SECOND = {"t_s", "part", "guide", "a", "b", "alignment", "locking", "lag_deg", "coverage", "unheard"}
BREATH = {"phase_deg", "spread_deg", "rate_per_min", "present", "stage"}
MICROPHONE = ["--device", "pulse:mic1.monitor", "--mics", "two"]


class WithoutSound(cli.Case):
    """No sound server, and on test machines no sound card."""

    def test_demo_as_json(self):
        session = Session(None, "--demo", "--duration", 6, "--json", "--seed", 4)
        self.assertEqual(session.finish(60), 0, session.said())
        *seconds, result = session.objects()
        self.assertEqual(session.said(), "")
        self.assertEqual(len(seconds), 6)
        for k, second in enumerate(seconds):
            self.assertEqual(set(second), SECOND | {"demo"})
            self.assertIs(second["demo"], True)
            self.assertEqual(int(second["t_s"]), k)
            self.assertEqual(set(second["a"]), BREATH)
            self.assertEqual(set(second["b"]), BREATH)
        self.assertEqual(set(result), RESULT | {"demo"})
        self.assertIs(result["demo"], True)
        self.assertIsNone(result["alignment"])
        self.assertIsInstance(result["reason"], str)
        self.assertAlmostEqual(result["duration_s"], 6, delta=0.1)
        moments = [moment for moment, _ in session.out]
        self.assertGreater(moments[5] - moments[0], 4.5, "it did not run in real time")

    def test_demo_in_words(self):
        session = Session(None, "--demo", "--duration", 45, "--seed", 2)
        session.wait_for_lines(16, 90)
        session.interrupt()
        self.assertEqual(session.finish(20), 0, session.said())
        lines = [line for _, line in session.out if line]
        for line in lines:
            self.assertTrue(line.startswith("DEMO"), line)
        self.assertTrue(any("A alone" in line and "breathe in" in line for line in lines), lines)
        cli.Case.assert_gentle(self, "\n".join(lines))

    def test_a_recording_in_its_own_time(self):
        made = cli.run("simulate", "--out", self.path("w.wav"), "--duration", 5, "--rate", 16000)
        self.assertEqual(made.returncode, 0, made.stderr)
        session = Session(None, "--file", self.path("w.wav"), "--json")
        self.assertEqual(session.finish(60), 0, session.said())
        *seconds, result = session.objects()
        self.assertEqual(len(seconds), 5)
        self.assertEqual(set(result), RESULT)
        self.assertEqual(set(seconds[0]), SECOND)
        self.assertGreater(session.out[-1][0], 4.9)

    def test_bad_wishes(self):
        bad = [["--device", "x", "--demo"], ["--file", "x", "--demo"], ["--seed", "3"],
               ["--scenario", "sync"], ["--demo", "--scenario", "sleep"], ["--demo", "--seed", "-1"],
               ["--demo", "--seed", "x"], ["--demo", "--duration", "0"], ["--demo", "--duration", "nan"],
               ["--demo", "--duration", "1e9"], ["--demo", "--mics", "three"],
               ["--demo", "--solo-a", "1:20", "--solo-b", "21:40"], ["--demo", "--guide", "4:6"],
               ["--demo", "--mics", "single", "--duration", "20"], ["one-word-too-many"]]
        for words in bad:
            with self.subTest(words=words):
                self.assert_refused(cli.run("listen", *words), 2)
        self.assert_refused(cli.run("listen", "--file", self.path("nowhere.wav")), 1, "nowhere.wav")
        self.write("words.wav", "Breathe in.")
        self.assert_refused(cli.run("listen", "--file", self.path("words.wav")), 1, "not a sound file")

    def test_solo_parts_that_do_not_fit(self):
        made = cli.run("simulate", "--out", self.path("w.wav"), "--duration", 30, "--rate", 8000)
        self.assertEqual(made.returncode, 0, made.stderr)
        for words in (["--solo-a", "0:16"], ["--solo-a", "0:16", "--solo-b", "10:26"],
                      ["--solo-a", "0:5", "--solo-b", "6:30"], ["--solo-a", "0:16", "--solo-b", "16:32"],
                      ["--guide", "0:6"], ["--guide", "x"]):
            with self.subTest(words=words):
                self.assert_refused(cli.run("listen", "--file", self.path("w.wav"), *words), 2)

    def test_nobody_reads(self):
        first = subprocess.Popen([cli.ATTUNE, "listen", "--demo", "--json"], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        first.stdout.readline()
        first.stdout.close()
        begin = time.monotonic()
        said = first.stderr.read().decode()
        first.stderr.close()
        self.assertEqual(first.wait(20), 1)
        self.assertLess(time.monotonic() - begin, 10)
        self.assertIn("cannot be written", said)


@unittest.skipUnless(is_available(), "no PulseAudio on this machine")
class WithSound(cli.Case):
    def test_no_microphone(self):
        for server in (False, True):
            with self.subTest(server=server), VirtualSound({}, server=server) as sound:
                sound.env["ATTUNE_MONITORS"] = "0"
                session = Session(sound, "--json")
                self.assertEqual(session.finish(20), 1)
                self.assertEqual(session.out, [])
                self.assertEqual(len(session.err), 1, session.err)
                self.assertIn("No microphone was found", session.said())
                done = sound.run([cli.ATTUNE, "devices", "--json"], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(json.loads(done.stdout), {"devices": []})

    def test_devices_by_their_names(self):
        with VirtualSound({"mic1": (48000, 2), "mic2": (44100, 1)}) as sound:
            sound.pactl("load-module", "module-remap-source", "source_name=usb", "master=mic2.monitor",
                        "source_properties=device.description=Kitchen")
            sound.pactl("load-module", "module-remap-source", "source_name=rnnoise_source",
                        "master=mic1.monitor", "source_properties=device.description=Denoised")
            sound.pactl("set-source-mute", "usb", "1")
            sound.pactl("set-default-source", "usb")
            sound.env["ATTUNE_MONITORS"] = "0"
            done = sound.run([cli.ATTUNE, "devices", "--json"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(json.loads(done.stdout)["devices"], [
                {"id": "pulse:usb", "name": "Kitchen", "channels": 1, "rate_hz": 44100, "muted": True,
                 "default": True, "noise_filter": False, "kind": "pulse"},
                {"id": "pulse:rnnoise_source", "name": "Denoised", "channels": 2, "rate_hz": 48000,
                 "muted": False, "default": False, "noise_filter": True, "kind": "pulse"}])
            words = sound.run([cli.ATTUNE, "devices"], capture_output=True, text=True).stdout
            self.assertRegex(words, r"Kitchen +pulse:usb +1 × 44\.1 kHz +default, muted")
            done = sound.run([cli.ATTUNE, "devices", "--all"], capture_output=True, text=True)
            self.assertIn("pulse:mic1.monitor", done.stdout)

    def test_alsa_without_a_sound_server(self):
        """No server answers, so PortAudio's own list counts; its PCM happens to lead to a server."""
        with VirtualSound() as sound:
            conf = self.write("asound.conf", "</usr/share/alsa/alsa.conf>\npcm.desk { type pulse "
                              f'server "{sound.env["PULSE_SERVER"]}" device "mic1.monitor" '
                              'hint { show on description "Desk" } }\n')
            sound.env.update(PULSE_SERVER="unix:/nowhere/native", ALSA_CONFIG_PATH=conf)
            done = sound.run([cli.ATTUNE, "devices", "--json"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            desk = [d for d in json.loads(done.stdout)["devices"] if d["id"] == "alsa:desk"]
            self.assertEqual(len(desk), 1, done.stdout)
            self.assertEqual(desk[0]["kind"], "alsa")
            self.assertIsNone(desk[0]["channels"], "PortAudio's claim is not believed")
            self.assertIsNone(desk[0]["rate_hz"])
            session = Session(sound, "--device", "alsa:desk", "--mics", "two", "--json")
            session.wait_for_lines(4, 30)
            sound.kill_server()
            killed = session.now()
            self.assertLess(session.wait_for_words("no sound comes from it", 5) - killed, 1.5)
            session.interrupt()
            self.assertEqual(session.finish(20), 0, session.said())
            self.assertEqual(set(session.objects()[-1]), RESULT)

    def test_ctrl_c_is_gentle(self):
        with VirtualSound() as sound:
            session = Session(sound, *MICROPHONE, "--json")
            session.wait_for_lines(3, 30)
            session.interrupt()
            pressed = session.now()
            self.assertEqual(session.finish(20), 0, session.said())
            self.assertLess(session.out[-1][0] - pressed, 2.0)
            result = session.objects()[-1]
            self.assertEqual(set(result), RESULT)
            self.assertIsInstance(result["reason"], str)
            self.assertIsNone(result["alignment"])
            self.assertEqual(session.said(), "")

    def lose(self, how):
        """A session in its live part whose server is taken away; returns it and when."""
        sound = self.enterContext(VirtualSound())
        session = Session(sound, *MICROPHONE, "--json", "--duration", 30)
        session.wait_for_lines(4, 30)
        sound.kill_server(how)
        return sound, session, session.now()

    def test_server_killed_in_the_middle(self):
        _, session, killed = self.lose(signal.SIGKILL)
        told = session.wait_for_words("the sound system stopped", 5)
        self.assertLess(told - killed, 1.5)
        self.assertEqual(session.finish(30), 1)
        *seconds, result = session.objects()
        self.assertGreaterEqual(len(seconds), 4)
        self.assertEqual(set(result), RESULT)
        self.assertGreater(result["live"][1], 3.0, "what was heard is reported")
        for _, line in session.err:
            self.assertTrue(line.startswith("attune listen: "), line)
        self.assert_gentle(session.said())

    def test_server_comes_back(self):
        sound, session, killed = self.lose(signal.SIGKILL)
        session.wait_for_words("waiting for it to come back", 5)
        time.sleep(2)
        sound.start_server()
        back = session.now()
        again = session.wait_for_words("is heard again", 10)
        self.assertLess(again - back, 3.0)
        n = len(session.out)
        session.wait_for_lines(n + 3, 20)
        session.interrupt()
        self.assertEqual(session.finish(20), 0, session.said())
        *seconds, result = session.objects()
        moments = [second["t_s"] for second in seconds]
        self.assertEqual(moments, sorted(moments))
        away = max(b - a for a, b in zip(moments, moments[1:]))
        self.assertGreater(away, back - killed, "the time away is part of the session's time")
        self.assertLess(away, back - killed + 5)
        self.assertTrue(any("lost sound" in second["unheard"] for second in seconds), seconds[-4:])
        self.assertGreater(result["live"][1], moments[-1] - 1.5)

    def test_frozen_server(self):
        sound, session, frozen = self.lose(signal.SIGSTOP)
        told = session.wait_for_words("no sound comes from it any more", 5)
        self.assertLess(told - frozen, 1.5)
        session.interrupt()
        self.assertEqual(session.finish(20), 0)
        self.assertEqual(set(session.objects()[-1]), RESULT)
        sound.kill_server(signal.SIGCONT)


if __name__ == "__main__":
    tap.main()
