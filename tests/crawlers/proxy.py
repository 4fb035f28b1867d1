"""A small HTTP proxy on loopback: opens a way for CONNECT, or refuses; whatever name is asked for, one site answers."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class ConnectProxy:
    """``asked`` are the targets of CONNECT, ``said`` the credentials that came with each; ``status`` is answered."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.asked: list[str] = []
        self.said: list[str | None] = []


@contextmanager
def connect_proxy(site: str) -> Iterator[ConnectProxy]:
    """A proxy behind which every host is the site at ``site`` (``127.0.0.1:1234``)."""
    host, _, port = site.rpartition(":")

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            method, target, _ = self.rfile.readline().decode().split()
            headers = {}
            while line := self.rfile.readline().decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            proxy.asked.append(f"{method} {target}")
            proxy.said.append(headers.get("proxy-authorization"))
            status = proxy.status if method == "CONNECT" else proxy.status if proxy.status != 200 else 502
            self.wfile.write(f"HTTP/1.1 {status} Told\r\nContent-Length: 0\r\n\r\n".encode())
            if status == 200:
                with socket.create_connection((host, int(port))) as there:
                    back = threading.Thread(target=carry, args=(there, self.connection), daemon=True)
                    back.start()
                    carry(self.connection, there)
                    back.join()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    proxy = ConnectProxy(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def carry(source: socket.socket, target: socket.socket) -> None:
    """Bytes from one end to the other until the first is closed."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
