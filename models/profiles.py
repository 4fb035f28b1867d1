"""Site profiles (站点特征): the boilerplate learned from many pages of one source, kept per host.

How it is learned stands in ``cleaners.pages.profiles``, when in ``flows.stages.profiles``.  A profile can be learned
again from the stored bytes at any time; it changes how pages are read from then on, never what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, select

from models.articles import Article
from models.columns import json_field

#: The kind of an article that carries a text of its own, as ``cleaners.PageKind`` spells it.
_ARTICLE = "article"


class SiteProfileRow(SQLModel, table=True):
    """What was learned of the pages of one source on one host; empty lists where they share nothing."""

    __tablename__ = "siteprofile"

    source_id: str = Field(primary_key=True, max_length=80)
    host: str = Field(primary_key=True, max_length=255)
    lines: list[Any] = json_field(list)  # whole lines, sorted
    prefixes: list[Any] = json_field(list)
    suffixes: list[Any] = json_field(list)
    pages: int = 0  # series of pages that were learned from
    articles: int = 0  # articles that the source had on the host then: the next learning is reckoned from it
    cleaner_version: int = 0
    learned_at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A host of a source whose profile is to be learned: how many articles it has, and which are looked at."""

    source_id: str
    host: str
    articles: int
    snapshot_ids: tuple[int, ...]  # the newest first


def host_of(url: str) -> str:
    """The host of an address in lower case; ``""`` where it has none."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


def profiles_to_learn(
    session: Session, cleaner_version: int, *, fewest: int, growth: float, newest: int
) -> list[Owed]:
    """Hosts with ``fewest`` articles or more, and ``growth`` more (0.25: a quarter) than at the last learning.

    A profile of an older cleaner is owed as well.  ``newest`` articles are named of each host.  Sources that cannot be
    owed anything are told by a count alone, so that their pages are not looked through at every pass.
    """
    answer: list[Owed] = []
    rows = session.exec(
        select(Article.source_id, func.count())
        .where(Article.part == 0, Article.kind == _ARTICLE)
        .group_by(col(Article.source_id))
    )
    for source_id, count in sorted(rows.all()):
        known = {
            row.host: row
            for row in session.exec(select(SiteProfileRow).where(SiteProfileRow.source_id == source_id))
        }
        seen = sum(row.articles for row in known.values())
        outdated = any(row.cleaner_version < cleaner_version for row in known.values())
        if count < fewest or (not outdated and count - seen < min(fewest, growth * max(seen, 1))):
            continue
        answer += [
            Owed(source_id, host, len(ids), tuple(ids[:newest]))
            for host, ids in sorted(_snapshots_by_host(session, source_id).items())
            if len(ids) >= fewest and _is_owed(known.get(host), len(ids), cleaner_version, growth)
        ]
    return answer


def _is_owed(row: SiteProfileRow | None, articles: int, cleaner_version: int, growth: float) -> bool:
    if row is None or row.cleaner_version < cleaner_version:
        return True
    return articles >= row.articles * (1 + growth)


def _snapshots_by_host(session: Session, source_id: str) -> dict[str, list[int]]:
    rows = session.exec(
        select(Article.url, Article.snapshot_id)
        .where(Article.source_id == source_id, Article.part == 0, Article.kind == _ARTICLE)
        .order_by(col(Article.snapshot_id).desc())
    )
    answer: dict[str, list[int]] = {}
    for url, snapshot_id in rows:
        if host := host_of(url):
            answer.setdefault(host, []).append(snapshot_id)
    return answer


def stored_profiles(session: Session) -> Iterator[SiteProfileRow]:
    """Every profile that names something."""
    for row in session.exec(select(SiteProfileRow)):
        if row.lines or row.prefixes or row.suffixes:
            yield row
