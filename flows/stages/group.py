"""Grouping: every article whose present text stands in no story joins one, or begins one.

What makes two texts one is ``cleaners.stories``; how candidates are found in the store is ``models.index``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, delete, select, update

from cleaners.dates import CHINA
from cleaners.stories import (
    COMPARED_AT_MOST,
    NEAR,
    PER_BAND,
    PER_KEY,
    READ_AT_MOST,
    Prepared,
    bands,
    keys,
    likelihood,
    place,
    prepare,
)
from flows.stages.copies import compare_copies
from flows.stages.defects import note_defect
from models import Article, Database, Story, StoryKey, StoryMember
from models.corrections import set_apart
from models.failures import solve_failure
from models.index import Rules, StoryIndex, hold_stories, signed
from models.leftovers import articles_to_place
from models.retry import retried

Log = Callable[[str], object]
Rank = Callable[[str], int]


@dataclass(slots=True)
class GroupReport:
    """What one run did, as counts; ``moved``: stories whose canonical article became another."""

    began: int = 0
    joined: int = 0
    moved: int = 0
    failed: list[str] = field(default_factory=list)  # addresses


def new_index() -> StoryIndex[Prepared]:
    """The store's candidates with the rules of ``cleaners.stories``; one a worker."""
    return StoryIndex(
        Rules(
            prepare,
            keys,
            bands,
            day_of,
            likelihood,
            near_bits=NEAR,
            per_key=PER_KEY,
            per_band=PER_BAND,
            at_most=COMPARED_AT_MOST,
            read_at_most=READ_AT_MOST,
        )
    )


def day_of(moment: datetime) -> date:
    """The day of a moment in China."""
    return moment.astimezone(CHINA).date()


def group_pending(
    database: Database,
    *,
    as_of: datetime,
    rank: Rank,
    log: Log = lambda line: None,
    index: StoryIndex[Prepared] | None = None,
) -> GroupReport:
    """Place what the store still owes, in order of publication, one short transaction an article.

    ``rank`` says of a source id how official it is (0: most).  Several workers may run at once: stories are changed by
    one of them at a time, and what another one has placed meanwhile is not placed again.
    """
    report = GroupReport()
    index = index or new_index()
    while True:
        with database.reading() as session:
            waiting = articles_to_place(session)
        again = False
        for article_id in waiting:
            again |= group_one(database, article_id, index, as_of, rank, report, log)
        if not again:
            compare_copies(database)
            return report


def group_one(
    database: Database,
    article_id: int,
    index: StoryIndex[Prepared],
    as_of: datetime,
    rank: Rank,
    report: GroupReport,
    log: Log,
) -> bool:
    """Place one article; whether a story was broken up, so that there is more to place."""
    with database.reading() as session:
        article = session.get_one(Article, article_id)
    subject = f"group:{article_id}"
    try:
        published = day_of(article.published_at) if article.published_at else None
        ready = prepare(article.text, article.title, published)

        def work(session: Session) -> tuple[str, bool]:
            solve_failure(session, subject, as_of)
            return place_article(session, article_id, ready, article.text_sha256, index, as_of, rank)

        done, broken_up = retried(database, work)
    except Exception as error:  # noqa: BLE001 - one text's defect must not keep the others waiting
        failed = note_defect(database, article, error, stage="group", done="grouped", as_of=as_of, log=log)
        report.failed.append(failed)
        return False
    report.began += done == "began"
    report.joined += done in ("joined", "moved")
    report.moved += done == "moved"
    return broken_up


def place_article(
    session: Session,
    article_id: int,
    ready: Prepared,
    text_sha256: str,
    index: StoryIndex[Prepared],
    as_of: datetime,
    rank: Rank,
) -> tuple[str, bool]:
    """``began``, ``joined``, ``moved`` (joined, and the story's canon moved) or ``nothing``; whether one was broken up.

    A changed article leaves its story.  When it was the story's first text, the others have nothing to be compared with
    any more: the story is broken up, and its members are left-over work.
    """
    hold_stories(session)
    article = session.get_one(Article, article_id)
    member = session.get(StoryMember, article_id)
    if article.text_sha256 != text_sha256 or (member and member.text_sha256 == text_sha256):
        return "nothing", False  # changed meanwhile, or placed by another worker
    broken_up = _leave(session, member, rank) if member else False
    among = index.among(session)
    placed = None if set_apart(session, article_id) else place(ready, among)
    if placed is None:
        story = Story(first_article_id=article_id, canonical_article_id=article_id, created_at=as_of)
        session.add(story)
        session.flush()
        reason = "first"
    else:
        story = session.get_one(Story, int(placed[0]))
        reason = f"{placed[1].reason}: {placed[1].evidence}".rstrip(": ")
    assert story.id is not None
    session.add(
        StoryMember(
            article_id=article_id,
            story_id=story.id,
            fingerprint=signed(ready.fingerprint),
            text_sha256=text_sha256,
            reason=reason,
            added_at=as_of,
        )
    )
    session.flush()
    if placed is None:
        among.add(str(story.id), ready)
        return "began", broken_up
    return ("moved" if _settle_canon(session, story, rank) else "joined"), broken_up


def take_out(session: Session, article_id: int, rank: Rank) -> None:
    """The article stands in no story until it is placed anew; with a story's first text the others are too."""
    hold_stories(session)
    member = session.get(StoryMember, article_id)
    if member is not None:
        _leave(session, member, rank)


def _leave(session: Session, member: StoryMember, rank: Rank) -> bool:
    story = session.get_one(Story, member.story_id)
    if story.first_article_id != member.article_id:
        session.delete(member)
        # Its text is another one now: should it come back as the canon, its copies are compared with it again.
        session.execute(
            update(StoryMember)
            .where(col(StoryMember.story_id) == story.id, col(StoryMember.compared_with) == member.article_id)
            .values(compared_with=None)
        )
        session.flush()
        _settle_canon(session, story, rank)
        return False
    others = session.exec(select(StoryMember.article_id).where(StoryMember.story_id == story.id)).all()
    for table in (StoryKey, StoryMember):
        session.execute(delete(table).where(col(table.story_id) == story.id))
    session.expunge(member)
    session.delete(story)
    session.flush()
    return len(others) > 1


def official_first(article: Article, rank: Rank) -> tuple[int, datetime, int]:
    """The order in which articles with one text are canonical: the most official, then the earliest."""
    return rank(article.source_id), article.published_at or article.first_seen_at, article.id or 0


def _settle_canon(session: Session, story: Story, rank: Rank) -> bool:
    members = session.exec(
        select(Article)
        .join(StoryMember, col(StoryMember.article_id) == col(Article.id))
        .where(StoryMember.story_id == story.id)
    ).all()
    best = min(members, key=lambda one: official_first(one, rank))
    moved = story.canonical_article_id != best.id
    story.canonical_article_id = best.id or 0
    session.add(story)
    session.flush()
    return moved
