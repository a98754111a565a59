"""The nets that find lines, turn pages and read letters, run by onnxruntime in this process, one thread each.

Three come in the wheel of ``trueocr`` 0.1.1 (Apache-2.0), taken as files: that package's code is never imported. The
line reader lies beside this module. All are pinned by SHA-256. Sessions are made once a process and survive a fork:
with one thread each they have no thread pool.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import onnxruntime

from schemas.errors import EngineMissing

_PINNED = {
    "det.onnx": "f2bd4cba23e9c328cf7ec824634e423e191a2c6aacbbf35c62bd79dd70f62f59",
    "orient.onnx": "20eaf670f55a7cf9facfe1bdd6c7b8e40be75bbf4d48a3df43f66aa3bbd874fd",
    "order.onnx": "a42db2e8b536ad3d84045a4b7f9b0a72667cf8be4aa02d63f7b38004719fb180",
}
_LINE_NET = Path(__file__).with_name("data") / "line_net.onnx"


@dataclass(frozen=True, kw_only=True, slots=True)
class Nets:
    """Loaded nets. ``alphabet[i]`` is the letter of class ``i + 1``; class 0 is CTC's blank."""

    find: onnxruntime.InferenceSession
    orient: onnxruntime.InferenceSession
    order: onnxruntime.InferenceSession
    read: onnxruntime.InferenceSession
    alphabet: str
    name: str


@cache
def load_nets() -> Nets:
    """The nets, loaded at the first call.

    Raises:
        EngineMissing: the wheel is not installed, or a file is not the pinned one (fact ``program``).
    """
    onnxruntime.set_default_logger_severity(3)
    described = json.loads(_read(_LINE_NET.with_suffix(".json"), "line net"))
    return Nets(
        find=_session(_pinned("det.onnx")),
        orient=_session(_pinned("orient.onnx")),
        order=_session(_pinned("order.onnx")),
        read=_session(_checked(_LINE_NET, described["sha256"], "line net")),
        alphabet=described["charset"],
        name=described["name"],
    )


def nets_here() -> bool:
    """Whether every net's file is where it belongs; what is in it is looked at when it is loaded."""
    spec = find_spec("trueocr")
    if spec is None or spec.origin is None or not _LINE_NET.is_file():
        return False
    return all((Path(spec.origin).parent / "models" / name).is_file() for name in _PINNED)


# -------------------------------------------------------------------------------------------------------------------


def _pinned(name: str) -> bytes:
    spec = find_spec("trueocr")
    if spec is None or spec.origin is None:
        raise EngineMissing(detail="the nets' package is not installed", program="trueocr 0.1.1")
    return _checked(Path(spec.origin).parent / "models" / name, _PINNED[name], "trueocr 0.1.1")


def _checked(file: Path, sha256: str, source: str) -> bytes:
    data = _read(file, source)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EngineMissing(detail="a net's file is not the pinned one", program=f"{source} ({file.name})")
    return data


def _read(file: Path, source: str) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise EngineMissing(detail="a net's file is missing", program=f"{source} ({file.name})") from error


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # batches of ever new shapes make it grow and buy no speed
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
