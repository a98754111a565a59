"""Pages per minute, beside plain ``ocrmypdf -l vie --jobs 2`` on the same files, interleaved.

    .venv/bin/python bench/pages_per_minute.py [--rounds 3] [FILE…]

Without files: the committed samples. Each round runs first one way, then the other, in turns (A B, B A, …), each in a
fresh process and folder. Prints the medians and the ratios of every round. Wall time only: the CPU time of workers that
are killed when the work is done is charged to nobody.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
from PIL import Image

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples" / "scans"


def pages_of(file: Path) -> int:
    """Pages of a PDF or frames of an image."""
    if file.suffix == ".pdf":
        with pikepdf.open(file) as document:
            return len(document.pages)
    with Image.open(file) as image:
        return int(getattr(image, "n_frames", 1))


def samples() -> list[Path]:
    """The committed samples that both sides take as single files."""
    return sorted(p for p in SAMPLES.glob("*/*") if p.suffix in {".pdf", ".jpg", ".tif", ".png"})


def timed(command: list[list[str]], environment: dict[str, str]) -> float:
    """Wall seconds of commands run one after the other."""
    start = time.perf_counter()
    for one in command:
        subprocess.run(one, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def ours(files: list[Path], folder: Path) -> float:
    """`kho run` on all files: OCR, description, PDF/A, archive, everything."""
    command = [sys.executable, "-m", "cli.main", "run", *map(str, files), "--home", str(folder / "home"), "--json"]
    return timed([command], {**os.environ, "PYTHONPATH": str(ROOT)})


def theirs(files: list[Path], folder: Path) -> float:
    """Plain ocrmypdf, file after file, two jobs; images need to be told their resolution."""
    program = str(Path(sys.executable).with_name("ocrmypdf"))
    commands = []
    for number, file in enumerate(files):
        dpi = [] if file.suffix == ".pdf" else ["--image-dpi", "200"]
        target = str(folder / f"{number}.pdf")
        commands.append([program, "-l", "vie", "--jobs", "2", "--skip-text", *dpi, str(file), target])
    return timed(commands, dict(os.environ))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    files = [f.absolute() for f in given.files] or samples()
    pages = sum(pages_of(f) for f in files)
    results: dict[str, list[float]] = {"kho run": [], "ocrmypdf --jobs 2": []}
    for number in range(given.rounds):
        order = [("kho run", ours), ("ocrmypdf --jobs 2", theirs)]
        for name, way in order if number % 2 == 0 else order[::-1]:
            with tempfile.TemporaryDirectory() as folder:
                wall = way(files, Path(folder))
            results[name].append(wall)
            print(f"round {number + 1} {name:18s} {pages / wall * 60:6.1f} pages/min", flush=True)
    print(f"\n{len(files)} files, {pages} pages, {os.cpu_count()} cores, {given.rounds} rounds; medians:")
    for name, rounds in results.items():
        print(f"{name:18s} {pages / statistics.median(rounds) * 60:6.1f} pages/min")
    ratios = [theirs / ours for ours, theirs in zip(*results.values(), strict=True)]
    spread = f"{min(ratios):.2f} – {max(ratios):.2f}"
    print(f"speed against ocrmypdf, round by round: {statistics.median(ratios):.2f} × ({spread})")


if __name__ == "__main__":
    main()
