# SPDX-License-Identifier: GPL-3.0-or-later
"""What the private display shows, read straight from its memory: pictures, and where the marks are.

The display keeps its picture in a file (XWD: a header of big-endian words, then rows of BGRX).
"""
import os
import struct
import time
import zlib

import numpy as np

PARTNERS = {"a": (0x00, 0x72, 0xb2), "b": (0xd5, 0x5e, 0x00)}  # Circle, Diamond; light theme
NEAR = 90  # sum of three channels' differences that still counts as this colour
RINGS_TOP, RINGS_END = 60, 430  # rows of a 1000x700 window that hold the rings and no ribbon


class Screen:
    def __init__(self):
        path = os.path.join(os.environ["ATTUNE_SCREEN"], "Xvfb_screen0")
        with open(path, "rb") as file:
            words = struct.unpack(">25I", file.read(100))
        width, height, stride, n_colours = words[4], words[5], words[12], words[19]
        memory = np.memmap(path, np.uint8, "r", words[0] + 12 * n_colours, (height, stride))
        self.pixels = memory[:, :4 * width].reshape(height, width, 4)
        self.middle = None

    def save(self, path):
        """A PNG of what is shown now."""
        rgb = np.ascontiguousarray(self.pixels[:, :, 2::-1])
        height, width, _ = rgb.shape
        lines = b"".join(b"\0" + line.tobytes() for line in rgb)
        with open(path, "wb") as out:
            out.write(b"\x89PNG\r\n\x1a\n")
            for kind, data in ((b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
                               (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b"")):
                out.write(struct.pack(">I", len(data)) + kind + data +
                          struct.pack(">I", zlib.crc32(kind + data)))

    def _is_colour(self, rows, partner):
        away = np.abs(rows[:, :, 2::-1].astype(int) - PARTNERS[partner]).sum(axis=2)
        return away < NEAR

    def _find_middle(self):
        """The row on which both rings reach outermost, where their marks are."""
        ring = self._is_colour(np.array(self.pixels[RINGS_TOP:RINGS_END]), "a")
        if ring.sum() < 30:
            return None
        left = np.argmax(ring.any(axis=0))
        return RINGS_TOP + int(np.median(np.flatnonzero(ring[:, left:left + 3].any(axis=1))))

    def marks(self):
        """(x of Circle's mark, x of Diamond's): how far the rings reach, pixels; NaN: not seen."""
        if self.middle is None:
            self.middle = self._find_middle()
            if self.middle is None:
                return np.nan, np.nan
        rows = np.array(self.pixels[self.middle - 2:self.middle + 3])
        found = []
        for partner, side in (("a", 1), ("b", -1)):
            weight = self._is_colour(rows, partner).sum(axis=0)[::side]
            first = int(np.argmax(weight > 0)) if weight.any() else -1
            if first < 0:
                found.append(np.nan)
                continue
            # The mean of the outermost coloured stretch: finer than a pixel.
            stretch = weight[first:first + 14]
            x = first + float(np.average(np.arange(len(stretch)), weights=stretch))
            found.append(x if side == 1 else len(weight) - 1 - x)
        return tuple(found)

    def watch(self, seconds, every_s=0.02):
        """@return array of (monotonic time, reach of Circle's ring, reach of Diamond's)"""
        end, rows = time.monotonic() + seconds, []
        while time.monotonic() < end:
            begin = time.monotonic()
            a, b = self.marks()
            rows.append((begin, -a, b))
            time.sleep(max(0.0, begin + every_s - time.monotonic()))
        return np.array(rows)
