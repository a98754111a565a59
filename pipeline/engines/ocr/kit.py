"""What the reader reads with, as far as it is here: nets, Tesseract, the language model. Loaded once a process."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.digit_reader import DigitNet, load_digit_net
from pipeline.engines.ocr.nets import Nets, load_nets, nets_here
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.ocr.vocabulary import load_vocabulary
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.vocabulary import Vocabulary
from schemas.errors import EngineMissing


@dataclass(frozen=True, kw_only=True, slots=True)
class Kit:
    """Everything that is loaded before the first page."""

    nets: Nets | None
    tesseract: str | None
    """Version of Tesseract, if it takes part."""
    in_process: bool
    """Whether Tesseract runs within this process, or as a program of its own."""
    model: LanguageModel | None
    vocabulary: Vocabulary | None
    language: str
    options: Options
    digits: DigitNet | None = None
    """For slots that a pen filled; without it they stay in doubt."""

    @property
    def name(self) -> str:
        """The readers in use, for `Page.engine`."""
        readers = [f"line net {self.nets.name}"] if self.nets else []
        readers += [f"tesseract {self.tesseract} {self.language}"] if self.tesseract else []
        return " + ".join(readers)


@cache
def load_kit(language: str, options: Options) -> Kit:
    """The kit for these options.

    Raises:
        EngineMissing: no reader that the options name is here; with two, one may be missing.
    """
    nets, missing = _nets(options)
    version, in_process = None, False
    if options.readers & {Reader.TESSERACT, Reader.PROGRAM}:
        try:
            version, in_process = _tesseract(language, library=Reader.TESSERACT in options.readers)
        except EngineMissing as error:
            missing = missing or error
    if nets is None and version is None:
        raise missing or EngineMissing(detail="no reader is switched on", program="tesseract")
    model = _model() if options.language_model else None
    vocabulary = _vocabulary() if options.repair else None
    return Kit(
        nets=nets,
        tesseract=version,
        in_process=in_process,
        model=model,
        vocabulary=vocabulary,
        language=language,
        options=options,
        digits=_digits(options),
    )


def require_readers(language: str, options: Options) -> None:
    """Makes sure, without loading anything, that a reader is here.

    Raises:
        EngineMissing: none of those that the options name is.
    """
    if Reader.NET in options.readers and nets_here():
        return
    if Reader.TESSERACT in options.readers and tesseract_api.api_available(language):
        return
    if options.readers & {Reader.TESSERACT, Reader.PROGRAM}:
        tesseract.require_languages(language)
        return
    raise EngineMissing(detail="the nets' package is not installed", program="trueocr 0.1.1")


# -------------------------------------------------------------------------------------------------------------------


def _nets(options: Options) -> tuple[Nets | None, EngineMissing | None]:
    if Reader.NET not in options.readers:
        return None, None
    try:
        return load_nets(), None
    except EngineMissing as error:
        return None, error


def _tesseract(language: str, *, library: bool) -> tuple[str, bool]:
    if library and tesseract_api.api_available(language):
        tesseract_api.warm_api(language)
        return tesseract_api.api_version(), True
    tesseract.require_languages(language)
    return tesseract.program_version(), False


def _digits(options: Options) -> DigitNet | None:
    if not options.digits:
        return None
    try:
        return load_digit_net()
    except EngineMissing:
        return None  # doctor says so; slots that a pen filled stay in doubt


@cache
def _model() -> LanguageModel:
    return LanguageModel.load(files("pipeline.engines.ocr").joinpath("data", "vi.lm").read_bytes())


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()
