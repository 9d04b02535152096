"""Faulted images: seeds, amplitudes, noise and wavelet as asked, and no give-away."""

import numpy as np
import pytest

from course_lib.geophysics import faulted, imaging
from course_lib.geophysics import faults as ft
from course_lib.geophysics.fault_ranges import LIMITS, REALISTIC, UNREALISTIC, choose
from course_lib.geophysics.seismic import fault_patches, section

NO_NOISE = (1e6, 1e6)


def same(one, other):
    return all(
        np.array_equal(a, b) and a.dtype == b.dtype
        for a, b in zip(one, other, strict=True)
    )


def test_a_patch_depends_on_seed_and_number_alone():
    many, few = fault_patches(12, seed=4), fault_patches(5, seed=4)
    assert same(few, [part[:5] for part in many])
    assert same(many, fault_patches(12, seed=4))
    other = fault_patches(5, seed=5)
    assert not np.array_equal(other.amplitude, few.amplitude)
    images = many.amplitude.reshape(12, -1)
    assert np.abs(np.corrcoef(images) - np.eye(12)).max() < 0.6  # none comes twice


def test_some_ranges_change_nothing_else():
    one = fault_patches(5, seed=4, fault_share=1)
    for other in ({"snr": (2, 2)}, {"blur_traces": (2, 2)}, {"contrast": (0.1, 0.1)}):
        twin = fault_patches(5, seed=4, fault_share=1, **other)
        assert same(one[1:], twin[1:])
        assert not np.array_equal(one.amplitude, twin.amplitude)
    none = fault_patches(5, seed=4, fault_share=0)
    reverse = fault_patches(5, seed=4, fault_share=0, reverse_share=1)
    assert same(none, reverse)


def test_sections_repeat_with_their_seed():
    one, two = section(80, 120, seed=3), section(80, 120, seed=3)
    assert np.array_equal(one.amplitude, two.amplitude)
    assert np.array_equal(one.bed, two.bed) and np.array_equal(one.mask, two.mask)
    assert not np.array_equal(one.bed, section(80, 120, seed=4).bed)


@pytest.mark.parametrize("size", [16, 33, 64, 100])
@pytest.mark.parametrize("realistic", [True, False])
def test_images_are_finite_and_standardised(size, realistic):
    made = fault_patches(8, size=size, realistic=realistic)
    assert made.amplitude.shape == (8, size, size) == made.mask.shape
    assert made.amplitude.dtype == np.float32 and made.bed.dtype == np.int32
    assert np.isfinite(made.amplitude).all()
    np.testing.assert_allclose(made.amplitude.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(made.amplitude.std(axis=(1, 2)), 1, atol=1e-5)


def test_extreme_ranges_stay_finite():
    """Beds thicker than the image leave no reflection; wavelets are as long as it."""
    for extreme in (
        {"throw": (25, 25), "half_length": (200, 200), "n_faults": (6, 6)},
        {"fold": (20, 20), "tilt": (1, 1)},
        {"fold": (-20, -20), "tilt": (-1, -1)},
        {"bed_thickness": (200, 200)},
        {"f0_hz": (4, 4)},
        {"f0_hz": (60, 62.5), "bed_thickness": (0.5, 0.5)},
    ):
        made = fault_patches(6, size=32, fault_share=1, snr=NO_NOISE, **extreme)
        assert np.isfinite(made.amplitude).all()


def test_the_column_is_deep_enough_in_both_directions():
    asked = {"throw": (20, 20), "n_faults": (6, 6), "tilt": (-1, 1), "fold": (-20, 20)}
    ranges = choose(True, {**asked, "fault_share": 1, "half_length": (90, 90)})
    rng = np.random.default_rng(0)
    reach = faulted._reach(ranges, (64, 64), 17, 64.0)
    x, z = imaging.centred(64)[None], imaging.fine_depths(64, 17)[:, None]
    for _ in range(100):
        cuts = faulted._faults_of_patch(rng, ranges, 64)
        folds = ft.draw_folds(rng, ranges, (64, 64), 64.0)
        depth = ft.undo_folds(folds, *ft.undo_faults(cuts, x, z))
        assert np.abs(depth).max() < reach


# What the seismics are made of


def test_reflections_stand_on_the_boundaries_of_the_beds():
    """Where a bed begins at row r its top lies at r − ½, give or take half a sample."""
    made = fault_patches(
        200, seed=1, fault_share=0, snr=NO_NOISE, blur_traces=(0, 0), f0_hz=(50, 50),
        bed_thickness=(20, 20), fold=(0, 0), tilt=(0, 0),
    )  # fmt: skip
    misses = []
    for image, bed in zip(made.amplitude[:, :, 0], made.bed[:, :, 0], strict=True):
        tops = np.flatnonzero(np.diff(bed)) + 1
        apart = np.diff(np.r_[-20, tops, 84])
        for r, above, below in zip(tops, apart[:-1], apart[1:], strict=True):
            if min(above, below) > 12 and 8 < r < 56:
                lobe = np.abs(image[r - 3 : r + 3])
                misses.append((lobe**2) @ np.arange(-2.5, 3) / (lobe**2).sum())
    assert len(misses) > 50
    assert np.mean(misses) == pytest.approx(0, abs=0.1)
    assert np.abs(misses).max() < 0.8


def test_noise_is_as_strong_as_asked():
    """Read back with a noise-free twin of the same rock."""
    for asked in (1.5, 3.0, 6.0):
        noisy = fault_patches(60, seed=7, snr=(asked, asked)).amplitude
        clean = fault_patches(60, seed=7, snr=NO_NOISE).amplitude
        share = (noisy * clean).mean(axis=(1, 2))  # both have standard deviation 1
        snr = share / np.sqrt(1 - share**2)
        assert np.median(snr) == pytest.approx(asked, rel=0.03)
        assert np.abs(snr / asked - 1).max() < 0.35  # chance correlations
    drawn = fault_patches(200, seed=7).amplitude
    clean = fault_patches(200, seed=7, snr=NO_NOISE).amplitude
    share = (drawn * clean).mean(axis=(1, 2))
    snr = share / np.sqrt(1 - share**2)
    assert 1.3 < snr.min() < 1.9 and 5.2 < snr.max() < 7


def test_noise_is_alike_on_neighbouring_traces_only():
    """Mixing 1/2, 1, 1/2 correlates by 2/3 with the next trace, by 1/6 after that."""
    noisy = fault_patches(40, seed=8, snr=(0.05, 0.05)).amplitude
    near = [np.mean(noisy[:, :, d:] * noisy[:, :, : 64 - d]) for d in (1, 2, 3, 5)]
    assert near[:2] == pytest.approx([2 / 3, 1 / 6], abs=0.03)
    assert np.abs(near[2:]).max() < 0.04


@pytest.mark.parametrize("f_hz", [20, 35, 50])
def test_the_wavelet_has_the_frequency_asked_for(f_hz):
    """Spectrum of thin white beds: a Ricker's, peaked at f, its mean at 1.15 f."""
    made = section(
        1000, 100, f0_hz=(f_hz, f_hz), snr=NO_NOISE, bed_thickness=(1, 1),
        n_faults=(0, 0), n_array=(0, 0), fold=(0, 20), blur_traces=(0, 0),
    )  # fmt: skip
    power = np.mean(np.abs(np.fft.rfft(made.amplitude, axis=0)) ** 2, axis=1)
    frequency = np.fft.rfftfreq(1000, 0.004)
    wanted = (frequency / f_hz) ** 4 * np.exp(-2 * (frequency / f_hz) ** 2)
    mean = np.sum(frequency * power) / np.sum(power)
    assert mean == pytest.approx(np.sum(frequency * wanted) / np.sum(wanted), rel=0.12)


def test_sample_interval_scales_the_frequency():
    one = fault_patches(5, dt_ms=4, f0_hz=(20, 40)).amplitude
    other = fault_patches(5, dt_ms=2, f0_hz=(40, 80)).amplitude
    np.testing.assert_allclose(one, other, atol=1e-4)


def test_blur_is_a_gaussian_of_the_width_asked_for():
    kind = {"seed": 2, "snr": NO_NOISE, "fold": (-20, 20)}
    sharp = section(100, 600, blur_traces=(0, 0), **kind).amplitude
    for sigma in (0.5, 1.2):
        blurred = section(100, 600, blur_traces=(sigma, sigma), **kind).amplitude
        k = np.fft.rfftfreq(600)
        window = np.hanning(600)
        ratio = np.sqrt(
            np.mean(np.abs(np.fft.rfft(window * blurred, axis=1)) ** 2, axis=0)
            / np.mean(np.abs(np.fft.rfft(window * sharp, axis=1)) ** 2, axis=0)
        )
        band = (k > 0.02) & (k < 0.25)
        wanted = np.exp(-2 * (np.pi * k * sigma) ** 2)
        np.testing.assert_allclose(
            ratio[band] / ratio[1:4].mean(), wanted[band] / wanted[1:4].mean(), rtol=0.1
        )


# No give-away


def test_the_same_seed_shows_the_same_beds_whole():
    """Faults are the only thing that a fault changes."""
    kind = {"seed": 9, "snr": NO_NOISE, "label_throw": 0}
    cut = fault_patches(40, fault_share=1, **kind)
    whole = fault_patches(40, fault_share=0, **kind)
    assert cut.fault.all() and not whole.fault.any() and not whole.mask.any()
    differ = (cut.bed != whole.bed).mean(axis=(1, 2))
    assert (differ > 0.02).all() and (differ < 0.98).all()


def test_a_fault_without_throw_leaves_no_trace_at_all():
    """The control: what is called faulted is the same image, to rounding."""
    kind = {"seed": 9, "throw": (0, 0)}
    called = fault_patches(60, fault_share=1, **kind)
    whole = fault_patches(60, fault_share=0, **kind)
    np.testing.assert_allclose(called.amplitude, whole.amplitude, atol=2e-2)
    assert np.abs(called.amplitude - whole.amplitude).mean() < 1e-4
    assert np.mean(called.bed != whole.bed) < 1e-4
    assert not called.mask.any()
    assert fault_patches(60, fault_share=1, label_throw=0, **kind).mask.any()


def texture(made):
    """Some twenty simple statistics of each image that a broken bed might move."""
    S = made.amplitude
    across, down = np.abs(np.diff(S, axis=2)), np.abs(np.diff(S, axis=1))
    columns = [
        *(np.abs(S[:, :, d:] - S[:, :, :-d]).mean(axis=(1, 2)) for d in (1, 2, 4, 8)),
        *(np.square(x).mean(axis=(1, 2)) for x in (across, down)),
        *(np.square(x).std(axis=(1, 2)) for x in (across, down)),
        across.mean(axis=1).max(axis=1),
        *np.sort(across.reshape(len(S), -1), axis=1)[:, [2000, 3600, 3990, 4027]].T,
        (S * S * S).mean(axis=(1, 2)),
        (S * S).std(axis=(1, 2)),
        across.std(axis=1).max(axis=1),
        across.mean(axis=1).std(axis=1),
    ]
    return np.column_stack(columns)


def told_apart(train, test):
    """Accuracy of a linear classifier (Fisher's) on `texture`."""
    X, y = texture(train), train.fault
    mean, std = X.mean(axis=0), X.std(axis=0)
    X = (X - mean) / std
    between = X[y].mean(axis=0) - X[~y].mean(axis=0)
    within = np.cov(X[y].T) + np.cov(X[~y].T) + 1e-3 * np.eye(X.shape[1])
    w = np.linalg.solve(within, between)
    middle = (X[y].mean(axis=0) + X[~y].mean(axis=0)) @ w / 2
    called = ((texture(test) - mean) / std) @ w > middle
    return np.mean(called == test.fault)


def test_simple_statistics_tell_throws_but_not_their_absence():
    one, two = fault_patches(700, seed=1), fault_patches(700, seed=2)
    assert told_apart(one, two) > 0.6
    none = {"throw": (0, 0)}
    one, two = fault_patches(700, seed=1, **none), fault_patches(700, seed=2, **none)
    assert told_apart(one, two) == pytest.approx(0.5, abs=0.05)


def small_network(torch, seed):
    torch.manual_seed(seed)
    layers = []
    for c_in, c_out in ((1, 8), (8, 16), (16, 24)):
        layers += [
            torch.nn.Conv2d(c_in, c_out, 3, padding=1, bias=False),
            torch.nn.BatchNorm2d(c_out),
            torch.nn.ReLU(),
            torch.nn.MaxPool2d(2),
        ]
    layers[-1] = torch.nn.AdaptiveMaxPool2d(1)
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(24, 1))


def network_accuracy(torch, train, test, epochs=8, batch=32):
    net = small_network(torch, seed=0)
    X, y = torch.tensor(train.amplitude)[:, None], torch.tensor(train.fault).float()
    optimizer = torch.optim.Adam(net.parameters(), 4e-3)
    for _ in range(epochs):
        for i in torch.randperm(len(X)).split(batch):
            optimizer.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits
            loss(net(X[i])[:, 0], y[i]).backward()
            optimizer.step()
    with torch.no_grad():
        called = net.eval()(torch.tensor(test.amplitude)[:, None])[:, 0] > 0
    return np.mean(called.numpy() == test.fault)


def test_a_small_network_finds_throws_but_not_their_absence():
    torch = pytest.importorskip("torch")
    size = {"size": 48}
    one, two = fault_patches(700, seed=3, **size), fault_patches(700, seed=4, **size)
    assert network_accuracy(torch, one, two) > 0.85
    none = {"throw": (0, 0), **size}
    one, two = fault_patches(700, seed=3, **none), fault_patches(700, seed=4, **none)
    assert network_accuracy(torch, one, two) == pytest.approx(0.5, abs=0.06)


# Ranges


@pytest.mark.parametrize("name", LIMITS)
def test_ranges_must_be_pairs_that_grow(name):
    low, high = getattr(REALISTIC, name)
    for bad in ((high + 1, low), (low,), low, (low, np.nan), ("a", "b"), (-999, high)):
        with pytest.raises((TypeError, ValueError), match=rf"^{name} must"):
            if name == "n_array":
                section(40, 40, **{name: bad})
            else:
                fault_patches(2, **{name: bad})


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"dip_deg": (0, 80)}, r"dip_deg must be .* within 10 … 89 degrees"),
        ({"dip_deg": (60, 90)}, r"dip_deg must be .* within 10 … 89 degrees"),
        ({"n_faults": (1.5, 2)}, "n_faults must hold whole numbers"),
        ({"f0_hz": (20, 80)}, "f0_hz must stay at or below 62.5 Hz, half the Nyquist"),
        ({"throw": (3, 40)}, "throw must be small beside half_length"),
        ({"half_length": (12, 20)}, "half_length must be at least 31"),
        ({"dt_ms": 0}, "dt_ms must be >= 0.25 and <= 20; got 0"),
        ({"fault_share": 1.2}, "fault_share must be >= 0 and <= 1; got 1.2"),
        ({"reverse_share": -1}, "reverse_share must be >= 0 and <= 1; got -1"),
        ({"label_throw": -1}, "label_throw must be >= 0"),
        ({"dips": (60, 80)}, "a range must be one of 'throw', 'dip_deg'"),
        ({"size": 8}, "size must be >= 16 and <= 512; got 8"),
        ({"size": 64.5}, "size must be a whole number"),
        ({"n": 0}, "n must be >= 1; got 0"),
        ({"seed": -1}, "seed must be >= 0; got -1"),
    ],
)
def test_bad_input_is_named(bad, message):
    with pytest.raises(ValueError, match=message):
        fault_patches(**{"n": 2, **bad})


def test_ranges_that_would_mean_nothing_are_refused():
    with pytest.raises(ValueError, match="a range must be one of .* got 'n_array'"):
        fault_patches(2, n_array=(1, 2))
    with pytest.raises(ValueError, match="a range must be one of .*got 'fault_share'"):
        section(40, 40, fault_share=1)


def test_realistic_is_true_or_false():
    with pytest.raises(TypeError, match="realistic must be True or False; got 'yes'"):
        fault_patches(2, realistic="yes")


def test_sections_say_how_small_they_may_be():
    with pytest.raises(ValueError, match="n_samples must be >= 32 and <= 4000; got 31"):
        section(31, 100)
    with pytest.raises(
        ValueError, match="n_traces must be >= 32 and <= 4000; got 9999"
    ):
        section(100, 9999)


def test_the_recommended_ranges_are_the_default_and_explicit_ones_win():
    assert REALISTIC.throw == (3, 12) and REALISTIC.dip_deg == (60, 85)
    assert REALISTIC.n_faults == (1, 2) and REALISTIC.bed_thickness == (2, 6)
    assert REALISTIC.f0_hz == (20, 50) and REALISTIC.dt_ms == 4
    assert REALISTIC.blur_traces == (0.3, 1.2) and REALISTIC.snr == (1.5, 6)
    assert REALISTIC.half_length == (50, 130) and REALISTIC.contrast == (0.04, 0.12)
    assert REALISTIC.fold == (-6, 6) and REALISTIC.tilt == (-0.25, 0.25)
    assert choose(True, {}) == REALISTIC and choose(False, {}) == UNREALISTIC
    mixed = choose(False, {"snr": (2, 3)}, n_array=(1, 2))
    assert mixed.snr == (2, 3) and mixed.n_array == (1, 2)
    assert mixed.bed_thickness == UNREALISTIC.bed_thickness


def test_the_tempting_choice_is_thick_crisp_and_clean():
    assert UNREALISTIC.bed_thickness[0] > REALISTIC.bed_thickness[1]
    assert UNREALISTIC.blur_traces == (0, 0)
    assert UNREALISTIC.dip_deg[0] < REALISTIC.dip_deg[0]
    real, tempting = fault_patches(60), fault_patches(60, realistic=False)
    beds = [np.ptp(m.bed, axis=(1, 2)).mean() for m in (real, tempting)]
    assert beds[0] > 1.7 * beds[1]
