"""Articles written down: a page's parts, the versions of a changed page, the files that it offers.

What a page says is found elsewhere; here only what became of it is decided: new, changed, read better, or the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.articles import Article, ArticleAttachment, ArticleVersion
from models.snapshots import Snapshot

# Built once, see ``models.archive``.
_PARTS = (
    select(Article).where(col(Article.url) == bindparam("page")).order_by(col(Article.part)).with_for_update()
)
_PAGE = select(Article).where(col(Article.url) == bindparam("page"), col(Article.part) == 0)


class Written(StrEnum):
    """What became of a part of a page."""

    NEW = "new"
    CHANGED = "changed"  # the page carries another text than before
    RECLEANED = "recleaned"  # the same bytes, read otherwise by a newer cleaner
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page, or one entry of a round-up, says, as it is stored."""

    kind: str
    title: str
    text: str
    published_at: datetime | None = None
    time_known: bool = False
    source_name: str | None = None
    author: str | None = None
    column: str | None = None
    card: dict[str, str] = field(default_factory=dict)
    removed: list[dict[str, Any]] = field(default_factory=list)
    attachments: Sequence[tuple[str, str]] = ()  # name, address


def text_sha256(title: str, text: str) -> str:
    """What tells one text from another: a title that was put right is a change too."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()


def write_page(
    session: Session,
    snapshot: Snapshot,
    parts: Sequence[PageText],
    *,
    cleaner_version: int,
    again: bool = False,
) -> list[Written]:
    """Store the page of ``snapshot``: ``parts[0]`` is the page, the others are the entries of a round-up.

    An entry keeps its number when others come above it.  Entries that the page no longer shows stay, and so does what
    was read from a newer snapshot; ``again``, for bytes that were read before: from any other snapshot.
    """
    answer = []
    for number, (row, said) in enumerate(match_parts(stored_parts(session, snapshot.url), snapshot, parts)):
        if row is not None and (row.snapshot_id != snapshot.id if again else is_newer(row, snapshot)):
            answer.append(Written.SAME)
            continue
        part = row.part if row else 0
        if row is None and number:
            part = 1 + max(one.part for one in stored_parts(session, snapshot.url))
        answer.append(_write(session, snapshot, row, part, said, cleaner_version))
    return answer


def is_newer(row: Article, snapshot: Snapshot) -> bool:
    """Whether the article was read from bytes that came after ``snapshot``."""
    return row.snapshot_id > (snapshot.id or 0)


def stored_parts(session: Session, url: str) -> Sequence[Article]:
    """The articles of one page, held until the end of a writing transaction."""
    return session.exec(_PARTS, params={"page": url}).all()


def stored_page(session: Session, url: str) -> Article | None:
    """The article of the page itself, as it stands; nothing is held."""
    return session.exec(_PAGE, params={"page": url}).first()


def match_parts(
    stored: Sequence[Article], snapshot: Snapshot, parts: Sequence[PageText]
) -> list[tuple[Article | None, PageText]]:
    """Each part with the article that it is (``None``: a new one), in the order of ``parts``.

    An entry is known again by its text or its title.  Of the same bytes read otherwise the entries that are left over
    on both sides are paired in their order where they are as many.
    """
    page = next((one for one in stored if one.part == 0), None)
    left = [one for one in stored if one.part > 0]
    found: list[Article | None] = [page]
    for entry in parts[1:]:
        known = _known_again(left, entry)
        if known is not None:
            left.remove(known)
        found.append(known)
    same_bytes = [one for one in left if one.snapshot_id == snapshot.id]
    unknown = [place for place, row in enumerate(found) if row is None and place]
    if len(same_bytes) == len(unknown):
        for place, row in zip(unknown, same_bytes, strict=True):
            found[place] = row
    return list(zip(found, parts, strict=True))


def _known_again(left: Sequence[Article], entry: PageText) -> Article | None:
    digest = text_sha256(entry.title, entry.text)
    by_text = (one for one in left if one.text_sha256 == digest)
    by_title = (one for one in left if entry.title and one.title == entry.title)
    return next(by_text, None) or next(by_title, None)


def _write(
    session: Session, snapshot: Snapshot, row: Article | None, part: int, said: PageText, cleaner_version: int
) -> Written:
    assert snapshot.id is not None
    digest = text_sha256(said.title, said.text)
    at = snapshot.fetched_at
    if row is None:
        row = Article(
            url=snapshot.url,
            part=part,
            source_id=snapshot.source_id,
            snapshot_id=snapshot.id,
            kind=said.kind,
            cleaner_version=cleaner_version,
            text_sha256="",
            backfill=snapshot.backfill,
            first_seen_at=at,
            changed_at=at,
        )
        answer = Written.NEW
    elif row.text_sha256 == digest:
        answer = Written.SAME
    elif row.snapshot_id == snapshot.id:
        answer = Written.RECLEANED
    else:
        answer = Written.CHANGED
        session.add(_version_of(row, at))
        row.version, row.changed_at = row.version + 1, at
    row.snapshot_id, row.cleaner_version = snapshot.id, cleaner_version
    row.kind, row.title, row.text, row.text_sha256 = said.kind, said.title, said.text, digest
    row.published_at, row.time_known = said.published_at, said.time_known
    row.source_name, row.author, row.column = said.source_name, said.author, said.column
    row.card, row.removed = dict(said.card), list(said.removed)
    session.add(row)
    session.flush()
    if said.attachments:
        _write_attachments(session, row, said.attachments)
    return answer


def _version_of(row: Article, seen_at: datetime) -> ArticleVersion:
    assert row.id is not None
    return ArticleVersion(
        article_id=row.id,
        version=row.version,
        snapshot_id=row.snapshot_id,
        title=row.title,
        text=row.text,
        seen_at=seen_at,
    )


def _write_attachments(session: Session, row: Article, offered: Sequence[tuple[str, str]]) -> None:
    assert row.id is not None
    stored = session.exec(select(ArticleAttachment).where(ArticleAttachment.article_id == row.id)).all()
    known = {one.url: one for one in stored}
    for name, url in offered:
        if url and url not in known:
            known[url] = ArticleAttachment(article_id=row.id, name=name, url=url)
            session.add(known[url])
        elif url and name:
            known[url].name = name
