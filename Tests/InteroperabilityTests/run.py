"""Runs the scenarios and lists them with their outcome; the last line counts them."""

import sys
import unittest


class Listing(unittest.TestResult):
    """Prints a line for each scenario."""

    def __init__(self):
        super().__init__()
        self.passed = 0

    def _say(self, word, test):
        name = test.shortDescription() or test.id()
        subject = getattr(test, "subject", "")
        print(f"{word}  {subject}: {name}" if subject else f"{word}  {name}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1
        self._say("pass", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._say("FAIL", test)

    def addError(self, test, error):
        super().addError(test, error)
        self._say("FAIL", test)

    def addSkip(self, test, reason):
        # A scenario that is passed over proves nothing, so it does not pass.
        self.addFailure(test, (AssertionError, AssertionError(f"skipped: {reason}"), None))

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._say("FAIL", subtest)


def main(patterns):
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{pattern}*" for pattern in patterns] or None
    suite = loader.discover(".", pattern="test_*.py", top_level_dir=".")
    result = Listing()
    suite.run(result)
    faults = result.failures + result.errors
    for test, trace in faults:
        print(f"\n== {test.id()}\n{trace}", file=sys.stderr)
    print(f"{result.passed} passed, {len(faults)} failed")
    return 1 if faults or not result.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
