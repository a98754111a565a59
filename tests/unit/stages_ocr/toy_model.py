"""A language model of a few lines, trained as the shipped one is."""

from bench.language_model.corpus import PHRASES, TEXT, Document
from bench.language_model.counts import counted, vocabulary
from bench.language_model.model_file import model_bytes
from bench.language_model.pruning import pruned
from bench.language_model.smoothing import smoothed
from pipeline.stages.ocr.tokens import tokens_of

LINES = (
    "Sở Tư pháp ban hành quyết định số 12/QĐ-STP.",
    "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh ban hành kế hoạch.",
    "Người dân có quyền được thông tin về pháp luật.",
    "Người dân có quyền khiếu nại quyết định của cơ quan nhà nước.",
    "Trẻ em có quyền được bảo vệ.",
    "Hòa giải viên vận động các bên hòa giải.",
)


def toy_bytes(
    lines: tuple[str, ...] = LINES, *, phrases: tuple[str, ...] = (), pairs: int = 1000, triples: int = 1000
) -> bytes:
    """The file of a model that has learnt ``lines`` three times over, and ``phrases`` once."""
    texts = [Document(name="a", lines=[tokens_of(line) for line in lines], weight=3, kind=TEXT)]
    texts += [Document(name=p, lines=[tokens_of(p)], weight=1, kind=PHRASES) for p in phrases]
    words = vocabulary(texts, syllable_from=1, word_from=2)
    counts = counted(texts, words)
    small = pruned(smoothed(counts, start=0), breadth=len(words), pairs=pairs, triples=triples)
    return model_bytes(small, words, sources=("a",), left_out=(), formulas=0, date="2026-01-02", tokens=counts.tokens)
