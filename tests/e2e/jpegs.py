"""JPEGs as telephones make them, and what is written in one beside the picture."""

from __future__ import annotations

import struct
from pathlib import Path

import pyvips

COFFEE = Path(__file__).parents[1] / "photos" / "coffee.jpg"


def big_photo() -> bytes:
    photo = pyvips.Image.new_from_file(str(COFFEE))
    made: bytes = photo.resize(3000 / photo.width).jpegsave_buffer(Q=80, keep="none")
    return made


def with_gps(jpeg: bytes) -> bytes:
    """The JPEG as a phone held upright writes it: to be turned by a quarter, and taken in Pune."""
    order, header = "<", b"II*\0" + struct.pack("<I", 8)
    ifd = struct.pack(f"{order}H", 2)
    ifd += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, 6, 0)
    ifd += struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    ifd += struct.pack(f"{order}I", 0)
    gps = struct.pack(f"{order}H", 2)
    gps += struct.pack(f"{order}HHI4s", 1, 2, 2, b"N\0\0\0")
    gps += struct.pack(f"{order}HHII", 2, 5, 3, 68)
    gps += struct.pack(f"{order}I", 0)
    latitude = struct.pack(f"{order}6I", 18, 1, 31, 1, 12, 1)
    exif = b"Exif\0\0" + header + ifd + gps + latitude
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def fields(photo: bytes) -> list[str]:
    names: list[str] = pyvips.Image.new_from_buffer(photo, "").get_fields()
    return names
