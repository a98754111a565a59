"""The nets are the pinned ones or none: a missing or altered file is told by its name."""

import shutil

import pytest

from pipeline.engines.ocr import nets
from pipeline.engines.ocr.nets import load_nets
from schemas.errors import EngineMissing

load_anew = load_nets.__wrapped__


@pytest.fixture
def own_wheel(monkeypatch, tmp_path):
    """The nets' package at a place where its files can be spoilt."""
    from importlib.util import find_spec
    from pathlib import Path

    real = Path(find_spec("trueocr").origin).parent / "models"
    package = tmp_path / "wheel" / "trueocr"
    (package / "models").mkdir(parents=True)
    (package / "__init__.py").touch()
    for net in real.glob("*.onnx"):
        (package / "models" / net.name).symlink_to(net)
    monkeypatch.syspath_prepend(tmp_path / "wheel")
    return package / "models"


@pytest.fixture
def own_line_net(monkeypatch, tmp_path):
    for suffix in (".onnx", ".json"):
        shutil.copy(nets._LINE_NET.with_suffix(suffix), tmp_path)
    net = tmp_path / nets._LINE_NET.name
    monkeypatch.setattr(nets, "_LINE_NET", net)
    return net


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def test_the_nets_are_loaded_once():
    assert load_nets() is load_nets()
    assert len(load_nets().alphabet) > 200
    assert "ậ" in load_nets().alphabet
    assert load_nets().name


def test_the_package_s_own_code_is_never_imported():
    import sys

    load_nets()

    assert "trueocr" not in sys.modules


@pytest.mark.parametrize("name", ["det.onnx", "orient.onnx", "order.onnx"])
def test_an_altered_net_is_named(own_wheel, name):
    flip_a_byte(own_wheel / name)

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert name in caught.value.facts["program"]


def test_a_missing_net_is_named(own_wheel):
    (own_wheel / "orient.onnx").unlink()

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert "orient.onnx" in caught.value.facts["program"]


def test_an_altered_line_net_is_named(own_line_net):
    flip_a_byte(own_line_net)

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert caught.value.facts["program"] == "line net (line_net.onnx)"


@pytest.mark.parametrize("suffix", [".onnx", ".json"])
def test_a_missing_line_net_is_named(own_line_net, suffix):
    own_line_net.with_suffix(suffix).unlink()

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert caught.value.facts["program"] == f"line net (line_net{suffix})"


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(nets, "find_spec", lambda name: None)

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert caught.value.facts["program"] == "trueocr 0.1.1"
