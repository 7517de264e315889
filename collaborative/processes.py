"""Children that must not outlive whoever started them."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def tie_to_parent(parent: int, stop_signal: signal.Signals) -> None:
    """Ask the kernel for the stop signal when the parent ends; runs in the child, before exec.

    It runs after the change of account, which would undo it. The signal mask of the parent is
    inherited and must be lifted, or the child would never hear its stop signal. The parent must
    start the child from its main thread, because the kernel watches the thread that started it.
    """
    _prctl(_PR_SET_PDEATHSIG, int(stop_signal))
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if os.getppid() != parent:  # the parent ended before the kernel was asked
        os._exit(1)
