# SPDX-License-Identifier: GPL-3.0-or-later
"""Small sound files for tests, good and bad ones."""
import struct

import numpy as np


def wav(samples, rate_hz=16000, as_float=False):
    """Bytes of a WAV file; samples [n x channels] or [n], full scale 1."""
    samples = np.atleast_2d(np.asarray(samples, dtype=np.float32).T).T
    data = (samples.astype("<f4") if as_float
            else (np.clip(samples, -1, 1) * 32767).astype("<i2")).tobytes()
    return header(samples.shape[1], rate_hz, len(data), 32 if as_float else 16, as_float) + data


def header(channels, rate_hz, n_bytes, bits=16, as_float=False):
    """The first 44 bytes of a WAV file whose sound is n_bytes long."""
    frame = channels * bits // 8
    return (b"RIFF" + struct.pack("<I", min(36 + n_bytes, 2**32 - 1)) + b"WAVEfmt "
            + struct.pack("<IHHIIHH", 16, 3 if as_float else 1, channels, rate_hz,
                          min(rate_hz * frame, 2**32 - 1), frame, bits)
            + b"data" + struct.pack("<I", n_bytes))
