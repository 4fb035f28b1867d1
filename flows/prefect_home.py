"""The environment under which Prefect runs here: its own home and database, no telemetry, no promotion.

Set before Prefect is imported for the first time in a process, so nothing in here imports it.
Sources: Prefect's documentation of its settings; measured 2026-11-22 (sends analytics unless told not to, never
deletes flow runs unless told to).
"""

from __future__ import annotations

import os
from pathlib import Path

#: Prefect's retention services, off by default.
VACUUM = "events,flow_runs"


def prefect_environment(home: Path, api_url: str | None = None) -> dict[str, str]:
    """The variables for a Prefect process with its files under ``home``; ``api_url`` None = a server of its own."""
    home = home.resolve()
    environment = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": VACUUM,
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    }
    if api_url:
        environment["PREFECT_API_URL"] = api_url
    return environment


def use_prefect_home(home: Path, api_url: str | None = None, *, quiet: bool = False) -> None:
    """Set those variables in this process; an operator's own ``PREFECT_API_URL`` wins.

    ``quiet`` keeps Prefect's own lines off the terminal (they still reach its server).
    """
    home.mkdir(parents=True, exist_ok=True)
    for name, value in prefect_environment(home, api_url).items():
        os.environ.setdefault(name, value)
    if quiet:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
