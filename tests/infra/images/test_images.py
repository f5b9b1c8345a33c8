"""Hostile and honest files at the door of the photo pipeline."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import pyvips

from praan.infra import images
from praan.infra.images import CleanPhoto, PhotoRefused, clean, rgb

PHOTOS = Path(__file__).parents[2] / "photos"
COFFEE = (PHOTOS / "coffee.jpg").read_bytes()
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A whole PNG whose pixels are all zero: small as a file, as large as it says when opened."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = 1 + 3 * width
    packer = zlib.compressobj(9, wbits=-15)
    one = packer.compress(bytes(row)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">HH", row * height % 65521, 1)
    pixels = b"\x78\xda" + one * height + packer.flush() + checksum
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", bytes(10_000_000))
    return file.getvalue()


def in_own_process(data: bytes, kind: str) -> tuple[str, int]:
    """What `clean` makes of a file (size or code of the refusal), and the process's peak of memory in MB."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom praan.infra.images import PhotoRefused, clean\n"
        "try:\n photo = clean(sys.stdin.buffer.read(), sys.argv[1])\n print(photo.width, '×', photo.height)\n"
        "except PhotoRefused as refusal:\n print(refusal.code)\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, kind], input=data, capture_output=True, check=True
    )
    outcome, peak_kb = done.stdout.decode().splitlines()
    return outcome, int(peak_kb) // 1024


def corners(photo: bytes) -> list[tuple[int, ...]]:
    """Rounded colours near the four corners of a JPEG, from the top left clockwise."""
    picture: Any = pyvips.Image.new_from_buffer(photo, "")
    near, right, below = 4, picture.width - 5, picture.height - 5
    places = [(near, near), (right, near), (right, below), (near, below)]
    return [tuple(round(value / 255) for value in picture(*place)) for place in places]


def four_colours(width: int = 96, height: int = 64) -> Any:
    """Red, green, blue and white quarters, from the top left clockwise."""
    vips: Any = pyvips
    size = (width // 2, height // 2)
    red, green, blue, white = (
        vips.Image.black(*size, bands=3) + colour
        for colour in ([255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255])
    )
    whole = vips.Image.arrayjoin([red, green, white, blue], across=2)
    return whole.cast("uchar").copy(interpretation="srgb")


RED, GREEN, BLUE, WHITE = (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)


class TestHonest:
    @pytest.mark.parametrize(
        ("file", "kind"), [("coffee.jpg", "image/jpeg"), ("cat.jpg", "image/jpeg"), ("coffee.heic", "image/heic")]
    )
    def test_a_real_photo_becomes_a_jpeg_and_a_thumbnail(self, file: str, kind: str) -> None:
        photo = clean((PHOTOS / file).read_bytes(), kind)

        whole: Any = pyvips.Image.new_from_buffer(photo.jpeg, "")
        tiny: Any = pyvips.Image.new_from_buffer(photo.thumbnail, "")
        assert (whole.width, whole.height) == (photo.width, photo.height)
        assert max(tiny.width, tiny.height) == 320
        assert whole.deviate() > 30

    def test_heic_and_jpeg_of_one_picture_look_alike(self) -> None:
        one: Any = pyvips.Image.new_from_buffer(clean(COFFEE, "image/jpeg").jpeg, "")
        heic = (PHOTOS / "coffee.heic").read_bytes()
        other: Any = pyvips.Image.new_from_buffer(clean(heic, "image/heic").jpeg, "")

        assert (one - other).abs().avg() < 8

    @pytest.mark.parametrize("kind", ["png", "webp"])
    def test_png_and_webp_are_taken(self, kind: str) -> None:
        data = getattr(four_colours(), f"{kind}save_buffer")()

        assert corners(clean(data, f"image/{kind}").jpeg) == [RED, GREEN, BLUE, WHITE]

    def test_a_large_photo_is_scaled_down(self) -> None:
        photo = clean(four_colours(4000, 3000).jpegsave_buffer(), "image/jpeg")

        assert (photo.width, photo.height) == (1600, 1200)

    def test_a_small_photo_is_not_scaled_up(self) -> None:
        photo = clean(four_colours(64, 48).jpegsave_buffer(), "image/jpeg")

        assert (photo.width, photo.height) == (64, 48)

    def test_see_through_parts_become_white(self) -> None:
        clear = four_colours().bandjoin(0).copy(interpretation="srgb")

        assert corners(clean(clear.pngsave_buffer(), "image/png").jpeg) == [WHITE] * 4

    def test_16_bits_grey_and_cmyk_become_plain_srgb(self) -> None:
        deep = (four_colours().cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16").pngsave_buffer()
        grey = four_colours().colourspace("b-w").jpegsave_buffer()
        printed = four_colours().icc_export(output_profile="cmyk").jpegsave_buffer()

        for data, kind in ((deep, "image/png"), (grey, "image/jpeg"), (printed, "image/jpeg")):
            result: Any = pyvips.Image.new_from_buffer(clean(data, kind).jpeg, "")
            assert (result.bands, result.format, result.interpretation) == (3, "uchar", "srgb")

    @pytest.mark.parametrize(
        ("orientation", "expected"),
        [
            (1, [RED, GREEN, BLUE, WHITE]),
            (2, [GREEN, RED, WHITE, BLUE]),
            (3, [BLUE, WHITE, RED, GREEN]),
            (4, [WHITE, BLUE, GREEN, RED]),
            (5, [RED, WHITE, BLUE, GREEN]),
            (6, [WHITE, RED, GREEN, BLUE]),
            (7, [BLUE, GREEN, RED, WHITE]),
            (8, [GREEN, BLUE, WHITE, RED]),
        ],
    )
    def test_the_exif_orientation_is_applied(self, orientation: int, expected: list[tuple[int, ...]]) -> None:
        picture = four_colours().copy()
        picture.set_type(pyvips.GValue.gint_type, "orientation", orientation)

        photo = clean(picture.jpegsave_buffer(Q=95), "image/jpeg")

        assert corners(photo.jpeg) == expected
        assert corners(photo.thumbnail) == expected
        assert (photo.width > photo.height) == (orientation < 5)

    def test_nothing_but_pixels_survives(self) -> None:
        picture = four_colours().copy()
        picture.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "28/1 36/1 50/1")
        picture.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Model", "SecretPhone 9")
        picture.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta>secret-xmp</x:xmpmeta>")
        dirty = picture.jpegsave_buffer(Q=95, profile="srgb") + b"secret tail"
        before: Any = pyvips.Image.new_from_buffer(dirty, "")
        assert b"SecretPhone" in dirty
        assert {"exif-ifd3-GPSLatitude", "icc-profile-data", "xmp-data"} <= set(before.get_fields())

        photo = clean(dirty, "image/jpeg")

        for data in (photo.jpeg, photo.thumbnail):
            assert b"ecret" not in data
            assert b"Exif" not in data
            assert b"ICC_PROFILE" not in data

    def test_a_wide_colour_profile_is_converted_before_it_is_dropped(self) -> None:
        wide = four_colours().icc_transform("p3", input_profile="srgb")
        data = wide.jpegsave_buffer(Q=98)
        before: Any = pyvips.Image.new_from_buffer(data, "")
        assert before(4, 4)[1] > 30, "sRGB red is a paler red in Display P3"

        after: Any = pyvips.Image.new_from_buffer(clean(data, "image/jpeg").jpeg, "")

        assert after(4, 4)[1] < 25

    def test_the_same_file_gives_the_same_bytes(self) -> None:
        assert clean(COFFEE, "image/jpeg") == clean(COFFEE, "image/jpeg")

    def test_pixels_for_the_classifier_have_the_wanted_shape(self) -> None:
        photo = clean(four_colours().jpegsave_buffer(Q=98), "image/jpeg")

        squeezed, middle = (rgb(photo.jpeg, 24, 24, crop=crop) for crop in (False, True))

        assert len(squeezed) == len(middle) == 24 * 24 * 3
        assert squeezed[0] > 200
        assert squeezed[1] < 60


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "photo_empty"),
            (SVG, "photo_not_an_image"),
            (b"<!doctype html><script>alert(1)</script>", "photo_not_an_image"),
            (b"%PDF-1.7 ...", "photo_not_an_image"),
            (b"GIF89a" + bytes(100), "photo_not_an_image"),
            (b"\0\0\0\x1cftypavif" + bytes(100), "photo_not_an_image"),
            (zip_bomb(), "photo_not_an_image"),
            (bytes(1000), "photo_not_an_image"),
            (b"\xff\xd8\xff" + SVG, "photo_broken"),
            (b"\xff\xd8\xff\xe0" + bytes(5000), "photo_broken"),
            (COFFEE[: len(COFFEE) // 2], "photo_broken"),
            (COFFEE[:-500], "photo_broken"),
            (COFFEE[:3], "photo_broken"),
            (bytes(images.MAX_BYTES + 1), "photo_too_big"),
        ],
    )
    def test_what_is_not_a_whole_photo_is_refused(self, data: bytes, code: str) -> None:
        with pytest.raises(PhotoRefused) as refused:
            clean(data, "image/jpeg")

        assert refused.value.code == code
        assert refused.value.message.endswith(".")
        assert "vips" not in refused.value.message.lower()

    @pytest.mark.parametrize("kind", ["image/png", "image/webp", "image/heic", "image/svg+xml", ""])
    def test_a_file_under_another_name_is_refused(self, kind: str) -> None:
        with pytest.raises(PhotoRefused, match="announced as something else"):
            clean(COFFEE, kind)

    def test_a_picture_of_900_megapixels_is_refused_by_its_header(self) -> None:
        bomb = png(30_000, 30_000)
        assert len(bomb) < images.MAX_BYTES

        outcome, peak_mb = in_own_process(bomb, "image/png")

        assert outcome == "photo_too_many_pixels"
        assert peak_mb < 100

    def test_an_interlaced_giant_is_refused_although_a_plain_one_is_taken(self) -> None:
        deep = four_colours(7000, 6000).cast("ushort").copy(interpretation="rgb16")
        giant = deep.pngsave_buffer(interlace=True, compression=1)

        with pytest.raises(PhotoRefused) as refused:
            clean(giant, "image/png")

        assert refused.value.code == "photo_too_many_pixels"
        assert clean(png(7000, 6000), "image/png").width == 1600

    def test_a_speck_is_refused(self) -> None:
        with pytest.raises(PhotoRefused) as refused:
            clean(png(8, 8), "image/png")

        assert refused.value.code == "photo_too_small"

    @pytest.mark.parametrize("file", ["coffee.jpg", "coffee.heic"])
    @pytest.mark.parametrize("step", [211, 1009])
    def test_flipped_bytes_give_a_photo_or_a_refusal_and_nothing_else(self, file: str, step: int) -> None:
        whole = (PHOTOS / file).read_bytes()
        kind = "image/heic" if file.endswith("heic") else "image/jpeg"
        outcomes: set[type] = set()
        for place in range(0, len(whole), len(whole) // 40 or 1):
            damaged = bytearray(whole)
            for hit in range(place, len(whole), step * 20):
                damaged[hit] ^= 0xFF
            try:
                outcomes.add(type(clean(bytes(damaged), kind)))
            except PhotoRefused as refusal:
                outcomes.add(type(refusal))

        assert outcomes <= {CleanPhoto, PhotoRefused}
        assert PhotoRefused in outcomes

    @pytest.mark.parametrize(
        "loader", ["svgload_buffer", "pdfload_buffer", "magickload_buffer", "gifload_buffer", "tiffload_buffer"]
    )
    def test_other_decoders_cannot_run_at_all(self, loader: str) -> None:
        clean(COFFEE, "image/jpeg")

        with pytest.raises((pyvips.Error, AttributeError)):
            getattr(pyvips.Image, loader)(SVG).avg()

    def test_memory_stays_bounded_for_the_largest_photo_that_is_taken(self) -> None:
        """50 million pixels in a process of its own stay far below what the whole worker may use."""
        giant = four_colours(8000, 6240).jpegsave_buffer()

        outcome, peak_mb = in_own_process(giant, "image/jpeg")

        assert outcome == "1600 × 1248"
        assert peak_mb < 200
