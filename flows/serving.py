"""``jianbao serve``: Prefect's server with its UI, and the process that runs the deployments, on one machine.

For many machines the same flows are deployed on a work pool (``prefect.yaml``); nothing in them differs.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from flows.errors import FlowError
from flows.prefect_home import prefect_environment
from flows.settings import Settings

STARTUP_S = 120


def is_healthy(api_url: str) -> bool:
    """Whether a Prefect server answers at ``api_url``."""
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def prefect_server(home: Path, host: str, port: int) -> Iterator[str]:
    """The API address of a running server; one is started, and stopped at the end, where none answers yet.

    Its log is ``home/server.log``.  Raises ``FlowError`` when it does not come up.
    """
    api_url = f"http://{host}:{port}/api"
    if is_healthy(api_url):
        yield api_url
        return
    home.mkdir(parents=True, exist_ok=True)
    log_path = home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    with log_path.open("ab") as log:
        server = subprocess.Popen(
            command,
            # The UI asks the browser's own port 4200 unless told; an operator's own value (a proxy's address) wins.
            env={"PREFECT_SERVER_UI_API_URL": api_url, **os.environ, **prefect_environment(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + STARTUP_S
        while not is_healthy(api_url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise FlowError(f"the Prefect server did not start on {host}:{port}; its log is {log_path}")
            time.sleep(0.3)
        yield api_url
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def serve_deployments(settings: Settings) -> None:
    """Register the deployments and run them until SIGTERM or Ctrl-C.  ``PREFECT_API_URL`` is set by now."""
    from prefect import serve

    from flows.deployments import crash_zombies, deployments, register

    asyncio.run(register(crash_zombies()))
    serve(*deployments(settings), limit=4)
