"""``backfill`` over the sample site: what it finds is stored and recognised, and nobody is told of it as new."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from flows.errors import FlowError
from flows.passes import MonitorReport, backfill_pass
from flows.sample_site import serve_sample_site
from flows.settings import Settings
from flows.watch import open_watch
from models import Article, Novelty, Policy, open_database
from tests.flows.sample import DAY_2, DAY_3, LOG, NOTICE, digests, one_pass, sample_settings, show_day

SOURCES = ("sample_nhc", "sample_jikuai")


def backfilled(settings: Settings, since: date, until: date | None) -> MonitorReport:
    with open_watch(settings) as watch:
        return asyncio.run(backfill_pass(watch, SOURCES, since, until, as_of=DAY_2, log=LOG))


def test_what_a_backfill_finds_is_never_told_as_new(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    with serve_sample_site(0) as site:
        show_day(site, settings, 2)
        report = backfilled(settings, date(2024, 1, 1), DAY_2.date())
        assert report.new_articles > 5
        one_pass(settings, DAY_2 + timedelta(hours=1), SOURCES)  # reads the same lists, and finds all known
        one_pass(settings, DAY_3, ["sample_jikuai"])
    database = open_database(settings.database_url)
    with database.reading() as session:
        notice = session.exec(select(Policy).where(Policy.number == NOTICE)).one()
        assert notice.novelty is Novelty.BACKFILL
        assert all(article.backfill for article in session.exec(select(Article)))
    database.close()
    assert [item for told in digests(settings) for item in told.new] == []


def test_without_an_end_today_is_left_to_the_monitor(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    with serve_sample_site(0) as site:
        show_day(site, settings, 2)
        backfilled(settings, date(2026, 3, 1), None)
        one_pass(settings, DAY_2 + timedelta(hours=1), SOURCES)
    (told,) = digests(settings)
    assert NOTICE in told.new  # of 6 March, the day of the backfill


def test_a_range_that_ends_before_it_begins(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    settings.sources_dir.mkdir()
    with pytest.raises(FlowError, match="ends before it begins"):
        backfilled(settings, date(2026, 3, 6), date(2026, 3, 5))
