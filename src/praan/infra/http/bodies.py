"""What a request's body may be: JSON of at most MAX_BODY bytes."""

from __future__ import annotations

from starlette.types import Scope

from praan.kernel.errors import TooLarge, UnsupportedMedia

MAX_BODY = 256 * 1024
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def check_body(scope: Scope) -> None:
    """Judges a request's headers; raises TooLarge and UnsupportedMedia.

    A body without a type is refused too: a foreign page may send one without asking first.
    """
    length, content_type, chunked = 0, b"", False
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            length = int(value[:12])
        elif name == b"content-type":
            content_type = value.split(b";")[0].strip().lower()
        elif name == b"transfer-encoding":
            chunked = True
    if length > MAX_BODY:
        raise too_large()
    if (length or chunked) and scope["method"] in WITH_BODY and content_type != b"application/json":
        raise UnsupportedMedia("Send the body as application/json.")


def too_large() -> TooLarge:
    return TooLarge(f"The body may have at most {MAX_BODY} bytes.")
