"""Stored pages read again by a newer cleaner: the same bytes, another reading.

What is written here is no news: the version and the day of change of an article stay, so that whatever the recogniser
then finds in it is told to nobody (``flows.stages.reading.is_news``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from models.articles import Article, ArticleAttachment
from models.policies import ArticleRecognition
from models.snapshots import Snapshot
from models.writing import PageText, stored_parts, write_page

#: The label of a page that is told under its own address (``models.telling``), as ``cleaners.Label`` spells it.
_INTERPRETATION = "interpretation"
#: The version that makes the present recogniser judge again what was not asked for anew: its oldest one.
_OLDEST = 1


def parts_stored(session: Session, url: str) -> Sequence[Article]:
    """The articles of one page in the order of their parts, only to be looked at."""
    return session.exec(select(Article).where(Article.url == url).order_by(col(Article.part))).all()


def files_offered(session: Session, article_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Names of the files that each article offers, by their address."""
    rows = session.exec(
        select(ArticleAttachment)
        .where(col(ArticleAttachment.article_id).in_(article_ids))
        .order_by(col(ArticleAttachment.id))
    )
    answer: dict[int, dict[str, str]] = {one: {} for one in article_ids}
    for row in rows:
        answer[row.article_id][row.url] = row.name
    return answer


def write_again(
    session: Session, snapshot: Snapshot, parts: Sequence[PageText], *, cleaner_version: int
) -> list[Article]:
    """Store the present reading of ``snapshot``; the articles that are texts of their own no longer (now lists).

    Without ``parts`` (a page that cannot be read any more) all stays as it was read.  Entries that are not found any
    more stay, too, and so does what was read from other bytes.  Whatever stands on the snapshot counts as read by
    ``cleaner_version``.
    """
    rows = stored_parts(session, snapshot.url)
    before = {row.id: _state(row) for row in rows}
    files = files_offered(session, [row.id for row in rows if row.id])
    if parts:
        write_page(session, snapshot, parts, cleaner_version=cleaner_version, again=True)
    lists = []
    here = [row for row in stored_parts(session, snapshot.url) if row.snapshot_id == snapshot.id]
    files_now = files_offered(session, [row.id for row in here if row.id])
    for row in here:
        row.cleaner_version = cleaner_version
        session.add(row)
        if row.id not in before:
            row.backfill = True
            continue
        gained = files_now[row.id or 0].keys() - files[row.id or 0].keys()
        if before[row.id] != _state(row) or gained:
            titled = before[row.id][0] != row.title
            became_another = before[row.id][1] != row.kind
            _as_the_past(session, row, became_another=became_another, titled=titled, gained=bool(gained))
        if before[row.id][1] != row.kind and row.kind == "listing":
            lists.append(row)
    session.flush()
    return lists


def _state(row: Article) -> tuple[object, ...]:
    """What stories and policies are made of."""
    return row.title, row.kind, row.text_sha256, row.published_at, dict(row.card)


def _as_the_past(session: Session, row: Article, *, became_another: bool, titled: bool, gained: bool) -> None:
    """The article is judged anew, as one that is known already.

    One that waits to be judged for the first time is still news, unless it was a list until now.  A file that was never
    seen before is fetched later and then asks for another judgement: the past must be known by the article itself.  An
    interpretation stays what readers may still be told; a report does not become it by its better title.
    """
    judged = session.get(ArticleRecognition, row.id)
    if judged is None:
        row.backfill = row.backfill or became_another
        return
    if judged.label != _INTERPRETATION:
        row.backfill = row.backfill or gained
        judged.news = judged.news and not titled
    judged.recogniser_version = min(judged.recogniser_version, _OLDEST)
    session.add(judged)
    session.flush()
