"""Site profiles (站点特征): the boilerplate learned from many pages of one source, kept per host.

How it is learned stands in ``cleaners.pages.profiles``, when in ``flows.stages.profiles``.  A profile can be learned
again from the stored bytes at any time; it changes how pages are read from then on, never what is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, select

from models.articles import Article
from models.columns import json_field
from models.leftovers import pages_to_clean

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
    dropped: list[Any] = json_field(list)  # learned once, and kept by an operator's word: never cut
    pages: int = 0  # series of pages that were learned from
    articles: int = 0  # articles that the source had on the host then: the next learning is reckoned from it
    cleaner_version: int = 0
    learned_at: datetime

    @property
    def parts(self) -> set[str]:
        """Everything that was learned, dropped or not."""
        return {*self.lines, *self.prefixes, *self.suffixes}


@dataclass(slots=True)
class Owed:
    """A host of a source whose profile is to be learned: how many articles it has, and which pages are looked at."""

    source_id: str
    host: str
    articles: int = 0
    snapshot_ids: list[int] = field(default_factory=list)  # one a page, the newest first


def host_of(url: str) -> str:
    """The host of an address in lower case; ``""`` where it has none."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


def profiles_to_learn(session: Session, cleaner_version: int, *, growth: float, newest: int) -> list[Owed]:
    """Hosts never looked at, with ``growth`` more articles (0.25: a quarter) than then, or read by an older cleaner.

    Pages that wait to be cleaned count already, so that the first pages of a source are read with what they share.
    ``newest`` pages are named of each host.  Sources that cannot owe anything are told by a count alone: the articles
    of a large store are not looked through at every pass.
    """
    waiting: dict[str, list[tuple[str, int]]] = {}
    for source_id, url, snapshot_id in pages_to_clean(session):
        waiting.setdefault(source_id, []).append((url, snapshot_id))
    stored = dict(
        session.exec(select(Article.source_id, func.count()).group_by(col(Article.source_id))).all()
    )
    rows: dict[str, dict[str, SiteProfileRow]] = {}
    for row in session.exec(select(SiteProfileRow)):
        rows.setdefault(row.source_id, {})[row.host] = row
    answer: list[Owed] = []
    for source_id in sorted({*stored, *waiting}):
        known = rows.get(source_id, {})
        count = stored.get(source_id, 0) + len(waiting.get(source_id, ()))
        seen = sum(row.articles for row in known.values())
        outdated = any(row.cleaner_version < cleaner_version for row in known.values())
        if not outdated and known and count < seen * (1 + growth):
            continue
        for host, owed in sorted(_by_host(session, source_id, waiting.get(source_id, ())).items()):
            if _is_owed(known.get(host), owed.articles, cleaner_version, growth):
                owed.snapshot_ids = sorted(owed.snapshot_ids, reverse=True)[:newest]
                answer.append(owed)
    return answer


def _is_owed(row: SiteProfileRow | None, articles: int, cleaner_version: int, growth: float) -> bool:
    if row is None or row.cleaner_version < cleaner_version:
        return True
    return articles > row.articles and articles >= row.articles * (1 + growth)


def _by_host(session: Session, source_id: str, waiting: Collection[tuple[str, int]]) -> dict[str, Owed]:
    """Every article counts, the entries of a list too; looked at are pages that carry a text, by their newest bytes."""
    answer: dict[str, Owed] = {}
    newest: dict[str, int] = {}
    rows = session.exec(
        select(Article.url, Article.part, Article.kind, Article.snapshot_id).where(
            Article.source_id == source_id
        )
    )
    for url, part, kind, snapshot_id in rows:
        answer.setdefault(host_of(url), Owed(source_id, host_of(url))).articles += 1
        if part == 0 and kind == _ARTICLE:
            newest[url] = snapshot_id
    for url, snapshot_id in waiting:
        owed = answer.setdefault(host_of(url), Owed(source_id, host_of(url)))
        owed.articles += url not in newest
        newest[url] = snapshot_id
    for url, snapshot_id in newest.items():
        answer[host_of(url)].snapshot_ids.append(snapshot_id)
    answer.pop("", None)
    return answer


def keep_profile(
    session: Session,
    owed: Owed,
    *,
    lines: Collection[str],
    prefixes: Sequence[str],
    suffixes: Sequence[str],
    pages: int,
    cleaner_version: int,
    at: datetime,
) -> None:
    """Write down what was learned; what an operator has dropped stays dropped."""
    row = session.get(SiteProfileRow, (owed.source_id, owed.host), with_for_update=True)
    if row is None:
        row = SiteProfileRow(source_id=owed.source_id, host=owed.host, learned_at=at)
    row.lines, row.prefixes, row.suffixes = sorted(lines), list(prefixes), list(suffixes)
    row.pages, row.articles = pages, owed.articles
    row.cleaner_version, row.learned_at = cleaner_version, at
    session.add(row)


def stored_profiles(session: Session, source_id: str | None = None) -> Sequence[SiteProfileRow]:
    """Every profile that names something, by source and host; of one source: all, those that name nothing too."""
    rows = select(SiteProfileRow).order_by(col(SiteProfileRow.source_id), col(SiteProfileRow.host))
    if source_id is not None:
        return session.exec(rows.where(SiteProfileRow.source_id == source_id)).all()
    return [row for row in session.exec(rows) if row.parts]
