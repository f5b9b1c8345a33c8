"""Photos made safe: whatever was uploaded becomes a plain JPEG, or is refused with a reason.

Only pixels survive. EXIF, GPS, XMP, colour profiles, thumbnails inside and bytes behind the picture are gone;
the orientation is applied and colours are converted to sRGB first. Every limit is checked before pixels are
decoded, and only the four decoders of the accepted types can ever run.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from praan.kernel.errors import Unusable

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MIN_SIDE: Final = 16
# What cannot be decoded in strips (progressive JPEG, interlaced PNG, WebP, HEIC) lies in memory as a whole.
MAX_WHOLE_BYTES: Final = 200_000_000
CLEAN_SIDE: Final = 1600
THUMBNAIL_SIDE: Final = 320
CLEAN_QUALITY: Final = 84
THUMBNAIL_QUALITY: Final = 78

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
LOADERS: Final = {JPEG: "jpegload_buffer", PNG: "pngload_buffer", WEBP: "webpload_buffer"}
NAMES: Final = {JPEG: "a JPEG", PNG: "a PNG", WEBP: "a WebP", HEIC: "a HEIC"}


class PhotoRefused(Unusable):
    """The file is not a photo that Praan takes."""


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo without secrets: JPEG of at most the wanted size, its size, and a thumbnail of at most 320 px."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int


def clean(data: bytes, declared_type: str, side: int = CLEAN_SIDE) -> CleanPhoto:
    """Checks an uploaded file against the type it was announced as, and re-encodes it with at most `side` pixels.

    Raises PhotoRefused. Takes about 0.1 s of one core for 12 megapixels, and bounded memory for any input.
    """
    kind = _checked_type(data, declared_type)
    vips = _vips()
    try:
        upright = _from_heic(data, side) if kind == HEIC else _from_file(data, kind, side)
        small = _plain(upright).copy_memory()
        tiny = small.thumbnail_image(THUMBNAIL_SIDE, height=THUMBNAIL_SIDE, size="down", no_rotate=True)
        return CleanPhoto(
            jpeg=_jpeg(small, CLEAN_QUALITY),
            thumbnail=_jpeg(tiny, THUMBNAIL_QUALITY),
            width=small.width,
            height=small.height,
        )
    except vips.Error as error:
        raise _broken() from error


def sniff(data: bytes) -> str | None:
    """Media type by the first bytes, or None for anything that is not an accepted photo."""
    if data[:3] == b"\xff\xd8\xff":
        return JPEG
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return HEIC
    return None


def rgb(jpeg: bytes, width: int, height: int, *, crop: bool) -> bytes:
    """Pixels of a clean JPEG, 8-bit RGB row by row: the middle in the wanted shape, or all of it squeezed."""
    vips = _vips()
    options = {"crop": "centre"} if crop else {"size": "force"}
    try:
        picture = vips.Image.thumbnail_buffer(jpeg, width, height=height, no_rotate=True, **options)
        return bytes(_plain(picture).write_to_memory())
    except vips.Error as error:
        raise _broken() from error


def _checked_type(data: bytes, declared_type: str) -> str:
    if not data:
        raise PhotoRefused("photo_empty", "The file is empty. Please take or choose the photo again.")
    if len(data) > MAX_BYTES:
        raise PhotoRefused("photo_too_big", "The photo is larger than 15 MB. Please send a smaller one.")
    kind = sniff(data)
    if kind is None:
        raise PhotoRefused(
            "photo_not_an_image", "The file is not a photo. Please send a JPEG, PNG, WebP or HEIC picture."
        )
    if kind != declared_type.split(";")[0].strip().lower():
        raise PhotoRefused(
            "photo_type_differs", f"The file is {NAMES[kind]} picture but was announced as something else."
        )
    return kind


def _from_file(data: bytes, kind: str, side: int) -> Any:
    """A JPEG, PNG or WebP, upright and in sRGB, at most `side` px; a big JPEG is shrunk while it is decoded."""
    vips = _vips()
    options = {"access": "sequential", "fail_on": "error"}
    picture = vips.Image.new_from_buffer(data, "", **options)
    _check_header(picture, kind)
    if kind == JPEG:
        spare = max(picture.width, picture.height) // side
        shrink = next(factor for factor in (8, 4, 2, 1) if factor <= max(spare, 1))
        picture = vips.Image.new_from_buffer(data, "", shrink=shrink, **options)
    return picture.thumbnail_image(side, height=side, size="down", output_profile="srgb")


def _check_header(picture: Any, kind: str) -> None:
    if picture.get("vips-loader") != LOADERS[kind]:
        raise _broken()
    _check_size(picture.width, picture.height)
    whole = kind == WEBP or bool(picture.get_typeof("interlaced"))
    # A progressive JPEG keeps 2 bytes for each coefficient; a 16-bit PNG 2 for each value.
    deep = 2 if kind == JPEG or picture.format == "ushort" else 1
    if whole and picture.width * picture.height * picture.bands * deep > MAX_WHOLE_BYTES:
        raise PhotoRefused(
            "photo_too_many_pixels",
            "This form of picture is too large to open safely. Please send it as an ordinary JPEG.",
        )


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PhotoRefused(
            "photo_too_many_pixels",
            f"The picture has {width} × {height} pixels; at most 50 million fit. Please send a smaller one.",
        )
    if min(width, height) < MIN_SIDE:
        raise PhotoRefused("photo_too_small", "The picture is too small to see anything on it.")


def _from_heic(data: bytes, side: int) -> Any:
    """A HEIC picture through libheif, which applies its own rotation. Shrunk, colours still to be settled."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    try:
        heif = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        width, height = heif.size
        _check_size(width, height)
        bands = {"RGB": 3, "RGBA": 4}[heif.mode]
        pixels, stride = heif.data, heif.stride
        profile = heif.info.get("icc_profile")
    except (ValueError, EOFError, SyntaxError, KeyError, RuntimeError, OSError, MemoryError) as error:
        raise _broken() from error
    vips = _vips()
    if stride != width * bands:
        rows = vips.Image.new_from_memory(pixels, stride, height, 1, "uchar")
        pixels = rows.crop(0, 0, width * bands, height).write_to_memory()
    picture = vips.Image.new_from_memory(pixels, width, height, bands, "uchar").copy(interpretation="srgb")
    options = {}
    if profile:
        picture.set_type(vips.GValue.blob_type, "icc-profile-data", profile)
        options = {"output_profile": "srgb"}
    small = picture.thumbnail_image(side, height=side, size="down", no_rotate=True, **options)
    return small.copy_memory()  # now, since the pixels belong to `heif`


def _plain(picture: Any) -> Any:
    """Three 8-bit sRGB bands, see-through parts on white."""
    if picture.hasalpha():
        picture = picture.flatten(background=255)
    picture = picture.colourspace("srgb").cast("uchar")
    return picture.extract_band(0, n=3) if picture.bands > 3 else picture


def _jpeg(picture: Any, quality: int) -> bytes:
    return bytes(picture.jpegsave_buffer(Q=quality, keep="none", optimize_coding=True))


def _broken() -> PhotoRefused:
    return PhotoRefused("photo_broken", "The picture is damaged or incomplete. Please send it again.")


@cache
def _vips() -> Any:
    """libvips, loaded on first use (so that no process forks with it), single-threaded, without a cache."""
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    import pyvips

    logging.getLogger("pyvips").setLevel(logging.ERROR)
    pyvips.concurrency_set(1)
    pyvips.cache_set_max(0)
    pyvips.cache_set_max_mem(0)
    pyvips.block_untrusted_set(True)
    pyvips.operation_block_set("VipsForeignLoad", True)
    for loader in ("VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"):
        pyvips.operation_block_set(loader, False)
    return pyvips
