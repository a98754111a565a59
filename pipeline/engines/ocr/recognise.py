"""Reads the lines of a level, upright page: finds them, reads each with the net, and asks again where it is in doubt.

A cascade, so that the dear reader is spent only where it pays: every line is read once by the line net, and the
language model chooses among its alternatives. Lines in doubt are read by Tesseract too, which has its vote letter by
letter; where there is no Tesseract, the net reads them again from two more crops, and the three readings are averaged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.ink_edges import drawn_in
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.lattice import network_of
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import MORE_LOOKS, averaged, read_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.order import reading_order
from pipeline.engines.tesseract import SeenWord
from pipeline.stages.ocr.doubt import calibrated, is_ghost
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.network import Network, best_text
from pipeline.stages.ocr.search import OPENING, Chosen, Context, search
from pipeline.stages.ocr.spaces import with_spaces
from pipeline.stages.ocr.vote import Heard, vote
from pipeline.stages.ocr.words import Piece, pieces

SURE_LINE = 0.95
"""Confidence of its worst word from which a line is beyond doubt. A tenth of the lines is not; asking about more of
them costs more than it mends."""
TESSERACT_DPI = 150.0
_MARGIN = 0.1
_FAINT = 0.25
_NARROW = 0.4
_WHITE = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadLine:
    """A line as read, in the pixels of the copy."""

    box: LineBox
    block: int
    words: tuple[Piece, ...]


def recognise(
    grey: NDArray[np.uint8], lines: Sequence[LineBox], *, dpi: float, kit: Kit, nets: Nets, seconds: float
) -> tuple[ReadLine, ...]:
    """The lines' words, in reading order; lines in which nothing was read are left out.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails.
    """
    desk = _Desk(grey, lines, kit, nets)
    if kit.tesseract:
        desk.read_again(_doubtful_lines(desk), partial(_tesseracts_vote, dpi=dpi, seconds=seconds))
    elif kit.options.second_look:
        desk.read_again(_doubtful_lines(desk), _second_look)
    kept = ((number, index) for number, block in enumerate(desk.blocks) for index in block.lines)
    found = (
        ReadLine(box=lines[index], block=number, words=_without_ghosts(desk, index))
        for number, index in kept
        if desk.words[index] and index not in desk.ghosts
    )
    return tuple(line for line in found if line.words)


# -------------------------------------------------------------------------------------------------------------------


class _Desk:
    """One page at work: its lines, what was read of each so far, and the words that follow from it."""

    def __init__(self, grey: NDArray[np.uint8], lines: Sequence[LineBox], kit: Kit, nets: Nets) -> None:
        self.grey, self.lines, self.kit, self.nets = grey, lines, kit, nets
        self.scores = read_lines(grey, lines, nets)
        self.networks = [network_of(score, nets.alphabet) for score in self.scores]
        self._settled: dict[int, _Settled] = {}
        texts = [best_text(network) for network in self.networks]
        self.blocks = reading_order(lines, texts, grey.shape[1], grey.shape[0], nets)
        self.words = self._chosen()
        self.faint = _FAINT * _usual_depth(grey, lines, self.words)
        """Levels between ink and ground below which print is faint beside the lines that were read surely."""
        self.ghosts = frozenset(
            i for i, words in self.words.items()
            if is_ghost(words, kit.model, faint=_depth(grey, lines[i], lines[i].x0, lines[i].x1) < self.faint)
        )  # fmt: skip
        """Lines that are no print; nobody is asked about them."""

    def read_again(self, indices: Sequence[int], read: "_Reading") -> None:
        """Replaces the networks of these lines by what ``read`` makes of them."""
        for index, network in zip(indices, read(self, indices) if indices else (), strict=True):
            self.networks[index] = network
        self.words = self._chosen() if indices else self.words

    def _chosen(self) -> dict[int, tuple[Piece, ...]]:
        """The words of every line, each line following the one before it in its block."""
        words = {}
        for block in self.blocks:
            before: Context = OPENING
            for index in block.lines:
                settled = self._settled.get(index)
                if settled is None or settled.network is not self.networks[index] or settled.before != before:
                    settled = self._settle(index, before)
                words[index], before = settled.words, settled.after
        return words

    def _settle(self, index: int, before: Context) -> "_Settled":
        network, line = with_spaces(self.networks[index]), self.lines[index]
        chosen = _choice(network, before, self.kit.model)
        words = calibrated(pieces(network, chosen.choice, line.x0, line.x1), self.kit.model)
        settled = _Settled(network=self.networks[index], before=before, words=words, after=chosen.after)
        self._settled[index] = settled
        return settled


@dataclass(frozen=True, kw_only=True, slots=True)
class _Settled:
    """What was chosen of a line; holds while its network and what stands before it are the same."""

    network: Network
    before: Context
    words: tuple[Piece, ...]
    after: Context


def _depth(grey: NDArray[np.uint8], line: LineBox, x0: float, x1: float) -> float:
    """Levels between the ink of a piece of a line and its ground, whichever is the lighter."""
    piece = grey[int(line.y0) : int(line.y1) + 1, int(x0) : int(x1) + 1]
    if not piece.size:
        return 0.0
    low, ground, high = np.percentile(piece[::2, ::2], (3, 50, 97))
    return float(max(ground - low, high - ground))


def _usual_depth(grey: NDArray[np.uint8], lines: Sequence[LineBox], words: Mapping[int, Sequence[Piece]]) -> float:
    """The depth of the darker ones of the lines that were read surely."""
    sure = [lines[i] for i, said in words.items() if said and min(word.confidence for word in said) >= SURE_LINE]
    return float(np.percentile([_depth(grey, line, line.x0, line.x1) for line in sure], 75)) if sure else 0.0


_Reading = Callable[[_Desk, Sequence[int]], Sequence[Network]]


def _without_ghosts(desk: _Desk, index: int) -> tuple[Piece, ...]:
    """The words of a line, drawn in to their ink, without those that show through from the back beside them."""
    line = desk.lines[index]
    return tuple(word for word in drawn_in(desk.words[index], desk.grey, line) if not _shows_through(word, line, desk))


def _shows_through(word: Piece, line: LineBox, desk: _Desk) -> bool:
    if word.x1 - word.x0 < _NARROW * line.height:  # too little ink to judge
        return False
    faint = _depth(desk.grey, line, word.x0, word.x1) < desk.faint
    return faint and is_ghost((word,), desk.kit.model, faint=True)


def _choice(network: Network, before: Context, model: LanguageModel | None) -> Chosen:
    return search(network, model, before) if model else Chosen((0,) * len(network), OPENING, 0.0)


def _doubtful_lines(desk: _Desk) -> list[int]:
    """The lines that have a doubtful word."""
    lines = ((i, words) for i, words in sorted(desk.words.items()) if i not in desk.ghosts)
    return [i for i, words in lines if any(word.confidence < SURE_LINE for word in words)]


def _second_look(desk: _Desk, again: Sequence[int]) -> list[Network]:
    """The lines' networks after two more looks."""
    lines = [desk.lines[index] for index in again]
    more = [read_lines(desk.grey, lines, desk.nets, look) for look in MORE_LOOKS]
    firsts = [desk.scores[index] for index in again]
    return [network_of(averaged(looks), desk.nets.alphabet) for looks in zip(firsts, *more, strict=True)]


def _tesseracts_vote(desk: _Desk, asked: Sequence[int], *, dpi: float, seconds: float) -> list[Network]:
    """The lines' networks after Tesseract's vote."""
    scale, kit = min(TESSERACT_DPI / dpi, 1.0), desk.kit
    images = [_line_image(desk.grey, desk.lines[index], scale) for index in asked]
    if kit.in_process:
        said = tesseract_api.read_lines(images, language=kit.language, dpi=dpi * scale)
    else:
        said = tesseract.read_lines(images, language=kit.language, dpi=dpi * scale, seconds=seconds)
    return [vote(desk.networks[index], _heard(words)) for index, words in zip(asked, said, strict=True)]


def _line_image(grey: NDArray[np.uint8], line: LineBox, scale: float) -> NDArray[np.uint8]:
    more = _MARGIN * line.height
    rows = slice(max(int(line.y0 - more), 0), max(int(line.y1 + more) + 1, 1))
    columns = slice(max(int(line.x0 - 3 * more), 0), max(int(line.x1 + 3 * more) + 1, 1))
    piece = grey[rows, columns]
    size = max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale))
    small = cv2.resize(piece, size, interpolation=cv2.INTER_AREA) if scale < 1 else piece
    framed = cv2.copyMakeBorder(small, _WHITE, _WHITE, _WHITE, _WHITE, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, dtype=np.uint8)


def _heard(words: Sequence[SeenWord]) -> list[Heard]:
    heard: list[Heard] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None:
            heard.append(Heard(" ", min(before.confidence, word.confidence)))
        heard += [Heard(letter, word.confidence) for letter in word.text]
    return heard
