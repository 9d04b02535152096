"""Networks come back from their files; anything else is refused in one sentence."""

import pickle

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from course_lib import models  # noqa: E402
from course_lib.models import checkpoints  # noqa: E402

NETS = [models.FaultCNN(3, seed=4), models.UNet(2), models.PixelMLP((16, 24), hidden=3)]


def same(one, two):
    one, two = one.state_dict(), two.state_dict()
    return one.keys() == two.keys() and all(torch.equal(one[k], two[k]) for k in one)


@pytest.fixture
def saved(tmp_path):
    net = models.UNet(2, seed=7)
    models.save(net, tmp_path / "net.pt")
    return net, tmp_path / "net.pt"


@pytest.mark.parametrize("net", NETS, ids=lambda net: type(net).__name__)
def test_a_trained_network_comes_back(net, tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 16, 24)), np.arange(20) % 2
    target = X > 0 if isinstance(net, models.UNet) else y
    models.train(net, X, target, epochs=1)
    models.save(net, tmp_path / "net.pt")
    back = models.load(tmp_path / "net.pt")
    assert type(back) is type(net) and back.settings() == net.settings()
    assert same(back, net) and not back.training
    np.testing.assert_array_equal(models.predict(back, X), models.predict(net, X))
    assert [path.name for path in tmp_path.iterdir()] == ["net.pt"]


def test_weights_go_into_a_network_of_the_same_kind(saved):
    net, path = saved
    other = models.UNet(2, seed=1)
    assert models.load(path, into=other) is other
    assert same(other, net)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (models.UNet(3), r"holds UNet \(width 2\).*do not fit UNet \(width 3\)"),
        (models.FaultCNN(2), r"do not fit FaultCNN \(width 2\)"),
        (torch.nn.Linear(2, 1), "do not fit Linear"),
    ],
)
def test_another_architecture_is_refused_and_stays_as_it_was(saved, other, words):
    before = {k: v.clone() for k, v in other.state_dict().items()}
    with pytest.raises(ValueError, match=words):
        models.load(saved[1], into=other)
    assert all(torch.equal(v, before[k]) for k, v in other.state_dict().items())


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_refused(saved, share):
    content = saved[1].read_bytes()
    saved[1].write_bytes(content[: int(share * len(content))])
    other = models.UNet(2, seed=1)
    with pytest.raises(ValueError, match="net.pt is damaged or cut off"):
        models.load(saved[1], into=other)
    assert same(other, models.UNet(2, seed=1))


def test_a_file_with_one_wrong_byte_among_the_weights_is_refused(saved):
    content = bytearray(saved[1].read_bytes())
    weights = saved[0].down2[1][0].weight.detach().numpy().tobytes()
    content[content.index(weights) + 5] ^= 1
    saved[1].write_bytes(content)
    with pytest.raises(ValueError, match="net.pt is damaged"):
        models.load(saved[1])


class Evil:
    def __reduce__(self):
        return print, ("this must never run",)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_text("not a checkpoint"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(pickle.dumps({"format": 1})),
        lambda path: np.savez(open(path, "wb"), w=np.zeros(3)),
        lambda path: torch.save(torch.zeros(3), path),
        lambda path: torch.save({"state": {}}, path),
        lambda path: torch.save({"format": 1, "evil": Evil()}, path),
    ],
    ids=["text", "empty", "pickle", "npz", "tensor", "state", "evil"],
)
def test_files_that_are_no_checkpoint_are_refused(tmp_path, write, capsys):
    write(tmp_path / "other.pt")
    with pytest.raises(ValueError, match="other.pt is not a checkpoint of the course"):
        models.load(tmp_path / "other.pt")
    assert capsys.readouterr().out == ""


def change(path, **entries):
    content = torch.load(path, weights_only=True)
    content.update(entries)
    torch.save(content, path)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            {"format": 2},
            "newer version of the course .format 2; this one reads up to 1",
        ),
        ({"network": "ResNet"}, "does not fit the networks .*ResNet"),
        ({"settings": {"width": 3}}, "does not fit the networks"),
        ({"settings": {"depth": 3}}, "does not fit the networks .*depth"),
        ({"state": {}}, "does not fit the networks"),
    ],
)
def test_checkpoints_that_do_not_fit_are_refused(saved, entries, words):
    change(saved[1], **entries)
    with pytest.raises(ValueError, match=words):
        models.load(saved[1])


def test_a_failure_half_way_leaves_the_older_file_whole(saved, monkeypatch):
    net, path = saved

    def broken(content, part):
        part.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(checkpoints.torch, "save", broken)
    with pytest.raises(OSError, match="disk full"):
        models.save(models.UNet(2, seed=3), path)
    monkeypatch.undo()
    assert same(models.load(path), net)
    assert [file.name for file in path.parent.iterdir()] == ["net.pt"]


def test_what_cannot_be_saved_or_found(tmp_path):
    with pytest.raises(TypeError, match="FaultCNN, UNet, PixelMLP; got Linear"):
        models.save(torch.nn.Linear(2, 1), tmp_path / "net.pt")
    with pytest.raises(FileNotFoundError, match="there is no file .*nothing.pt"):
        models.load(tmp_path / "nothing.pt")
    with pytest.raises(FileNotFoundError, match="there is no folder .*missing"):
        models.save(NETS[0], tmp_path / "missing" / "net.pt")
