"""Splitting logs by well, and how much the other split flatters."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, rows_of_wells
from .leak_judge import LeakExercise


class RowsExercise(FunctionExercise):
    """The results are row numbers; in which order they come does not matter."""

    def _observe(self, answer, args, wanted, time_limit):
        seen = super()._observe(answer, args, wanted, time_limit)
        if isinstance(seen.results, list):
            seen.results = [
                np.sort(rows, axis=None).reshape(rows.shape) for rows in seen.results
            ]
        return seen


def _split_by_well(wells, blind):
    held_back = np.isin(wells, blind)
    return np.flatnonzero(~held_back), np.flatnonzero(held_back)


def _drawn_at_random(wells, blind):
    """As many rows as belong to the blind wells, but dealt out."""
    rows, count = np.arange(len(wells)), len(_split_by_well(wells, blind)[1])
    rows = np.random.default_rng(0).permutation(rows)
    return rows[count:], rows[:count]


_NAMES = ["31/2-7", "31/2-7", "31/6-8", "31/2-7"]

split_by_well = RowsExercise(
    chapter,
    _split_by_well,
    title="Split by well",
    success="No well stands on both sides now, so the score answers the question that "
    "a client has: how good is it in the next well?",
    hints=[
        "For each row ask: is its well among the blind ones? If so it is a test row.",
        "`np.isin(wells, blind)` asks that for all rows at once.",
        "`np.flatnonzero(held_back)` gives the row numbers where it is true, and "
        "`~held_back` turns it round.",
    ],
    inputs=rows_of_wells,
    returns=("train_rows", "test_rows"),
    tolerance=1e-9,
    probes=[
        AsGiven(
            "Rows 0, 1 and 3 are of well 31/2-7, row 2 of 31/6-8, which is blind: "
            "which rows are for training, which for the test?",
            np.array(_NAMES),
            ["31/6-8"],
        ),
    ],
    misconceptions=[
        Misconception(
            "These are True and False for each row: `np.flatnonzero` makes row numbers "
            "of them.",
            lambda wells, blind: (~np.isin(wells, blind), np.isin(wells, blind)),
            lambda wells, blind: (np.isin(wells, blind), ~np.isin(wells, blind)),
        ),
        Misconception(
            "`np.where` with one argument returns a tuple: take its first part, "
            "`np.where(held_back)[0]`.",
            lambda wells, blind: (
                np.where(~np.isin(wells, blind)),
                np.where(np.isin(wells, blind)),
            ),
            lambda wells, blind: (
                np.argwhere(~np.isin(wells, blind)),
                np.argwhere(np.isin(wells, blind)),
            ),
        ),
        Misconception(
            "These are names of wells: the numbers of the rows are asked for.",
            lambda wells, blind: (
                wells[~np.isin(wells, blind)],
                wells[np.isin(wells, blind)],
            ),
            lambda wells, blind: (
                [well for well in wells if well not in blind],
                [well for well in wells if well in blind],
            ),
            lambda wells, blind: (
                [well for well in np.unique(wells) if well not in blind],
                blind,
            ),
            lambda wells, blind: (np.setdiff1d(wells, blind), blind),
            lambda wells, blind: (np.setdiff1d(wells, blind), np.array(blind)),
        ),
        Misconception(
            "Only the first blind well is held back: `blind` may name several, so ask "
            "`np.isin(wells, blind)`.",
            lambda wells, blind: _split_by_well(wells, blind[:1]),
        ),
        Misconception(
            "Only the last blind well is held back: is the result of each round lost "
            "in the next? Ask `np.isin(wells, blind)`.",
            lambda wells, blind: _split_by_well(wells, blind[-1:]),
        ),
        Misconception(
            "`wells == blind` compares row by row with a list of another length: ask "
            "for each row whether its well is among the blind ones, `np.isin`.",
            lambda wells, blind: (
                np.flatnonzero(wells != blind),
                np.flatnonzero(wells == blind),
            ),
            lambda wells, blind: (
                np.flatnonzero(wells != np.array(blind)),
                np.flatnonzero(wells == np.array(blind)),
            ),
            lambda wells, blind: (wells != blind, wells == blind),
            lambda wells, blind: (wells != np.array(blind), wells == np.array(blind)),
        ),
        Misconception(
            "`in`, `not` and `if` ask about one value, not about an array: use "
            "`np.isin(wells, blind)`, and `~` to turn it round.",
            lambda wells, blind: (
                np.flatnonzero(wells not in blind),
                np.flatnonzero(wells in blind),
            ),
        ),
        Misconception(
            "No row is held back: the name of one well never equals a list, so ask "
            "whether it is in the list, `well in blind`.",
            lambda wells, blind: (np.arange(len(wells)), []),
        ),
        Misconception(
            "This is how many rows there are: the row numbers themselves are asked "
            "for.",
            lambda wells, blind: tuple(
                len(rows) for rows in _split_by_well(wells, blind)
            ),
        ),
        Misconception(
            "The test rows of your split are still among the training rows: leave them "
            "out there, or the test is no test.",
            lambda wells, blind: (
                np.arange(len(wells)),
                _split_by_well(wells, blind)[1],
            ),
        ),
        Misconception(
            "You deal out single rows: then a blind well would lie on both sides, and "
            "its beds are known before the test.",
            _drawn_at_random,
            lambda wells, blind: tuple(
                np.split(np.arange(len(wells)), [-len(_split_by_well(wells, blind)[1])])
            ),
        ),
        Misconception(
            "Your rows are counted from 1: the first one has the number 0.",
            lambda wells, blind: tuple(
                rows + 1 for rows in _split_by_well(wells, blind)
            ),
        ),
        Misconception(
            "You look for the name inside a text, so 31/2-1 finds 31/2-10 as well: "
            "compare whole names.",
            lambda wells, blind: _split_by_part_of_name(wells, blind),
        ),
    ],
)


def _split_by_part_of_name(wells, blind):
    held_back = np.array([any(name in well for name in blind) for well in wells])
    return np.flatnonzero(~held_back), np.flatnonzero(held_back)


leak = LeakExercise(
    chapter,
    "leak",
    given="my_leak",
    title="How much does a random split flatter?",
    success="The random split lets the network recognise wells it has already seen. "
    "That bonus is gone in the next well, so only the blind score is worth telling.",
    hints=[
        "The cell before prints a line for '64 units': copy two of its three numbers.",
        "The score of the random split comes first, that of the blind wells second, "
        "both as shares from 0 to 1.",
        'They can also be looked up: `measured["64 units", "random"]` is the first.',
    ],
)
