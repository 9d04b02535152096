"""Cutting an epoch into mini-batches."""

from math import ceil

import numpy as np

from .. import sentences
from ..answers import Unusable, as_array, kind
from ..function import FunctionExercise, Misconception, Probe
from ..runner import run
from .inputs import chapter

NOT_SHUFFLED = (
    "The samples come in their old order: neighbouring traces are alike, so a batch "
    "of neighbours says little; shuffle with `rng.permutation(m)`."
)
BATCHES_SHUFFLED = (
    "Only the order of the batches is shuffled: inside them neighbours still sit "
    "together. Shuffle the samples first, then cut."
)
REPLACED = (
    "Some samples come more than once and others never: draw without replacement, all "
    "from one `rng.permutation(m)`."
)
DROPPED = (
    "The last, shorter batch is missing: every sample must come once, so let the last "
    "slice be short."
)
SAME_ORDER = (
    "Every epoch gets the same order: draw from the `rng` you are given, and make no "
    "generator with a seed of your own inside."
)
OTHER_SOURCE = (
    "The order does not come from `rng`: two runs with the same seed must give the "
    "same batches, so use `rng.permutation`."
)
SPREAD = (
    "Your batches are all nearly the same size (`np.array_split` does so): each must "
    "hold batch_size samples, only the last may be shorter."
)
FROM_ONE = "Your indices run from 1 to m: Python counts from 0 to m - 1."
OVERLAP = (
    "Your batches overlap: the next one begins where the last one ended, so step by "
    "batch_size: `range(0, m, batch_size)`."
)
FIRST_ONLY = "This is one batch only: the list must hold all batches of the epoch."
ONE_BATCH = (
    "This is the whole shuffled order in one piece: cut it into pieces of batch_size."
)
AS_COLUMNS = (
    "Your list holds batch_size arrays: cut the order into pieces of length batch_size "
    "instead."
)


class BatchExercise(FunctionExercise):
    """Batches are random, so their properties are judged and not their values."""

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._stub()
        first_look = run(self._first_look, answer, time_limit=time_limit)
        if first_look.value == "stub":
            return self._stub()
        if first_look.value:
            return self.not_yet(first_look.value)
        for probe in self.probes:
            outcome = self._judge_epoch(answer, *probe.args, time_limit)
            if outcome:
                return outcome
        return self.correct()

    def _judge_epoch(self, answer, m, batch_size, time_limit):
        """An Outcome for what is wrong with one call, or None."""
        rng = np.random.default_rng(m)
        epochs, call = [], f"For m = {m} and batch_size = {batch_size}: "
        for generator in (rng, rng, np.random.default_rng(m)):
            done = run(
                lambda rng=generator: _read(answer(m, batch_size, rng)),
                time_limit=time_limit,
            )
            problem = self._not_returned(answer, done, time_limit)
            if problem:
                return problem
            epochs.append(done.value)
            cause = _wrong_with(done.value, m, batch_size)
            if cause:
                details = [call + _sizes(done.value)] if done.value else []
                return self.not_yet(cause, details)
        first, second, again = (np.concatenate(epoch) for epoch in epochs)
        if m > 20 and np.array_equal(first, second):
            return self.not_yet(SAME_ORDER)
        if m > 20 and not np.array_equal(first, again):
            return self.not_yet(OTHER_SOURCE)
        return None

    def _not_returned(self, answer, done, time_limit):
        if done.how == "raised":
            if isinstance(done.error, Unusable):
                return self.not_yet(str(done.error), printed=done.printed)
            message, advice = sentences.raised(done.error)
            if isinstance(done.error, TypeError) and "NoneType" in str(done.error):
                advice = [
                    "`rng.shuffle(order)` shuffles in place and returns None: go on "
                    "with `order` itself, or use `rng.permutation(m)`."
                ]
            return self.not_yet(message, advice, done.printed)
        if done.how != "returned":
            message = sentences.stopped(done.how, time_limit)
            return self.not_yet(message, printed=done.printed)
        if done.value is ...:
            return self._stub()
        if done.value is None:
            nothing = sentences.returned_nothing(answer, done.printed)
            return self.not_yet(*nothing, done.printed)
        return None


def _read(value):
    """The batches as a list of flat integer arrays; None and ... pass through."""
    if value is None or value is ...:
        return value
    if isinstance(value, dict | set | str) or not hasattr(value, "__iter__"):
        raise Unusable(
            f"A list of index arrays is asked for; your function returns {kind(value)}."
        )
    batches = []
    for batch in value:
        if isinstance(batch, list | tuple) and any(map(_is_row, batch)):
            raise Unusable(
                "Each batch must be a flat array; one of yours is a list of arrays: "
                "return the list of batches alone."
            )
        array = as_array(batch)
        if array.ndim != 1:
            raise Unusable(
                "Each batch must be a flat array of sample indices: is this a list of "
                "numbers instead of a list of batches?"
                if array.ndim == 0
                else f"Each batch must be a flat array; one of yours has shape "
                f"{array.shape}."
            )
        if np.asarray(batch).dtype.kind not in "iu" and array.size:
            raise Unusable(
                "The indices must be whole numbers (integers): with others `X[batch]` "
                "fails."
            )
        batches.append(array.astype(int))
    return batches


def _is_row(part):
    return isinstance(part, np.ndarray) and part.ndim > 0


def _wrong_with(batches, m, batch_size):
    """The sentence for what is wrong with the batches of one epoch, or None."""
    sizes = [len(batch) for batch in batches]
    order = np.concatenate([np.zeros(0, dtype=int), *batches])
    if not sizes or not order.size:
        return "Your list is empty: it must hold all batches of the epoch."
    if 0 in sizes:
        return "One of your batches is empty: stop when all samples are used up."
    full, rest = divmod(m, batch_size)
    if order.min() == 1 and order.max() == m:
        return FROM_ONE
    if order.min() < 0 or order.max() >= m:
        return (
            f"Indices run from 0 to m - 1; yours from {order.min()} to {order.max()}."
        )
    wanted = [batch_size] * full + [rest] * (rest > 0)
    distinct = len(np.unique(order))
    if distinct < len(order):
        overlap = all(
            np.array_equal(a[1:], b[: len(a) - 1])
            for a, b in zip(batches, batches[1:], strict=False)
        )
        return OVERLAP if overlap and len(batches) > 1 and sizes[0] > 1 else REPLACED
    if distinct < m:
        if len(batches) == 1:
            return FIRST_ONLY
        if sizes == wanted[:-1]:
            return DROPPED
        return f"Not every sample comes: {m - distinct} of {m} are in no batch."
    if sizes != wanted:
        if len(batches) == 1:
            return ONE_BATCH
        if len(batches) == batch_size:
            return AS_COLUMNS
        if max(sizes) - min(sizes) <= 1 and len(sizes) == len(wanted):
            return SPREAD
        return "Each batch must hold batch_size samples, only the last may be shorter."
    if m > 20 and np.array_equal(order, np.arange(m)):
        return NOT_SHUFFLED
    if m > 20 and all((np.diff(np.sort(batch)) == 1).all() for batch in batches):
        return BATCHES_SHUFFLED
    return None


def _sizes(batches):
    sizes = [len(batch) for batch in batches]
    shown = ", ".join(map(str, sizes[:10])) + ", …" * (len(sizes) > 10)
    first = ", ".join(map(str, batches[0][:8])) + ", …" * (len(batches[0]) > 8)
    return f"your batches hold {shown} samples; the first one is ({first})."


def _cut(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def _minibatches(m, batch_size, rng):
    return _cut(rng.permutation(m), batch_size)


def _in_shuffled_order(batches, rng):
    return [batches[i] for i in rng.permutation(len(batches))]


minibatches = BatchExercise(
    chapter,
    _minibatches,
    title="Mini-batches",
    success="Each shot gather is used once per epoch and always in new company, so no "
    "batch speaks for one corner of the survey only.",
    hints=[
        "Shuffle the numbers 0 … m - 1 once, then cut the result into pieces.",
        "`rng.permutation(m)` is the shuffled order; a slice beyond the end is simply "
        "shorter.",
        "`[order[i : i + batch_size] for i in range(0, m, batch_size)]`",
    ],
    optional=True,
    inputs=lambda rng: (53, 8, rng),
    probes=[  # the largest first: there two orders never agree by chance
        Probe("53 samples, 8 at a time: six full batches and one of 5.", 53, 8),
        Probe("24 samples, 6 at a time: four full batches.", 24, 6),
        Probe("5 samples, 8 at a time: one batch of 5.", 5, 8),
        Probe("7 samples, one at a time: seven batches of 1.", 7, 1),
    ],
    misconceptions=[
        Misconception(
            NOT_SHUFFLED, lambda m, batch_size, rng: _cut(np.arange(m), batch_size)
        ),
        Misconception(
            BATCHES_SHUFFLED,
            lambda m, batch_size, rng: (
                _in_shuffled_order(_cut(np.arange(m), batch_size)[:-1], rng)
                + _cut(np.arange(m), batch_size)[-1:]
            ),
            lambda m, batch_size, rng: [
                rng.permutation(batch) for batch in _cut(np.arange(m), batch_size)
            ],
        ),
        Misconception(
            REPLACED,
            lambda m, batch_size, rng: _cut(rng.integers(0, m, m), batch_size),
            lambda m, batch_size, rng: _cut(rng.choice(m, m), batch_size),
            lambda m, batch_size, rng: [
                rng.choice(m, len(batch), replace=False)
                for batch in _cut(np.arange(m), batch_size)
            ],
        ),
        Misconception(
            DROPPED,
            lambda m, batch_size, rng: [
                batch
                for batch in _minibatches(m, batch_size, rng)
                if len(batch) == batch_size
            ],
        ),
        Misconception(
            SAME_ORDER,
            lambda m, batch_size, rng: _minibatches(
                m, batch_size, np.random.default_rng(0)
            ),
        ),
        Misconception(
            OTHER_SOURCE,
            lambda m, batch_size, rng: _minibatches(
                m, batch_size, np.random.default_rng()
            ),
        ),
        Misconception(
            SPREAD,
            lambda m, batch_size, rng: np.array_split(
                rng.permutation(m), ceil(m / batch_size)
            ),
        ),
        Misconception(
            AS_COLUMNS,
            lambda m, batch_size, rng: np.array_split(rng.permutation(m), batch_size),
        ),
        Misconception(
            FROM_ONE,
            lambda m, batch_size, rng: _cut(1 + rng.permutation(m), batch_size),
        ),
        Misconception(
            OVERLAP,
            lambda m, batch_size, rng: [
                batch[i : i + batch_size]
                for batch in [rng.permutation(m)]
                for i in range(m - batch_size + 1)
            ],
        ),
        Misconception(
            FIRST_ONLY,
            lambda m, batch_size, rng: _minibatches(m, batch_size, rng)[:1],
        ),
        Misconception(ONE_BATCH, lambda m, batch_size, rng: [rng.permutation(m)]),
    ],
)
