"""Run a student's function once, whatever it does: one safe call with a time limit.

The call may return, raise, print for ever, read the keyboard, leave Python by
``exit()`` or never end; :func:`run` always comes back and says which it was.

How the time limit works, on every operating system: a watching thread asks the main
thread for an interrupt (``_thread.interrupt_main``; on Linux and macOS also a real
SIGINT, which wakes a sleeping call). Our own SIGINT handler turns it into
:class:`TimeUp`, but only while the student's call is on the stack: one that comes too
late is dropped and never hits the notebook. It repeats, because a bare ``except:`` can
swallow one. In a thread other than the main one Python delivers no signals: there a
trace function watches the clock instead, which is slower and as safe.

Out of reach: one long call into compiled code that never looks at signals, a loop whose
body is all ``try … except: pass``, and ``os._exit``.
"""

import _thread
import contextlib
import io
import math
import signal
import sys
import threading
import time
import warnings
from dataclasses import dataclass

TIME_LIMIT_S = 5.0
REPEAT_S = 0.1
PRINTED_CHARACTERS = 600


class TimeUp(BaseException):
    """The time limit of a call; no Exception, so ``except Exception`` lets it pass."""

    def __init__(self, owner):
        super().__init__()
        self.owner = owner


@dataclass
class Run:
    """What came of one call.

    Attributes
    ----------
    how : str
        ``"returned"``, ``"raised"``, ``"exited"``, ``"interrupted"`` or ``"too slow"``.
    value : object
        What the call returned.
    error : BaseException or None
        What it raised.
    printed : str
        The beginning of what it printed.
    """

    how: str
    value: object = None
    error: BaseException | None = None
    printed: str = ""


def run(function, *args, time_limit=TIME_LIMIT_S):
    """Call ``function(*args)`` and return a :class:`Run`; only the user's own interrupt
    between two calls gets out (as KeyboardInterrupt).

    Parameters
    ----------
    function : callable
    *args
        Passed on as they are.
    time_limit : float
        Seconds until the call is stopped.
    """
    sink = _Sink()
    with _time_limit(time_limit) as limit, _quiet(sink):
        result = _outcome(limit, function, args)
    result.printed = sink.getvalue()
    return result


def _outcome(limit, function, args):
    try:
        return Run("returned", value=_invoke(limit, function, args))
    except TimeUp as up:
        if up.owner is not limit:  # the limit of a check around this one
            raise
        return Run("too slow")
    except SystemExit as error:
        return Run("exited", error=error)
    except KeyboardInterrupt as error:
        return Run("interrupted", error=error)
    except BaseException as error:
        return Run("raised", error=error)


def _invoke(limit, function, args):
    """The one frame inside which a time limit may raise."""
    limit.frame = sys._getframe()
    return function(*args)


class _Limit:
    def __init__(self, seconds):
        self.seconds = seconds
        self.frame = None

    def inside(self, frame):
        """Whether ``frame`` runs within the student's call."""
        while frame is not None:
            if frame is self.frame:
                return True
            frame = frame.f_back
        return False


class _SignalLimit(_Limit):
    """Time limit for the main thread: a watching thread and a SIGINT handler."""

    def __enter__(self):
        self.fired = False
        self.user_interrupt = False
        self.done = threading.Event()
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.previous = signal.getsignal(signal.SIGINT)
        signal.signal(signal.SIGINT, self._on_interrupt)
        self.watch.start()
        return self

    def __exit__(self, *exc_info):
        self.done.set()
        self.watch.join()
        time.sleep(0)  # a system call: whatever signal is on its way arrives here
        signal.signal(signal.SIGINT, self.previous)
        self.frame = None
        if self.user_interrupt:
            raise KeyboardInterrupt
        return False

    def _watch(self):
        wait = self.seconds
        while not self.done.wait(wait):
            self.fired = True
            _thread.interrupt_main()
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            wait = REPEAT_S

    def _on_interrupt(self, signum, frame):
        inside = self.inside(frame)
        outer = getattr(self.previous, "__self__", None)
        if self.fired:
            if inside:
                raise TimeUp(self)
        elif isinstance(outer, _SignalLimit):
            if inside:  # else it comes again: the outer limit repeats its interrupt
                self.previous(signum, frame)
        elif inside:
            raise KeyboardInterrupt
        else:
            self.user_interrupt = True  # raised when our handler is out of the way


class _TraceLimit(_Limit):
    """Time limit for any other thread: a trace function that looks at the clock."""

    def __enter__(self):
        self.deadline = time.monotonic() + self.seconds
        self.previous = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *exc_info):
        sys.settrace(self.previous)
        self.frame = None
        return False

    def _trace(self, frame, event, arg):
        if time.monotonic() > self.deadline and self.inside(frame):
            raise TimeUp(self)
        return self._trace


def _time_limit(seconds):
    if math.isinf(seconds):
        raise ValueError("time_limit must be a finite number of seconds")
    main = threading.current_thread() is threading.main_thread()
    # getsignal is None when a program around Python owns SIGINT: not ours to replace
    if main and signal.getsignal(signal.SIGINT) is not None:
        return _SignalLimit(seconds)
    return _TraceLimit(seconds)


class _Sink(io.StringIO):
    """Keeps the first characters written to it and forgets the rest."""

    def write(self, text):
        super().write(text[: PRINTED_CHARACTERS - self.tell()])
        return len(text)

    def close(self):
        """Stays open: the student's function may not close it under us."""


@contextlib.contextmanager
def _quiet(sink):
    """Collect prints, ignore warnings, refuse keyboard input, keep the kernel alive."""
    with (
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        _no_keyboard(),
        _no_kernel_exit(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _no_keyboard():
    """``input()`` in a check would wait for ever, so it fails at once."""
    import builtins

    real_input, real_stdin = builtins.input, sys.stdin

    def refuse(prompt=""):
        raise EOFError("input() cannot be answered inside a check")

    builtins.input, sys.stdin = refuse, io.StringIO()
    try:
        yield
    finally:
        builtins.input, sys.stdin = real_input, real_stdin


@contextlib.contextmanager
def _no_kernel_exit():
    """In a notebook ``exit()`` asks the shell to shut the kernel down; refuse that."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        yield
        return

    def leave():
        raise SystemExit

    keep = getattr(shell, "keepkernel_on_exit", None)
    shell.ask_exit = leave
    try:
        yield
    finally:
        shell.__dict__.pop("ask_exit", None)
        if hasattr(shell, "keepkernel_on_exit"):
            shell.keepkernel_on_exit = keep
