#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the arrows between rooms, and each library in its place. The tables are the one true copy."""
import pathlib
import tempfile
import unittest

import house
import tap

# room -> rooms that its files may include (itself and base are always allowed)
ROOMS = {
    "base": set(),
    "dsp": set(),
    "audio": {"dsp"},  # two devices as one: resampling
    "listen": {"dsp"},
    "breath": {"dsp"},
    "sync": {"dsp"},
    "guide": set(),
    "engine": {"audio", "listen", "breath", "sync", "guide"},
    "store": set(),
    "command": {"engine", "store", "guide", "sync", "audio"},
    "model": {"engine", "store", "guide", "sync"},
    "ui": {"model"},
}

# Plain data, allowed where the room itself is not: header -> rooms
PLAIN = {
    "audio/block.h": {"listen", "engine"},
    "audio/devices.h": {"model"},
    "audio/cues.h": {"model"},
    "audio/cues.h": {"model"},
    "audio/tones.h": {"model"},
    "listen/features.h": {"breath", "sync", "command"},
    "listen/heard.h": {"breath", "sync", "store", "command", "model"},
    "breath/breath.h": {"sync", "store", "command", "model"},
    "sync/sync.h": {"store"},
    "engine/frame.h": {"store"},
}

# library header (start of its path) -> (rooms, most files that may include it)
LIBRARIES = {
    "portaudio.h": ({"audio"}, 1),
    "fftw3.h": ({"dsp"}, 1),
    "sqlite3.h": ({"store"}, None),
    "sndfile.h": ({"audio"}, None),
    "samplerate.h": ({"dsp", "audio"}, 1),
    "lapacke.h": ({"dsp", "breath", "sync"}, 1),
    "pulse/": ({"audio"}, None),
    "alsa/": ({"audio"}, None),
    "json-glib/": ({"command", "store"}, None),
    "glib-object.h": ({"model", "ui"}, None),
    "gio/": ({"base", "audio", "store", "command", "model", "ui"}, None),
    "gtk/": ({"ui"}, None),
    "gdk/": ({"ui"}, None),
    "gsk/": ({"ui"}, None),
    "adwaita.h": ({"ui"}, None),
    "cairo": ({"ui"}, None),
    "pango/": ({"ui"}, None),
}


def room_of(path):
    """app/dsp/fft.c -> dsp; ui/pages/x.c -> ui; app/main.c -> None, which sees everything."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "ui":
        return "ui"
    return parts[1] if len(parts) > 2 else None


def may_include(room, header):
    """Whether a file of `room` may write #include "header"."""
    target = header.split("/")[0] if "/" in header else None
    if room is None or target in (room, "base"):
        return True
    if room == "ui" and target not in ROOMS:
        return True  # ui/ includes its own files from its own root
    return target in ROOMS[room] or room in PLAIN.get(header, ())


def library_of(header):
    return next((key for key in LIBRARIES if header.startswith(key)), None)


def faults(files):
    """[sentence] for a dict of path -> text."""
    found, users = [], {}
    for path, text in files.items():
        room = room_of(path)
        if room is not None and room not in ROOMS:
            found.append(f"{path}: the room {room}/ is not in the table")
            continue
        for line, kind, header in house.includes(text):
            where = f"{path}:{line}: "
            library = library_of(header)
            if library is not None:
                users.setdefault(library, []).append(path)
                if room is not None and room not in LIBRARIES[library][0]:
                    found.append(f"{where}<{header}> does not belong in {room}/")
            elif kind == '"' and "/" not in header and room not in ("ui", None):
                found.append(f'{where}"{header}" does not name its room')
            elif kind == '"' and not may_include(room, header):
                found.append(f'{where}{room}/ may not include "{header}"')
    for library, paths in users.items():
        most = LIBRARIES[library][1]
        rooms = {room_of(path) for path in paths}
        if most is not None and len(set(paths)) > most:
            found.append(f"<{library}> is included by {len(set(paths))} files: {', '.join(paths)}")
        elif len(rooms) > 1 and library in ("samplerate.h", "lapacke.h", "sndfile.h"):
            found.append(f"<{library}> is included in more than one room: {', '.join(sorted(paths))}")
    return found


class Layers(unittest.TestCase):
    def test_every_include_follows_an_arrow(self):
        files = {str(p.relative_to(house.ROOT)): p.read_text() for p in house.sources()}
        self.assertGreater(len(files), 10, "the sources were not found")
        self.assertEqual(faults(files), [])

    def test_gtk_and_its_family_stay_in_ui(self):
        for library, (rooms, _) in LIBRARIES.items():
            if library in ("gtk/", "adwaita.h", "gdk/", "gsk/"):
                self.assertEqual(rooms, {"ui"})


class Planted(unittest.TestCase):
    """The checker finds what it is there to find."""

    def one(self, path, include):
        return faults({path: f"#include {include}\n"})

    def test_wrong_includes_are_found(self):
        for path, include in [
            ("app/dsp/fft.c", '"sync/sync.h"'),
            ("app/sync/metrics.c", '"audio/block.h"'),
            ("app/listen/front.c", '"breath/breath.h"'),
            ("app/breath/pair.c", '"listen/spectrum.h"'),
            ("app/base/circle.c", '"engine/frame.h"'),
            ("app/engine/pipeline.c", '"dsp/fft.h"'),
            ("app/command/analyze.c", '"breath/pair.h"'),
            ("app/model/session.c", '"audio/portaudio.h"'),
            ("ui/window.c", '"engine/engine.h"'),
            ("app/command/listen.c", "<portaudio.h>"),
            ("app/breath/voice.c", "<fftw3.h>"),
            ("app/model/session.c", "<gtk/gtk.h>"),
            ("app/engine/engine.c", "<glib-object.h>"),
            ("app/dsp/fft.c", '"fft.h"'),
            ("app/drawer/thing.c", '"base/circle.h"'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(len(self.one(path, include)), 1)

    def test_right_includes_are_left_alone(self):
        for path, include in [
            ("app/breath/pair.c", '"listen/features.h"'),
            ("app/listen/front.c", '"dsp/fft.h"'),
            ("app/engine/pipeline.c", '"breath/pair.h"'),
            ("app/dsp/fft.c", "<fftw3.h>"),
            ("app/main.c", '"command/command.h"'),
            ("ui/window.c", '"model/session.h"'),
            ("ui/window.c", '"widgets/rings.h"'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.one(path, include), [])

    def test_a_second_user_of_a_library_is_found(self):
        text = "#include <fftw3.h>\n"
        self.assertEqual(len(faults({"app/dsp/fft.c": text, "app/dsp/taper.c": text})), 1)

    def test_a_file_on_disk_is_found_too(self):
        with tempfile.TemporaryDirectory() as folder:
            root, house.ROOT = house.ROOT, pathlib.Path(folder)
            try:
                (house.ROOT / "app/dsp").mkdir(parents=True)
                (house.ROOT / "app/dsp/x.c").write_text('\n  #  include "ui/window.h"\n')
                files = {str(p.relative_to(house.ROOT)): p.read_text() for p in house.sources()}
            finally:
                house.ROOT = root
        self.assertEqual(faults(files), ['app/dsp/x.c:2: dsp/ may not include "ui/window.h"'])


if __name__ == "__main__":
    tap.main()
