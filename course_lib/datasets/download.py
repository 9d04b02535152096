"""Real data: downloaded once, when you ask for it, and never trusted unseen.

A file is kept only if its SHA-256 is the published one. It lies in ``data/download``
of the course's folder, or, when ``course_lib`` is installed somewhere else, in the
user's cache folder (on Linux ``~/.cache/course_lib``); the environment variable
``COURSE_DATA`` names another folder. A file that you put there by hand is verified in
the same way.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from course_lib.checks import check_choice

TIMEOUT_S = 20
_RAW = "https://raw.githubusercontent.com"
_SEG_2017 = f"{_RAW}/seg/tutorials-2017/b38f798866dd4e1a38c78cfd45edb7b2cfd3d785"
_SEG_2014 = f"{_RAW}/seg/tutorials-2014/aab1cf917bc4b223e1061d2984aa1bce4bc41a1c"
_SEGYIO = f"{_RAW}/equinor/segyio/ce7bf86e4bee75f3296a5a756fa123e981a04fea"
_FORCE = (
    f"{_RAW}/bolgebrygg/Force-2020-Machine-Learning-competition/"
    "c8d01ee92c1c8e1ecba36f96cca6ea7b689338a1"
)


class DownloadError(OSError):
    """The file could not be had or is not the published one; it says what to do."""


@dataclass(frozen=True)
class RemoteFile:
    """Where a file comes from and how to know it.

    Attributes
    ----------
    url : str
    size : int
        Bytes.
    sha256 : str
        Hexadecimal.
    credit : str
        Source and licence, to be shown with every picture made from it.
    """

    url: str
    size: int
    sha256: str
    credit: str

    @property
    def file_name(self):
        """Name of the file, as published."""
        return self.url.rsplit("/", 1)[1]


_F3_CREDIT = (
    "F3, offshore Netherlands: acquired by NAM, released by NLOG/TNO, curated by dGB "
    "Earth Sciences (TerraNubis), CC BY-SA 3.0"
)
_PENOBSCOT_CREDIT = (
    "Penobscot 3D, offshore Nova Scotia: owned by the Nova Scotia Department of "
    "Energy, distributed by permission"
)
_FORCE_CREDIT = (
    "FORCE 2020, offshore Norway: logs NLOD 2.0, lithology labels CC BY 4.0, Bormann "
    "et al. 2020, doi:10.5281/zenodo.4351156"
)


def _force_well(well, size, sha256):
    path = "lithology_competition/data/las_files_Lithostrat_data"
    url = f"{_FORCE}/{path}/{well}.las"
    return {f"force2020_{well}": RemoteFile(url, size, sha256, _FORCE_CREDIT)}


REGISTRY = {
    "f3_inline362": RemoteFile(
        f"{_SEG_2017}/1710_Colored_inversion/data/export_inline362.ascii",
        2173030,
        "a4a03b1e452c93d8dfcf8cde151b89b28bf6df4fc1382500ceffdc440027caa5",
        _F3_CREDIT + "; cropped",
    ),
    "f3_well_f03_4": RemoteFile(
        f"{_SEG_2017}/1710_Colored_inversion/data/Lasfiles/F03-4_logs.las",
        1684655,
        "2fb2d1a43d50e6e9db403915708830f925eaa0dad9fb23cd542eda8d6e0ddae2",
        _F3_CREDIT + "; units converted",
    ),
    "f3_cube": RemoteFile(
        f"{_SEGYIO}/test-data/f3.sgy",
        165060,
        "6008d05547c6b8f6050cea7ca4683f1be3fac260235cad47eb5e61ee05d2ce23",
        _F3_CREDIT + "; cropped",
    ),
    "penobscot_xl1155": RemoteFile(
        f"{_SEG_2014}/1410_Phase/data/penobscot_xl1155.sgy",
        3756244,
        "6387e1422bacc8e65a58e59d3b73f23b796cb94c2c92611dec1440f99ebfbe0d",
        _PENOBSCOT_CREDIT,
    ),
    **_force_well(
        "31_2-7",
        2258434,
        "70f16a59e06b9535ca1dea4344d16fc321b6bfa610d57ff22d08c3e15ea347a4",
    ),
    **_force_well(
        "31_2-9",
        2455489,
        "02eda57791f52ddee968fb5cdb87d08299c0e17f22558bd4ad8e5483d9b352d9",
    ),
    **_force_well(
        "31_2-10",
        2961169,
        "bfc5fd112a0ea2153aab8c4da306ff5c3821149b3484050f4674a96f9bcf3392",
    ),
    **_force_well(
        "31_3-2",
        3132324,
        "ac86b7b87c0d2682a5e0243c98f724b12acaddb49a33e9c0842dbfbd85822b62",
    ),
    **_force_well(
        "31_6-8",
        2413830,
        "6351c4920aaa839ae7ee6ad76f430a6018aeee630af30538c705737d38107c4b",
    ),
    **_force_well(
        "34_10-19",
        3112437,
        "bd77113c26915105bb213af593de6c64649fc91a3cc3c94810699e780a7a681c",
    ),
}


def names():
    """Names of all files that `fetch` knows."""
    return list(REGISTRY)


def download_folder():
    """Folder of the downloaded files (it need not exist yet), a ``pathlib.Path``."""
    chosen = os.environ.get("COURSE_DATA", "").strip()
    if chosen:
        return Path(chosen).expanduser().absolute()
    root = Path(__file__).absolute().parents[2]
    if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir():
        return root / "data" / "download"
    import pooch

    return Path(pooch.os_cache("course_lib"))


def fetch(name):
    """Path of a verified file, downloaded if it is not there yet.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        Unknown name; the message lists the known ones.
    DownloadError
        No connection, the server failed, or what came was not the published file. The
        message says which file to put where by hand. It is an ``OSError``. Nothing
        half-written is left, and a good file is never replaced: just call again.
    """
    check_choice(name, "name", REGISTRY)
    remote = REGISTRY[name]
    path = download_folder() / remote.file_name
    note = ""
    if path.is_file():
        if _sha256(path) == remote.sha256:
            return path
        note = f" (The file there was removed: {_difference(path, remote)}.)"
        path.unlink()
    try:
        _download(remote, path)
    except (OSError, ValueError) as error:
        raise DownloadError(
            f"{name} is not here yet and could not be downloaded ({_reason(error)}): "
            f"get {remote.url} with a browser, or from somebody who has it, and save "
            f"it as {path}{note}"
        ) from error
    return path


def _download(remote, path):
    """Stream to a temporary file beside ``path``, verify, and only then rename."""
    import pooch
    from tqdm.auto import tqdm

    pooch.get_logger().setLevel("WARNING")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tqdm(
        total=remote.size,
        unit="B",
        unit_scale=True,
        desc=remote.file_name,
        leave=False,
        delay=0.5,  # no empty bar where there is no network
    ) as bar:
        pooch.retrieve(
            remote.url,
            known_hash=f"sha256:{remote.sha256}",
            fname=path.name,
            path=path.parent,
            downloader=pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT_S),
        )


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _difference(path, remote):
    size = path.stat().st_size
    if size != remote.size:
        return f"{size} bytes instead of {remote.size}"
    return "its SHA-256 differs"


def _reason(error):
    """The cause in a few words, instead of a chain of library objects."""
    import requests

    if isinstance(error, requests.HTTPError):
        return f"the server answered {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return f"no answer within {TIMEOUT_S} s"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off"
    if isinstance(error, requests.RequestException):
        return "no connection to the server"
    if isinstance(error, ValueError):
        return "what came was not the published file: its SHA-256 differs"
    return f"{type(error).__name__}: {error}"
