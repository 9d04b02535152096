"""Downloads against a local server that sends right, truncated and wrong bytes."""

import hashlib
import os
import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from course_lib import datasets
from course_lib.datasets import download

CONTENT = bytes(range(256)) * 400  # 100 kB: many chunks of a download


class Answers(BaseHTTPRequestHandler):
    """The first part of the path says how to answer."""

    def do_GET(self):
        self.server.requested.append(self.path)
        kind = self.path.split("/")[1]
        if kind == "missing":
            self.send_error(404)
            return
        body = CONTENT[::-1] if kind == "wrong" else CONTENT
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if kind == "truncated" else body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as httpd:
        httpd.requested = []
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield httpd
        httpd.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "data"))
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(variable, "127.0.0.1")
    return tmp_path / "data"


@pytest.fixture
def serve(server, folder, monkeypatch):
    """Let the server stand in for the source of ``f3_cube``."""

    def choose(kind, port=server.server_port):
        remote = replace(
            download.REGISTRY["f3_cube"],
            url=f"http://127.0.0.1:{port}/{kind}/f3.sgy",
            size=len(CONTENT),
            sha256=hashlib.sha256(CONTENT).hexdigest(),
        )
        monkeypatch.setitem(download.REGISTRY, "f3_cube", remote)

    return choose


def test_fetch_downloads_once(serve, server, folder):
    serve("right")
    path = datasets.fetch("f3_cube")
    assert path == folder / "f3.sgy"
    assert path.read_bytes() == CONTENT
    assert datasets.fetch("f3_cube") == path
    assert server.requested == ["/right/f3.sgy"]
    assert os.listdir(folder) == ["f3.sgy"]


@pytest.mark.parametrize(
    "kind, reason",
    [
        ("wrong", "not the published file"),
        ("truncated", "the connection broke off"),
        ("missing", "the server answered 404"),
    ],
)
def test_bad_answer_leaves_nothing_and_says_what_to_do(serve, folder, kind, reason):
    serve(kind)
    with pytest.raises(datasets.DownloadError, match=reason) as caught:
        datasets.fetch("f3_cube")
    message = str(caught.value)
    assert str(folder / "f3.sgy") in message
    assert download.REGISTRY["f3_cube"].url in message
    assert "\n" not in message
    assert os.listdir(folder) == []


def test_calling_again_after_a_failure_is_enough(serve, folder):
    serve("truncated")
    with pytest.raises(datasets.DownloadError):
        datasets.fetch("f3_cube")
    serve("right")
    assert datasets.fetch("f3_cube").read_bytes() == CONTENT


def test_offline_is_one_sentence(serve, folder):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    serve("right", port)
    with pytest.raises(OSError, match="f3_cube is not here yet") as caught:
        datasets.fetch("f3_cube")
    assert "(no connection to the server)" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_file_put_there_by_hand_is_used_without_a_connection(serve, server, folder):
    serve("right")
    folder.mkdir()
    (folder / "f3.sgy").write_bytes(CONTENT)
    assert datasets.fetch("f3_cube") == folder / "f3.sgy"
    assert server.requested == []


def test_wrong_file_put_there_by_hand_is_replaced(serve, folder):
    serve("right")
    folder.mkdir()
    (folder / "f3.sgy").write_text("<html>the page around the file</html>")
    assert datasets.fetch("f3_cube").read_bytes() == CONTENT


def test_wrong_file_put_there_by_hand_is_gone_when_offline(serve, folder):
    serve("missing")
    folder.mkdir()
    (folder / "f3.sgy").write_text("<html>the page around the file</html>")
    with pytest.raises(datasets.DownloadError, match="removed: 37 bytes instead of"):
        datasets.fetch("f3_cube")
    assert os.listdir(folder) == []


def test_other_good_files_stay_untouched(serve, folder):
    serve("wrong")
    folder.mkdir()
    (folder / "31_6-8.las").write_bytes(b"good")
    with pytest.raises(datasets.DownloadError):
        datasets.fetch("f3_cube")
    assert (folder / "31_6-8.las").read_bytes() == b"good"


def test_good_file_survives_a_server_gone_bad(serve, folder):
    serve("right")
    path = datasets.fetch("f3_cube")
    serve("wrong")
    assert datasets.fetch("f3_cube") == path
    assert path.read_bytes() == CONTENT


def test_interrupted_download_leaves_nothing_half_written(serve, folder, monkeypatch):
    serve("right")
    whole = requests.Response.iter_content

    def stop_after_three(self, *args, **kwargs):
        for i, chunk in enumerate(whole(self, *args, **kwargs)):
            if i == 3:
                raise KeyboardInterrupt
            yield chunk

    monkeypatch.setattr(requests.Response, "iter_content", stop_after_three)
    with pytest.raises(KeyboardInterrupt):
        datasets.fetch("f3_cube")
    assert os.listdir(folder) == []
    monkeypatch.undo()


def test_folder_that_cannot_be_made_is_named(serve, tmp_path, monkeypatch):
    serve("right")
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "file"))
    with pytest.raises(datasets.DownloadError, match="file"):
        datasets.fetch("f3_cube")


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match="'f3_inline362'.*'force2020_34_10-19'"):
        datasets.fetch("f3_line")
    with pytest.raises(ValueError, match="name must be one of"):
        datasets.fetch(None)


def test_download_folder_is_in_the_checkout_unless_chosen(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    assert datasets.download_folder().parts[-2:] == ("data", "download")
    assert (datasets.download_folder().parents[1] / "pyproject.toml").is_file()
    monkeypatch.setenv("COURSE_DATA", "")
    assert datasets.download_folder().parts[-2:] == ("data", "download")
    monkeypatch.setenv("COURSE_DATA", "~/seismics")
    assert datasets.download_folder().is_absolute()
    assert "~" not in str(datasets.download_folder())


def test_installed_elsewhere_the_folder_is_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    installed = tmp_path / "site-packages" / "course_lib" / "datasets" / "download.py"
    monkeypatch.setattr(download, "__file__", str(installed))
    folder = datasets.download_folder()
    assert folder.is_absolute() and "course_lib" in folder.parts
    assert tmp_path not in folder.parents


def test_registry_is_complete():
    wells = ("31_2-7", "31_2-9", "31_2-10", "31_3-2", "31_6-8", "34_10-19")
    assert datasets.names() == [
        "f3_inline362",
        "f3_well_f03_4",
        "f3_cube",
        "penobscot_xl1155",
        *(f"force2020_{well}" for well in wells),
    ]
    for remote in download.REGISTRY.values():
        assert remote.url.startswith("https://")
        assert len(bytes.fromhex(remote.sha256)) == 32
        assert remote.size > 100_000 and remote.credit
    files = {remote.file_name for remote in download.REGISTRY.values()}
    assert len(files) == len(download.REGISTRY)


def test_every_data_set_has_its_card_with_the_text_to_show():
    cards = (Path(__file__).parents[1] / "data" / "README.md").read_text("utf-8")
    headings = [line for line in cards.splitlines() if line.startswith("### ")]
    for name in ("gas_sand", "avo_boundaries", "lithology", "gamma_ray_log"):
        assert any(f"datasets.{name}(" in line for line in headings)
    for name, remote in download.REGISTRY.items():
        family, well = name.split("_", 1)
        assert any(f"`{name}`" in h or f"`{family}_<well>`" in h for h in headings)
        assert family != "force2020" or f"`{well}`" in cards
        assert f'"{remote.credit}"' in cards
