"""Child processes of crawls, as their parent has them: asked of a fork server, heard, awaited, ended in time.

One fork server (``crawlers.fork_server``) for each process that crawls, started when first needed.  It ends with its
parent, and its children with it, however the parent ends.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator

from crawlers.errors import LaunchError

#: From SIGTERM to SIGKILL, in seconds: Scrapy ends its open requests in between.
GRACE_S = 5.0
_LONGEST_LINE = 1 << 20


class _Server:
    """The fork server of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._environment: dict[str, str] = {}

    def fork(self, descriptors: list[int]) -> None:
        """Have a child forked with these three descriptors.  Raises ``LaunchError`` where no server can be had."""
        with self._lock:
            for _ in range(2):
                control = self._running()
                said = json.dumps(self._said()).encode()
                try:
                    socket.send_fds(control, [len(said).to_bytes(4)], descriptors)
                    control.sendall(said)
                except OSError:  # it has died since the last time
                    self._close()
                else:
                    return
        raise LaunchError("the process that crawls are forked from ended at once")

    def why_ended(self) -> str:
        """What the server said last, where it has ended."""
        with self._lock:
            process = self._process
            if process is None or process.stderr is None:
                return ""
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
                lines = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
                return lines[-1] if lines else f"it ended with {process.returncode}"
            return ""

    def close(self) -> None:
        with self._lock:
            self._close()

    def _running(self) -> socket.socket:
        if self._owner != os.getpid():  # a forked process has a server of its own
            self._control = self._process = None
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._close()
        ours, theirs = socket.socketpair()
        self._environment = dict(os.environ)
        path = os.pathsep.join(one for one in sys.path if one)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawlers.fork_server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                # One thread only when it forks: NumPy's library would start some.
                env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            )
        except OSError as error:
            ours.close()
            raise LaunchError(f"no process to fork crawls from: {error}") from error
        finally:
            theirs.close()
        self._control, self._owner = ours, os.getpid()
        return ours

    def _said(self) -> dict[str, object]:
        """Where the child works, and how its environment differs from the one that the server began with."""
        try:
            folder = os.getcwd()
        except FileNotFoundError:
            folder = "/"
        changed = {name: value for name, value in os.environ.items() if self._environment.get(name) != value}
        gone = [name for name in self._environment if name not in os.environ]
        return {"folder": folder, "environment": changed, "without": gone}

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
        self._control = self._process = None


_server = _Server()
atexit.register(_server.close)


class ChildProcess:
    """A running child: ``errors`` are the lines that it writes, ``returncode`` is None until it was awaited."""

    def __init__(self, pid: int, errors: asyncio.StreamReader, fate: asyncio.StreamReader) -> None:
        self.pid, self.errors = pid, errors
        self.returncode: int | None = None
        self._fate = fate
        self._waiting = asyncio.Lock()

    async def wait(self) -> int:
        """Its exit code; negative the signal that ended it (also where the server died with it)."""
        async with self._waiting:
            if self.returncode is None:
                line = await self._fate.readline()
                self.returncode = int(line) if line.strip() else -signal.SIGKILL
        return self.returncode

    async def end(self) -> None:
        """End the child and whatever it started, kindly first."""
        for kill, wait_s in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, 5.0)):
            if self.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, kill)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wait(), wait_s)


@contextlib.asynccontextmanager
async def child_process(errand: bytes) -> AsyncIterator[ChildProcess]:
    """A child that reads ``errand``; at the end of the block it has ended, or is ended.

    Raises ``LaunchError`` when no process can be started.
    """
    async with contextlib.AsyncExitStack() as stack:
        errors, to_errors = await _pipe(stack)
        fate, to_fate = await _pipe(stack)
        with tempfile.TemporaryFile() as file:
            file.write(errand)
            file.flush()
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            try:
                _server.fork([file.fileno(), to_errors, to_fate])
            finally:
                os.close(to_errors)
                os.close(to_fate)
        begun = asyncio.ensure_future(fate.readline())
        try:
            line = await asyncio.shield(begun)
        except asyncio.CancelledError:
            if line := await begun:
                await ChildProcess(int(line), errors, fate).end()
            raise
        if not line:
            raise LaunchError(f"no process could be forked: {_server.why_ended()}")
        process = ChildProcess(int(line), errors, fate)
        try:
            yield process
        finally:
            await process.end()


async def _pipe(stack: contextlib.AsyncExitStack) -> tuple[asyncio.StreamReader, int]:
    """A pipe: our end as a stream that is closed with ``stack``, and the descriptor of the other end."""
    ours, theirs = os.pipe()
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours, "rb", 0)
    )
    stack.callback(transport.close)
    return reader, theirs
