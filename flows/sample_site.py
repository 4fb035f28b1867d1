"""The bundled sample site on loopback: real HTTP for the demo and the tests, its pages written by us.

``seeds/sample_site/pages/day1`` is what the sites show on the first day; ``day2`` lies over it.  One path prefix per
source, so that one port is enough.
"""

from __future__ import annotations

import hashlib
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import seeds

SAMPLE = Path(seeds.__file__).parent / "sample_site"
PAGES = SAMPLE / "pages"
#: Tried first, so that the addresses in the demo's digest are the same on every machine where it is free.
PORT = 8610
#: A site behind a challenge: 412 and a page of script, whatever is asked for (as NHC answers plain clients).
CHALLENGED = "/nanhu/"
TYPES = {
    ".shtml": "text/html",
    ".htm": "text/html",
    ".jsp": "text/xml",
    ".json": "application/json",
    "": "text/html",
}


class SampleSite:
    """The running site; ``day`` says which pages it shows, ``requests`` lists what it was asked for."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.day = 1
        self.requests: list[tuple[str, str, int]] = []  # method, path, status
        self.base = f"http://127.0.0.1:{server.server_address[1]}"

    def find(self, path: str) -> Path | None:
        """The file that ``path`` shows today, or ``None``."""
        for day in range(self.day, 0, -1):
            root = PAGES / f"day{day}"
            file = (root / unquote(path).lstrip("/")).resolve()
            if file.is_relative_to(root) and file.is_file():
                return file
        return None


@contextmanager
def serve_sample_site(port: int = PORT) -> Iterator[SampleSite]:
    """Serve the sample site on 127.0.0.1 while the context lasts; on a free port where ``port`` is taken."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "SampleSite"
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            if split.path.startswith(CHALLENGED):
                return self.answer(412, (PAGES / "day1/nanhu/challenge.html").read_bytes(), "text/html")
            file = site.find(split.path)
            if file is None:
                return self.answer(404, b"<html><title>404</title>not found</html>", "text/html")
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            body = file.read_bytes()
            if file.suffix in (".json", ".xml"):
                body = body.replace(b"{base}", site.base.encode())
            return self.answer(200, body, kind)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.do_GET()

        def answer(self, status: int, body: bytes, kind: str) -> None:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            site.requests.append((self.command, self.path, status))
            self.send_response(status)
            self.send_header("Content-Type", kind)  # no charset: pages declare theirs, one of them wrongly
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are kept in ``SampleSite.requests``; standard error stays the operator's."""

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = SampleSite(server)
    thread = threading.Thread(target=server.serve_forever, name="sample-site", daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def write_sample_sources(folder: Path, site: SampleSite) -> None:
    """The source files of the sample site for the day it shows, with its address filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    for day in range(1, site.day + 1):
        for file in sorted((SAMPLE / f"sources_day{day}").glob("*.yaml")):
            text = file.read_text("utf-8").replace("{base}", site.base)
            (folder / file.name).write_text(text, "utf-8")
