"""Stubs are told from written functions, and numbers are read in any wrapping."""

import functools
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course_lib.exercises.answers import (
    Untouched,
    Unusable,
    is_stub,
    read_results,
    shown,
)


def dots(z): ...


def documented(z):
    """What it should do."""
    ...


def passing(z):
    pass


def documented_and_passing(z):
    """What it should do."""
    pass


def returns_nothing(z):
    return


def returns_dots(z):
    return ...


def written_without_return(z):
    """Forgot it."""
    1 / (1 + z)


def assigns_dots(z):
    z = ...  # noqa: F841


def prints_before_the_dots(z):
    print(z)
    ...


def returns_zero(z):
    return 0


def yields(z):
    yield z


def raises(z):
    raise NotImplementedError


@functools.wraps(dots)
def wrapped(*args):
    return dots(*args)


def closure():
    k = 2

    def inner(z):
        """Uses nothing yet."""
        ...

    def written(z):
        k * z

    return inner, written


STUBS = [dots, documented, passing, documented_and_passing, returns_nothing]
STUBS += [returns_dots, wrapped, closure()[0], lambda z: ..., lambda z: None]
WRITTEN = [written_without_return, assigns_dots, prints_before_the_dots, returns_zero]
WRITTEN += [
    yields,
    raises,
    closure()[1],
    np.exp,
    functools.partial(dots, 1),
    print,
    int,
]


@pytest.mark.parametrize("function", STUBS)
def test_a_body_of_dots_is_a_stub(function):
    assert is_stub(function)


@pytest.mark.parametrize("function", WRITTEN)
def test_a_body_with_anything_written_is_no_stub(function):
    assert not is_stub(function)


class Tensor:
    """As torch's when it requires a gradient: NumPy may only read it after detach()."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def detach(self):
        return np.array(self.values)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2],
        (1, 2),
        np.array([1, 2], dtype=np.float32),
        np.array([1, 2], dtype=np.int8),
        [np.float32(1), np.array(2.0)],
        [Fraction(1), Decimal(2)],
        Tensor([1, 2]),
    ],
)
def test_numbers_in_any_wrapping_are_read(value):
    (array,) = read_results(value, (None,))
    np.testing.assert_array_equal(array, [1.0, 2.0])
    assert array.dtype == np.float64


def test_a_torch_tensor_is_read():
    torch = pytest.importorskip("torch", reason="torch is not installed")
    tensor = torch.ones(3, requires_grad=True) * 2
    np.testing.assert_array_equal(read_results(tensor, (None,))[0], [2, 2, 2])


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2), True + 1])
def test_one_number_has_no_axes(value):
    assert read_results(value, (None,))[0].shape == ()


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("0.5", "text (a string)"),
        ({"a": 1}, "a dictionary"),
        ({1, 2}, "a set"),
        ([1, "a"], "where numbers are needed"),
        ([1, None], "None among the values"),
        ([[1, 2], [3]], "rows of different lengths"),
        (1j, "complex"),
        (np.exp, "call it"),
        ((v for v in [1]), "generator"),
        (object(), "an object of type object"),
        (np.array(["2020-01-01"], dtype="datetime64"), "where numbers are needed"),
    ],
)
def test_what_is_no_number_gets_a_sentence(value, part):
    with pytest.raises(Unusable, match=r"[.?]$") as caught:
        read_results(value, (None,))
    assert part in str(caught.value)


def test_a_coroutine_is_closed_and_explained(recwarn):
    async def late():
        return 1

    with pytest.raises(Unusable, match="async"):
        read_results(late(), (None,))
    assert not recwarn.list


@pytest.mark.parametrize("value", [(1, 2), [1, 2], np.array([1, 2])])
def test_two_results_may_come_as_tuple_list_or_array(value):
    w, b = read_results(value, ("w", "b"))
    assert (w, b) == (1, 2)


def test_two_rows_of_one_array_are_two_results():
    w, V = read_results(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), ("w", "V"))
    np.testing.assert_array_equal(w, [1, 2, 3])
    np.testing.assert_array_equal(V, [4, 5, 6])


@pytest.mark.parametrize(
    ("value", "part"),
    [
        (1.0, "yours returns one number"),
        ((1, 2, 3), "yours returns 3 values"),
        (np.ones(4), "You return one array of 4 values: is it w alone? Two things are"),
        ([1, 2, 3], "You return one list of 3 values: is it w alone?"),
        (np.ones((3, 2)), "yours returns an array of shape (3, 2)"),
        ((1, None), "`b` is None"),
        ({"w": 1}, "a dictionary"),
    ],
)
def test_another_number_of_results_gets_a_sentence(value, part):
    with pytest.raises(Unusable) as caught:
        read_results(value, ("w", "b"))
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("value", "want", "part"),
    [
        (
            (np.ones((3, 2)), 1, 2),
            np.ones((3, 2)),
            "3 things, separated by commas; one",
        ),
        ((np.ones(3), np.ones(3)), np.ones(3), "You return 2 things"),
        ((np.ones(3), "name"), np.ones(3), "You return 2 things"),
        ((1.0, 2.0), np.array(1.0), "2 things, separated by commas; one number is"),
        ((np.ones(3),), np.ones(3), "take the comma away"),
    ],
)
def test_several_things_where_one_is_asked_for_get_a_sentence(value, want, part):
    with pytest.raises(Unusable) as caught:
        read_results(value, (None,), [want])
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("value", "want"),
    [((1, 2, 3), np.ones(3)), ((np.ones(2), np.ones(2)), np.ones((2, 2)))],
)
def test_a_tuple_of_numbers_or_rows_is_one_array(value, want):
    assert read_results(value, (None,), [want])[0].shape == want.shape


def test_dots_and_nothing_are_neither_numbers_nor_errors():
    assert isinstance(read_results(..., (None,)), Untouched)
    assert isinstance(read_results((1, ...), ("w", "b")), Untouched)
    assert read_results(None, (None,)) is None


def test_numbers_are_shown_briefly():
    assert shown(np.array([0.123456])) == "0.1235"
    assert shown(5150) == "5150"
    assert shown(-0.0) == "0"
    assert shown(176850.0) == "176850"
    assert shown(np.array([-0.0, 1.0])) == "(0, 1)"
    assert shown(np.array([[0.5, 0], [np.nan, -np.inf]])) == "((0.5, 0), (nan, -inf))"
    assert shown(np.array([[0.0], [12.0]])) == "(0, 12)"
    assert shown(np.array([0.1 + 0.2 - 0.3, 1e-4])) == "(0, 0.0001)"
    assert shown(np.arange(1000.0)) == "(0, 1, 2, …, 997, 998, 999)"
    assert len(shown(np.ones((1000, 1000)))) < 250
