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


def breath_noise(rng, n, rate_hz, centre_hz):
    """Noise with most of its power near one frequency, RMS 1."""
    spectrum = np.fft.rfft(rng.standard_normal(n))
    hz = np.maximum(np.fft.rfftfreq(n, 1 / rate_hz), 1.0)
    noise = np.fft.irfft(spectrum * np.exp(-(np.log(hz / centre_hz) / 0.5) ** 2), n)
    return noise / noise.std()


def couple(solo_s=20.0, live_s=40.0, rate_hz=16000, seed=1):
    """Two people, a microphone each: A alone, B alone, then both, every breath 4 s in and 6 s out.

    Plain on purpose (these tests are about files and words, not about hearing well). B's breath
    begins 1 s after A's in the live part, so A leads by 36 degrees.
    """
    rng = np.random.default_rng(seed)
    t = np.arange(int((2 * solo_s + live_s) * rate_hz)) / rate_hz
    live = t >= 2 * solo_s
    sounds = []
    for person, (centre_hz, alone) in enumerate([(900, t < solo_s), (2500, (t >= solo_s) & ~live)]):
        start_s = person * solo_s
        since_s = np.where(live, t - 2 * solo_s - person, t - start_s - 0.3)
        phase = (since_s / 10.0) % 1.0
        loud = np.where(phase < 0.4, 0.5 * np.sin(np.pi * phase / 0.4),
                        np.sin(np.pi * (phase - 0.4) / 0.6))
        sounds.append((alone | live) * loud * 0.05 * breath_noise(rng, t.size, rate_hz, centre_hz))
    a, b = sounds
    noise = 0.0005 * rng.standard_normal((t.size, 2))
    return np.stack([a + 0.3 * b, b + 0.3 * a], axis=1) + noise
