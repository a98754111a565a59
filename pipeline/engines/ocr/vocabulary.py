"""Loads the closed vocabularies that stand beside the engine."""

from importlib.resources import files

from pipeline.stages.ocr.vocabulary import Vocabulary, vocabulary


def load_vocabulary() -> Vocabulary:
    """The vocabularies of ``data/vocabulary.txt``; load once a process (about 40 ms) and pass it on."""
    text = files("pipeline.engines.ocr").joinpath("data/vocabulary.txt").read_text(encoding="utf-8")
    return vocabulary(text.splitlines())
