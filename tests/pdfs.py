"""PDFs for tests: honest reports, and such as nobody should open."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

# Lies in whatever must not survive a cleaning.
SECRET = b"Secret7431"


def name(text: str) -> NameObject:
    return NameObject("/" + text)


def entries(**values: PdfObject) -> DictionaryObject:
    return DictionaryObject({name(key): value for key, value in values.items()})


def box(*numbers: float) -> ArrayObject:
    return ArrayObject(FloatObject(number) for number in numbers)


def pages(*texts: str) -> PdfWriter:
    """An A4 page for each text, set in Helvetica by a compressed content stream."""
    writer = PdfWriter()
    font = writer._add_object(entries(Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Helvetica")))
    for text in texts:
        page = writer.add_blank_page(595, 842)
        content = DecodedStreamObject()
        content.set_data(f"BT /A 14 Tf 60 760 Td ({text}) Tj ET".encode())
        page[name("Resources")] = entries(Font=entries(A=font))
        page[name("Contents")] = writer._add_object(content.flate_encode())
    return writer


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def report(*texts: str) -> bytes:
    """A plain report."""
    return written(pages(*(texts or ("Haemoglobin 13.2 g/dL",))))


def face(text: str) -> StreamObject:
    """What a filled-in field looks like."""
    made = DecodedStreamObject()
    made.set_data(f"BT /A 10 Tf 2 4 Td ({text}) Tj ET".encode())
    made.update(entries(Type=name("XObject"), Subtype=name("Form"), BBox=box(0, 0, 100, 20)))
    return made


def with_field(*, drawn: bool) -> bytes:
    """A form with one filled-in field, with or without a picture of what is filled in."""
    writer = pages("Consent")
    field = entries(
        Type=name("Annot"),
        Subtype=name("Widget"),
        FT=name("Tx"),
        T=TextStringObject("doctor"),
        V=TextStringObject("Dr. Rao"),
        Rect=box(60, 700, 160, 720),
        AA=entries(K=entries(S=name("JavaScript"), JS=TextStringObject(SECRET.decode()))),
    )
    if drawn:
        field[name("AP")] = entries(N=writer._add_object(face("Dr. Rao")))
    widget = writer._add_object(field)
    writer.pages[0][name("Annots")] = ArrayObject([widget])
    writer._root_object[name("AcroForm")] = entries(Fields=ArrayObject([widget]))
    return written(writer)


def alive() -> bytes:
    """A report of two pages with a bit of everything that acts, leads away or tells of its maker."""
    writer = pages("Glucose 104 mg/dL", "Page two")
    secret = TextStringObject(SECRET.decode())
    script = entries(S=name("JavaScript"), JS=secret)
    stream = DecodedStreamObject()
    stream.set_data(SECRET * 3)
    held = writer._add_object(stream)
    spec = entries(Type=name("Filespec"), F=secret, EF=entries(F=held))
    marks = [
        entries(Subtype=name("Link"), A=entries(S=name("URI"), URI=secret)),
        entries(Subtype=name("Link"), A=entries(S=name("Launch"), F=secret)),
        entries(Subtype=name("RichMedia"), RichMediaContent=entries(Assets=held)),
        entries(Subtype=name("FileAttachment"), FS=spec),
        entries(Subtype=name("Screen"), A=entries(S=name("Rendition"), JS=secret), AA=entries(PO=script)),
    ]
    for mark in marks:
        mark.update(entries(Type=name("Annot"), Rect=box(0, 0, 50, 50)))
    page = writer.pages[0]
    page[name("Annots")] = ArrayObject(writer._add_object(mark) for mark in marks)
    page[name("AA")] = entries(O=script)
    page[name("PieceInfo")] = entries(Maker=entries(Private=held))
    page[name("Metadata")] = held
    resources = page[name("Resources")]
    assert isinstance(resources, DictionaryObject)
    picture = DecodedStreamObject()
    picture.set_data(bytes(3))
    picture.update(entries(Type=name("XObject"), Subtype=name("Image"), Metadata=held, OPI=spec))
    program = DecodedStreamObject()
    program.set_data(b"%!PS " + SECRET)
    program.update(entries(Type=name("XObject"), Subtype=name("PS")))
    resources[name("XObject")] = entries(I=writer._add_object(picture), P=writer._add_object(program))
    resources[name("Properties")] = entries(M=held)
    writer._root_object.update(
        entries(
            OpenAction=script,
            AA=entries(WC=script),
            AcroForm=entries(XFA=held, Fields=ArrayObject()),
            Metadata=held,
            Names=entries(
                JavaScript=entries(Names=ArrayObject([secret, script])),
                EmbeddedFiles=entries(Names=ArrayObject([secret, spec])),
            ),
            Lang=secret,
        )
    )
    writer.add_metadata({"/Author": SECRET.decode(), "/Title": SECRET.decode()})
    return written(writer)


def locked(*, owner_only: bool) -> bytes:
    """A report with a password to open it, or only one to change it."""
    writer = pages("Locked")
    writer.encrypt("" if owner_only else "open sesame", owner_password="Alibaba", algorithm="AES-256")
    return written(writer)


def with_catalogue(**more: PdfObject) -> bytes:
    """A report whose catalogue says more."""
    writer = pages("Cover")
    writer._root_object.update(entries(**more))
    return written(writer)


def assembled(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A file of objects as they are given, with a true table of where they lie."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, most = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % most
    for number in range(1, most):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), ord("n" if number in places else "f"))
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (most, root, start))


def stream(data: bytes, said: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), said, data)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /Resources << >> /Contents 4 0 R >>"


def one_page(content: bytes, page: bytes = PAGE, **more: bytes) -> bytes:
    """One page with this object as its content."""
    extra = {int(key.removeprefix("o")): value for key, value in more.items()}
    return assembled({1: CATALOGUE, 2: ONE_PAGE, 3: page, 4: content, **extra})


def bomb() -> bytes:
    """15 MB that unpack to more than a gigabyte."""
    packer = zlib.compressobj(9)
    zeros = bytes(1_000_000)
    packed = b"".join(packer.compress(zeros) for _ in range(1_200)) + packer.flush()
    return one_page(stream(packed, b"/Filter /FlateDecode"))


def nested_bomb() -> bytes:
    """A few kilobytes that unpack to megabytes that unpack to gigabytes."""
    packed = zlib.compress(zlib.compress(bytes(500_000_000), 9), 9)
    return one_page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def many(count: int) -> bytes:
    """A file of so many pages."""
    kids = b" ".join(b"%d 0 R" % (10 + each) for each in range(count))
    tree = b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>" % (kids, count)
    leaf = b"<< /Type /Page /Parent 2 0 R /Resources << >> /Contents 4 0 R >>"
    objects = {1: CATALOGUE, 2: tree, 4: stream(b"0 0 m")}
    return assembled(objects | {10 + each: leaf for each in range(count)})


def cyclic() -> bytes:
    """A tree of pages that holds itself, three branches up."""
    branch = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>"
    return assembled({1: CATALOGUE, 2: branch % 3, 3: branch % 4, 4: branch % 2})


def bottomless() -> bytes:
    """A tree of pages of 5,000 levels."""
    levels = {each: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (each + 1) for each in range(2, 5_000)}
    return assembled({1: CATALOGUE, **levels, 5_000: PAGE})


def knotted() -> bytes:
    """Resources and pictures that refer to themselves and to each other."""
    page = b"<< /Type /Page /Parent 2 0 R /Resources 5 0 R /Contents 4 0 R >>"
    self_made = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 5 0 R")
    resources = b"<< /XObject << /X 6 0 R /Y 7 0 R >> /Font 5 0 R /ExtGState << /G 8 0 R >> >>"
    return one_page(
        stream(b"/X Do"),
        page,
        o5=resources,
        o6=self_made,
        o7=self_made,
        o8=b"<< /SMask << /G 6 0 R >> /T 8 0 R >>",
    )


def slow() -> bytes:
    """Thousands of references to nothing, for each of which all of a big file is searched."""
    fonts = b" ".join(b"/F%d %d 0 R" % (each, each) for each in range(100_000, 110_000))
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << %s >> >> /Contents 4 0 R >>" % fonts
    return one_page(stream(b"0 0 m"), page, o5=stream(random.Random(1).randbytes(10_000_000)))


def greedy() -> bytes:
    """Millions of numbers, each an object in memory."""
    row = b"[" + b"1 " * 90_000 + b"]"
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /ExtGState << /G 5 0 R >> >> /Contents 4 0 R >>"
    return one_page(stream(b"0 0 m"), page, o5=b"<< /D [%s] >>" % (row * 75))


def dangling() -> bytes:
    """A page whose content is nowhere."""
    return assembled({1: CATALOGUE, 2: ONE_PAGE, 3: PAGE})


def names_in(data: bytes) -> set[str]:
    """Every key and every name as a value in a PDF, at any depth of any object."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, DictionaryObject):
            found.update(map(str, value))
            for each in value.values():
                walk(each)
        elif isinstance(value, ArrayObject):
            for each in value:
                walk(each)
        elif isinstance(value, NameObject):
            found.add(str(value))

    reader = PdfReader(io.BytesIO(data))
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        walk(reader.get_object(number))
    return found
