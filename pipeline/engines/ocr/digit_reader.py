"""Reads the digits in a slot with the digit net: what may stand there, and how likely each is.

The net lies beside this module, pinned by the SHA-256 in the file that says how it was made. It is a part that may be
missing: then slots filled by pen stay doubtful, as without it.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.engines.ocr.slot_looks import looks, side_by_side
from pipeline.engines.ocr.slots import Cut
from schemas.errors import EngineMissing

_DIGIT_NET = Path(__file__).with_name("data") / "digit_net.onnx"
_PRINT = "p"
_STEP = 2
"""Columns a step."""
_BEAM, _UNLIKELY, _HOPELESS = 24, 2e-4, 1e-5
_KEPT, _HARDLY = 12, 1e-3

Chances = tuple[tuple[str, float], ...]
"""Strings of digits, likeliest first, with how likely each is; "" is an empty slot; "p" is print between digits. The
rest to 1 is anything else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DigitNet:
    """The loaded net."""

    session: onnxruntime.InferenceSession
    classes: str
    """Class 0 is blank, class ``i + 1`` is ``classes[i]``; "p" is a run of print."""
    sharpness: float
    """What its logarithms are multiplied with, so that its probabilities are how often it is right."""
    name: str


@cache
def load_digit_net() -> DigitNet:
    """The net, loaded at the first call.

    Raises:
        EngineMissing: a file is missing, or not the pinned one (fact ``program``).
    """
    onnxruntime.set_default_logger_severity(3)
    about = json.loads(_read(_DIGIT_NET.with_suffix(".json")))
    model = _read(_DIGIT_NET)
    if hashlib.sha256(model).hexdigest() != about["sha256"]:
        raise EngineMissing(detail="a net's file is not the pinned one", program=f"digit net ({_DIGIT_NET.name})")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return DigitNet(
        session=session, classes=about["classes"], sharpness=about.get("sharpness", 1.0), name=about["name"]
    )


def read_digits(slot: Cut, net: DigitNet) -> Chances:
    """What may stand in a slot as `pipeline.engines.ocr.slots.cut_slot` cuts it: the mean of several looks at it."""
    cuts = looks(slot)
    (scores,) = net.session.run(["logp"], {"x": side_by_side(cuts)})
    return _mean([_seen(logs, cut, net) for logs, cut in zip(scores, cuts, strict=True)])


def chances(steps: NDArray[np.float32], classes: str) -> Chances:
    """The likeliest strings by prefix search over CTC's steps (steps × classes).

    Print before the first digit and after the last is not part of a string; a run of it between digits is a "p".
    """
    blank_class, print_class = 0, classes.index(_PRINT) + 1
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for row in steps.tolist():
        likely = [
            (number, p) for number, p in enumerate(row) if p > _UNLIKELY and number not in (blank_class, print_class)
        ]
        after: dict[str, tuple[float, float]] = {}
        for prefix, (ended, going) in beam.items():
            whole = ended + going
            _add(after, prefix, whole * row[blank_class], 0.0)
            closed = prefix if prefix in ("", _PRINT) or prefix.endswith(_PRINT) else prefix + _PRINT
            _add(after, closed, whole * row[print_class], 0.0)
            for number, p in likely:
                letter = classes[number - 1]
                same = prefix.endswith(letter)
                if same:
                    _add(after, prefix, 0.0, going * p)
                _add(after, prefix + letter, 0.0, (ended if same else whole) * p)
        beam = _best(after)
    return _ranked(beam)


# -------------------------------------------------------------------------------------------------------------------


def _seen(logs: NDArray[np.float32], cut: Cut, net: DigitNet) -> Chances:
    """What one look says, from the net's logarithms for it and for the paper beside it."""
    sharp = logs[: cut.pixels.shape[2] // _STEP] * net.sharpness
    steps = np.exp(sharp - sharp.max(axis=1, keepdims=True))
    steps /= steps.sum(axis=1, keepdims=True)
    return chances(_within(steps, cut.inner, net.classes), net.classes)


def _mean(seen: Sequence[Chances]) -> Chances:
    """How likely each string is on average, without those that hardly any look saw."""
    total: dict[str, float] = {}
    for text, p in (pair for one in seen for pair in one):
        total[text] = total.get(text, 0.0) + p / len(seen)
    return _likeliest({text: p for text, p in total.items() if p > _HARDLY})


def _within(steps: NDArray[np.float32], inner: tuple[float, float], classes: str) -> NDArray[np.float32]:
    """The steps with what was taken for digits outside of the slot told as print."""
    middles = (np.arange(len(steps)) + 0.5) * _STEP
    outside = (middles < inner[0]) | (middles > inner[1])
    digits = np.array([False, *(letter != _PRINT for letter in classes)])
    moved = np.where(outside[:, None] & digits, steps, 0.0)
    out = steps - moved
    out[:, classes.index(_PRINT) + 1] += moved.sum(axis=1)
    return np.asarray(out, dtype=np.float32)


def _add(beam: dict[str, tuple[float, float]], prefix: str, ended: float, going: float) -> None:
    before = beam.get(prefix, (0.0, 0.0))
    beam[prefix] = before[0] + ended, before[1] + going


def _best(beam: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The likeliest prefixes, without those that can come to nothing."""
    ranked = sorted(((sum(parts), prefix) for prefix, parts in beam.items()), reverse=True)[:_BEAM]
    least = _HOPELESS * ranked[0][0]
    return {prefix: beam[prefix] for p, prefix in ranked if p > least}


def _ranked(beam: dict[str, tuple[float, float]]) -> Chances:
    total: dict[str, float] = {}
    for prefix, parts in beam.items():
        text = prefix.removesuffix(_PRINT)
        total[text] = math.fsum((total.get(text, 0.0), *parts))
    return _likeliest(total)


def _likeliest(total: Mapping[str, float]) -> Chances:
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return tuple((text, min(p, 1.0)) for text, p in ranked[:_KEPT])


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise EngineMissing(detail="a net's file is missing", program=f"digit net ({file.name})") from error
