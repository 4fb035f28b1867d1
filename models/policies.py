"""Policies (政策文件), what each article was recognised as, and the links between them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_field, json_field


class ArticleRecognition(SQLModel, table=True):
    """What ``recognise`` said of an article."""

    article_id: int = Field(primary_key=True, foreign_key="article.id")
    recogniser_version: int
    text_sha256: str = Field(
        max_length=64
    )  # of the text that was recognised; another one must be recognised again
    article_version: int = (
        1  # ``Article.version`` of that text: the same one means that nobody edited the page
    )
    label: str = Field(max_length=32, index=True)  # cleaners.Label
    is_document: bool
    numbers: list[Any] = json_field(list)
    cited: list[Any] = json_field(list)
    reasons: list[Any] = json_field(list)  # [{"rule", "evidence"}]
    decided_at: datetime
    news: bool = True  # False: its label was found by reading the same page once more


class Novelty(StrEnum):
    """Whether a policy is announced as new (design, rule 6)."""

    NEW = "new"  # first seen and written within the freshness window
    OLD = "old"  # first seen, but written long ago
    BACKFILL = "backfill"  # first seen in a backfill
    REREAD = "reread"  # found by reading a page again that had been judged otherwise: newer rules, no news
    DRAFT = "draft"  # a draft for comment: told apart from what is in force


class Policy(SQLModel, table=True):
    """One official document, whoever reports it."""

    id: int | None = Field(default=None, primary_key=True)
    identity: str = Field(unique=True)  # normalised number; else title core | written_on | lead issuer
    number: str | None = Field(default=None, index=True)
    issuers: list[Any] = json_field(list)  # in signing order
    title: str
    named_title: str | None = None
    series: str | None = Field(default=None, index=True)  # title core without years and versions
    kind: str = ""
    status: str = Field(default="unknown", max_length=16)  # cleaners.Status, later documents reckoned in
    stated_status: str = Field(default="unknown", max_length=16)  # what its own words say
    ends_on: date | None = Field(default=None, index=True)  # the day from which a later document ends it
    written_on: date | None = Field(default=None, index=True)
    effective_on: date | None = None
    expires_on: date | None = None
    addressees: str | None = None
    comments_until: date | None = None  # of a draft: the last day for comments
    canonical_article_id: int = Field(foreign_key="article.id", index=True)
    verified: bool  # False: known from a repost only (原文待核)
    novelty: Novelty = enum_field(Novelty, index=True)
    first_seen_at: datetime
    verified_at: datetime | None = None  # when an original was first seen of what was known at second hand
    #: Edits of its canonical page up to this moment are not told: newer rules alone made that page the canonical one.
    edits_known_at: datetime | None = None

    # An id is never given twice: the ledger of what readers were told names it.
    __table_args__ = {"sqlite_autoincrement": True}


class PolicyName(SQLModel, table=True):
    """A key by which texts speak of a policy: its number, its title, the bare title of what it issues."""

    key: str = Field(primary_key=True, max_length=300)
    policy_id: int = Field(primary_key=True, foreign_key="policy.id", index=True)


class Mention(SQLModel, table=True):
    """That an article speaks of a policy by this key, whether or not the policy was ever seen."""

    article_id: int = Field(primary_key=True, foreign_key="article.id")
    key: str = Field(primary_key=True, max_length=300, index=True)
    shown: str  # as the article prints it
    position: int = 0  # the first one that the text speaks of is 0
    in_title: bool = False
    as_basis: bool = False  # 根据, 按照, 转发 … stands before it


class LinkRelation(StrEnum):
    """How an article relates to a policy, or a policy to a policy (关联)."""

    IS = "is"
    REPOSTS = "reposts"
    INTERPRETS = "interprets"
    REPORTS = "reports"
    CITES = "cites"
    AMENDS = "amends"
    ABOLISHES = "abolishes"
    IMPLEMENTS = "implements"
    NEXT_EDITION = "next_edition"


class PolicyLink(SQLModel, table=True):
    """A relation to ``policy_id`` from an article or from another policy, with its evidence."""

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", index=True)
    from_policy_id: int | None = Field(default=None, foreign_key="policy.id", index=True)
    relation: LinkRelation = enum_field(LinkRelation, index=True)
    evidence: str = ""
    made_at: datetime

    __table_args__ = (
        UniqueConstraint("policy_id", "article_id", "relation", name="uq_link_article"),
        UniqueConstraint("policy_id", "from_policy_id", "relation", name="uq_link_policy"),
    )


class PolicyEffect(SQLModel, table=True):
    """What a policy does to an earlier document, whether or not that one was ever seen."""

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    position: int
    relation: LinkRelation = enum_field(LinkRelation)  # AMENDS or ABOLISHES
    title: str | None = None
    number: str | None = None
    key: str = Field(max_length=300, index=True)  # as ``PolicyName.key``: of the number where it is known
    effective_on: date | None = None
    evidence: str = ""

    __table_args__ = (UniqueConstraint("policy_id", "position", name="uq_effect_position"),)

    @property
    def shown(self) -> str:
        """``《某办法》（某卫发〔2016〕12号）``."""
        named = f"《{self.title}》" if self.title else ""
        return f"{named}（{self.number}）" if named and self.number else named or str(self.number)


class PolicyCommitment(SQLModel, table=True):
    """A dated or counted promise inside a policy (任务), with the sentence that says so."""

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    position: int
    sentence: str
    who: str | None = None
    what: str | None = None
    deadline: date | None = Field(default=None, index=True)
    deadline_text: str | None = None
    figure: str | None = None
    unit: str | None = None
    force: str = Field(max_length=16)  # cleaners.Force

    __table_args__ = (UniqueConstraint("policy_id", "position", name="uq_commitment_position"),)
