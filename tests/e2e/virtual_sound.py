#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private PulseAudio with virtual microphones, for tests. Nothing of the user's is touched.

As a library: `with VirtualSound(mics={"mic1": (48000, 2)}) as sound: ...`
As a program: `virtual_sound.py [--mic NAME:RATE:CHANNELS]... PROGRAM ARG...` runs PROGRAM inside and
returns its exit code; 77 (skip) when there is no PulseAudio on this machine.

A virtual microphone is the monitor of a null sink: what is played into the sink is heard from the
monitor. norewinds=1 is the key: without it an idle sink renders blocks of up to 2 s.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIP = 77


def go_first():
    """For processes that work in real time: before the other tests of a busy machine, if allowed."""
    try:
        os.nice(-10)
    except OSError:
        pass


def is_available():
    return all(shutil.which(p) for p in ("pulseaudio", "pactl", "paplay"))


class VirtualSound:
    """Environment in .env; a microphone NAME is recorded as `pulse:NAME.monitor`."""

    def __init__(self, mics=None, server=True):
        self.mics = mics if mics is not None else {"mic1": (48000, 2)}
        self.has_server = server
        self.children = []

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="attune-sound-")
        os.chmod(self.folder, 0o700)
        for name in ("pulse", "state", "home"):
            os.mkdir(os.path.join(self.folder, name), 0o700)
        f = self.folder
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(("PULSE_", "ALSA_", "JACK_", "PIPEWIRE_", "DBUS_"))}
        self.env.update(XDG_RUNTIME_DIR=f, PULSE_RUNTIME_PATH=f + "/pulse", HOME=f + "/home",
                        PULSE_STATE_PATH=f + "/state", PULSE_COOKIE=f + "/cookie",
                        PULSE_SERVER="unix:" + f + "/native", ATTUNE_MONITORS="1",
                        JACK_NO_START_SERVER="1", VIRTUAL_SOUND_FOLDER=f,
                        TSAN_OPTIONS="halt_on_error=1:second_deadlock_stack=1:suppressions=" +
                        os.path.join(os.path.dirname(os.path.abspath(__file__)), "tsan.supp"))
        if self.has_server:
            self.start_server()
        return self

    def start_server(self):
        f = self.folder
        with open(f + "/sound.pa", "w") as script:
            script.write(f"load-module module-native-protocol-unix socket={f}/native "
                         "auth-anonymous=1\n")
            for name, (rate, channels) in self.mics.items():
                script.write(f"load-module module-null-sink sink_name={name} rate={rate} "
                             f"channels={channels} format=float32le norewinds=1 "
                             f"sink_properties=device.description={name}\n")
            for name in list(self.mics)[:1]:
                script.write(f"set-default-sink {name}\nset-default-source {name}.monitor\n")
        # A second start must not meet the first one's socket.
        if os.path.exists(f + "/native"):
            os.unlink(f + "/native")
        with open(f + "/server.log", "w") as log:
            self.server = subprocess.Popen(
                ["pulseaudio", "-n", "-F", f + "/sound.pa", "--daemonize=no",
                 "--use-pid-file=no", "--exit-idle-time=-1", "--log-target=stderr",
                 "--log-level=notice"], env=self.env, stdout=log, stderr=log, preexec_fn=go_first)
        self.children.append(self.server)
        with open(f + "/server.pid", "w") as file:
            file.write(f"{self.server.pid}\n")
        end = time.monotonic() + 10
        while subprocess.run(["pactl", "info"], env=self.env, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > end:
                with open(f + "/server.log") as file:
                    raise RuntimeError("the private sound server did not start:\n" + file.read())
            time.sleep(0.02)

    def kill_server(self, how=signal.SIGKILL):
        self.server.send_signal(how)
        if how == signal.SIGKILL:
            self.server.wait()

    def pactl(self, *args):
        return subprocess.run(["pactl", *args], env=self.env, check=True, text=True,
                              capture_output=True).stdout

    def play(self, path, mic="mic1"):
        """Plays a sound file into a microphone, in the background."""
        # Seconds of buffer: a player that stands still would shift what comes after.
        child = subprocess.Popen(["paplay", "--latency-msec=3000", "--device=" + mic, path],
                                 env=self.env, preexec_fn=go_first)
        self.children.append(child)
        return child

    def run(self, args, **options):
        return subprocess.run(args, env=self.env, **options)

    def __exit__(self, *about):
        for child in reversed(self.children):
            if child.poll() is None:
                child.send_signal(signal.SIGCONT)
                child.terminate()
                try:
                    child.wait(3)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def main(args):
    mics = {}
    while args and args[0] == "--mic":
        name, rate, channels = args[1].split(":")
        mics[name] = (int(rate), int(channels))
        args = args[2:]
    if not is_available():
        print("1..0 # SKIP no PulseAudio on this machine")
        return 0
    with VirtualSound(mics or None) as sound:
        return sound.run(args).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
