"""The loop that trains the networks: it learns, stops, comes back, and repeats itself.

Stripes stand in for seismics: the networks are tiny and the tests quick.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from course_lib import models  # noqa: E402
from course_lib.models import devices, training  # noqa: E402


def stripes(m, seed=0, n=16):
    """Noisy images: y = 1 where the stripes stand upright."""
    rng = np.random.default_rng(seed)
    phase = rng.uniform(0, 6, (m, 1, 1))
    t = np.broadcast_to(np.sin(1.3 * np.arange(n)[:, None] + phase), (m, n, n))
    y = rng.permutation(np.arange(m) % 2)
    X = np.where(y[:, None, None], t.transpose(0, 2, 1), t)
    return X + rng.normal(0, 0.5, X.shape), y


def blocks(m, seed=0, n=16):
    """Noise with a bright block, and the mask of the block."""
    rng = np.random.default_rng(seed)
    mask = np.zeros((m, n, n), dtype=bool)
    for k, (i, j) in enumerate(rng.integers(0, n - 5, (m, 2))):
        mask[k, i : i + 5, j : j + 5] = True
    return rng.normal(0, 0.3, mask.shape) + 2 * mask, mask


def weights(net):
    return torch.cat([v.double().ravel() for v in net.state_dict().values()])


X, y = stripes(120)


def test_a_small_cnn_tells_upright_from_lying_stripes():
    net = models.FaultCNN(3)
    history = models.train(net, X, y, epochs=6, batch_size=16)
    fresh, answer = stripes(200, seed=9)
    assert np.mean((models.predict(net, fresh) > 0.5) == answer) > 0.97
    assert history.loss[-1] < 0.3 * history.loss[0]
    assert not net.training and history.stopped == ""


def test_a_small_unet_finds_the_block():
    images, masks = blocks(80)
    net = models.UNet(3)
    models.train(net, images, masks, epochs=10, batch_size=8, polarity=False)
    fresh, truth = blocks(50, seed=3)
    predicted = models.predict(net, fresh) > 0.5
    assert (predicted & truth).sum() / (predicted | truth).sum() > 0.8


def test_logistic_regression_on_pixels_learns_images_by_heart_and_knows_nothing():
    rng = np.random.default_rng(0)
    noise, labels = rng.normal(size=(60, 12, 12)), np.arange(60) % 2
    net = models.PixelMLP(12, hidden=0)
    models.train(net, noise, labels, epochs=60, flips=False, polarity=False)
    assert np.mean((models.predict(net, noise) > 0.5) == labels) > 0.95
    fresh = rng.normal(size=(400, 12, 12))
    assert (
        abs(np.mean((models.predict(net, fresh) > 0.5) == np.arange(400) % 2) - 0.5)
        < 0.1
    )


def test_it_is_adam_with_the_stated_rate_step_by_step():
    net, twin = models.FaultCNN(2), models.FaultCNN(2)
    history = models.train(
        net, X, y, epochs=2, batch_size=50, lr=0.02, flips=False, polarity=False,
        device="cpu", seed=4,
    )  # fmt: skip
    rng, step = np.random.default_rng(4), 0
    images, labels = models.as_images(X), torch.tensor(y, dtype=torch.float32)
    twin.to(memory_format=torch.channels_last).train()
    adam = torch.optim.Adam(twin.parameters())
    losses = []
    for _ in range(2):
        for batch in np.array_split(rng.permutation(120), 3):
            adam.param_groups[0]["lr"] = 0.02 * training.one_cycle((step + 0.5) / 6)
            adam.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                twin(images[batch]), labels[batch]
            )
            loss.backward()
            adam.step()
            losses.append(loss.item())
            step += 1
    torch.testing.assert_close(weights(net), weights(twin), rtol=1e-5, atol=1e-6)
    assert history.loss == pytest.approx([np.mean(losses[:3]), np.mean(losses[3:])])
    assert history.lr == pytest.approx(
        [0.02 * training.one_cycle(k / 12) for k in (5, 11)]
    )


def test_a_rerun_is_bit_identical_and_another_seed_is_not():
    def trained(seed):
        net = models.FaultCNN(2)
        history = models.train(net, X, y, epochs=2, seed=seed, device="cpu")
        return weights(net), history.loss

    (one, first), (two, second), (other, _) = trained(0), trained(0), trained(1)
    assert torch.equal(one, two) and first == second
    assert not torch.equal(one, other)


def test_nobody_elses_random_numbers_threads_or_weights_layout_change():
    torch.manual_seed(3)
    expected, threads = torch.rand(2), torch.get_num_threads()
    torch.manual_seed(3)
    net = models.FaultCNN(2)
    models.train(net, X, y, epochs=1)
    assert torch.equal(torch.rand(2), expected)
    assert torch.get_num_threads() == threads
    assert all(p.is_contiguous() for p in net.parameters())


def test_dropout_too_repeats_itself():
    def trained():
        net = models.PixelMLP(16, hidden=4)
        net.layers.insert(2, torch.nn.Dropout(0.5))
        models.train(net, X, y, epochs=2, device="cpu")
        return weights(net)

    torch.manual_seed(1)
    first = trained()
    torch.manual_seed(2)
    assert torch.equal(trained(), first)


def test_mirrored_and_reversed_images_take_their_masks_along():
    images, masks = (torch.tensor(a, dtype=torch.float32) for a in blocks(400))
    images = images[:, None]
    rng = np.random.default_rng(0)
    seen, labels = training.shuffled(images, masks, rng, flips=True, polarity=True)
    inside = (seen[:, 0] * labels).sum(dim=(1, 2)) / 25  # 2, or −2 where reversed
    assert (inside.abs() > 1.5).all()
    assert 0.4 < (inside > 0).float().mean() < 0.6
    order = np.random.default_rng(0).permutation(400)
    as_it_was = (labels == masks[order]).all(dim=2).all(dim=1).float().mean()
    assert 0.4 < as_it_was < 0.65
    same, _ = training.shuffled(
        images, masks, np.random.default_rng(0), flips=False, polarity=False
    )
    assert torch.equal(same, images[order])


def test_the_best_weights_come_back_and_patience_ends():
    held_back = stripes(60, seed=2)
    wrong = (held_back[0], 1 - held_back[1])  # the more it learns, the worse it gets
    net = models.FaultCNN(3)
    history = models.train(net, X, y, epochs=12, validation=wrong, patience=2)
    best = history.best_epoch
    assert history.validation_loss[best - 1] == min(history.validation_loss)
    assert len(history.loss) == best + 2 < 12
    assert history.stopped == f"no better since epoch {best}"
    images = models.as_images(wrong[0])
    labels = torch.tensor(wrong[1], dtype=torch.float32)
    again = training.evaluate(net, images, labels)
    assert again == pytest.approx(history.validation_loss[best - 1], rel=1e-4)
    assert again < 0.9 * history.validation_loss[-1]


def test_divergence_stops_with_a_sentence_and_finite_weights():
    net = models.PixelMLP(16, hidden=4)
    start = weights(net)
    history = models.train(net, X, y, epochs=9, lr=1e38)
    assert history.stopped.startswith("diverged in epoch ")
    assert "lr=1e+38 too large" in history.stopped
    assert torch.isfinite(weights(net)).all()
    assert len(history.loss) < 9
    if len(history.loss) == 1:
        assert torch.equal(weights(net), start)


def test_an_interrupted_training_leaves_a_usable_network(monkeypatch):
    net, calls = models.FaultCNN(2), []

    def loss_of(logits, target):
        calls.append(1)
        if len(calls) == 7:  # in the second of epochs of four steps
            raise KeyboardInterrupt
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, target)

    monkeypatch.setattr(training, "loss_of", loss_of)
    history = models.train(net, X, y, epochs=5, device="cpu")
    assert history.stopped == "interrupted in epoch 2" and len(history.loss) == 1
    assert not net.training
    assert np.isfinite(models.predict(net, X)).all()
    monkeypatch.undo()
    whole = models.FaultCNN(2)
    # One epoch of the same five: the learning rate knows how long the training is.
    steps = training.one_cycle
    monkeypatch.setattr(training, "one_cycle", lambda part: steps(part / 5))
    models.train(whole, X, y, epochs=1, device="cpu")
    assert torch.equal(weights(whole), weights(net))


def test_no_epochs_change_nothing():
    net = models.FaultCNN(2)
    start = weights(net)
    history = models.train(net, X, y, epochs=0)
    assert torch.equal(weights(net), start)
    assert history.best_epoch == 0 and repr(history) == "History(0 epochs)"


def test_repr_tells_the_losses_and_no_time():
    history = models.History(
        [0.7, 0.5], [0.6, 0.8], [0.01, 0.0], seconds=12.3, stopped="because"
    )
    assert repr(history) == (
        "History(2 epochs, loss 0.7 → 0.5, validation loss 0.6 in epoch 1, "
        "stopped: because)"
    )


def test_the_rate_rises_and_falls():
    part = np.linspace(0, 1, 101)
    factor = np.array([training.one_cycle(p) for p in part])
    assert factor.argmax() == 30 and factor.max() == 1
    assert (np.diff(factor[:31]) > 0).all() and (np.diff(factor[30:]) < 0).all()


def test_loss_of_a_mask_by_hand():
    z = torch.tensor([[[0.0, 2.0], [-1.0, 3.0]]])
    t = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    p = 1 / (1 + np.exp(-z.numpy().astype(float)))
    w = training.FAULT_WEIGHT
    entropy = -(w * np.log(p[0, 0, 0]) + np.log(1 - p[0, 0, 1])
                + np.log(1 - p[0, 1, 0]) + w * np.log(p[0, 1, 1])) / 4  # fmt: skip
    dice = (2 * (p[0, 0, 0] + p[0, 1, 1]) + 1) / (p.sum() + 2 + 1)
    assert training.loss_of(z, t).item() == pytest.approx(entropy + 1 - dice, rel=1e-6)


# ------------------------------------------------------------------------- devices


def test_auto_takes_the_fastest_device_there_is(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert devices.choose("auto").type == devices.choose("cpu").type == "cpu"
    with pytest.raises(ValueError, match="one that is here, cpu; got 'cuda'"):
        models.train(models.FaultCNN(2), X, y, device="cuda")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert devices.choose().type == "mps"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert devices.choose() == torch.device("cuda")
    assert devices.choose("cuda:1") == torch.device("cuda:1")
    with pytest.raises(ValueError, match="cuda, cuda:0, cuda:1, mps, cpu; got 'cuda:2"):
        devices.choose("cuda:2")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA GPU here")
def test_training_on_a_graphics_card_brings_the_network_back():
    net = models.FaultCNN(3)
    models.train(net, X, y, epochs=6, batch_size=16, device="cuda")
    assert next(net.parameters()).device.type == "cpu"
    on_cpu = models.predict(net, X, device="cpu")
    np.testing.assert_allclose(models.predict(net, X, device="cuda"), on_cpu, atol=1e-3)
    assert np.mean((on_cpu > 0.5) == y) > 0.97


# ----------------------------------------------------------------------- bad input

CNN, MASK = models.FaultCNN(2), X > 0


@pytest.mark.parametrize(
    "arguments, options, words",
    [
        (("net", X, y), {}, "network must be a torch.nn.Module"),
        ((CNN, X[..., None], y), {}, "channel comes second"),
        ((CNN, X, y[:-1]), {}, r"target must hold one label per image, shape \(120,\)"),
        ((CNN, X, 2 * y), {}, "target must hold 0 and 1 only; got .*2.0"),
        ((CNN, X, 0 * y), {}, "both 0 and 1: from 0 alone"),
        ((CNN, X, MASK), {}, r"answers, \(120,\); got \(120, 16, 16\)"),
        ((models.UNet(2), X, y), {}, r"answers, \(120, 16, 16\); got \(120,\)"),
        ((CNN, X * np.nan, y), {}, "X must be finite"),
        ((CNN, X, y), {"epochs": -1}, "epochs must be >= 0"),
        ((CNN, X, y), {"batch_size": 0}, "batch_size must be >= 1"),
        ((CNN, X, y), {"lr": 0}, "lr must be > 0"),
        ((CNN, X, y), {"seed": 1.5}, "seed must be a whole number"),
        ((CNN, X, y), {"patience": 2}, "patience needs validation"),
        ((CNN, X, y), {"validation": X}, "validation must be a pair"),
        ((CNN, X, y), {"validation": (X, y[1:])}, "validation target must hold one"),
        ((CNN, X, y), {"device": "tpu"}, "device must be 'auto' or one that is here"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(arguments, options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        models.train(*arguments, **options)
