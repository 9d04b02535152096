"""One safe call: whatever the function does, run() says what happened."""

import _thread
import builtins
import random
import signal
import sys
import threading
import time
import warnings

import pytest

from course_lib.exercises import runner
from course_lib.exercises.runner import PRINTED_CHARACTERS, TimeUp, run

SHORT = 0.1


def for_ever():
    while True:
        pass


def test_a_value_comes_back():
    done = run(lambda a, b: a + b, 1, 2)
    assert (done.how, done.value, done.error, done.printed) == ("returned", 3, None, "")


@pytest.mark.parametrize(
    "error",
    [ValueError("x"), Exception(), GeneratorExit(), BaseException(), MemoryError()],
)
def test_any_error_is_caught(error):
    def fail():
        raise error

    done = run(fail)
    assert done.how == "raised"
    assert done.error is error


@pytest.mark.parametrize("leave", [sys.exit, exit, quit, lambda: sys.exit(0)])
def test_exit_does_not_leave(leave):
    assert run(leave).how == "exited"


def test_keyboard_interrupt_inside_the_function_is_no_traceback():
    def interrupt():
        raise KeyboardInterrupt

    assert run(interrupt).how == "interrupted"


def test_endless_loop_is_stopped():
    assert run(for_ever, time_limit=SHORT).how == "too slow"


def test_endless_loop_is_stopped_with_interrupt_main_alone(monkeypatch):
    monkeypatch.delattr(signal, "pthread_kill", raising=False)  # as on Windows
    assert run(for_ever, time_limit=SHORT).how == "too slow"


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs a real signal")
def test_a_sleeping_call_is_woken():
    assert run(time.sleep, 500, time_limit=SHORT).how == "too slow"


def test_except_exception_does_not_swallow_the_time_limit():
    def stubborn():
        while True:
            try:
                for_ever()
            except Exception:
                pass

    assert run(stubborn, time_limit=SHORT).how == "too slow"


def test_a_bare_except_swallows_one_interrupt_but_not_the_next():
    swallowed = []

    def stubborn():
        for _ in range(3):
            try:
                for_ever()
            except:  # noqa: E722
                swallowed.append(1)
        for_ever()

    assert run(stubborn, time_limit=SHORT).how == "too slow"
    assert len(swallowed) == 3


def test_endless_loop_is_stopped_in_another_thread():
    results = []
    thread = threading.Thread(
        target=lambda: results.append(run(for_ever, time_limit=SHORT).how)
    )
    thread.start()
    thread.join()
    assert results == ["too slow"]


def test_in_another_thread_a_sleeping_call_is_judged_when_it_wakes():
    results = []
    thread = threading.Thread(
        target=lambda: results.append(run(time.sleep, 2 * SHORT, time_limit=SHORT).how)
    )
    thread.start()
    thread.join()
    assert results == ["too slow"]


def test_the_inner_of_two_limits_stops_only_the_inner_call():
    def outer():
        return run(for_ever, time_limit=SHORT).how, "went on"

    assert run(outer, time_limit=60).value == ("too slow", "went on")


def test_the_outer_of_two_limits_stops_both():
    def outer():
        run(for_ever, time_limit=60)
        return "went on"

    assert run(outer, time_limit=SHORT).how == "too slow"


def test_an_interrupt_that_comes_too_late_is_dropped():
    """The watch fires while the call is already over: nothing may be left behind."""
    with runner._SignalLimit(60) as limit:
        limit.fired = True
        _thread.interrupt_main()
        time.sleep(0.001)
    for _ in range(1000):
        pass  # a pending interrupt would strike here


def test_limits_at_the_very_end_of_a_call_never_hit_the_caller():
    """Calls as long as their limit, so that the interrupt falls before, in and after
    their end; none may leave ``run``."""
    rng = random.Random(0)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # let the watching thread strike at once
    try:
        for _ in range(400):
            about_as_long = rng.uniform(0.0008, 0.0012)

            def busy(seconds=about_as_long):
                end = time.perf_counter() + seconds
                while time.perf_counter() < end:
                    pass

            assert run(busy, time_limit=0.001).how in {"returned", "too slow"}
    finally:
        sys.setswitchinterval(interval)


def test_the_users_own_interrupt_inside_the_call_is_told_apart():
    def press_stop():
        _thread.interrupt_main()
        for_ever()

    assert run(press_stop, time_limit=60).how == "interrupted"


def test_the_users_interrupt_between_two_calls_is_not_lost():
    with pytest.raises(KeyboardInterrupt):
        with runner._SignalLimit(60):
            _thread.interrupt_main()
            time.sleep(0.001)


def test_everything_is_put_back():
    before = (
        signal.getsignal(signal.SIGINT),
        sys.stdout,
        sys.stderr,
        sys.stdin,
        builtins.input,
        warnings.filters[:],
        threading.active_count(),
    )
    for function in (for_ever, exit, lambda: 1 / 0, lambda: 1):
        run(function, time_limit=SHORT)
    assert before == (
        signal.getsignal(signal.SIGINT),
        sys.stdout,
        sys.stderr,
        sys.stdin,
        builtins.input,
        warnings.filters[:],
        threading.active_count(),
    )


def test_prints_are_kept_out_of_the_notebook(capsys):
    def chatty():
        for _ in range(100_000):
            print("so many words")
        print("an error", file=sys.stderr)

    done = run(chatty, time_limit=60)
    assert len(done.printed) == PRINTED_CHARACTERS
    assert done.printed.startswith("so many words\nso")
    assert capsys.readouterr() == ("", "")


def test_warnings_are_kept_out_of_the_notebook(recwarn):
    run(lambda: warnings.warn("overflow", RuntimeWarning, stacklevel=1))
    assert not recwarn.list


def test_input_is_refused():
    done = run(input, "your name? ")
    assert isinstance(done.error, EOFError)


def test_time_up_is_no_exception():
    assert not issubclass(TimeUp, Exception)
