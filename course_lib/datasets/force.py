"""Six real wells with interpreted lithology, as one table of samples.

Taught in: notebook 2, "Real wells".
"""

import numpy as np

from course_lib.checks import check_choice
from course_lib.datasets.dataset import Dataset
from course_lib.datasets.download import REGISTRY, DownloadError, download_folder
from course_lib.datasets.readers import read

FORCE_WELLS = ("31_2-7", "31_2-9", "31_2-10", "31_3-2", "31_6-8", "34_10-19")
FORCE_LOGS = {
    "GR": "API",
    "RHOB": "g/cm³",
    "NPHI": "v/v",
    "DTC": "µs/ft",
    "RDEP": "log10 Ω·m",
}
# From clay to sand, then carbonates, then ash.
LITHOLOGIES = ("shale", "sandstone/shale", "sandstone", "marl", "limestone", "tuff")
COUNTED_AS = {"dolomite": "limestone"}


def force_wells(features=tuple(FORCE_LOGS), download=True):
    """Lithology of six wells offshore Norway from five logs (FORCE 2020).

    Parameters
    ----------
    features : sequence of str
        Some of GR (API), RHOB (g/cm³), NPHI (v/v), DTC (µs/ft) and RDEP, the deep
        resistivity, given as log10 of Ω·m. The samples are the same for every choice:
        those where all five were measured.
    download : bool
        Fetch what is missing (16 MB in all); otherwise a missing file is an error, at
        once.

    Returns
    -------
    Dataset
        54 738 samples every 0.152 m, well after well, from top to bottom, with
        ``depth_m``, ``well`` ("31/2-7", …) and ``credit``, to be shown with every
        picture. Six classes; dolomite counts as limestone, coal (42 samples) is left
        out. Values are as published, spikes included.

    Raises
    ------
    DownloadError
        A file is missing and could not be had; see `fetch`.
    ValueError
        An unknown log.

    Notes
    -----
    Seven samples in ten are shale, so accuracy says little; ``data/README.md`` has what
    networks reach. Split by well: `split_by_well`.

    Examples
    --------
    >>> force_wells(features=["SP"])
    Traceback (most recent call last):
        ...
    ValueError: features must be one of 'GR', 'RHOB', 'NPHI', 'DTC', 'RDEP'; got 'SP'
    """
    features = [features] if isinstance(features, str) else list(features)
    columns = [
        list(FORCE_LOGS).index(check_choice(name, "features", FORCE_LOGS))
        for name in features
    ]
    if not columns:
        raise ValueError("features must name at least one log; got none")
    parts = [_one_well(well, download) for well in FORCE_WELLS]
    X, y, depth_m, names = (np.concatenate(part) for part in zip(*parts, strict=True))
    labels = ["log10 RDEP" if name == "RDEP" else name for name in features]
    return Dataset(
        X[:, columns],
        y,
        labels,
        [FORCE_LOGS[name] for name in features],
        LITHOLOGIES,
        "force_wells",
        depth_m=depth_m,
        well=names,
        credit=REGISTRY[f"force2020_{FORCE_WELLS[0]}"].credit,
    )


def _one_well(well, download):
    """X of all five logs, y, depths and the well's name, where all are known."""
    name = f"force2020_{well}"
    path = download_folder() / REGISTRY[name].file_name
    if not download and not path.is_file():
        raise DownloadError(
            f"{name} is not here yet and download=False forbids to get it: "
            f"{REGISTRY[name].url} belongs to {path}"
        )
    log = read(name)
    X = np.column_stack([log[key] for key in FORCE_LOGS])
    resistivity = X[:, -1]
    X[:, -1] = np.log10(np.where(resistivity > 0, resistivity, np.nan))
    rock = [COUNTED_AS.get(label, label) for label in log.lithology.tolist()]
    number = {label: k for k, label in enumerate(LITHOLOGIES)}
    y = np.array([number.get(label, -1) for label in rock])
    rows = np.isfinite(X).all(axis=1) & (y >= 0)
    return X[rows], y[rows], log.depth_m[rows], np.full(rows.sum(), log.name)
