"""GET /api/docs: every operation and shape on one page that runs nothing and asks nobody else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx

from praan.entry import docs


class Page(HTMLParser):
    """What a page links to, runs and names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "link"):
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def test_the_page_is_public_strict_and_whole(api: httpx.AsyncClient) -> None:
    answer = await api.get("/api/docs")
    document = (await api.get("/api/v1/openapi.json")).json()
    page = Page(answer.text)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert page.open == []
    assert page.tags.isdisjoint({"script", "style", "iframe", "img", "form"})
    assert not any(name == "style" or name.startswith("on") for name in page.attributes)
    assert [link for link in page.links if not link.startswith(("#", "/api/"))] == []
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["operationId"] in page.ids, path
    assert {f"shape-{name}" for name in document["components"]["schemas"]} <= set(page.ids)


async def test_its_style_sheet_comes_from_here(api: httpx.AsyncClient) -> None:
    answer = await api.get("/api/docs/style.css")
    again = await api.get("/api/docs/style.css", headers={"If-None-Match": answer.headers["etag"]})

    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert re.search(r"url\(|@import", answer.text) is None
    assert again.status_code == 304


def test_words_of_the_document_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    schema = {"type": "object", "description": evil, "properties": {evil: {"enum": [evil], "description": evil}}}
    operation = {
        "operationId": evil,
        "description": evil,
        "tags": [evil],
        "responses": {"200": {"description": evil}},
    }
    document = {
        "info": {"title": evil, "version": evil, "description": evil},
        "paths": {f"/{evil}": {"get": operation}},
        "components": {"schemas": {evil: schema}},
    }

    assert "<script" not in docs.render(document, evil)
