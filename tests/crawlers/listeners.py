"""A port on loopback at which nobody should knock: TCP and UDP, every attempt is heard."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Listener:
    """``address`` as in a URL; ``heard`` holds ``tcp`` or ``udp`` for each attempt."""

    address: str
    heard: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the end of the block, which hears what is still under way."""
    tcp, udp = socket.create_server(("127.0.0.1", 0)), socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(tcp.getsockname())
    ended, ends = socket.socketpair()
    listener = Listener(f"127.0.0.1:{tcp.getsockname()[1]}")

    def hear() -> None:
        with selectors.DefaultSelector() as selector:
            for one in (tcp, udp, ended):
                selector.register(one, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is ended:
                        return
                    if key.fileobj is tcp:
                        tcp.accept()[0].close()
                        listener.heard.append("tcp")
                    else:
                        udp.recv(2048)
                        listener.heard.append("udp")

    thread = threading.Thread(target=hear, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        ends.close()
        thread.join()
        for one in (tcp, udp, ended):
            one.close()
