"""Rewrites a PDF/A whose stream data happen to end with a carriage return, before which qpdf writes only a line feed.

The two then look like one end of line that belongs to the file, not to the data, and validators that read it so
(page-validation does) find ``/Length`` wrong by one: ISO 19005-2, 6.1.7.1. One stream in 128 ends like that, so one
document in thirty; harmless bytes added to it help.
"""

import mmap
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Name, Pdf, Stream
from pikepdf.pdfa import resolve_save_kwargs, validate_written

_AMBIGUOUS = b"\r\nendstream"
_TRIES = 8
_NO_STREAMS = pikepdf.ObjectStreamMode.disable
"""Streams of objects and references are qpdf's own and cannot be lengthened: the file is written without them."""


def settle_stream_ends(file: Path, work: Path) -> None:
    """Makes sure that no stream of ``file`` (a PDF/A-2b) ends ambiguously, as far as it can be had; rewrites it if not.

    Some streams (a linearised file's hints) are made anew by every save, so it may take more than one; the file is
    only replaced by one that is valid PDF/A.
    """
    draft = work / "settled.pdf"
    for _ in range(_TRIES):
        if not _ambiguous(file):
            return
        with pikepdf.open(file) as pdf:
            _pad(pdf)
            pdf.save(draft, **resolve_save_kwargs("2b", object_stream_mode=_NO_STREAMS, linearize=pdf.is_linearized))
        if validate_written(draft, "2b").passed:
            draft.replace(file)


# -------------------------------------------------------------------------------------------------------------------


def _ambiguous(file: Path) -> bool:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(_AMBIGUOUS) >= 0


def _pad(pdf: Pdf) -> None:
    """Lengthens the first page's content, which moves everything behind it, and each stream that ends badly."""
    first = pdf.pages[0]
    first.contents_add(b"\n")
    first.contents_coalesce()
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.read_raw_bytes().endswith(b"\r"):
            _pad_stream(thing)


def _pad_stream(stream: Stream) -> None:
    flate = stream.get(Name.Filter) == Name.FlateDecode and Name.DecodeParms not in stream
    if not flate or stream.get(Name.Subtype) == Name.Image:
        keys = {key: stream[key] for key in ("/Filter", "/DecodeParms") if key in stream}
        stream.write(stream.read_raw_bytes() + b"\0")  # after the end of compressed data, where decoders do not look
        for key, value in keys.items():
            stream[key] = value
        return
    data = stream.read_bytes() + (b"\0\0\0\0" if Name.Length1 in stream else b"\n")
    if Name.Length1 in stream:
        stream.Length1 = len(data)
    stream.write(zlib.compress(data), filter=Name.FlateDecode)
