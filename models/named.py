"""Documents known by name only: texts speak of them, and none of the stored pages carries one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.articles import Article
from models.policies import Mention, PolicyName

_NUMBER, _TITLE = "number:", "title:"
#: Marks between a title and its number: 《…的通知》（国卫医发〔2024〕1号）.
_BETWEEN = 4
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NamedOnly:
    """One document that is spoken of; at least one of ``title`` and ``number`` is known."""

    title: str | None
    number: str | None
    pages: int  # that speak of it
    first_seen_at: datetime
    last_seen_at: datetime
    page: Article  # the first of them


def named_only(session: Session, words: str = "", *, limit: int | None = None) -> list[NamedOnly]:
    """Documents that stored pages name and none carries, those that most pages name first, then the latest.

    ``words`` must stand in the title or number.  A number printed right behind a title is that document's.
    """
    pages = func.count(col(Mention.article_id).distinct())
    last = func.max(Article.first_seen_at)
    rows = session.exec(
        select(Mention.key, pages, func.min(Article.first_seen_at), last)
        .join(Article, col(Article.id) == col(Mention.article_id))
        .outerjoin(PolicyName, col(PolicyName.key) == col(Mention.key))
        .where(
            col(PolicyName.key).is_(None),
            col(Mention.key).startswith(_TITLE) | col(Mention.key).startswith(_NUMBER),
        )
        .group_by(col(Mention.key))
        .order_by(pages.desc(), last.desc(), col(Mention.key))
    ).all()
    taken: set[str] = set()
    found: list[NamedOnly] = []
    for key, count, first_at, last_at in sorted(rows, key=lambda row: row[0].startswith(_NUMBER)):
        if key in taken:
            continue
        shown, page = _first_mention(session, key)
        number = shown if key.startswith(_NUMBER) else None
        if number is None and (behind := _number_behind(session, page, shown)) is not None:
            number = behind.shown
            taken.add(behind.key)
            if _is_carried(session, behind.key):
                continue  # stored under a title that is cited in other words
        title = None if key.startswith(_NUMBER) else shown
        if words and words not in (title or "") and words not in (number or ""):
            continue
        found.append(NamedOnly(title, number, count, first_at, last_at, page))
    found.sort(key=lambda one: (-one.pages, -one.last_seen_at.timestamp()))
    return found[:limit]


def _first_mention(session: Session, key: str) -> tuple[str, Article]:
    mention, page = session.exec(
        select(Mention, Article)
        .join(Article, col(Mention.article_id) == col(Article.id))
        .where(Mention.key == key)
        .order_by(col(Article.first_seen_at), col(Article.id))
        .limit(1)
    ).one()
    return mention.shown, page


def _number_behind(session: Session, page: Article, title: str) -> Mention | None:
    at = page.text.find(title)
    if at < 0:
        return None
    behind = page.text[at + len(title) : at + len(title) + _LONGEST]
    numbers = select(Mention).where(Mention.article_id == page.id, col(Mention.key).startswith(_NUMBER))
    return next((one for one in session.exec(numbers) if 0 <= behind.find(one.shown[:4]) <= _BETWEEN), None)


def _is_carried(session: Session, key: str) -> bool:
    return session.exec(select(PolicyName.policy_id).where(PolicyName.key == key)).first() is not None
