"""Trains the digit net for a given time, and says how well it reads."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from digit_net.glyphs import Sources
from digit_net.net import CLASSES, STEP, DigitNet
from digit_net.printed import Press
from digit_net.scan import scanned
from digit_net.slot import composed
from numpy.typing import NDArray
from torch.nn import functional

_BATCH = 16
_FRESH = 96
"""Samples composed at a time."""
_AGAIN, _KEPT = 1, 6000
"""How many samples seen before come with each new one, and how many are kept for that."""
_KEEPS = 0.999
"""How much of the running mean of the weights a step leaves; the mean is what is checked, kept and shipped."""
_MARKED = 5000
"""Steps during which the net is also told where each digit is: CTC alone takes long to find out."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A slot as the net sees it."""

    pixels: NDArray[np.uint8]
    """Both layers, [2, 48, W]: darkness 0 to 255, tint from 0 (red) over 128 to 255 (blue)."""
    label: str
    marks: tuple[tuple[float, str], ...]
    """Columns at which a digit surely is."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long, how fast, and how often to look."""

    minutes: float
    rate: float
    check_minutes: float = 5.0


def samples(sources: Sources, press: Press, seed: int) -> Iterator[Sample]:
    """Slots without end, all chance from the seed."""
    chance = np.random.default_rng(seed)
    while True:
        ink = composed(sources, press, chance)
        pixels, scale = scanned(ink, chance)
        packed = np.round(pixels * np.array([255, 127])[:, None, None] + np.array([0, 128])[:, None, None])
        marks = tuple((at * scale, digit) for at, digit in ink.marks)
        yield Sample(pixels=packed.astype(np.uint8), label=ink.label, marks=marks)


def trained(net: DigitNet, feed: Iterator[Sample], check: Sequence[Sample], plan: Plan, out: Path) -> None:
    """Trains in place; writes step-N.pt at every check. The rate falls with the time that is left.

    What is checked and written, and in the net at the end, is the running mean of the weights.
    """
    mean = copy.deepcopy(net).eval()
    best = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=1e-3)
    start = last = time.monotonic()
    step, losses = 0, []
    pool: list[Sample] = []
    chance = np.random.default_rng(0)
    while (spent := (time.monotonic() - start) / 60) < plan.minutes:
        for x, batch in _batches(pool, feed, chance):
            rate = plan.rate * min(1.0, (step + 1) / 200) * max(0.5 * (1 + np.cos(np.pi * spent / plan.minutes)), 0.01)
            for group in best.param_groups:
                group["lr"] = rate
            scores = net.train()(x)
            loss = _loss(scores, [sample.label for sample in batch])
            told = max(0.0, 1 - step / _MARKED)
            if told:
                loss = loss + told * _pointed(scores, batch)
            best.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            best.step()
            _average(mean, net, min(_KEEPS, (1 + step) / (10 + step)))
            losses.append(float(loss.detach()))
            step += 1
        if time.monotonic() - last > plan.check_minutes * 60:
            last = time.monotonic()
            right = accuracy(mean, check)
            print(
                f"{spent:6.1f} min, step {step}, loss {np.mean(losses[-200:]):.3f}, held-out strings right {right}",
                flush=True,
            )
            torch.save(mean.state_dict(), out / f"step-{step}.pt")
    torch.save(mean.state_dict(), out / f"step-{step}.pt")
    net.load_state_dict(mean.state_dict())


def accuracy(net: DigitNet, check: Sequence[Sample]) -> dict[str, str]:
    """Strings read exactly, by number of digits and in all."""
    tally: dict[str, list[int]] = {}
    with torch.no_grad():
        for sample in check:
            truth = sample.label.replace("p", "")
            right = best_path(net(torch.from_numpy(_tensor([sample])))[0].numpy()).replace("p", "") == truth
            for key in ("all", str(len(truth))):
                tally.setdefault(key, []).append(int(right))
    return {key: f"{np.mean(values):.3f} of {len(values)}" for key, values in sorted(tally.items())}


def best_path(scores: NDArray[Any]) -> str:
    """The likeliest class at each step, repeats taken once."""
    classes = scores.argmax(axis=1)
    return "".join(CLASSES[c - 1] for before, c in zip((0, *classes), classes, strict=False) if c and c != before)


# -------------------------------------------------------------------------------------------------------------------


def _average(mean: DigitNet, net: DigitNet, keeps: float) -> None:
    """Moves the running mean towards the net."""
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if old.is_floating_point():
                old.lerp_(new, 1 - keeps)
            else:
                old.copy_(new)


def _batches(
    pool: list[Sample], feed: Iterator[Sample], chance: np.random.Generator
) -> Iterator[tuple[torch.Tensor, list[Sample]]]:
    """New samples and some from the pool, sorted by width so that little is padded, batch by batch."""
    new = list(islice(feed, _FRESH))
    again = [pool[int(at)] for at in chance.integers(0, len(pool), _AGAIN * _FRESH)] if len(pool) >= _FRESH else []
    some = sorted((*new, *again), key=lambda sample: sample.pixels.shape[2])
    pool.extend(new)
    del pool[:-_KEPT]
    for at in chance.permutation(len(some) // _BATCH):
        part = some[at * _BATCH : (at + 1) * _BATCH]
        x = _tensor(part)
        x[:, 0] *= chance.uniform(0.6, 1.15, (len(part), 1, 1)).astype(np.float32)
        x[:, 1] *= (chance.random((len(part), 1, 1)) > 0.1).astype(np.float32)
        yield torch.from_numpy(np.clip(x, -1, 1)), part


def _tensor(samples: Sequence[Sample]) -> NDArray[np.float32]:
    """Slots side by side, at least 40 columns, an even number, empty at the end."""
    wide = max(40, *(sample.pixels.shape[2] + sample.pixels.shape[2] % 2 for sample in samples))
    x = np.zeros((len(samples), 2, samples[0].pixels.shape[1], wide), np.float32)
    for row, sample in enumerate(samples):
        pixels = sample.pixels.astype(np.float32)
        x[row, 0, :, : pixels.shape[2]] = pixels[0] / 255
        x[row, 1, :, : pixels.shape[2]] = (pixels[1] - 128) / 127
    return x


def _pointed(scores: torch.Tensor, batch: Sequence[Sample]) -> torch.Tensor:
    """How unlikely the digits are at their middles, where the composition knows them."""
    found = [(row, at, digit) for row, sample in enumerate(batch) for at, digit in sample.marks]
    if not found:
        return scores.sum() * 0
    rows = [row for row, _, _ in found]
    steps = [min(int(at / STEP), scores.shape[1] - 1) for _, at, _ in found]
    return -scores[rows, steps, [CLASSES.index(digit) + 1 for _, _, digit in found]].mean()


def _loss(scores: torch.Tensor, labels: Sequence[str]) -> torch.Tensor:
    targets = torch.tensor([CLASSES.index(letter) + 1 for label in labels for letter in label])
    lengths = torch.tensor([len(label) for label in labels])
    steps = torch.full((len(labels),), scores.shape[1], dtype=torch.long)
    return functional.ctc_loss(scores.transpose(0, 1), targets, steps, lengths, zero_infinity=True)
