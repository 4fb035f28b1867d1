"""An operator's corrections (更正): what a page is and says, against what the rules found; and whom they concern.

A correction is kept by the page's address, not by a policy's id: it outlives policies, readings and new versions of the
page.  It is of the text, so it holds for every page of the story that the page stands in.  What it makes of a reading
is told in ``flows.stages.corrected``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, and_, col, or_, select

from models.articles import Article
from models.columns import enum_field
from models.policies import ArticleRecognition
from models.stories import StoryMember

#: The version of a judgement that was asked for again (``judge_again``); recognisers count from 1.
ASKED = 0
_ENTRY = re.compile(r"^(?P<url>.+)#(?P<part>[1-9]\d{0,3})$", re.DOTALL)


class CorrectionKind(StrEnum):
    """What a correction says of its page; ``value`` beside each."""

    NOT_A_POLICY = "not_a_policy"  # the right label, or None
    IS_A_POLICY = "is_a_policy"  # policy_document or draft_for_comment
    NUMBER = "number"  # in the normal spelling; None: it has none
    TITLE = "title"
    WRITTEN_ON = "written_on"  # an ISO day; None: it does not say
    ISSUERS = "issuers"  # in signing order, parted by 、
    SAME_AS = "same_as"  # the address of a page of the same policy
    APART = "apart"  # None: the page's text is not the one that it was taken for


#: What a newer correction of the same text puts out of force besides those of its own kind.
SUPERSEDES = {
    CorrectionKind.NOT_A_POLICY: (CorrectionKind.IS_A_POLICY, CorrectionKind.SAME_AS),
    CorrectionKind.IS_A_POLICY: (CorrectionKind.NOT_A_POLICY,),
    CorrectionKind.SAME_AS: (CorrectionKind.APART, CorrectionKind.NOT_A_POLICY),
    CorrectionKind.APART: (CorrectionKind.SAME_AS,),
}


class Correction(SQLModel, table=True):
    """One thing that an operator put right.  A row is never changed but by being withdrawn."""

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(index=True)
    part: int = 0  # of a round-up's entry, as ``Article.part``
    kind: CorrectionKind = enum_field(CorrectionKind)
    value: str | None = None
    made_by: str = Field(max_length=80)
    why: str
    made_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=80)

    @property
    def address(self) -> str:
        """``https://…``, and behind it ``#2`` for the second entry of a round-up."""
        return address(self.url, self.part)


def address(url: str, part: int = 0) -> str:
    """How people write down an article: its page's address, for an entry with its number."""
    return f"{url}#{part}" if part else url


def article_at(session: Session, written: str) -> Article | None:
    """The article that an address means, or ``None`` for one that is not stored."""
    whole = session.exec(select(Article).where(Article.url == written, Article.part == 0)).first()
    entry = _ENTRY.match(written)
    if whole is not None or entry is None:
        return whole
    part = select(Article).where(Article.url == entry["url"], Article.part == int(entry["part"]))
    return session.exec(part).first()


def with_story(session: Session, article_ids: Collection[int]) -> set[int]:
    """The articles and all that stand in one story with one of them."""
    stories = select(StoryMember.story_id).where(col(StoryMember.article_id).in_(article_ids))
    mates = session.exec(select(StoryMember.article_id).where(col(StoryMember.story_id).in_(stories)))
    return {*article_ids, *mates}


def corrections_of(session: Session, article_ids: Collection[int]) -> Sequence[Correction]:
    """Those in force for these articles or their stories, oldest first."""
    stories = select(StoryMember.story_id).where(col(StoryMember.article_id).in_(article_ids))
    mates = select(StoryMember.article_id).where(col(StoryMember.story_id).in_(stories))
    return session.exec(
        select(Correction)
        .join(Article, and_(col(Article.url) == Correction.url, col(Article.part) == Correction.part))
        .where(
            col(Correction.withdrawn_at).is_(None),
            or_(col(Article.id).in_(article_ids), col(Article.id).in_(mates)),
        )
        .order_by(col(Correction.id))
    ).all()


def bound_pages(session: Session, article_ids: Collection[int]) -> set[int]:
    """The pages of which an operator said that they carry the same policy as these, with their stories."""
    in_force = session.exec(
        select(Correction).where(
            Correction.kind == CorrectionKind.SAME_AS, col(Correction.withdrawn_at).is_(None)
        )
    ).all()
    found: set[int] = set()
    for one in in_force:
        ends = [article_at(session, written) for written in (one.address, one.value or "")]
        left, right = (with_story(session, [end.id]) if end and end.id else set[int]() for end in ends)
        if left & set(article_ids):
            found |= right
        if right & set(article_ids):
            found |= left
    return found - set(article_ids)


def set_apart(session: Session, article_id: int) -> Correction | None:
    """The correction by which the article, or its story, was set apart from the texts that it resembles."""
    apart = (one for one in corrections_of(session, [article_id]) if one.kind is CorrectionKind.APART)
    return next(apart, None)


def add_correction(session: Session, made: Correction, *, superseding: Collection[int]) -> None:
    """Store a correction; older ones that it replaces on its own page or on these articles are withdrawn."""
    replaced = (made.kind, *SUPERSEDES.get(made.kind, ()))
    for older in corrections_of(session, superseding):
        if older.kind in replaced:
            withdraw(session, older, by=made.made_by, at=made.made_at)
    session.add(made)
    session.flush()


def withdraw(session: Session, correction: Correction, *, by: str, at: datetime) -> None:
    """The correction is in force no more; it stays on record."""
    correction.withdrawn_at, correction.withdrawn_by = at, by
    session.add(correction)
    session.flush()


def judge_again(session: Session, article_ids: Collection[int]) -> None:
    """Whatever run comes next judges these articles anew, and what it finds is news: a person or a file said so."""
    judged = select(ArticleRecognition).where(col(ArticleRecognition.article_id).in_(article_ids))
    for row in session.exec(judged):
        row.recogniser_version = ASKED
        session.add(row)
    session.flush()
