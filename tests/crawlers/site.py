"""A real site on loopback for the crawl tests: answers that a test writes, requests that it can count."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from urllib.parse import urlsplit


@dataclass
class Answer:
    """What the site says: ``delay_s`` is waited first; ``big`` bytes are streamed without a length.

    ``claimed`` is a length that is not true; of a ``drip`` one byte comes each tenth of a second, for ever.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    big: int = 0
    claimed: int = 0
    drip: bool = False


def page(title: str, text: str = "") -> Answer:
    """An article page, in Chinese, long enough to be one."""
    body = text or f"<p>{title}。各有关单位要按照职责分工，认真抓好落实，确保各项任务按期完成。</p>" * 12
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
    return Answer(
        f"{html}<div id=zoom>{body}</div></body></html>".encode(), headers={"Content-Type": "text/html"}
    )


def listing(rows: list[tuple[str, str, str]], tail: str = "") -> Answer:
    """A list page of (href, title, day)."""
    items = "".join(
        f'<li><a href="{href}" title="{title}">{title}</a><span>{day}</span></li>'
        for href, title, day in rows
    )
    html = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告</title></head><body>'
    return Answer(
        f'{html}<div class="list"><ul>{items}</ul></div>{tail}</body></html>'.encode(),
        headers={"Content-Type": "text/html"},
    )


def rows(first: int, last: int, folder: str = "/tzgg/") -> list[tuple[str, str, str]]:
    """Rows ``first`` down to ``last``, newest first: one a day."""
    return [
        (
            f"{folder}202603/t202603{number:02d}_{1000 + number}.html",
            f"关于做好第{number}批基层卫生人员培训项目实施工作的通知",
            f"2026-03-{number:02d}",
        )
        for number in range(first, last - 1, -1)
    ]


class Site:
    """``answers`` by path (a callable is asked each time); ``asked`` is what came: method, path, status.

    An answer may also stand under the path with its query, or with its query and ``#`` and the form that was sent;
    ``found`` are the names under which answers were sought last, in order.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.tags = True  # whether answers carry an ETag and 304 is known
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, str, int]] = []
        self.agents: set[str] = set()  # who asked, as they call themselves
        self.found: list[str] = []
        self.spans: list[tuple[float, float]] = []  # of each request: came, answered

    @property
    def overlaps(self) -> int:
        """How often a request came while another one was not answered yet."""
        spans = sorted(self.spans)
        return sum(after[0] < before[1] for before, after in pairwise(spans))

    @property
    def shortest_rest(self) -> float:
        """The shortest time from an answer to the next request, in seconds."""
        return min(after[0] - before[1] for before, after in pairwise(sorted(self.spans)))

    def paths(self, status: int | None = None) -> list[str]:
        return [p for _, p, s in self.asked if p != "/robots.txt" and (status is None or s == status)]

    def write(
        self, listed: list[tuple[str, str, str]], path: str = "/tzgg/index.html", tail: str = ""
    ) -> None:
        """A list page and the articles of its rows."""
        self.answers[path] = listing(listed, tail)
        for href, title, _ in listed:
            self.answers.setdefault(href, page(title))


@contextmanager
def serve(tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> Iterator[Site]:
    """The site on a free port of ``address``; with ``tls`` over https."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = (
            True  # head and body are two writes: each answer would wait 40 ms for an ACK
        )

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            names = (f"{self.path}#{body}", self.path, urlsplit(self.path).path)
            name = next((one for one in names if one in site.answers), self.path)
            found = site.answers.get(name) or Answer(b"<html><title>404</title></html>", 404)
            site.found.append(name)
            answer = found() if callable(found) else found
            came = time.monotonic()
            time.sleep(answer.delay_s)
            status, body = answer.status, answer.body
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if site.tags and status == 200 and not answer.big and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            site.agents.add(self.headers.get("User-Agent") or "")
            site.asked.append((self.command, self.path, status))
            site.spans.append((came, time.monotonic()))
            self.send_response(status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.big:
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                try:
                    for _ in range(answer.big // 65536):
                        self.wfile.write(b" " * 65536)
                except OSError:
                    pass
                return
            if answer.drip:
                self.end_headers()
                self.close_connection = True
                try:
                    while True:
                        self.wfile.write(b"<p>")
                        time.sleep(0.1)
                except OSError:
                    return
            if site.tags:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(answer.claimed or len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = self.close_connection or bool(answer.claimed)

        do_POST = do_GET  # noqa: N815 - the name is http.server's

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            if not isinstance(sys.exception(), OSError):  # a client that was killed
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server((address, 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(f"{'https' if tls else 'http'}://{address}:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bomb(megabytes: int) -> Answer:
    """A gzip body that unpacks to so many megabytes."""
    return Answer(
        gzip.compress(b" " * (megabytes * 2**20)),
        headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
    )
