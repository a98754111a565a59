"""Packs a decoded picture for the PDF, in the way that `economy` chooses."""

from io import BytesIO

from PIL import Image, ImageChops

from pipeline.engines.assembly.economy import QUALITY, Packing, choose_packing
from pipeline.engines.assembly.fax_picture import pack_fax
from pipeline.engines.assembly.png_picture import png_picture
from pipeline.engines.assembly.scan import Picture

_SPACE = {"L": b"/DeviceGray", "RGB": b"/DeviceRGB"}
_BANDS, _ROWS = 8, 48
_LOWER = (80, 70, 55, 40)


def pack(image: Image.Image, *, lossless: Picture | None = None, lossy: bool = False) -> Picture:
    """The image as a PDF's picture.

    Args:
        image: of mode ``1``, ``L``, ``P`` or ``RGB``, without transparency.
        lossless: the same picture as it came, if a PDF can hold it.
        lossy: it has lost something already, so a JPEG takes nothing that was there; then one is made.
    """
    image = _plain(image)
    jpeg = pack_jpeg(image) if image.mode in _SPACE else None
    if lossy and jpeg is not None:
        return jpeg
    fax = pack_fax(image) if image.mode == "1" else None
    sizes = {Packing.FLATE: len(lossless.data) if lossless else _flate_size(image)}
    sizes |= {way: len(made.data) for way, made in ((Packing.JPEG, jpeg), (Packing.FAX, fax)) if made is not None}
    chosen = {Packing.JPEG: jpeg, Packing.FAX: fax, Packing.FLATE: lossless}[choose_packing(sizes)]
    return chosen or _pack_flate(image)


def pack_jpeg(image: Image.Image, *, most: int | None = None) -> Picture:
    """The image (grey or RGB) as a JPEG; not larger than ``most`` bytes if a lower quality can bring that about."""
    data = _jpeg(image, QUALITY)
    for quality in _LOWER:
        if most is None or len(data) <= most:
            break
        data = _jpeg(image, quality)
    return Picture(
        width=image.width, height=image.height, bits=8, space=_SPACE[image.mode], filter=b"/DCTDecode", data=data
    )


# -------------------------------------------------------------------------------------------------------------------


def _plain(image: Image.Image) -> Image.Image:
    """The image in the smallest mode that holds all of it: grey if no colour is in it, two colours if no grey is."""
    if image.mode == "RGB":
        red, green, blue = image.split()
        if ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None:
            image = red
    if image.mode == "L":
        levels = image.getcolors(2)
        if levels is not None and {level for _, level in levels} <= {0, 255}:
            return image.convert("1", dither=Image.Dither.NONE)
    return image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    data = BytesIO()
    image.save(data, "JPEG", quality=quality, optimize=True, comment=b"")
    return data.getvalue()


def _pack_flate(image: Image.Image) -> Picture:
    data = BytesIO()
    image.save(data, "PNG", compress_level=6)
    made = png_picture(data, len(data.getvalue()))
    if made is None:
        raise ValueError("a PNG of ours that a PDF cannot hold")
    return made


def _flate_size(image: Image.Image) -> int:
    """About how large `_pack_flate` would make it: as some bands of it are. (All of it costs a second at 300 dpi.)"""
    if image.height <= _BANDS * _ROWS:
        return len(_pack_flate(image).data)
    tops = [n * (image.height - _ROWS) // (_BANDS - 1) for n in range(_BANDS)]
    some = sum(len(_pack_flate(image.crop((0, top, image.width, top + _ROWS))).data) for top in tops)
    return some * image.height // (_BANDS * _ROWS)
