"""A server on loopback that speaks the chat completions protocol, well or badly, as a test scripts it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from praan.infra.images import clean

Answer = Callable[[BaseHTTPRequestHandler], None]


class ModelServer:
    """Gives the scripted answers in their order, the last one for ever; keeps what it was asked."""

    def __init__(self) -> None:
        self.script: list[Answer] = []
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append(json.loads(body))
                outer.paths.append(self.path)
                outer.keys.append(self.headers["Authorization"])
                answer = outer.script[min(len(outer.asked), len(outer.script)) - 1]
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plate(self, *foods: dict[str, Any], is_food: bool = True) -> Answer:
        """A good answer."""
        return self.content(json.dumps({"is_food": is_food, "foods": list(foods)}))

    def content(self, text: str | None) -> Answer:
        """A chat completion with any text in it."""
        return self.raw(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())

    def raw(self, body: bytes, status: int = 200, **headers: str) -> Answer:
        """Any answer at all."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        return answer

    def silence(self, handler: BaseHTTPRequestHandler) -> None:
        """Takes the question and never answers."""
        self.released.wait()
        handler.close_connection = True

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers a byte now and then, so that no single read ever times out."""
        handler.send_response(200)
        handler.end_headers()
        while not self.released.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    def flood(self, handler: BaseHTTPRequestHandler) -> None:
        """Never stops answering."""
        handler.send_response(200)
        handler.end_headers()
        while not self.released.is_set():
            handler.wfile.write(b"[" * 65536)

    def hang_up(self, handler: BaseHTTPRequestHandler) -> None:
        """Breaks off in the middle."""
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"choices"')
        handler.close_connection = True


@pytest.fixture
def server() -> Iterator[ModelServer]:
    server = ModelServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def coffee() -> bytes:
    return clean((Path(__file__).parents[2] / "photos/coffee.jpg").read_bytes(), "image/jpeg").jpeg


@pytest.fixture(scope="session")
def cat() -> bytes:
    return clean((Path(__file__).parents[2] / "photos/cat.jpg").read_bytes(), "image/jpeg").jpeg
