"""What `kho doctor` says of the readers: which are in use, what they know, what to do about one that is missing.

One of two readers is enough to work: the other one's absence is told with its remedy and is no failure. Loads the
nets and the language model, as the first page would, so that broken files are found here and not there.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files

from cli.finding import Finding
from cli.tongue import say
from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.digit_reader import load_digit_net
from pipeline.engines.ocr.nets import load_nets
from pipeline.engines.ocr.options import Reader
from pipeline.engines.ocr.vocabulary import load_vocabulary
from pipeline.stages.ocr.language_model import LanguageModel
from schemas.errors import EngineFailed, EngineMissing

_SETUP = "make setup"
_BROKEN = (OSError, ValueError, KeyError)


def examine_readers(readers: str, language: str) -> Iterator[Finding]:
    """Every reader that is asked for, then what they share.

    Args:
        readers: names joined with ``+``, as in ``KHO_READERS``.
        language: Tesseract's languages joined with ``+``.
    """
    asked = frozenset(map(Reader, readers.split("+")))
    found = []
    if Reader.NET in asked:
        found.append(_looked_at("reader: net", _net, _SETUP))
    if asked & {Reader.TESSERACT, Reader.PROGRAM}:
        look = partial(_tesseract, language, library=Reader.TESSERACT in asked)
        names = " ".join(f"tesseract-ocr-{name.lower()}" for name in language.split("+"))
        found.append(_looked_at("reader: tesseract", look, f"apt-get install tesseract-ocr {names}"))
    enough = any(finding.ok for finding in found)
    yield from (finding.model_copy(update={"ok": enough}) for finding in found)
    yield _looked_at("language model", _model, _SETUP)
    yield _looked_at("vocabulary", _vocabulary, _SETUP)
    yield _looked_at("digit net", _digit_net, _SETUP).model_copy(update={"ok": True})  # without it, slots stay in doubt


# -------------------------------------------------------------------------------------------------------------------


def _looked_at(name: str, look: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(name=name, ok=True, version=look(), remedy="")
    except (EngineMissing, EngineFailed) as problem:
        program = str(problem.facts.get("program", ""))
        return Finding(name=name, ok=False, version="", remedy=f"{program}: {remedy}" if program else remedy)
    except _BROKEN:
        return Finding(name=name, ok=False, version=say("tệp hỏng hoặc thiếu", "file broken or missing"), remedy=remedy)


def _net() -> str:
    return f"{load_nets().name}, {say('tệp nguyên vẹn', 'files whole')}"


def _digit_net() -> str:
    return f"{load_digit_net().name}, {say('tệp nguyên vẹn', 'files whole')}"


def _tesseract(language: str, *, library: bool) -> str:
    if library and tesseract_api.api_available(language):
        tesseract_api.warm_api(language)
        return f"{tesseract_api.api_version()}, {say('trong tiến trình', 'in process')}"
    tesseract.require_languages(language)
    return f"{tesseract.program_version()}, {say('chương trình', 'program')}"


def _model() -> str:
    header = LanguageModel.load(files("pipeline.engines.ocr").joinpath("data", "vi.lm").read_bytes()).header
    sources = say(f"{len(header.sources)} nguồn", f"{len(header.sources)} sources")
    return f"{header.date}, {header.tokens} {say('âm tiết', 'tokens')}, {sources}"


def _vocabulary() -> str:
    known = load_vocabulary()
    return say(
        f"{len(known.acts)} số luật, {len(known.parts)} ký hiệu", f"{len(known.acts)} acts, {len(known.parts)} symbols"
    )
