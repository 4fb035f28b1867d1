"""The site, the store and one pass over them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cleaners.dates import CHINA
from crawlers.job import CrawlJob, PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import Database, open_database
from tests.crawlers.site import Site, serve

AS_OF = datetime(2026, 3, 31, 20, tzinfo=CHINA)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    yield database
    database.close()


@pytest.fixture
def source(site: Site) -> Source:
    return a_source(site)


def a_source(site: Site, **changes: Any) -> Source:
    written: dict[str, Any] = {
        "id": "yunling",
        "name": "云岭省卫生健康委员会",
        "level": "provincial",
        "home": f"{site.base}/",
        "family": "static_list",
        "recheck_days": 0,
        "columns": [{"name": "通知公告", "url": f"{site.base}/tzgg/index.html"}],
    }
    return Source.model_validate(written | changes)


def a_job(store: Database, day: float = 0, **changes: Any) -> CrawlJob:
    written: dict[str, Any] = {
        "database_url": store.url,
        "as_of": AS_OF + timedelta(days=day),
        "delay_s": 0,
        "backoff_s": 0,
        "retries": 0,
        "timeout_s": 5,
        "allow_loopback": True,
    }
    return CrawlJob.model_validate(written | changes)


@pytest.fixture
def crawl(store: Database) -> Callable[..., PassReport]:
    """One pass in a real child process: ``crawl(source, day=0, **changes of the job)``."""

    def run(source: Source, day: float = 0, **changes: Any) -> PassReport:
        return asyncio.run(launch_crawl(source, a_job(store, day, **changes), logging.getLogger("test")))

    return run


@pytest.fixture
def rendered(site: Site) -> Source:
    """The usual source, shown to a browser."""
    return a_source(site, render=True)
