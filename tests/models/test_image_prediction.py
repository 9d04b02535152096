"""Probabilities over a whole section: no seams, dead traces, any size, clear errors."""

import warnings

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from course_lib import datasets, models  # noqa: E402
from course_lib.models import prediction  # noqa: E402


class Slope(torch.nn.Module):
    """Where the amplitude falls downwards: local, and blind to scale and offset."""

    def forward(self, x):
        below = torch.cat([x[:, :, 1:], x[:, :, -1:]], dim=2)
        return 4.0 * torch.sign(x - below)[:, 0]


def image(n_samples=150, n_traces=200, seed=0):
    """Reflectors that follow the traces."""
    t, x = np.mgrid[:n_samples, :n_traces]
    noise = np.random.default_rng(seed).normal(0, 0.1, t.shape)
    return np.sin(0.6 * t + 0.01 * x) + noise


@pytest.fixture(scope="module")
def net():
    """A U-Net that has seen a few hundred faults: not good, but no stand-in."""
    patches = datasets.fault_patches(240, seed=0, fault_share=0.85)
    net = models.UNet(4)
    models.train(net, patches.X, patches.mask, epochs=5, batch_size=12)
    return net


@pytest.mark.parametrize("shape", [(64, 64), (65, 64), (100, 333), (463, 70)])
@pytest.mark.parametrize("overlap", [0, 0.5, 0.8])
def test_windows_cut_from_one_picture_blend_back_into_it(shape, overlap):
    """So a network whose answer moves with the image gets its direct answer."""
    picture = np.random.default_rng(0).random(shape)
    rows, columns = (prediction.starts(n, 64, overlap) for n in shape)
    corners = [(i, j) for i in rows for j in columns]
    windows = np.stack([picture[i : i + 64, j : j + 64] for i, j in corners])
    back = prediction.blended(windows, corners, shape)
    np.testing.assert_allclose(back, picture, rtol=1e-12)


@pytest.mark.parametrize("shape", [(64, 64), (100, 333), (463, 70)])
def test_a_local_network_gets_its_direct_answer(shape):
    section = image(*shape)
    seen = models.predict_section(Slope(), section)
    assert seen.shape == shape and seen.dtype == np.float32
    fall = np.sign(section[:-1] - section[1:])
    direct = 1 / (1 + np.exp(-4 * fall))
    # Only the last row of a window does not see what comes below, and hardly counts.
    np.testing.assert_allclose(seen[:-1], direct, atol=0.01)
    exact = np.isclose(seen[:-1], direct, atol=1e-6).all(axis=1)
    windows = len(prediction.starts(shape[0], 64, 0.5))
    assert (~exact).sum() <= windows - 1
    np.testing.assert_allclose(seen[-1], 0.5, atol=1e-6)


def test_windows_that_contradict_each_other_are_blended_smoothly():
    corners = [(0, j) for j in prediction.starts(192, 64, 0.5)]
    windows = np.stack([np.full((64, 64), k % 2) for k in range(len(corners))])
    blended = prediction.blended(windows, corners, (64, 192))
    assert np.ptp(blended) > 0.99
    assert np.abs(np.diff(blended, axis=1)).max() < 0.06


def test_no_seams_windows_elsewhere_say_nearly_the_same(net):
    section = datasets.fault_section(200, 300, seed=1).image
    inner = np.s_[40:-40, 40:-40]

    def apart(overlap):
        whole = models.predict_section(net, section, overlap=overlap)[11:, 13:][inner]
        shifted = models.predict_section(net, section[11:, 13:], overlap=overlap)[inner]
        assert np.corrcoef(whole.ravel(), shifted.ravel())[0, 1] > 0.9
        return np.abs(whole - shifted).mean()

    assert apart(0.5) < 0.04
    assert apart(0.5) < 0.8 * apart(0)  # what the overlap is good for


def test_units_gain_and_whole_numbers_do_not_matter(net):
    section = image()
    seen = models.predict_section(net, section)
    np.testing.assert_allclose(
        models.predict_section(net, 1e-5 * section + 3), seen, atol=1e-4
    )
    counts = np.round(8000 * section).astype(np.int16)
    np.testing.assert_allclose(models.predict_section(net, counts), seen, atol=5e-3)


def test_dead_traces_have_no_answer_and_do_not_look_like_faults(net):
    section = image()
    whole = models.predict_section(net, section)
    holed = section.copy()
    holed[:, 90] = np.nan
    holed[:, 120:122] = 0.0  # as dead traces come out of a file
    holed[30:40, 50] = np.nan
    seen = models.predict_section(net, holed)
    dead = np.isnan(holed) | (np.arange(200) // 2 == 60)
    assert (np.isnan(seen) == dead).all()
    assert np.abs(seen - whole)[~dead].max() < 0.1
    as_zeros = models.predict_section(net, np.nan_to_num(section) * ~dead)
    spoiled = np.abs(as_zeros - whole)[~dead].max()
    assert spoiled > np.abs(seen - whole)[~dead].max()


def test_filling_draws_a_line_between_live_traces():
    section = np.array([[1.0, np.nan, np.nan, 4.0, np.nan], [np.nan] * 5])
    dead = np.isnan(section)
    assert prediction.filled(section, dead).tolist() == [[1, 2, 3, 4, 4], [0] * 5]
    assert np.isnan(section[0, 1])  # yours stays as it was


def test_a_muted_top_is_left_out():
    section = image()
    section[:20] = np.nan
    seen = models.predict_section(Slope(), section)
    assert np.isnan(seen[:20]).all() and np.isfinite(seen[20:]).all()


def test_sections_of_the_course_go_in_as_they_are(net):
    section = datasets.fault_section(80, 120, seed=0)
    seen = models.predict_section(net, section)
    assert seen.shape == (80, 120)
    np.testing.assert_array_equal(seen, models.predict_section(net, section.image))


def test_swapped_axes_get_a_question_and_right_ones_do_not():
    section = datasets.fault_section(150, 200, seed=2).image
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        models.predict_section(Slope(), section)
    with pytest.warns(UserWarning, match=r"shape \(200, 150\) changes faster along"):
        models.predict_section(Slope(), section.T)


def test_predictions_of_patches_are_those_of_the_network(net):
    X = np.random.default_rng(0).normal(size=(5, 40, 30))
    with torch.no_grad():
        expected = torch.sigmoid(net(models.as_images(X))).numpy()
    for batch_size in (1, 2, 64):
        seen = models.predict(net, X, batch_size=batch_size)
        np.testing.assert_allclose(seen, expected, atol=1e-5)


def test_a_network_in_training_mode_stays_in_it():
    net = models.FaultCNN(2).train()
    before = {k: v.clone() for k, v in net.state_dict().items()}
    models.predict(net, np.random.default_rng(0).normal(size=(4, 16, 16)))
    assert net.training
    assert all(torch.equal(v, before[k]) for k, v in net.state_dict().items())


@pytest.mark.parametrize(
    ("n", "window", "overlap"),
    [(64, 64, 0.5), (463, 64, 0.5), (951, 48, 0.9), (65, 64, 0)],
)
def test_windows_cover_everything_and_overlap_enough(n, window, overlap):
    first = prediction.starts(n, window, overlap)
    assert first[0] == 0 and first[-1] == n - window
    steps = np.diff(first)
    assert (steps > 0).all() and (steps <= round(window * (1 - overlap))).all()


@pytest.mark.parametrize(
    "section, options, words",
    [
        (image(63, 200), {}, "at least 64 × 64, .*got 63 samples × 200 traces"),
        (image(200, 40), {}, "200 samples × 40 traces. Pass a smaller window"),
        (image()[..., None], {}, r"shape \(n_samples, n_traces\); got \(150, 200, 1\)"),
        (np.full((80, 80), np.nan), {}, "no live trace: every one is NaN or constant"),
        (np.ones((80, 80)), {}, "no live trace"),
        (np.where(image() > 1, np.inf, 0.0), {}, "no infinite amplitudes"),
        ([["a"]], {}, "section must hold real numbers, or be a Section"),
        (image(), {"overlap": 1}, "overlap must be >= 0 and <= 0.9"),
        (image(), {"window": 0}, "window must be >= 2"),
        (image(), {"batch_size": 0}, "batch_size must be >= 1"),
        (image(), {"device": "tpu"}, "device must be 'auto' or one that is here"),
    ],
)
def test_bad_sections_are_refused_with_what_is_allowed(section, options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        models.predict_section(models.UNet(2), section, **options)


def test_a_network_with_one_answer_per_patch_is_refused():
    with pytest.raises(ValueError, match="this FaultCNN gave shape"):
        models.predict_section(models.FaultCNN(2), image())
