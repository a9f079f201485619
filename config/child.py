"""Becomes another Python program, after asking Linux to end it when its parent ends.

`python -m config.child -m granian …` lets no web server outlive a runner that was killed.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with_parent() -> None:
    """Ask for a SIGTERM when the parent process dies; the wish is kept through exec."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    die_with_parent()
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606 the program is our own
