"""What chapter 5 says in numbers, measured again: waves, filters, networks, picks.

Each test holds a sentence of notebooks/source/05_convolutional_networks.md.
"""

from itertools import pairwise

import numpy as np
import pytest

from course_lib import baselines, convolution, datasets
from course_lib.geophysics import seismic
from course_lib.geophysics.wavelets import ricker, rotate_phase

LAYERS = [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1), (2, 2), (3, 1)]  # FaultCNN


# ------------------------------------------------------------------ 1. a trace, a wedge


def test_a_bed_of_23_m_tunes_at_145_percent_and_thinner_ones_only_fade():
    ms, metres = seismic.tuning(25, 3000)
    assert (round(ms), round(metres)) == (16, 23) and 3000 / (4 * 25) == 30
    t = np.arange(-0.1, 0.15, 1e-5)
    apart, largest = [], []
    for thickness in (metres, 15, 10, 1):
        s = ricker(t, 25) - ricker(t - 2 * thickness / 3000, 25)
        apart.append(1000 * (t[s.argmin()] - t[s.argmax()]))
        largest.append(s.max())
    assert np.round(apart).tolist() == [16, 14, 14, 13]  # ms from peak to trough
    assert largest[0] == pytest.approx(1.446, abs=0.001)
    assert (np.diff(largest) < 0).all() and largest[-1] < 0.11


def test_forty_steps_find_the_wavelet_that_least_squares_finds():
    rng = np.random.default_rng(0)
    r = 0.1 * rng.standard_normal(400)
    true = rotate_phase(ricker(0.004 * np.arange(-15, 16), 25), 60)
    clean = np.convolve(r, true, mode="valid")
    trace = clean + 0.2 * clean.std() * rng.standard_normal(len(clean))
    kernel, m = np.zeros((1, 1, 31)), len(trace)
    for _ in range(40):
        dz = 2 / m * (convolution.conv1d(r[None, None], kernel) - trace)
        kernel = kernel - 20 * convolution.conv1d_backward(dz, r[None, None], kernel)[1]
    windows = np.lib.stride_tricks.sliding_window_view(r, 31)
    solved = np.linalg.lstsq(windows, trace, rcond=None)[0]
    np.testing.assert_allclose(kernel[0, 0], solved, atol=1e-5)
    error = kernel[0, 0, ::-1] - true
    off = np.sqrt(np.mean(error**2) / np.mean(true**2))
    assert off == pytest.approx(0.055, abs=0.0005)
    assert np.corrcoef(true, true[::-1])[0, 1] < 0  # turned round it is another one


# ------------------------------------------------------- 2. filters that somebody chose


def test_the_filter_of_its_dip_draws_the_fault_and_that_of_the_other_does_not():
    patches = datasets.fault_patches(n=30, size=96, seed=4, fault_share=1.0)
    on = patches.mask[3] > 0
    for axis in (0, 1):  # within three pixels of the fault
        on = np.any([np.roll(on, k, axis) for k in range(-3, 4)], axis=0)
    inside = np.zeros_like(on)
    inside[4:-4, 4:-4] = True

    def contrast(name):
        kernel = convolution.KERNELS[name]
        energy = convolution.correlate(patches.X[3], kernel, padding=1) ** 2
        return energy[on & inside].mean() / energy[~on & inside].mean()

    names = ("vertical derivative", "laplacian", "dip down to the left",
             "horizontal derivative", "dip down to the right")  # fmt: skip
    time, edges, left, across, right = map(contrast, names)
    assert 0.8 < time < 1.2  # reflectors are as strong elsewhere
    assert right > across > 4 > 2.5 > max(edges, left)


def test_the_sample_dip_filter_stays_quiet_for_the_other_dip():
    t_s, trace = 0.004 * np.arange(64)[:, None], np.arange(64)
    kernel = np.array([[0, 1, -1], [-1, 2, -1], [-1, 1, 0]])
    out = {}
    for dip in (-1.5, -1, -0.5, 0, 0.5, 1, 1.5):
        event = ricker(t_s - 0.004 * (32 + dip * (trace - 32)), f_hz=20)
        out[dip] = np.std(convolution.correlate(event, kernel))
    assert out[0] < 1e-10 and out[-1] < 1e-10
    assert out[0.5] > 2 * out[-0.5] and out[1.5] > 4 * out[-1.5]


# -------------------------------------------------------- 3 to 5. sizes, weights, views


def test_sizes_that_the_text_and_the_quiz_name():
    size = convolution.output_size
    assert size(64, 3, stride=2) == 31 and size(64, 3, stride=2, padding=1) == 32
    assert size(12, 3, stride=2) == 5 and size(12, 3, padding=2, dilation=2) == 12
    assert size(100, 5, stride=2) == 48
    assert convolution.left_over(100, 5, stride=2) == 1


def test_a_dense_layer_has_201_million_parameters_where_a_convolution_has_120():
    assert round((64 * 64 + 1) * 12 * 64 * 64 / 1e6) == 201
    torch = pytest.importorskip("torch")
    layer = torch.nn.Conv2d(1, 12, 3)
    assert sum(p.numel() for p in layer.parameters()) == 120


def test_a_unit_of_the_last_map_sees_38_samples_152_ms_152_m_and_950_m():
    field = convolution.receptive_field(LAYERS)[-1]
    assert field == 38 and field * 4 == 152 and field * 25 == 950
    assert 2000 * field * 0.004 / 2 == 152
    torch = pytest.importorskip("torch")
    from course_lib import models

    net = models.FaultCNN().eval()
    x = torch.zeros(1, 1, 128, 128, requires_grad=True)
    for part in net.features:  # mean pooling: every sample passes its gradient on
        if isinstance(part, torch.nn.Sequential):
            torch.nn.init.ones_(part[0].weight)
    x.data += 1.0
    means = [
        torch.nn.AvgPool2d(2) if isinstance(part, torch.nn.MaxPool2d) else part
        for part in net.features
    ]
    torch.nn.Sequential(*means)(x)[0, 0, 8, 8].backward()
    seen = torch.nonzero(x.grad[0, 0])
    assert (seen.max(0).values - seen.min(0).values + 1).tolist() == [38, 38]


# -------------------------------------------------------------- 6. fault or no fault?


@pytest.fixture(scope="module")
def patches():
    """The patches of the notebook, and half of its fresh ones."""
    return datasets.fault_patches(2000, seed=0), datasets.fault_patches(1000, seed=1)


@pytest.fixture(scope="module")
def cnn(patches):
    """The network as the notebook trains it."""
    pytest.importorskip("torch")
    from course_lib import models

    return trained(models.FaultCNN(), patches[0])


def trained(net, known):
    from course_lib import models

    models.train(net, known.X, known.y, epochs=6, batch_size=32, lr=0.01, seed=0)
    return net


def right(net, part):
    from course_lib import models

    return np.mean((models.predict(net, part.X) > 0.5) == part.y)


def test_25_of_1000_pixels_lie_on_a_fault(patches):
    for part in patches:
        assert part.mask.mean() == pytest.approx(0.025, abs=0.001)


def test_a_cutoff_on_coherence_gets_seven_of_ten(patches):
    lowest, fresh = (
        np.quantile(baselines.coherence(part.X[:1000]), 0.01, axis=(1, 2))
        for part in patches
    )
    cutoff, side, known = baselines.best_cutoff(lowest, patches[0].y[:1000])
    new = np.mean((side * (fresh - cutoff) > 0) == patches[1].y)
    assert (round(known, 2), round(new, 2)) == (0.73, 0.72)


@pytest.mark.parametrize("hidden, known", [(0, (0.65, 0.85)), (64, (0.99, 1.0))])
def test_weights_for_every_pixel_know_the_training_patches_only(patches, hidden, known):
    pytest.importorskip("torch")
    from course_lib import models

    net = models.PixelMLP(64, hidden=hidden)
    options = {"batch_size": 64, "lr": 0.001, "flips": False, "polarity": False}
    models.train(net, patches[0].X, patches[0].y, epochs=10, **options)
    assert known[0] <= right(net, patches[0]) <= known[1]
    assert right(net, patches[1]) <= 0.56


def test_the_cnn_gets_98_of_100_with_an_eighth_of_the_parameters(patches, cnn):
    from course_lib import models

    assert right(cnn, patches[1]) >= 0.98

    def count(net):
        return sum(p.numel() for p in net.parameters())

    assert count(cnn) == 34117
    assert round(count(models.PixelMLP(64, hidden=64)) / count(cnn)) == 8


def test_it_sees_the_throw_and_no_trace_of_the_machinery(cnn):
    from course_lib import models

    nothing = datasets.fault_patches(n=1000, seed=2, throw=(0, 0))
    called = models.predict(cnn, nothing.X) > 0.5
    shares = [called[nothing.y == k].mean() for k in (0, 1)]
    assert max(shares) < 0.03 and abs(shares[0] - shares[1]) < 0.02


def test_its_first_kernels_are_nearly_the_random_ones_it_began_with(cnn):
    from course_lib import models

    first, start = (
        net.features[0][0].weight.detach().numpy().reshape(12, 9)
        for net in (cnn, models.FaultCNN())
    )
    alike = [np.corrcoef(a, b)[0, 1] for a, b in zip(first, start, strict=True)]
    assert 0.6 < min(alike) < np.mean(alike) < 0.99


def test_with_a_frozen_first_layer_it_gets_as_far(patches):
    pytest.importorskip("torch")
    from course_lib import models

    net = models.FaultCNN()
    first = net.features[0][0].weight
    drawn = first.detach().clone()
    first.requires_grad_(False)
    trained(net, patches[0])
    assert (first == drawn).all()
    assert right(net, patches[1]) >= 0.975


# ------------------------------------------------------- 8 and 9. section, first breaks


def test_the_generated_section_holds_some_twenty_faults():
    made = datasets.fault_section(seed=0)
    assert made.image.shape == (463, 951)
    begin = 0  # faults that have no pixel in the row above
    for above, row in pairwise(np.pad(made.mask > 0, ((1, 0), (1, 1)))):
        first, last = (np.flatnonzero(np.diff(row.astype(int)) == s) for s in (1, -1))
        runs = zip(first + 1, last + 1, strict=True)
        begin += sum(not above[start - 1 : stop + 1].any() for start, stop in runs)
    assert 18 <= begin <= 22


def test_sta_lta_picks_57_of_100_and_fails_late_rather_than_early():
    shots = datasets.first_breaks(n=300, seed=5)
    error_ms = baselines.sta_lta(shots.X, shots.dt_ms) - shots.pick_ms
    assert np.mean(np.abs(error_ms) < 3) == pytest.approx(0.57, abs=0.005)
    assert np.median(np.abs(error_ms)) == pytest.approx(1.7, abs=0.05)
    late, early = np.mean(error_ms > 3), np.mean(error_ms < -3)
    assert late > 5 * early
    shown = error_ms[13]  # the gather in the notebook
    assert np.mean(np.abs(shown[:30]) < 3) > 0.9
    assert np.sum(shown[30:] > 3) >= 8 and np.sum(shown < -3) == 1
