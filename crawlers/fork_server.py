"""The process that crawls are forked from: Scrapy and all that it needs imported once, each pass a process of its own.

    python -m crawlers.fork_server FD

A pass needs a process (see ``crawlers.child``), and importing what it needs took longer than reading a site that has
nothing new: 0.9 s of CPU each, while a forked child runs after 4 ms.  Forty sources with nothing new took 35.5 s with
a fresh interpreter each and take 4.6 s (measured 2026-11-24, two cores, ``tests.benchmarks.forty_sources``).

FD is the server's end of a socket pair.  A request is four bytes of length, then JSON, and three descriptors: the
errand to read, where errors are written, where the child's fate is told (its id, then its exit status).  When the other
end is closed, for whatever reason, the server kills its children and ends.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any, NoReturn

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object
from sqlalchemy.orm import configure_mappers

# All but the first are named in our settings only.
from crawlers import child, download, patience, recording, rendering, robots_memory  # noqa: F401

#: Settings of Scrapy that name classes, which it imports only once it runs.
_NAMED_IN = ("DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE", "EXTENSIONS_BASE")
_NAMED_BY = (
    "DOWNLOADER",
    "DUPEFILTER_CLASS",
    "LOG_FORMATTER",
    "ROBOTSTXT_PARSER",
    "SCHEDULER",
    "SCHEDULER_MEMORY_QUEUE",
    "SCHEDULER_PRIORITY_QUEUE",
    "STATS_CLASS",
)
_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ForkServer:
    """Forks a child for each request that comes, and tells how each of them ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._fates: dict[int, int] = {}  # process id -> where its end is told
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)

    def serve(self) -> None:
        """Serve until the other end is closed."""
        signal.signal(signal.SIGCHLD, lambda *_: None)  # with a handler, the wake-up descriptor is written to
        signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj == self._woken:
                        os.read(self._woken, 4096)
                    elif (asked := receive(self._control)) is None:
                        self._end_all()
                        return
                    else:
                        self._fork(*asked)
                self._reap()

    def _fork(self, said: dict[str, Any], descriptors: list[int]) -> None:
        errand, errors, fate = descriptors
        pid = os.fork()
        if pid == 0:
            _become_child(said, errand, errors, fate, [self._control.fileno(), self._woken, self._wakes])
        self._fates[pid] = fate
        os.close(errand)
        os.close(errors)

    def _reap(self) -> None:
        while self._fates:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            fate = self._fates.pop(pid)
            with suppress(BrokenPipeError):  # nobody waits for it any more
                os.write(fate, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os.close(fate)

    def _end_all(self) -> None:
        for pid in self._fates:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """One request and its descriptors; ``None`` where the other end was closed."""
    head, descriptors, _, _ = socket.recv_fds(control, 4, 3)
    head += _exactly(control, 4 - len(head)) if head else b""
    if len(head) < 4:
        return None
    size = int.from_bytes(head)
    body = _exactly(control, size)
    return (json.loads(body), descriptors) if len(body) == size else None


def _exactly(control: socket.socket, size: int) -> bytes:
    parts = []
    while size > 0 and (part := control.recv(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _become_child(said: dict[str, Any], errand: int, errors: int, fate: int, close: list[int]) -> NoReturn:
    code = 1
    try:
        os.setsid()
        _die_with_parent()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(errand, 0)
        os.dup2(errors, 2)
        for descriptor in (errand, errors, *close):
            os.close(descriptor)
        for name in said["without"]:
            os.environ.pop(name, None)
        os.environ.update(said["environment"])
        with suppress(OSError):
            os.chdir(said["folder"])
        random.seed()  # else all children wait alike after a meeting in the store
        os.write(fate, f"{os.getpid()}\n".encode())
        os.close(fate)
        code = child.main()
    except BaseException:  # noqa: BLE001 - the last edge of the process: it is written down and told by its status
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _die_with_parent() -> None:
    """Linux: the kernel kills the child when the server dies; elsewhere the server does when it ends."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def warm() -> None:
    """Import what a crawl needs, without a reactor or a thread: each child has its own."""
    named = [path for name in _NAMED_IN for path in getattr(default_settings, name)]
    named += [getattr(default_settings, name) for name in _NAMED_BY]
    for path in (*named, _HANDLER):
        load_object(path)
    configure_mappers()


def main() -> None:
    """Import everything, then serve."""
    warm()
    gc.collect()
    gc.freeze()  # what is here now is shared with the children, and stays so
    ForkServer(socket.socket(fileno=int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
