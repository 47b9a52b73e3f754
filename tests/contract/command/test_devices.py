#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`attune devices` where there is no sound server and perhaps no microphone."""
import json
import os
import unittest

import cli
import tap


class Devices(cli.Case):
    needs = "devices"

    def devices(self, *words):
        env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "ATTUNE_MONITORS")}
        env.update(PULSE_SERVER=f"unix:{self.folder}/none", XDG_RUNTIME_DIR=self.folder)
        return cli.run("devices", *words, env=env)

    def test_json(self):
        done = self.devices("--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        devices = json.loads(done.stdout, parse_constant=self.fail)["devices"]
        for device in devices:
            self.assertTrue(device["id"] and device["name"])
            self.assertIsInstance(device["muted"], bool)
            self.assertIsInstance(device["default"], bool)
        self.assertEqual(len({device["id"] for device in devices}), len(devices))

    def test_words(self):
        done = self.devices()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreater(len(done.stdout.strip()), 10)
        self.assert_gentle(done.stdout)

    def test_a_result_that_cannot_be_printed(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = cli.run("devices", "--json", stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    tap.main()
