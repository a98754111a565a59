"""Who reads: both readers, or the one that is here; nobody is an error."""

import sys

import pytest

from pipeline.engines.ocr import kit as kits
from pipeline.engines.ocr import nets, tesseract_api
from pipeline.engines.ocr.kit import load_kit, require_readers
from pipeline.engines.ocr.options import Options, Reader
from schemas.errors import EngineMissing
from tests.unit.engines.typeset import BOTH, NET, PROGRAM, TESSERACT

load_anew = load_kit.__wrapped__


@pytest.fixture
def without_library(monkeypatch):
    """A machine on which tesserocr cannot be loaded."""
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    tesseract_api._module.cache_clear()
    yield
    tesseract_api._module.cache_clear()


@pytest.fixture
def without_nets(monkeypatch):
    def missing():
        raise EngineMissing(detail="a net's file is missing", program="trueocr 0.1.1 (det.onnx)")

    monkeypatch.setattr(kits, "load_nets", missing)


def test_the_name_says_who_reads():
    both, net, tesseract, program = (load_kit("vie", way).name for way in (BOTH, NET, TESSERACT, PROGRAM))

    assert net.startswith("line net ")
    assert tesseract.startswith("tesseract ")
    assert tesseract.endswith(" vie")
    assert program.startswith("tesseract ")
    assert both == f"{net} + {tesseract}"


def test_the_library_is_used_where_it_can_be_loaded_and_the_program_elsewhere(without_library):
    elsewhere = load_anew("vie", BOTH)

    assert (elsewhere.in_process, load_anew("vie", PROGRAM).in_process) == (False, False)
    assert elsewhere.tesseract == load_anew("vie", PROGRAM).tesseract
    assert elsewhere.nets is not None


def test_the_library_is_in_this_process():
    assert load_kit("vie", BOTH).in_process
    assert load_kit("vie", TESSERACT).nets is None


def test_with_two_readers_one_may_be_missing(without_nets):
    assert load_anew("vie", BOTH).name.startswith("tesseract ")


def test_a_language_that_is_not_here_leaves_the_net():
    kit = load_anew("klingon", BOTH)

    assert (kit.tesseract, kit.nets is not None) == (None, True)


def test_alone_a_reader_must_be_here(without_nets):
    with pytest.raises(EngineMissing) as caught:
        load_anew("vie", NET)

    assert caught.value.facts["program"] == "trueocr 0.1.1 (det.onnx)"


def test_the_first_that_is_missing_is_told(without_nets):
    with pytest.raises(EngineMissing) as caught:
        load_anew("klingon", BOTH)

    assert "det.onnx" in caught.value.facts["program"]


def test_tesseract_alone_without_its_language_is_told():
    with pytest.raises(EngineMissing) as caught:
        load_anew("klingon", TESSERACT)

    assert caught.value.facts["program"] == "tesseract (klingon)"


def test_no_reader_at_all_is_an_error():
    with pytest.raises(EngineMissing):
        load_anew("vie", Options(readers=frozenset()))


def test_model_and_vocabularies_are_there_unless_switched_off():
    with_all = load_kit("vie", BOTH)
    bare = load_anew("vie", Options(readers=frozenset({Reader.NET}), language_model=False, repair=False))

    assert with_all.model is not None
    assert with_all.vocabulary is not None
    assert (bare.model, bare.vocabulary) == (None, None)


@pytest.mark.parametrize("way", [BOTH, NET, TESSERACT, PROGRAM])
def test_a_look_at_what_is_here_loads_nothing_and_finds_this_machine_able(way):
    require_readers("vie", way)


def test_a_look_names_the_nets_where_nobody_else_reads(monkeypatch):
    monkeypatch.setattr(kits, "nets_here", lambda: False)

    with pytest.raises(EngineMissing) as caught:
        require_readers("vie", NET)

    assert caught.value.facts["program"] == "trueocr 0.1.1"
    require_readers("vie", BOTH)  # the other reader is enough


def test_a_look_names_a_language_that_is_not_installed():
    with pytest.raises(EngineMissing) as caught:
        require_readers("xyz", PROGRAM)

    assert "xyz" in caught.value.facts["program"]


def test_nets_are_not_here_without_their_package(monkeypatch):
    monkeypatch.setattr(nets, "find_spec", lambda _name: None)

    assert not nets.nets_here()
