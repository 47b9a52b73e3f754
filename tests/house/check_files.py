#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, licence lines and format of the source files."""
import re
import shutil
import subprocess
import unittest

import house
import tap

EVERYWHERE = ("app", "ui", "tests")
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
FORBIDDEN = re.compile(r"(^|[-_])(utils?|managers?|helpers?|common|misc|stuff)([-_.]|$)")
TOP = {"app", "data", "ui", "tests", "meson.build", "README.md", "LICENSE"}


def relative(paths):
    return [str(p.relative_to(house.ROOT)) for p in paths]


def tracked():
    """Paths under version control, or None where there is no git."""
    if not (house.ROOT / ".git").exists() or shutil.which("git") is None:
        return None
    run = subprocess.run(["git", "-c", "safe.directory=*", "-C", house.ROOT, "ls-files"],
                         capture_output=True, text=True)
    return run.stdout.splitlines() if run.returncode == 0 else None


class Files(unittest.TestCase):
    def test_names_say_what_is_inside(self):
        names = [p for folder in EVERYWHERE for p in (house.ROOT / folder).rglob("*")]
        self.assertGreater(len(names), 20)
        self.assertEqual([str(p) for p in relative(names) if FORBIDDEN.search(p.split("/")[-1])], [])

    def test_the_rule_for_names_finds_what_it_should(self):
        for name in ("utils.c", "audio_helper.h", "util.c", "file-manager.c", "common.py"):
            self.assertRegex(name, FORBIDDEN)
        for name in ("circle.c", "commonality.c", "utility_meter.c"):
            self.assertNotRegex(name, FORBIDDEN)

    def test_each_source_names_its_licence(self):
        paths = house.sources(".c", ".h", ".py", folders=EVERYWHERE)
        paths += [house.ROOT / "app/run", house.ROOT / "app/install", house.ROOT / "tests/run"]
        without = [p for p in paths if SPDX not in "\n".join(p.read_text().splitlines()[:3])]
        self.assertEqual(relative(without), [])

    def test_the_top_level_is_the_agreed_one(self):
        paths = tracked()
        if paths is None:
            self.skipTest("no git here")
        top = {path.split("/")[0] for path in paths}
        self.assertEqual({name for name in top if not name.startswith(".")} - TOP, set())

    def test_format(self):
        tool = shutil.which("clang-format-14")
        if tool is None:
            self.skipTest("clang-format-14 is not installed")
        paths = house.sources(folders=EVERYWHERE)
        run = subprocess.run([tool, "--dry-run", "--Werror", *paths], capture_output=True, text=True)
        wrong = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error:", run.stderr, re.M)))
        self.assertEqual(wrong, [], f"run: {tool} -i {' '.join(wrong)}")


if __name__ == "__main__":
    tap.main()
