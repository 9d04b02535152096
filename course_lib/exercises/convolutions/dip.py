"""A kernel of one's own that lets one dip pass."""

from .dip_judge import KernelExercise
from .inputs import chapter

my_dip_filter = KernelExercise(
    chapter,
    "my_dip_filter",
    given="dip_filter",
    title="A dip filter of your own",
    success="You chose a handful of numbers, and beds that dip the other way fall "
    "silent. A network does the same with labelled sections as its only guide.",
    hints=[
        "Along a reflector the amplitude does not change: a weight and its negative, "
        "both on the reflector, cancel. Off it they do not.",
        "The row 1, -1 silences flat reflectors. A 1 with a -1 one row down and one "
        "column to the left silences those dipping to the left by one sample per "
        "trace.",
        "Take both at once: the row 1, -1, and one row down, one column to the left, "
        "its negative, [[0, 1, -1], [-1, 1, 0]]. With its twin one row further down "
        "that makes [[0, 1, -1], [-1, 2, -1], [-1, 1, 0]].",
    ],
)
