"""Draws a piece of a page: a column of lines in one type, with the truth and the place of each line."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from line_net.text import Writer
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")


@dataclass(frozen=True, kw_only=True)
class Family:
    """Four files of one type family and how often it is drawn."""

    name: str
    files: dict[str, Path]
    weight: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """What stands in a line, and the box of its ink in pixels: x0, y0, x1, y1."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(kw_only=True)
class Column:
    """How a piece of page is set; lengths in pixels."""

    em: int
    width: int
    family: Family
    style: str
    leading: float
    space: float
    tracking: float
    ink: int


@lru_cache(maxsize=400)
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A type file at a size."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=400)
def letters(path: Path) -> frozenset[int]:
    """The characters a type file has."""
    return frozenset(TTFont(str(path), lazy=True).getBestCmap())


def drawn(writer: Writer, families: list[Family], rng: random.Random) -> tuple[NDArray[np.uint8], list[Line], int]:
    """A piece of page (black on white), its lines from top to bottom, and its em in pixels."""
    column = _column(families, rng)
    margin = int(column.em * rng.uniform(0.6, 2.5))
    canvas = Image.new("L", (column.width + 2 * margin, int(column.em * 26)), 255)
    pen, y, lines = ImageDraw.Draw(canvas), column.em * 1.4, []
    while y < column.em * 21:
        kind = rng.random()
        rows: list[tuple[str, str]]
        if kind < 0.76:
            text = writer.paragraph()
            rows = _wrapped(text.upper() if rng.random() < 0.1 else text, column, rng)
        elif kind < 0.87:
            rows = [(writer.heading(), "centre")]
        else:
            rows = [(writer.short(), "cells") for _ in range(rng.randint(1, 3))]
        style = column.style
        if (kind > 0.76 and rng.random() < 0.6) or rng.random() < 0.12:
            style = rng.choice(STYLES)
        for raw, place in rows[:10]:
            text = _without(raw, letters(_file(column, style)) & letters(_file(column, "Regular")))
            if not text:
                continue
            if y > column.em * 24:
                break
            lines += _line(pen, text, place, (margin, y), column, style, rng)
            y += column.em * column.leading
        y += column.em * rng.choice((0, 0, 0.15, 0.4, 0.8))
    canvas = canvas.crop((0, 0, canvas.width, min(canvas.height, int(y + column.em * rng.uniform(0, 1.0)))))
    return np.asarray(canvas).copy(), lines, column.em


# -------------------------------------------------------------------------------------------------------------------


def _column(families: list[Family], rng: random.Random) -> Column:
    em = round(rng.triangular(20, 60, 40))
    return Column(
        em=em,
        width=int(em * rng.triangular(10, 40, 34)),
        family=rng.choices(families, [family.weight for family in families])[0],
        style=rng.choices(STYLES, (60, 18, 16, 6))[0],
        leading=rng.choice((rng.uniform(1.08, 1.3), rng.uniform(1.2, 1.75))),
        space=rng.choice((1.0, 1.0, rng.uniform(0.55, 0.9), rng.uniform(0.7, 1.0), rng.uniform(1.0, 2.0))),
        tracking=rng.choice((0, 0, 0, 0, 0, 0, rng.uniform(-0.03, 0.03), rng.uniform(0.02, 0.12))) * em,
        ink=rng.choice((0, 0, 0, 20, 40, 60, 80)),
    )


def _file(column: Column, style: str) -> Path:
    files = column.family.files
    return files.get(style) or files.get("Regular") or next(iter(files.values()))


def _without(text: str, known: frozenset[int]) -> str:
    """The text without characters the type lacks."""
    return " ".join("".join(c for c in text if c == " " or ord(c) in known).split())


def _wrapped(text: str, column: Column, rng: random.Random) -> list[tuple[str, str]]:
    """A paragraph in lines that fit the column: all but the last are set to its full width."""
    face = font(_file(column, column.style), column.em)
    space = face.getlength(" ") * column.space
    rows: list[list[str]] = [[]]
    room: float = column.width - (column.em * 2 if rng.random() < 0.5 else 0)
    first_place = "indent" if room < column.width else "full"
    for word in text.split():
        need = face.getlength(word) + column.tracking * len(word) + (space if rows[-1] else 0)
        if need > room and rows[-1]:
            rows.append([])
            room = column.width
        rows[-1].append(word)
        room -= need
    ragged = rng.random() < 0.3
    places = [first_place] + ["full"] * (len(rows) - 1)
    places = [place if place == "indent" else "left" for place in places] if ragged else places
    if len(rows) > 1 or first_place == "full":
        places[-1] = "left"
    else:
        places[-1] = "indent left"
    return [(" ".join(row), place) for row, place in zip(rows, places, strict=True) if row]


def _line(
    pen: ImageDraw.ImageDraw,
    text: str,
    place: str,
    at: tuple[float, float],
    column: Column,
    style: str,
    rng: random.Random,
) -> list[Line]:
    """Draws one row (several cells for "cells") and gives its lines."""
    if place == "cells":
        count = rng.choice((1, 1, 2, 3))
        step = column.width / count
        if rng.random() < 0.4:
            _grid(pen, at, column, count, rng)
        words = text.split()
        share = max(1, len(words) // count)
        parts = [" ".join(words[i * share : (i + 1) * share]) for i in range(count)]
        spots = [(at[0] + i * step, at[1]) for i in range(count)]
        return [_run(pen, part, spot, column, style, 0, rng) for part, spot in zip(parts, spots, strict=True) if part]
    face = font(_file(column, style), column.em)
    words = text.split()
    natural = sum(face.getlength(w) + column.tracking * len(w) for w in words)
    space = face.getlength(" ") * column.space
    indent = column.em * 2 if place.startswith("indent") else 0
    free = column.width - indent - natural
    if place in {"full", "indent"} and len(words) > 1:
        space = min(max(free / (len(words) - 1), 0.5 * face.getlength(" ")), 3.2 * face.getlength(" "))
    x = at[0] + indent
    if place == "centre":
        words = words[: max(2, int(len(words) * column.width / max(1.0, natural + space * len(words))))]
        x += max(0.0, free - space * len(words)) * rng.choice((0.5, 0.5, 0.0, 1.0))
    return [_run(pen, " ".join(words), (x, at[1]), column, style, space, rng)]


def _run(
    pen: ImageDraw.ImageDraw,
    text: str,
    at: tuple[float, float],
    column: Column,
    style: str,
    space: float,
    rng: random.Random,
) -> Line:
    """Draws words from left to right on a baseline; sometimes a few of them in another style, or underlined."""
    words, (x, y) = text.split(), at
    other = rng.choice(STYLES) if rng.random() < 0.18 else style
    turn = rng.randrange(len(words) + 1)
    tops, bottoms, start = [], [], None
    for i, word in enumerate(words):
        face = font(_file(column, style if i >= turn else other), column.em)
        left, top, _, bottom = face.getbbox(word, anchor="ls")
        if column.tracking:
            for letter in word:
                pen.text((x, y), letter, fill=column.ink, font=face, anchor="ls")
                x += face.getlength(letter) + column.tracking
        else:
            pen.text((x, y), word, fill=column.ink, font=face, anchor="ls")
            x += face.getlength(word)
        start = at[0] + left if start is None else start
        tops.append(-top)
        bottoms.append(bottom)
        end = x
        x += space or face.getlength(" ") * column.space
    if rng.random() < 0.04:
        level = y + column.em * rng.uniform(0.12, 0.3)
        pen.line((at[0], level, end, level), fill=column.ink, width=max(1, column.em // 22))
    # the line finder's boxes lie between the highest ink and what most words reach
    high = _between(sorted(tops, reverse=True), rng)
    low = _between(sorted(bottoms, reverse=True), rng)
    return Line(text=" ".join(words), box=(start or at[0], y - high, end, y + max(low, 1)))


def _between(ranked: list[float], rng: random.Random) -> float:
    """A height between the greatest and the one a quarter of the words reach."""
    common = ranked[len(ranked) // 4]
    return common + (ranked[0] - common) * rng.uniform(0.3, 1.0)


def _grid(pen: ImageDraw.ImageDraw, at: tuple[float, float], column: Column, count: int, rng: random.Random) -> None:
    """Table rules around the cells of a row."""
    top, bottom = at[1] - column.em * rng.uniform(0.9, 1.15), at[1] + column.em * rng.uniform(0.25, 0.5)
    thick = rng.choice((1, 1, 2, 3))
    for i in range(count + 1):
        x = at[0] + i * column.width / count - column.em * rng.uniform(0.15, 0.4)
        pen.line((x, top, x, bottom), fill=column.ink, width=thick)
    for y in (top, bottom):
        if rng.random() < 0.8:
            pen.line((at[0] - column.em * 0.3, y, at[0] + column.width, y), fill=column.ink, width=thick)
