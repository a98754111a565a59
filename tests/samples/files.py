"""Writes pages as the files a scanner leaves: PDF of JPEGs, JPEG, PNG with 16 greys, TIFF G4, a folder of pages.

The bytes depend on the pages alone: no time, no random identifier.
"""

import io
from pathlib import Path

import img2pdf
import numpy as np
from PIL import Image

from tests.samples.catalogue import Container
from tests.samples.effects.paper import Picture
from tests.samples.profiles import Profile


def write(pictures: list[Picture], profile: Profile, container: Container, stem: Path) -> tuple[Path, ...]:
    """Writes the pages beside ``stem`` (a path without extension) and gives the files in page order."""
    images = [_image(picture, profile) for picture in pictures]
    stem.parent.mkdir(parents=True, exist_ok=True)
    if container == "folder":
        stem.mkdir(exist_ok=True)
        return tuple(_put(stem / f"trang-{n}.jpg", _jpeg(image, profile)) for n, image in enumerate(images, 1))
    suffix = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "tiff": ".tif"}[container]
    data = {"pdf": _pdf, "jpeg": _single_jpeg, "png": _png, "tiff": _tiff}[container](images, profile)
    return (_put(stem.with_name(stem.name + suffix), data),)


def _image(picture: Picture, profile: Profile) -> Image.Image:
    image = Image.fromarray(np.clip(picture + 0.5, 0, 255).astype(np.uint8))
    if profile.mode == "colour":
        return image
    if profile.mode == "grey":
        return image.convert("L")
    return image.convert("L").point(lambda level: 255 if level > 127 else 0).convert("1")


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _jpeg(image: Image.Image, profile: Profile) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=profile.quality, optimize=True, dpi=(profile.dpi, profile.dpi))
    return out.getvalue()


def _single_jpeg(images: list[Image.Image], profile: Profile) -> bytes:
    (image,) = images
    return _jpeg(image, profile)


def _pdf(images: list[Image.Image], profile: Profile) -> bytes:
    jpegs = [_jpeg(image, profile) for image in images]
    data = img2pdf.convert(jpegs, nodate=True, producer="Scanner", engine=img2pdf.Engine.internal)
    return bytes(data)


def _png(images: list[Image.Image], profile: Profile) -> bytes:
    (image,) = images
    greys = image.point(lambda level: round(level / 17))
    indexed = Image.frombytes("P", greys.size, greys.tobytes())
    indexed.putpalette([grey * 17 for grey in range(16) for _ in range(3)])
    out = io.BytesIO()
    indexed.save(out, "PNG", bits=4, optimize=True, dpi=(profile.dpi, profile.dpi))
    return out.getvalue()


def _tiff(images: list[Image.Image], profile: Profile) -> bytes:
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(profile.dpi, profile.dpi))
    return out.getvalue()
