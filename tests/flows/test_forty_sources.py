"""Forty sources with 2,000 articles on loopback: each stored once, none asked for twice, told apart exactly."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from cleaners.dates import CHINA
from flows.passes import MonitorReport, monitor_pass
from flows.settings import Settings
from flows.watch import open_watch
from models import Article, Outcome, Snapshot, SnapshotKind, open_database
from tests.crawlers.site import Answer, page
from tests.farm import NEWEST, Commission, farm, forget, write_sources
from tests.flows.sample import LOG, sample_settings

FIRST = datetime(2026, 3, 31, 9, tzinfo=CHINA)
HTML = {"Content-Type": "text/html"}


@pytest.fixture(scope="module")
def commissions() -> Iterator[list[Commission]]:
    try:
        with farm() as found:
            yield found
    except OSError as error:  # macOS has one address of loopback
        pytest.skip(f"no forty addresses of loopback here: {error}")


def run(settings: Settings, at: datetime) -> MonitorReport:
    with open_watch(settings) as watch:
        return asyncio.run(monitor_pass(watch, (), as_of=at, log=LOG))


@pytest.mark.slow
def test_three_passes(commissions: list[Commission], tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    write_sources(settings.sources_dir, commissions)

    first = run(settings, FIRST)
    assert {done.outcome for done in first.passes} == {Outcome.NEW}
    assert first.new_articles == 2000
    assert articles(settings) == 2000

    # Nothing new: one request a column, 304 where the site knows it; robots.txt serves for a day.
    forget(commissions)
    second = run(settings, FIRST + timedelta(hours=6))
    assert {done.outcome for done in second.passes} == {Outcome.UNCHANGED}
    for one in commissions:
        known = 304 if one.site.tags else 200
        assert Counter(one.site.asked) == {("GET", f"{path}index.html", known): 1 for path in one.columns}

    new = {commissions[n].id: commissions[n].publish("/tzgg/", NEWEST, 900) for n in range(3)}
    changed = commissions[3].columns["/tzgg/"][0][0]
    commissions[3].site.answers[changed] = page("关于印发（修订）的通知")
    commissions[4].site.answers[commissions[4].columns["/tzgg/"][0][0]] = Answer(
        b"<title>404</title>", 404, HTML
    )
    refusing = Answer(b"<html><script>$_ts={};</script></html>", 412, HTML)
    for n in (5, 6):
        answers = commissions[n].site.answers
        answers.update(dict.fromkeys(answers, refusing))
    commissions[7].site.answers.update(
        {f"{path}index.html": page("新版网站上线公告") for path in commissions[7].columns}
    )
    third = run(settings, FIRST + timedelta(days=1))
    by_id = {done.source_id: done for done in third.passes}
    assert {name for name, done in by_id.items() if done.new_articles} == set(new)
    assert sum(done.new_articles for done in third.passes) == 3
    assert {name: done.changed_articles for name, done in by_id.items() if done.changed_articles} == {
        "s03": 1
    }
    assert {name: done.articles_taken_away for name, done in by_id.items() if done.articles_taken_away} == {
        "s04": 1
    }
    ends = {name: done.outcome for name, done in by_id.items()}
    assert {name for name, end in ends.items() if end is Outcome.BLOCKED} == {"s05", "s06"}
    assert {name for name, end in ends.items() if end is Outcome.EMPTY} == {"s07"}
    assert {end for name, end in ends.items() if name not in ("s05", "s06", "s07")} == {
        Outcome.NEW,
        Outcome.UNCHANGED,
    }
    assert articles(settings) == 2003
    with open_watch(settings) as watch, watch.database.reading() as session:
        versions = session.exec(select(Article.source_id).where(Article.version > 1)).all()
        assert versions == ["s03"]


def articles(settings: Settings) -> int:
    """Addresses of articles in the store, each stored once while its bytes are the same."""
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            repeated = session.exec(
                select(Snapshot.url)
                .where(Snapshot.kind == SnapshotKind.ARTICLE)
                .group_by(col(Snapshot.url), col(Snapshot.body_sha256), col(Snapshot.outcome))
                .having(func.count() > 1)
            ).all()
            assert repeated == []
            return session.exec(select(func.count()).select_from(Article)).one()
    finally:
        database.close()
