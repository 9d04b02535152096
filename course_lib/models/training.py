"""The training loop of the convolutional networks: Adam, mini-batches, an early stop.

Taught in: notebook 5, "Fault or no fault?".
"""

import copy
import time
from math import cos, pi

import numpy as np
import torch
import torch.nn.functional as F

from course_lib.checks import check_count, check_number
from course_lib.models.devices import at_work
from course_lib.models.history import History
from course_lib.models.images import check_images_and_target, check_validation
from course_lib.models.networks import seeded
from course_lib.optimizers.training import progress

FAULT_WEIGHT = 2.0  # what a pixel on a fault counts: there are few of them
WARM_UP = 0.3  # share of the steps in which the learning rate rises


def train(
    network,
    X,
    target,
    *,
    epochs=8,
    batch_size=32,
    lr=0.01,
    flips=True,
    polarity=True,
    validation=None,
    patience=None,
    device="auto",
    seed=0,
):
    """Fit ``network`` to labelled images; its weights change in place.

    Adam, with a learning rate that rises to ``lr`` over three tenths of all steps and
    falls to 0 over the rest. Labels per image are learned by binary cross-entropy,
    labels per pixel by `mask_loss`. More than a second shows a progress bar (tqdm).

    Parameters
    ----------
    network : torch.nn.Module
        Takes images (m, 1, n1, n2), gives logits of the shape of ``target``. Afterwards
        it is in evaluation mode, and on the device where it was.
    X : array_like, shape (m, n1, n2) or (m, 1, n1, n2)
        Images in any unit; each is standardised, see `as_images`.
    target : array_like, shape (m,) or (m, n1, n2)
        0 or 1 for each image, or for each pixel.
    epochs : int
        Passes through all images.
    batch_size : int
        Images per step at most; all steps of an epoch get equally many, ± 1. The order
        is drawn anew every epoch.
    lr : float
        The largest learning rate.
    flips : bool
        Show about half of the images mirrored left to right, drawn anew every epoch: a
        fault may dip either way.
    polarity : bool
        Show about half of them with reversed polarity: a fault is one in either.
    validation : tuple (X, target), optional
        Images held back. Their loss is recorded after every epoch, and in the end the
        network gets back the weights of the epoch in which it was lowest.
    patience : int, optional
        Stop when the validation loss has had no new minimum for so many epochs.
    device : str
        ``"auto"``: CUDA, else MPS, else the CPU; or one by name.
    seed : int
        Of the order and of what is mirrored. On the CPU, with as many threads, a rerun
        gives the same weights bit by bit. Random numbers elsewhere are not touched.

    Returns
    -------
    History
        ``stopped`` tells whether it ended early: the patience was at its end, the loss
        left the finite world, or you interrupted it (Ctrl-C, the kernel's stop button).
        In the last two cases too, the network has the weights of its best full epoch.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    References
    ----------
    The learning rate: Smith & Topin, 2019, Proc. SPIE 11006.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(40, 16, 16))
    >>> y = np.arange(40) % 2
    >>> X[y == 1] = X[y == 1].repeat(4, axis=2)[:, :, :16]  # continuous reflectors
    >>> from course_lib.models import FaultCNN
    >>> history = train(FaultCNN(width=4), X, y, epochs=6, batch_size=8)
    >>> len(history.loss), history.loss[-1] < 0.5 * history.loss[0]
    (6, True)
    """
    X, target = check_images_and_target(network, X, target)
    if validation is not None:
        validation = check_validation(network, validation)
    epochs = check_count(epochs, "epochs", 0)
    steps = -(-len(X) // check_count(batch_size, "batch_size", 1))  # rounded up
    lr = check_number(lr, "lr", above=0)
    if patience is not None:
        patience = check_count(patience, "patience", 1)
        if validation is None:
            raise ValueError("patience needs validation=(X, target) to look at")
    rng = np.random.default_rng(check_count(seed, "seed", 0))
    rates = [
        lr * one_cycle((k + 0.5) / (epochs * steps)) for k in range(epochs * steps)
    ]
    history, best = History(), copy.deepcopy(network.state_dict())
    begin, epoch = time.perf_counter(), 0
    with at_work(network, device) as here, seeded(seed):
        X, target = X.to(here), target.to(here)
        if validation is not None:
            validation = [part.to(here) for part in validation]
        optimizer = torch.optim.Adam(network.parameters(), fused=True)
        try:
            for epoch in progress(range(1, epochs + 1)):
                batches = shuffled(X, target, rng, flips, polarity)
                now, rates = rates[:steps], rates[steps:]
                loss = learn(network, optimizer, *batches, now)
                if validation is not None:
                    history.validation_loss.append(evaluate(network, *validation))
                history.loss.append(loss)
                history.lr.append(now[-1])
                if not np.isfinite([loss, *history.validation_loss]).all():
                    history.stopped = f"diverged in epoch {epoch}: lr={lr:g} too large"
                    break
                if validation is None or history.best_epoch == epoch:
                    best = copy.deepcopy(network.state_dict())
                elif patience and epoch - history.best_epoch >= patience:
                    history.stopped = f"no better since epoch {history.best_epoch}"
                    break
        except KeyboardInterrupt:
            history.stopped = f"interrupted in epoch {epoch}"
        finally:
            network.load_state_dict(best)
            network.eval()
    history.seconds = time.perf_counter() - begin
    return history


def learn(network, optimizer, images, labels, rates):
    """One epoch, a step for each learning rate; the mean loss on the way."""
    network.train()
    steps, total = len(rates), 0.0
    batches = zip(
        images.tensor_split(steps), labels.tensor_split(steps), rates, strict=True
    )
    for x, t, lr in batches:
        optimizer.param_groups[0]["lr"] = lr
        optimizer.zero_grad()
        loss = loss_of(network(x), t)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * len(x)  # stays on the device: no waiting
    return float(total) / len(images)


# ------------------------------------------------------------------ the mathematics


def loss_of(logits, target):
    """The mean loss of a batch: by image (m,), or by pixel (m, n1, n2)."""
    if target.ndim == 1:
        return F.binary_cross_entropy_with_logits(logits, target)
    return mask_loss(logits, target)


def mask_loss(logits, target):
    """Binary cross-entropy plus 1 − Dice, for masks of which little is 1.

    A network that sees no fault anywhere is right in 98 of 100 pixels. So a pixel on a
    fault counts `FAULT_WEIGHT` times, and the second term asks for overlap. With
    probabilities p and labels t, Dice = (2 Σ p t + 1) / (Σ p + Σ t + 1) over the batch
    (Milletari et al. 2016, with plain sums below; the 1 keeps it defined where there
    is no fault at all).
    """
    weight = torch.tensor(FAULT_WEIGHT, device=logits.device)
    cross_entropy = F.binary_cross_entropy_with_logits(
        logits, target, pos_weight=weight
    )
    p = torch.sigmoid(logits)
    dice = (2 * (p * target).sum() + 1) / (p.sum() + target.sum() + 1)
    return cross_entropy + 1 - dice


def one_cycle(part):
    """Factor of the learning rate after ``part`` (0 … 1) of the training.

    Half a cosine up from 0.04 to 1, half a cosine down to 0.

    >>> [round(one_cycle(part), 3) for part in (0, 0.15, 0.3, 0.65, 1)]
    [0.04, 0.52, 1.0, 0.5, 0.0]
    """
    if part < WARM_UP:
        return 1 - 0.96 * (1 + cos(pi * part / WARM_UP)) / 2
    return (1 + cos(pi * (part - WARM_UP) / (1 - WARM_UP))) / 2


def shuffled(X, target, rng, flips, polarity):
    """The images in a new order, some mirrored, some of reversed polarity."""

    def drawn(values):
        return torch.from_numpy(values).to(X.device)

    order = drawn(rng.permutation(len(X)))
    X, target = X[order], target[order]  # copies: they may be changed in place
    if flips:
        mirror = drawn(rng.random(len(X)) < 0.5)
        X[mirror] = X[mirror].flip(-1)
        if target.ndim == 3:
            target[mirror] = target[mirror].flip(-1)
    if polarity:
        sign = drawn(rng.choice(np.array([-1, 1], dtype=np.float32), len(X)))
        X *= sign[:, None, None, None]
    return X, target


@torch.no_grad()
def evaluate(network, X, target, batch_size=64):
    """Mean loss over the batches of (X, target), in evaluation mode."""
    network.eval()
    batches = zip(X.split(batch_size), target.split(batch_size), strict=True)
    return sum(float(loss_of(network(x), t)) * len(x) for x, t in batches) / len(X)
