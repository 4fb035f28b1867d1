"""The one settings object: ``JIANBAO_…`` variables or a ``.env`` file, each with a default for one machine.

Rooms below receive values as arguments; nothing but ``flows`` reads this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

import seeds
from flows.errors import SettingsError

SEEDS = Path(seeds.__file__).parent


class Settings(BaseSettings):
    """Everything that an operator may set."""

    model_config = SettingsConfigDict(env_prefix="JIANBAO_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field("sqlite:///var/jianbao.db", description="SQLite file or postgresql://…")
    sources_dir: Path = Field(SEEDS / "sources", description="folder of source files, one YAML each")
    subscriptions_file: Path = Field(SEEDS / "subscriptions.yaml", description="who reads what")
    digests_dir: Path = Field(Path("var/digests"), description="where the folder channel writes digests")
    public_url: str | None = Field(None, description="address under which digests are reachable, for links")

    user_agent: str = Field(
        "Jianbao/0.1 (+https://example.org/jianbao; monitor of public health notices)",
        description="an honest name and a way to reach the operator",
    )
    delay_s: Annotated[float, Field(ge=0, le=120)] = 2.0
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 30.0
    host_wait_s: float = Field(
        300.0,
        ge=0,
        le=3600,
        description="how long a pass waits for another one that is reading the same host",
    )
    max_body_mb: Annotated[int, Field(ge=1, le=500)] = 20
    max_pages: Annotated[int, Field(ge=1, le=100_000)] = 400
    source_time_limit_s: Annotated[int, Field(ge=5, le=24 * 3600)] = 900
    concurrent_sources: Annotated[int, Field(ge=1, le=64)] = 4
    allow_loopback: bool = Field(
        False, description="let spiders reach 127.0.0.1: for the demo and tests only"
    )
    proxy: str | None = Field(
        None,
        pattern="^$|^https?://",
        description="proxy of outgoing requests, http://name:password@host:port; http_proxy and its kin are not read",
    )
    chromium: str | None = Field(
        None, description="browser of sources with render: true; default: the one on PATH"
    )

    freshness_days: Annotated[int, Field(ge=1, le=3650)] = 60

    prefect_home: Path = Field(Path("var/prefect"), description="Prefect's own files and database")
    serve_host: str = "127.0.0.1"
    serve_port: Annotated[int, Field(ge=1, le=65535)] = 4200
    monitor_cron: str = Field("0 8-20/2 * * *", description="when sources are read, Asia/Shanghai")
    digest_cron: str = Field("30 8,18 * * *", description="when digests are made, Asia/Shanghai")

    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = False
    mail_from: str = "jianbao@localhost"


def load_settings(**changes: object) -> Settings:
    """The settings of this process; ``changes`` win over the environment.

    Raises ``SettingsError`` with one line per wrong variable.
    """
    try:
        return Settings(**changes)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"JIANBAO_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("settings are wrong:\n  " + "\n  ".join(lines)) from error
