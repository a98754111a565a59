"""Text for training lines: paragraphs of given files that do not overlap with held-back texts, and made-up ones."""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

# classes added at the end of the base's alphabet, which lacks them
EXTRA = '?!=[]§"–—…•°×‘≤≥±²³~□'
ALIKE = str.maketrans(
    {"\u2212": "–", "\u2011": "-", "\u2010": "-", "º": "°", "☐": "□", "\uf0a3": "□", "\x85": "…", "\u2033": '"'}
    | {"\u00ad": None, "\u200b": None, "\ufeff": None, "\u00a0": " ", "\t": " ", "\uf0b7": "•", "\uf097": "•"}
)
GRAM = 8  # words in a row that make a paragraph count as overlapping
KINDS = ("QĐ-UBND", "NĐ-CP", "QĐ-TTg", "TT-BTP", "KH-UBND", "CV-STP", "NQ-HĐND", "QH15", "TT-BTC", "CT-TTg", "BC-STP")
ENDS = ("...", "…", "/", "%", " %", ".", ".", ",", "²", "³", "°C")
UNITS = ("m²", "m³", "°C", "kg", "%")
MARKED = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"


def grams(text: str) -> set[tuple[str, ...]]:
    """The runs of eight words of a text, without case and punctuation."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def held_back(folders: list[Path]) -> set[tuple[str, ...]]:
    """The eight-word runs of every .txt file below the folders: texts that must not be trained on."""
    found: set[tuple[str, ...]] = set()
    for file in (file for folder in folders for file in sorted(folder.rglob("*.txt"))):
        found |= grams(unicodedata.normalize("NFC", file.read_text(encoding="utf-8")))
    return found


def texts(file: Path) -> Iterator[str]:
    """The texts of one file: JSON lines with "text", a JSON object of texts, CSV or TSV cells, or plain text."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8-sig") as lines:
        if ".jsonl" in file.name:
            yield from (json.loads(line)["text"] for line in lines)
        elif file.suffix == ".json":
            yield from (value for value in json.load(lines).values() if isinstance(value, str))
        elif file.suffix in {".csv", ".tsv"}:
            for row in csv.reader(lines, delimiter="\t" if file.suffix == ".tsv" else ","):
                yield from row
        else:
            yield lines.read()


def paragraphs(files: list[Path], alphabet: str, barred: set[tuple[str, ...]], most: int, seed: int) -> list[str]:
    """At most `most` paragraphs a file, drawn evenly, in the alphabet's characters, none overlapping with `barred`.

    Tables give a sixth of that, because their cells are short and alike; long lines without any mark are foreign.
    """
    allowed, kept = set(alphabet), []
    for file in files:
        rng = random.Random(f"{seed} {file.name}")
        pool: list[str] = []
        for text in texts(file):
            lines = text.splitlines()
            pool += rng.sample(lines, min(len(lines), 150))
        rng.shuffle(pool)
        mine: list[str] = []
        for raw in pool:
            line = " ".join(unicodedata.normalize("NFC", raw).translate(ALIKE).split())
            foreign = len(line) > 40 and line.isascii()
            if len(line) > 1 and not foreign and allowed.issuperset(line) and barred.isdisjoint(grams(line)):
                mine.append(_shorter_leaders(line, rng)[:1500])
            if len(mine) == (most // 6 if file.suffix == ".tsv" else most):
                break
        kept += mine
    random.Random(seed).shuffle(kept)
    return kept


def _shorter_leaders(line: str, rng: random.Random) -> str:
    return re.sub(r"([.…_])\1{5,}", lambda found: found[1] * rng.randint(3, 12), line)


class Writer:
    """Paragraphs in the manner of legal print, from one seeded source of chance."""

    def __init__(self, pool: list[str], rng: random.Random) -> None:
        self.pool, self.rng = pool, rng

    def paragraph(self) -> str:
        """A running text: mostly from the pool, sometimes with rarer punctuation, sometimes made up."""
        chance = self.rng.random()
        if chance < 0.07:
            return self.codes()
        if chance < 0.13:
            return self.jumble()
        text = self.rng.choice(self.pool)
        while len(text) < 60 and self.rng.random() < 0.6:
            text = f"{text} {self.rng.choice(self.pool)}"
        return self.dressed(text[:700]) if chance < 0.45 else text[:700]

    def heading(self) -> str:
        """A short piece in capitals."""
        words = self.rng.choice(self.pool).split()[: self.rng.randint(2, 12)]
        return " ".join(words).upper()

    def short(self) -> str:
        """A table cell, a caption, a signature line."""
        if self.rng.random() < 0.35:
            return self.codes()[: self.rng.randint(6, 40)].strip() or "1."
        words = self.rng.choice(self.pool).split()
        start = self.rng.randrange(max(1, len(words) - 2))
        piece = " ".join(words[start : start + self.rng.randint(1, 7)])
        return piece.upper() if self.rng.random() < 0.2 else piece

    def dressed(self, text: str) -> str:
        """The text with rarer punctuation put in."""
        rng, words = self.rng, text.split()
        for _ in range(max(1, len(words) // 7)):
            i = rng.randrange(len(words))
            left, right = rng.choice(("“”", '""', '""', "()", "[]", "‘’", "''", "“”"))
            words[i] = rng.choice(
                (
                    f"{left}{words[i].rstrip('.,;')}{right}",
                    f"{words[i].rstrip('.,;:')}{rng.choice('??!!.,;:…')}",
                    f"{words[i]} {rng.choice('–-—=×+–-±~≤≥–')}",
                    f"{words[i].rstrip('.,;:')}{rng.choice(ENDS)}",
                    f"{rng.choice('-–•+*□••-')} {words[i]}",
                    f"{words[i].rstrip('.,;')}{rng.choice('/-–')}{rng.choice(words)}",
                    words[i].upper(),
                )
            )
        return " ".join(words)

    def codes(self) -> str:
        """Numbers of documents, dates, sums, addresses, articles."""
        rng = self.rng
        day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1990, 2026)
        number = rng.randint(1, 4000)
        made = (
            f"Số: {number}/{rng.choice(KINDS)}",
            f"số {number}/{year}/{rng.choice(KINDS)} ngày {day:02d}/{month}/{year}",
            f"ngày {day:02d} tháng {month:02d} năm {year}",
            f"{day}/{month}/{year}",
            f"{rng.randint(1, 999)}.{rng.randint(0, 999):03d}.{rng.randint(0, 999):03d} đồng",
            f"{rng.randint(0, 99)},{rng.randint(0, 99)}%",
            f"khoản {rng.randint(1, 20)} Điều {rng.randint(1, 300)}; điểm {rng.choice('abcdđeghiklmnopq')}",
            f"0{rng.randint(200, 999)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}",
            f"{rng.choice(('https://', 'www.', ''))}{self.latin()}.{rng.choice(('gov.vn', 'vn', 'edu.vn', 'com'))}",
            f"{self.latin()}{rng.randint(1, 99)}@{self.latin()}.gov.vn",
            f"{rng.choice(('≥', '≤', '=', '±', '>', '<', '~'))} {rng.randint(1, 500)} {rng.choice(UNITS)}",
            f"{rng.randint(1, 60)} × {rng.randint(1, 60)} = {rng.randint(1, 3600)}",
            f"[{rng.randint(1, 40)}] § {rng.randint(1, 99)}",
            f"{rng.choice('IVX')}{rng.choice(('', 'I', 'II', 'V'))}. {self.rng.choice(self.pool)[:30]}",
            f"{rng.randint(1, 12)}.{rng.randint(1, 9)}. {self.rng.choice(self.pool)[:40]}",
            f"{rng.choice('abcdđeghik')}) {self.rng.choice(self.pool)[:40]}",
            f"(từ {rng.randint(0, 23)}h{rng.randint(0, 59):02d}' – {rng.randint(0, 23)}h{rng.randint(0, 59):02d}')",
            f"năm học {year} {rng.choice('-–')} {year + 1}",
            f"Họ và tên: {rng.choice(('.', '…', '_')) * rng.randint(4, 20)}",
        )
        return "; ".join(rng.choice(made) for _ in range(rng.randint(1, 5)))

    def latin(self) -> str:
        """A name as in an address on the net."""
        return "".join(self.rng.choice("abcdefghiklmnopqrstuvwxyz") for _ in range(self.rng.randint(3, 10)))

    def jumble(self) -> str:
        """Syllables with shuffled marks: what is read here must be seen, not guessed."""
        words = self.rng.choice(self.pool).split()[:60]
        plain = "aeiouyd"
        turned = [
            "".join(
                self.rng.choice(MARKED) if c.lower() in plain or (c in MARKED and self.rng.random() < 0.5) else c
                for c in w
            )
            if self.rng.random() < 0.5
            else w
            for w in words
        ]
        return " ".join(w.upper() if self.rng.random() < 0.12 else w for w in turned)
