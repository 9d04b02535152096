"""Starting weights: they are random, so their distribution is judged."""

import numpy as np

from ..function import _VALUES, FunctionExercise, Misconception
from ..runner import run

SPREAD = 0.04  # relative; five times what two right draws differ by
OWN_SEED = (
    "Every call gives the same weights: draw from the `rng` you are given, and make no "
    "generator with a seed of your own inside."
)
OTHER_SOURCE = (
    "Two runs with the same seed give other weights: draw from the `rng` you are given "
    "(`rng.normal`, `rng.uniform` …), not from `np.random`."
)
TURNED = (
    "The shape is turned: a row for each unit, a column for each input, `(n_out, "
    "n_in)`."
)
SHAPE_IN_A_TUPLE = (
    "The shape is one argument, a tuple: `(n_out, n_in)` with round brackets of its "
    "own."
)
NOT_OF_THE_GENERATOR = (
    "`randn` and `rand` belong to `np.random`: the generator `rng` has "
    "`rng.standard_normal(shape)`, `rng.normal(0, std, shape)` and `rng.uniform(low, "
    "high, shape)`."
)


ALL_COPIES = (
    "All rows are the same, so all units stay copies of each other: every unit draws "
    "weights of its own."
)


class DrawnWeights(FunctionExercise):
    """Two answers are alike if mean, spread and form of their weights are."""

    def judge(self, answer, time_limit):
        outcome = super().judge(answer, time_limit)
        if not outcome.passed:
            return outcome
        n_out, n_in, _ = self.cases()[0][0]

        def draw():
            one, other = np.random.default_rng(5), np.random.default_rng(5)
            return [
                np.array(answer(n_out, n_in, rng), dtype=float)
                for rng in (one, one, other)
            ]

        done = run(draw, time_limit=3 * time_limit)
        if done.how != "returned":
            return self.not_yet(
                "Your function does not work in every call: run it twice with the same "
                "`rng` and look."
            )
        first, second, again = done.value
        if np.array_equal(first, second):
            return self.not_yet(OWN_SEED)
        if not np.array_equal(first, again):
            return self.not_yet(OTHER_SOURCE)
        return outcome

    def _fault(self, answer, case, seen):
        fault = super()._fault(answer, case, seen)
        if fault is None or fault[0] != _VALUES:
            return fault
        args, (want,), _ = case
        got = seen.results[0]
        if alike(got, want):
            return None
        sentence, details = _difference(got, want)
        return _VALUES, sentence + self._with_numbers(args) + ".", details

    def _same_answers(self, wrong, seen, time_limit):
        """Whether ``wrong`` draws from the distribution of the student's weights."""
        for (args, wanted, _), student in zip(self.cases(), seen, strict=True):
            other = self._observe(wrong, args, wanted, time_limit)
            if other.how != student.how:
                return False
            if other.how == "raised":
                errors = [(type(one.error), str(one.error)) for one in (other, student)]
                if errors[0] != errors[1]:
                    return False
                continue
            lists = [one.results for one in (other, student)]
            if not all(isinstance(results, list) for results in lists):
                return False
            if not alike(lists[0][0], lists[1][0]):
                return False
        return True

    def _counterexample(self, probe, results, wanted):
        return f"{probe.question} {_difference(results[0], wanted[0])[0]}."


def _summary(W):
    """Mean, standard deviation and kurtosis (3 normal, 1.8 uniform)."""
    std = W.std() if W.min() < W.max() else 0.0  # not a rounding error
    form = np.mean((W - W.mean()) ** 4) / std**4 if std else 0.0
    return W.mean(), std, form


def _same_rows(W):
    """Whether all units have the same weights."""
    return bool((W == W[0]).all())


def alike(W, other):
    """Whether two sets of weights can come from one distribution."""
    finite = np.isfinite(W).all() and np.isfinite(other).all()
    if W.shape != other.shape or not finite:
        return False
    if W.ndim != 2 or len(W) == 1:
        return True  # a wrong shape says enough
    (mean, std, form), (mean2, std2, form2) = _summary(W), _summary(other)
    if _same_rows(W) or _same_rows(other):
        return _same_rows(W) == _same_rows(other) and (std > 0) == (std2 > 0)
    largest = max(std, std2)
    return (
        abs(mean - mean2) <= 2 * SPREAD * largest
        and abs(std - std2) <= SPREAD * largest
        and abs(form - form2) < 0.4
    )


def _difference(got, want):
    """What of the distribution is wrong, and both numbers."""
    (mean, std, form), (_, right, right_form) = _summary(got), _summary(want)
    if std == 0:
        return "All your weights are the same: nothing is drawn", []
    if _same_rows(got):
        return "All rows of your weights are the same", []
    if abs(mean) > 2 * SPREAD * max(std, right):
        return f"The mean of your weights is {mean:.3g} and should be 0", []
    if abs(std - right) > SPREAD * right:
        yours = f"{std:.2g} is the standard deviation of your weights"
        return f"{yours}, and {right:.2g} is right", []
    name = "normal" if right_form > 2.5 else "uniform"
    numbers = f"{form:.2g}; {name} numbers have {right_form:.2g}"
    return (
        f"The spread is right, but the form is not: draw {name} numbers",
        [f"The mean of (w/std)⁴ is {numbers}."],
    )


def general_slips(right):
    """What goes wrong with the generator, whatever the distribution."""
    return [
        Misconception(TURNED, lambda n_out, n_in, rng: right(n_out, n_in, rng).T),
        Misconception(
            "This is one long row: give the shape `(n_out, n_in)`, in round brackets.",
            lambda n_out, n_in, rng: right(n_out, n_in, rng).ravel(),
        ),
        Misconception(
            "These are the weights of a single unit: there are n_out of them, so the "
            "shape is `(n_out, n_in)`.",
            lambda n_out, n_in, rng: right(1, n_in, rng)[0],
            lambda n_out, n_in, rng: right(1, n_in, rng),
        ),
        Misconception(
            "This is a single weight: give the shape `(n_out, n_in)` as the last "
            "argument.",
            lambda n_out, n_in, rng: right(1, n_in, rng)[0, 0],
        ),
        Misconception(
            ALL_COPIES,
            lambda n_out, n_in, rng: np.tile(right(1, n_in, rng), (n_out, 1)),
        ),
        Misconception(
            OWN_SEED,
            lambda n_out, n_in, rng: right(n_out, n_in, np.random.default_rng(0)),
        ),
        Misconception(
            OTHER_SOURCE,
            lambda n_out, n_in, rng: right(n_out, n_in, np.random.default_rng()),
        ),
    ]
