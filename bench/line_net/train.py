"""The training loop: CTC on drawn lines, closeness to the base on real lines, a moving average of the weights."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from line_net.crop import batched
from line_net.feed import RealPaper, Sample
from line_net.net import LineNet
from rapidfuzz.distance import Levenshtein
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long and how fast to learn."""

    minutes: float
    rate: float = 3.5e-4
    fresh_rate: float = 2e-3
    warm_up: int = 100
    area: int = 12 * 700
    real_every: int = 6
    real_weight: float = 1.0
    keep: float = 0.9985
    check_minutes: float = 10.0


def trained(
    net: LineNet, drawn: Iterator[list[Sample]], real: RealPaper | None, check: list[Sample], plan: Plan, out: Path
) -> None:
    """Trains for the plan's minutes; writes out/step-N.pt (averaged weights) at every check and prints the figures."""
    net = net.train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    average = copy.deepcopy(net).eval()
    rate = torch.optim.AdamW(_groups(net, plan), weight_decay=0.0, betas=(0.9, 0.98))
    tops = [group["lr"] for group in rate.param_groups]
    began, checked, step, ctc_sum, real_sum = time.monotonic(), time.monotonic(), 0, 0.0, 0.0
    while (share := (time.monotonic() - began) / (60 * plan.minutes)) < 1:
        for group, top in zip(rate.param_groups, tops, strict=True):
            group["lr"] = (
                top * min(1.0, (step + 1) / plan.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
            )
        rate.zero_grad()
        loss = _ctc(net, next(drawn))
        ctc_sum += float(loss.detach())
        loss.backward()  # type: ignore[no-untyped-call]
        if real is not None and step % plan.real_every == 0:
            far = plan.real_weight * _far(net, real, plan.area)
            real_sum += float(far.detach()) * plan.real_every
            far.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        rate.step()
        step += 1
        _follow(average, net, min(plan.keep, (step + 1) / (step + 20)))
        if step % 50 == 0:
            print(f"step {step} {share:.3f} ctc {ctc_sum / 50:.4f} real {real_sum / 50:.4f}", flush=True)
            ctc_sum = real_sum = 0.0
        if time.monotonic() - checked > 60 * plan.check_minutes:
            checked = time.monotonic()
            _keep(average, step, check, out)
    _keep(average, step, check, out)


def error_rate(net: LineNet, check: list[Sample]) -> float:
    """Characters wrong on drawn lines held apart, read greedily."""
    wrong = total = 0
    ordered = sorted(check, key=lambda sample: sample.crop.shape[1])
    for start in range(0, len(ordered), 16):
        group = ordered[start : start + 16]
        x, widths = batched([sample.crop for sample in group])
        with torch.no_grad():
            scores, lengths = net(torch.from_numpy(x), torch.from_numpy(widths))
        for sample, best, length in zip(group, scores.argmax(dim=2).numpy(), lengths.tolist(), strict=True):
            path = best[:length]
            read = path[(path != 0) & np.concatenate(([True], path[1:] != path[:-1]))]
            wrong += Levenshtein.distance(read.tolist(), sample.truth)
            total += len(sample.truth)
    return wrong / max(1, total)


# -------------------------------------------------------------------------------------------------------------------


def _groups(net: LineNet, plan: Plan) -> list[dict[str, object]]:
    """The base's weights learn slowly, the new branch's faster."""
    groups: list[dict[str, object]] = [{"params": list(net.values.parameters()), "lr": plan.rate}]
    if net.fine is not None:
        groups.append({"params": list(net.fine.parameters()), "lr": plan.fresh_rate})
    return groups


def _ctc(net: LineNet, samples: list[Sample]) -> Tensor:
    x, widths = batched([sample.crop for sample in samples])
    scores, lengths = net(torch.from_numpy(x), torch.from_numpy(widths))
    return _missed(scores, lengths, samples)


def _missed(scores: Tensor, lengths: Tensor, samples: list[Sample]) -> Tensor:
    """The CTC loss by letter, over the lines whose text is known."""
    known = [i for i, sample in enumerate(samples) if sample.truth]
    if not known:
        return scores.sum() * 0.0
    scores, lengths, samples = scores[known], lengths[known], [samples[i] for i in known]
    truth = torch.cat([torch.tensor(sample.truth) for sample in samples])
    counts = torch.tensor([len(sample.truth) for sample in samples])
    losses = functional.ctc_loss(scores.transpose(0, 1), truth, lengths, counts, reduction="none", zero_infinity=True)
    # by letter, but one unreadable line must not outweigh the rest
    return torch.clamp(losses / (counts + 4), max=2.0).mean()


def _far(net: LineNet, real: RealPaper, area: int) -> Tensor:
    """On real lines: CTC where a text is known, and half the mean divergence from the base's reading by step.

    Steps where the net sees a letter that is new to it do not count.
    """
    batch, told = real.batch(area)
    x, widths = batched([sample.crop for sample in batch])
    scores, lengths = net(torch.from_numpy(x), torch.from_numpy(widths))
    parts = []
    for row, reading in enumerate(told):
        mine = scores[row, : len(reading)]
        target = reading[: len(mine)]
        old = target.shape[1]
        known = mine.argmax(dim=1) < old
        parts.append((target.exp() * (target - mine[:, :old])).sum(dim=1)[known])
    return 0.5 * torch.cat(parts).mean() + _missed(scores, lengths, batch)


def _follow(average: LineNet, net: LineNet, keep: float) -> None:
    with torch.no_grad():
        for mean, value in zip(average.parameters(), net.parameters(), strict=True):
            mean.lerp_(value, 1 - keep)


def _keep(average: LineNet, step: int, check: list[Sample], out: Path) -> None:
    print(f"kept step {step}: drawn lines held apart, CER {100 * error_rate(average, check):.3f} %", flush=True)
    torch.save(average.state_dict(), out / f"step-{step}.pt")
