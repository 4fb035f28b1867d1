"""All sources of the sample site, crawled on its two days: the families end to end, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from crawlers.job import PassReport
from crawlers.registry import load_registry
from flows.sample_site import SampleSite, serve_sample_site, write_sample_sources
from flows.stages.crawl import crawl_sources
from models import Database, Outcome
from tests.crawlers.conftest import a_job

pytestmark = pytest.mark.slow


def day(site: SampleSite, store: Database, number: int, at: int) -> dict[str, PassReport]:
    site.day = number
    site.requests.clear()
    folder = Path(store.engine.url.database or "").with_name(f"sources{number}")
    write_sample_sources(folder, site)
    sources = load_registry(folder)
    job = a_job(store, at)
    log = logging.getLogger("test")
    return {r.source_id: r for r in asyncio.run(crawl_sources(sources, job, concurrent=2, log=log))}


def test_two_days(database: Database) -> None:
    with serve_sample_site(0) as site:
        first = day(site, database, 1, 0)
        assert len(first) == 9
        assert first.pop("sample_nanhu").outcome is Outcome.BLOCKED
        assert {name: r.outcome for name, r in first.items()} == dict.fromkeys(first, Outcome.NEW)
        assert first["sample_yunling"].new_articles == 5  # three of page 1, two of page 2
        again = day(site, database, 1, 1)
        assert again.pop("sample_nanhu").outcome is Outcome.BLOCKED
        assert {name: r.outcome for name, r in again.items()} == dict.fromkeys(again, Outcome.UNCHANGED)
        assert all(status in (304, 412) for _, path, status in site.requests if path != "/robots.txt")
        second = day(site, database, 2, 2)
        new = {name: r.new_articles for name, r in second.items() if r.new_articles}
        assert {"sample_nhc", "sample_yunling", "sample_linjiang", "sample_jikuai", "sample_zaocan"} <= set(
            new
        )
