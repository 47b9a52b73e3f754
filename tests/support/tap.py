# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the unittest cases of a test script and speaks TAP, so that each counts by itself.

    import tap
    class Something(unittest.TestCase): ...
    tap.main()
"""
import os
import sys
import traceback
import unittest


class _Result(unittest.TestResult):
    number = 0
    said_last = None

    def _say(self, word, test, note=""):
        if test is self.said_last:
            return  # one point for each test, whatever else goes wrong in it
        self.said_last = test
        self.number += 1
        name = test.id().removeprefix("__main__.").replace("#", "")
        print(f"{word} {self.number} - {name}{note}", flush=True)

    def _explain(self, error):
        for line in "".join(traceback.format_exception(*error)).splitlines():
            print(f"# {line}", flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.sub_failed = False

    def stopTest(self, test):
        if self.sub_failed:
            self._say("not ok", test)
        super().stopTest(test)

    def addSuccess(self, test):
        self._say("ok", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._explain(error)
        self._say("not ok", test)

    addError = addFailure

    def addSkip(self, test, reason):
        self._say("ok", test, f" # SKIP {reason}")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.failures.append((subtest, ""))
            print(f"# {subtest.id()}", flush=True)
            self._explain(error)
            self.sub_failed = True

    def wasSuccessful(self):
        return not self.failures


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print(f"1..{suite.countTestCases()}", flush=True)
    result = _Result()
    suite.run(result)
    sys.stdout.flush()
    os._exit(0 if result.wasSuccessful() else 1)
