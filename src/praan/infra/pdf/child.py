"""The process that opens a PDF. Run by path with `python -I`: it imports nothing of Praan's and knows no secret.

`clean` reads a PDF from stdin and writes a line of JSON, {"pages": n} or {"refused": code}, and after the first
the new PDF. `text` reads a clean one and writes the text of each page as a line of JSON, as it goes.

What is written is made anew from what a page needs to be seen: its box, its content, the resources of that
content (fonts, pictures, patterns) and what marks on it look like. A catalogue of our own holds the pages and
nothing else. So scripts, actions, forms, attachments, links, media and metadata are not searched for: they are
left behind.
"""

from __future__ import annotations

import json
import resource
import sys
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

MEMORY: int = 512 * 1024 * 1024
MOST_PAGES = 200
MOST_MARKS = 2_000
MOST_OBJECTS = 100_000
# What all streams may unpack to: a viewer has to hold a page of it.
MOST_UNPACKED = 400_000_000
MOST_BYTES = 20_000_000
MOST_CHARACTERS = 50_000
A4 = (0.0, 0.0, 595.0, 842.0)


class Refused(Exception):
    """This PDF is not taken; its argument is the code."""


def confine(seconds: int) -> None:
    """From here on: bounded memory and CPU, no files to write, no other process."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    confine(int(sys.argv[2]))

from pypdf import PdfReader, apply_configuration  # noqa: E402
from pypdf.errors import LimitReachedError  # noqa: E402
from pypdf.filters import ASCII85Decode, ASCIIHexDecode  # noqa: E402
from pypdf.generic import (  # noqa: E402
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "jbig2dec_binary": None,
}


def names(words: str) -> frozenset[str]:
    return frozenset("/" + word for word in words.split())


# What content may call upon. /Properties is left out: it leads to layers and to data beside the page.
RESOURCES = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Shading", "/XObject")
# Keys that lead away from what is seen: deeds, files, data about the document, other documents.
DROPPED = names(
    "AA AF AcroForm Alternates Annots DL EF EmbeddedFiles FDecodeParms FFilter JS JavaScript LastModified Launch"
    " Length Measure Metadata Names OC OPI OpenAction PS Parent PieceInfo PtData Ref RichMediaContent"
    " RichMediaSettings StructParent StructParents URI XFA"
)
ACTIONS = names(
    "GoTo GoTo3DView GoToE GoToR Hide ImportData JavaScript Launch Movie Named Rendition ResetForm"
    " RichMediaExecute SetOCGState Sound SubmitForm Thread Trans URI"
)
# Marks that play, lead or hold something. All others are kept as what they look like.
LIVELY = names("3D FileAttachment Link Movie Popup PrinterMark Projection RichMedia Screen Sound TrapNet")
HIDDEN = 0b100010  # hidden, or not to be viewed
PRINTED = 4
FLATE = ("/FlateDecode", "/Fl")
WRAPPINGS: dict[str, Any] = {
    "/ASCII85Decode": ASCII85Decode,
    "/A85": ASCII85Decode,
    "/ASCIIHexDecode": ASCIIHexDecode,
    "/AHx": ASCIIHexDecode,
}
SMALLER = (*FLATE, "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode")
Make = Callable[[Any], PdfObject]


def look(holder: Any, key: str) -> Any:
    """What a key leads to, None when it leads nowhere."""
    value = holder.get(key) if isinstance(holder, DictionaryObject) else None
    found = None if value is None else value.get_object()
    return None if isinstance(found, NullObject) else found


def numbers(value: Any, count: int) -> list[float] | None:
    """An array of exactly so many numbers, else None."""
    if not isinstance(value, ArrayObject) or len(value) != count:
        return None
    each = [one.get_object() for one in value]
    return [float(one) for one in each] if all(isinstance(one, int | float) for one in each) else None


def appearance(mark: Any) -> Any:
    """What a mark looks like as it stands: a reference to a stream, or null."""
    faces = look(mark, "/AP")
    face = look(faces, "/N")
    if isinstance(face, DictionaryObject) and not isinstance(face, StreamObject):
        faces, key = face, look(mark, "/AS")
    else:
        key = "/N"
    found = faces.get(key) if isinstance(faces, DictionaryObject) else None
    ok = isinstance(found, IndirectObject) and isinstance(found.get_object(), StreamObject)
    return found if ok else NullObject()


def dictionary(**entries: PdfObject) -> DictionaryObject:
    made = DictionaryObject()
    for key, value in entries.items():
        made[NameObject("/" + key)] = value
    return made


def array(values: Iterable[float]) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


class Rewriting:
    """A new PDF in the making. Each object of the old one that is still needed gets a number in the new one."""

    def __init__(self) -> None:
        self._objects: list[PdfObject] = []
        self._places: dict[tuple[int, int, str], IndirectObject] = {}
        self._waiting: list[tuple[int, Any, Make]] = []
        self._unpacked = 0
        self._pages = ArrayObject()
        self._tree = self._add(dictionary(Type=NameObject("/Pages"), Kids=self._pages))
        self._catalogue = self._add(dictionary(Type=NameObject("/Catalog"), Pages=self._tree))

    def _add(self, made: PdfObject) -> IndirectObject:
        if len(self._objects) >= MOST_OBJECTS:
            raise Refused("PDF_TOO_COMPLEX")
        self._objects.append(made)
        return IndirectObject(len(self._objects), 0, None)

    def _refer(self, value: Any, make: Make) -> PdfObject:
        """What `make` makes of a value: one object of its own for whatever has a number, however often it is met.

        Those wait until `finish`, so that long chains of references need no deep stack.
        """
        if not isinstance(value, IndirectObject):
            return make(value)
        key = (value.idnum, value.generation, make.__name__)
        if key not in self._places:
            self._places[key] = self._add(NullObject())
            self._waiting.append((self._places[key].idnum, value, make))
        return self._places[key]

    def add(self, page: DictionaryObject) -> None:
        """Takes a page over; its inherited attributes have to be in it."""
        made = dictionary(
            Type=NameObject("/Page"),
            Parent=self._tree,
            MediaBox=array(numbers(look(page, "/MediaBox"), 4) or A4),
            Resources=self._refer(page.get("/Resources", DictionaryObject()), self._resources),
            Contents=self._contents(page.get("/Contents")),
        )
        if box := numbers(look(page, "/CropBox"), 4):
            made[NameObject("/CropBox")] = array(box)
        for key in ("/Rotate", "/UserUnit"):
            if isinstance(value := look(page, key), int | float):
                made[NameObject(key)] = value
        if isinstance(group := look(page, "/Group"), DictionaryObject):
            made[NameObject("/Group")] = self._plain(group)
        if marks := self._marks(look(page, "/Annots")):
            made[NameObject("/Annots")] = marks
        self._pages.append(self._add(made))

    def _contents(self, value: Any) -> ArrayObject:
        found = None if value is None else value.get_object()
        parts = found if isinstance(found, ArrayObject) else [] if value is None else [value]
        for part in parts:
            # A page whose words are gone must not pass for an empty one.
            if not isinstance(part, IndirectObject) or not isinstance(part.get_object(), StreamObject):
                raise Refused("PDF_BROKEN")
        return ArrayObject(self._refer(part, self._plain) for part in parts)

    def _resources(self, value: Any) -> PdfObject:
        made = DictionaryObject()
        for category in RESOURCES:
            if not isinstance(entries := look(value, category), DictionaryObject):
                continue
            make = self._xobject if category == "/XObject" else self._plain
            made[NameObject(category)] = kept = DictionaryObject()
            for name, entry in entries.items():
                kept[NameObject(name)] = self._refer(entry, make)
        return made

    def _xobject(self, value: Any) -> PdfObject:
        if isinstance(value, StreamObject) and look(value, "/Subtype") in ("/Image", "/Form"):
            return self._plain(value)
        return NullObject()

    def _appearance(self, value: Any) -> PdfObject:
        if not isinstance(value, StreamObject):
            return NullObject()
        made = self._plain(value)
        if isinstance(made, DictionaryObject):
            made[NameObject("/Type")], made[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        return made

    def _marks(self, marks: Any) -> ArrayObject:
        """Marks on a page (filled-in fields, stamps, ink) as stamps: what they look like, nothing to press."""
        made = ArrayObject()
        for one in marks[:MOST_MARKS] if isinstance(marks, ArrayObject) else ():
            mark = one.get_object()
            flags, box = look(mark, "/F"), numbers(look(mark, "/Rect"), 4)
            if box is None or look(mark, "/Subtype") in LIVELY or (isinstance(flags, int) and flags & HIDDEN):
                continue
            shown = self._refer(appearance(mark), self._appearance)
            if isinstance(shown, NullObject):
                if look(mark, "/Subtype") == "/Widget" and look(mark, "/V"):
                    # Entries that only the form's own program would draw must not be lost without a word.
                    raise Refused("PDF_FORM")
                continue
            stamp = dictionary(
                Type=NameObject("/Annot"),
                Subtype=NameObject("/Stamp"),
                Rect=array(box),
                F=NumberObject(PRINTED),
                AP=dictionary(N=shown),
            )
            made.append(self._add(stamp))
        return made

    def _plain(self, value: Any) -> PdfObject:
        """A copy of anything, without the keys that lead away."""
        if isinstance(value, ArrayObject):
            return ArrayObject(self._refer(each, self._plain) for each in value)
        if not isinstance(value, DictionaryObject):
            return value if isinstance(value, PdfObject) else NullObject()
        if look(value, "/S") in ACTIONS:
            return NullObject()
        made: DictionaryObject = DictionaryObject()
        if isinstance(value, StreamObject):
            made = StreamObject()
            made._data = self._weighed(value)
        for key, entry in value.items():
            # In a stream's dictionary /F says that the data lie in another file.
            if key in DROPPED or (key == "/F" and isinstance(value, StreamObject)):
                continue
            make = self._resources if key == "/Resources" else self._plain
            made[NameObject(key)] = self._refer(entry, make)
        return made

    def _weighed(self, stream: StreamObject) -> bytes:
        """A stream's bytes as they lie there, once it is known what they unpack to."""
        said = look(stream, "/Filter")
        filters = [one.get_object() for one in said] if isinstance(said, ArrayObject) else [said] if said else []
        data = stream._data
        if "/Crypt" in filters:
            raise Refused("PDF_ENCRYPTED")
        if len(filters) > 4 or sum(one in SMALLER for one in filters) > 1:
            raise Refused("PDF_TOO_COMPLEX")
        packed = data
        for one in filters:
            if one in WRAPPINGS:
                packed = WRAPPINGS[one].decode(packed)
            elif one in FLATE:
                self._inflate(packed)
        return data

    def _inflate(self, packed: bytes) -> None:
        inflater = zlib.decompressobj()
        while packed and not inflater.eof:
            try:
                self._unpacked += len(inflater.decompress(packed, 1_000_000))
            except zlib.error:
                return  # a viewer shows what it can of a damaged stream
            if self._unpacked > MOST_UNPACKED:
                raise Refused("PDF_TOO_COMPLEX")
            packed = inflater.unconsumed_tail

    def finish(self) -> bytes:
        """The new PDF."""
        while self._waiting:
            number, value, make = self._waiting.pop()
            self._objects[number - 1] = make(value.get_object())
        self._objects[0][NameObject("/Count")] = NumberObject(len(self._pages))  # type: ignore[index]
        out = BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, made in enumerate(self._objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % number)
            made.write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        root = self._catalogue.idnum
        out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(places) + 1, root))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def clean(data: bytes) -> tuple[bytes, int]:
    """A PDF made anew from `data`, and how many pages it has. Raises Refused, or whatever pypdf raises."""
    if not data.startswith(b"%PDF-"):
        raise Refused("PDF_NOT_A_PDF")
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
    except Exception:
        # A lock that pypdf does not know ends here too.
        if b"/Encrypt" in data:
            raise Refused("PDF_ENCRYPTED") from None
        raise
    if locked:
        raise Refused("PDF_ENCRYPTED")
    root = reader.root_object
    if look(root, "/Collection") is not None:
        raise Refused("PDF_PORTFOLIO")
    if look(root, "/NeedsRendering") and look(look(root, "/AcroForm"), "/XFA") is not None:
        raise Refused("PDF_FORM")
    count = len(reader.pages)
    if count == 0:
        raise Refused("PDF_BROKEN")
    if count > MOST_PAGES:
        raise Refused("PDF_TOO_MANY_PAGES")
    rewriting = Rewriting()
    for page in reader.pages:
        rewriting.add(page)
    made = rewriting.finish()
    if len(made) > MOST_BYTES:
        raise Refused("PDF_TOO_COMPLEX")
    if len(PdfReader(BytesIO(made)).pages) != count:
        raise Refused("PDF_BROKEN")
    return made, count


def texts(data: bytes) -> Iterable[str]:
    """The text of each page, MOST_CHARACTERS in all; a page that cannot be read has none."""
    left = MOST_CHARACTERS
    for page in PdfReader(BytesIO(data)).pages:
        try:
            text = page.extract_text()
        except Exception:
            text = ""
        told = text.encode("utf-8", "ignore").decode().replace("\0", "")[:left]
        yield told
        left -= len(told)
        if left <= 0:
            return


def main() -> None:
    data, out = sys.stdin.buffer.read(), sys.stdout.buffer
    with apply_configuration(**LIMITS):
        if sys.argv[1] == "text":
            for text in texts(data):
                out.write(json.dumps(text).encode() + b"\n")
                out.flush()
            return
        made = b""
        try:
            made, pages = clean(data)
            answer: dict[str, int | str] = {"pages": pages}
        except Refused as refusal:
            answer = {"refused": str(refusal)}
        except (MemoryError, RecursionError, LimitReachedError):
            answer = {"refused": "PDF_TOO_COMPLEX"}
        except Exception:
            # pypdf says of itself that broken files may cause any exception.
            answer = {"refused": "PDF_BROKEN"}
        out.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
