"""What an epoch costs: updates and sample gradients."""

from math import ceil

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, survey


def _count_updates(m, batch_size, epochs):
    return ceil(m / batch_size) * epochs, m * epochs


count_updates = FunctionExercise(
    chapter,
    _count_updates,
    title="Count the work",
    success="An epoch always costs m sample gradients, however you cut it; small "
    "batches only make more updates of it. That is why they win on large surveys.",
    hints=[
        "How many batches does one epoch make when the last one may be shorter?",
        "10 samples in batches of 4 are 4 + 4 + 2: three updates, ten sample "
        "gradients.",
        "`math.ceil(m / batch_size) * epochs`, and every sample once per epoch: "
        "`m * epochs`.",
    ],
    inputs=survey,
    returns=("updates", "sample_gradients"),
    tolerance=1e-9,
    probes=[
        Probe("10 samples in batches of 4, one epoch: 4 + 4 + 2?", 10, 4, 1),
        Probe("10 samples in batches of 5, three epochs?", 10, 5, 3),
    ],
    misconceptions=[
        Misconception(
            "You leave out the last, shorter batch: it makes an update too, so round "
            "up.",
            lambda m, batch_size, epochs: (m // batch_size * epochs, m * epochs),
            lambda m, batch_size, epochs: (
                m // batch_size * epochs,
                m // batch_size * batch_size * epochs,
            ),
            lambda m, batch_size, epochs: (m * epochs // batch_size, m * epochs),
        ),
        Misconception(
            "The number of epochs is missing: all of this happens again in each one.",
            lambda m, batch_size, epochs: _count_updates(m, batch_size, 1),
        ),
        Misconception(
            "The updates count one epoch only: multiply them by the number of epochs.",
            lambda m, batch_size, epochs: (ceil(m / batch_size), m * epochs),
        ),
        Misconception(
            "The sample gradients count one epoch only: multiply them by the number of "
            "epochs.",
            lambda m, batch_size, epochs: (ceil(m / batch_size) * epochs, m),
        ),
        Misconception(
            "You count one sample gradient per update: an update adds up the gradients "
            "of all samples in its batch.",
            lambda m, batch_size, epochs: (ceil(m / batch_size) * epochs,) * 2,
        ),
        Misconception(
            "You count the last batch as if it were full: every sample comes once per "
            "epoch, so m in all.",
            lambda m, batch_size, epochs: (
                ceil(m / batch_size) * epochs,
                ceil(m / batch_size) * epochs * batch_size,
            ),
        ),
        Misconception(
            "You multiply by the batch size once more: an epoch visits each of the m "
            "samples once, in whatever batches.",
            lambda m, batch_size, epochs: (
                ceil(m / batch_size) * epochs,
                m * batch_size * epochs,
            ),
            lambda m, batch_size, epochs: (
                ceil(m / batch_size) * epochs,
                m * batch_size,
            ),
        ),
        Misconception(
            "An update is a whole one: round the number of batches up, `math.ceil`.",
            lambda m, batch_size, epochs: (m / batch_size * epochs, m * epochs),
            lambda m, batch_size, epochs: (round(m / batch_size) * epochs, m * epochs),
        ),
        Misconception(
            "You round up only at the end: no batch reaches into the next epoch, so "
            "round up within one epoch, then multiply.",
            lambda m, batch_size, epochs: (ceil(m * epochs / batch_size), m * epochs),
        ),
        Misconception(
            "You add an update to every epoch: when batch_size divides m there is no "
            "shorter batch left.",
            lambda m, batch_size, epochs: ((m // batch_size + 1) * epochs, m * epochs),
        ),
        Misconception(
            "You make one update per sample: with batches there is one per batch.",
            lambda m, batch_size, epochs: (m * epochs, m * epochs),
        ),
    ],
)
