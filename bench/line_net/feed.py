"""Samples without end: line crops drawn from text, and real line crops with what the base net reads in them."""

from __future__ import annotations

import itertools
import json
import multiprocessing as mp
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import cv2
import numpy as np
import torch
from line_net.crop import Cut, batched, cropped, jittered
from line_net.net import LineNet
from line_net.page import Family, drawn
from line_net.scan import scanned
from line_net.text import Writer
from numpy.typing import NDArray
from torch import Tensor

WIDEST = 1180
SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A crop and the classes it shows (0 is blank, so letters count from 1)."""

    crop: NDArray[np.uint8]
    truth: list[int]


@dataclass(frozen=True, kw_only=True)
class RealLine:
    """A real line: its page, its box, what the base reads for one horizontal cut, and what a better reader read."""

    page: int
    box: tuple[float, float, float, float]
    cut: Cut
    told: Tensor
    truth: list[int]


def samples(pool: list[str], families: list[Family], alphabet: str, seed: int) -> Iterator[Sample]:
    """Drawn, scanned and cut lines for ever."""
    rng, chance = random.Random(seed), np.random.default_rng(seed)
    writer = Writer(pool, rng)
    number = {letter: i + 1 for i, letter in enumerate(alphabet)}
    while True:
        page, lines, em = drawn(writer, families, rng)
        grey, moved = scanned(page, em, chance)
        for line in lines:
            x0, y0, x1, y1 = line.box
            (ax, ay), (bx, by) = (moved @ (x, (y0 + y1) / 2, 1.0) for x in (x0, x1))
            half = (y1 - y0) / 2 * float(np.hypot(*moved[:, 0])) + abs(by - ay) * chance.uniform(0.1, 0.5)
            middle = (ay + by) / 2
            crop = cropped(grey, (ax, middle - half, bx, middle + half), jittered(chance))
            truth = [number[letter] for letter in line.text if letter in number]
            if crop.shape[1] <= WIDEST and _readable(crop, truth):
                yield Sample(crop=crop, truth=truth)


def batches(queue: mp.Queue[list[Sample]], area: int, seed: int) -> Iterator[list[Sample]]:
    """Batches of like width from a queue of samples; at most `area` columns each."""
    rng = random.Random(seed)
    waiting: list[Sample] = []
    while True:
        while len(waiting) < 640:
            try:
                waiting += queue.get(timeout=120)
            except Empty:
                raise RuntimeError("the drawing process has stopped") from None
        waiting.sort(key=lambda sample: sample.crop.shape[1])
        groups: list[list[Sample]] = [[]]
        for sample in waiting:
            if (len(groups[-1]) + 1) * sample.crop.shape[1] > area:
                groups.append([])
            groups[-1].append(sample)
        waiting = []
        rng.shuffle(groups)
        yield from groups


def draw_into(queue: mp.Queue[list[Sample]], pool: list[str], families: list[Family], alphabet: str, seed: int) -> None:
    """The drawing process: fills the queue for ever."""
    cv2.setNumThreads(1)
    pack: list[Sample] = []
    for sample in samples(pool, families, alphabet, seed):
        pack.append(sample)
        if len(pack) == 64:
            queue.put(pack)
            pack = []


class RealPaper:
    """Real pages (cleaned grey `name.png` beside `name.json`, a list of line boxes) and the base's reading of them.

    A box is [x0, y0, x1, y1] or [x0, y0, x1, y1, text], the text being what a better reader makes of the line.
    """

    def __init__(self, folder: Path, base: LineNet, alphabet: str, seed: int, cuts: int = 2) -> None:
        self.number = {letter: i + 1 for i, letter in enumerate(alphabet)}
        self.chance = np.random.default_rng(seed)
        self.pages: list[NDArray[Any]] = []
        self.lines: list[RealLine] = []
        for file in sorted(folder.glob("*.png")):
            self.pages.append(np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)))
            for box in json.loads(file.with_suffix(".json").read_text()):
                self._tell(base, tuple(box[:4]), "".join(box[4:]), cuts)
        self.order = sorted(range(len(self.lines)), key=lambda i: len(self.lines[i].told))

    def _tell(self, base: LineNet, box: tuple[float, float, float, float], text: str, cuts: int) -> None:
        truth = [self.number[letter] for letter in text if letter in self.number]
        page = self.pages[-1]
        for _ in range(cuts):
            right, wider = float(self.chance.uniform(-0.06, 0.06)), float(self.chance.uniform(0.95, 1.06))
            looks = [(0.25, -0.05), (0.25, 0.02), (0.3, -0.05), (0.2, -0.06)]
            crops = [cropped(page, box, Cut(pad_y=p, down=d, right=right, wider=wider)) for p, d in looks]
            if crops[0].shape[1] > WIDEST:
                return
            x, widths = batched(crops)
            with torch.no_grad():
                told, lengths = base(torch.from_numpy(x), torch.from_numpy(widths))
            mean = torch.log_softmax(told[:, : int(lengths[0])].clamp(min=-16).mean(dim=0), dim=1)
            cut = Cut(right=right, wider=wider)
            self.lines.append(RealLine(page=len(self.pages) - 1, box=box, cut=cut, told=mean, truth=truth))

    def batch(self, area: int) -> tuple[list[Sample], list[Tensor]]:
        """Lines of like width, cut at other heights than the base saw, some made worse; and the base's scores."""
        at = int(self.chance.integers(len(self.order)))
        batch: list[Sample] = []
        told: list[Tensor] = []
        for i in self.order[at : at + 64]:
            line = self.lines[i]
            other = jittered(self.chance)
            cut = Cut(pad_y=other.pad_y, down=other.down, right=line.cut.right, wider=line.cut.wider)
            crop = cropped(self.pages[line.page], line.box, cut)
            if (len(batch) + 1) * crop.shape[1] > area:
                break
            batch.append(Sample(crop=self._worse(crop), truth=line.truth))
            told.append(line.told)
        return batch, told

    def _worse(self, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
        grey: NDArray[Any] = crop.astype(np.float32)
        if self.chance.random() < 0.3:
            grey = cv2.GaussianBlur(grey, (0, 0), self.chance.uniform(0.3, 0.8))
        if self.chance.random() < 0.4:
            grey += self.chance.standard_normal(grey.shape, np.float32) * np.float32(self.chance.uniform(2, 14))
        if self.chance.random() < 0.4:
            grey *= np.float32(self.chance.uniform(0.7, 1.1))
        return np.asarray(np.clip(grey, 0, 255), np.uint8)


# -------------------------------------------------------------------------------------------------------------------


def _readable(crop: NDArray[np.uint8], truth: list[int]) -> bool:
    """Whether there is enough to read, and enough steps for CTC: one a letter, and one between equal ones."""
    doubled = sum(a == b for a, b in itertools.pairwise(truth))
    return len(truth) >= 1 and crop.shape[1] // 4 >= (len(truth) + doubled) * 1.2 + 2
