"""Fine-tunes the line-reading network for Vietnamese legal print on a CPU, and writes it as ONNX.

    python bench/train_net.py --base rec.onnx --meta meta.json --types types.json --check-types held.json
        --out FOLDER [--paper FOLDER] [--minutes 60] TEXT… [--barred FOLDER …]

Needs its own environment, not the product's: torch (a CPU build will do), onnx, numpy, opencv-python-headless, pillow,
fonttools, rapidfuzz.  Nothing of the product imports it, and it imports nothing of the product.

Arguments.  --base and --meta: the network and the alphabet it starts from (both in the wheel of trueocr).
--types: JSON, a list of {"name", "weight", "licence", "files": {"Regular": path, "Bold": …, "Italic": …,
"BoldItalic": …}}; a type must have every Vietnamese letter.  --check-types: the same for the lines held apart.
TEXT: files of running text (.txt, .md, .csv, .tsv, .json, .jsonl, .jsonl.gz).  --barred: folders whose .txt files must
not be trained on; paragraphs that share eight words in a row with them are left out.  --paper: real pages without
labels, cleaned as the engine cleans them: name.png and name.json, a list of line boxes [x0, y0, x1, y1]; the net is
kept close to what the base reads there.  A fifth entry may give a line's text as a better reader has it (the product's
whole engine, say); the net learns it too.

Writes to --out: step-N.pt at every check, then line_net.onnx and line_net.json.  All chance comes from --seed; the time
limit and the two processes make the number of steps, and so the result, differ from run to run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import json
import multiprocessing as mp
from pathlib import Path

import torch
from line_net.export import halved, write_onnx
from line_net.feed import RealPaper, batches, draw_into, samples
from line_net.net import LineNet, base_weights
from line_net.page import Family
from line_net.text import EXTRA, held_back, paragraphs
from line_net.train import Plan, error_rate, trained

MOST_PARAGRAPHS = 12000
CHECKED_PARAGRAPHS = 1500


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    for name in ("base", "meta", "types", "check-types", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--barred", type=Path, nargs="*", default=[])
    parser.add_argument("--paper", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check-lines", type=int, default=600)
    parser.add_argument("--resume", type=Path, help="weights (.pt) to start from instead of the base's")
    parser.add_argument("--name", default="line-vi", help="what the net is called in the file beside it")
    parser.add_argument("--rate", type=float, default=3.5e-4)
    parser.add_argument("--note", default="", help="with --only-export: how the weights were trained")
    parser.add_argument("--only-export", action="store_true", help="write the ONNX file of --resume and stop")
    return parser.parse_args()


def families(file: Path) -> list[Family]:
    """The type families a JSON file lists."""
    return [
        Family(name=item["name"], weight=item["weight"], files={k: Path(v) for k, v in item["files"].items()})
        for item in json.loads(file.read_text(encoding="utf-8"))
    ]


def described(told: argparse.Namespace, alphabet: str, onnx_file: Path, note: str) -> dict[str, object]:
    """What the file beside the net says about it."""
    types = json.loads(told.types.read_text(encoding="utf-8"))
    return {
        "name": told.name,
        "charset": alphabet,
        "geometry": {
            "rows": 96,
            "window": 3,
            "pad_y": 0.25,
            "pad_x": 0.5,
            "down": -0.05,
            "aspect": 1.07,
            "step": 4,
            "halo": 8,
        },
        "sha256": hashlib.sha256(onnx_file.read_bytes()).hexdigest(),
        "base": {"name": "trueocr rec.onnx (Apache-2.0)", "sha256": hashlib.sha256(told.base.read_bytes()).hexdigest()},
        "fonts": [{"name": item["name"], "licence": item.get("licence", "")} for item in types],
        "texts": [file.name for file in told.texts],
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seed": told.seed,
        "training": note,
    }


def export(net: LineNet, told: argparse.Namespace, alphabet: str, note: str) -> None:
    """Writes the net and what is to be known about it."""
    halved(net)
    target = told.out / "line_net.onnx"
    write_onnx(net, told.base, target)
    about = json.dumps(described(told, alphabet, target, note), ensure_ascii=False, indent=1)
    (told.out / "line_net.json").write_text(about, encoding="utf-8")


def main() -> None:
    """Reads the texts, starts the drawing process, trains, writes."""
    told = arguments()
    torch.manual_seed(told.seed)
    torch.set_num_threads(1)
    told.out.mkdir(parents=True, exist_ok=True)
    alphabet = "".join(json.loads(told.meta.read_text(encoding="utf-8"))["charset"]) + EXTRA
    net = LineNet(base_weights(told.base), len(EXTRA))
    if told.resume:
        net.load_state_dict(torch.load(told.resume, weights_only=True))
    if told.only_export:
        export(net, told, alphabet, told.note or f"weights {told.resume.name}")
        return
    pool = paragraphs(told.texts, alphabet, held_back(told.barred), MOST_PARAGRAPHS, told.seed)
    apart, pool = pool[:CHECKED_PARAGRAPHS], pool[CHECKED_PARAGRAPHS:]
    check = list(itertools.islice(samples(apart, families(told.check_types), alphabet, 7), told.check_lines))
    at_start = 100 * error_rate(net.eval(), check)
    print(f"{len(pool)} paragraphs, {len(check)} lines held apart, CER at the start {at_start:.3f} %")
    context = mp.get_context("spawn")
    queue = context.Queue(maxsize=40)
    work = (queue, pool, families(told.types), alphabet, told.seed + 1000)
    drawing = context.Process(target=draw_into, args=work, daemon=True)
    drawing.start()
    real = (
        RealPaper(told.paper, LineNet(base_weights(told.base), 0, fine=False), alphabet, told.seed)
        if told.paper
        else None
    )
    plan = Plan(minutes=told.minutes, rate=told.rate, fresh_rate=6 * told.rate)
    try:
        trained(net, batches(queue, plan.area, told.seed), real, check, plan, told.out)
    finally:
        drawing.terminate()
    last = max(told.out.glob("step-*.pt"), key=lambda file: file.stat().st_mtime)
    net.load_state_dict(torch.load(last, weights_only=True))
    export(net, told, alphabet, f"{last.stem}, {told.minutes:g} minutes on one core")


if __name__ == "__main__":
    main()
