"""What a text is, as ``recognise`` answers it.  No rules live here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Label(StrEnum):
    """The ten kinds of announcement."""

    POLICY_DOCUMENT = "policy_document"
    DRAFT_FOR_COMMENT = "draft_for_comment"
    INTERPRETATION = "interpretation"
    NEWS = "news"
    EPIDEMIC_BULLETIN = "epidemic_bulletin"
    PERSONNEL_RECRUITMENT = "personnel_recruitment"
    PROCUREMENT_TENDER = "procurement_tender"
    LICENSE_PUBLICITY = "license_publicity"
    REPLY_TO_PROPOSAL = "reply_to_proposal"
    OTHER = "other"


class Status(StrEnum):
    """Whether a document is in force, as its own words say."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    TRIAL = "trial"
    AMENDED = "amended"
    REPLACED = "replaced"
    ABOLISHED = "abolished"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How a later title stands to an earlier one."""

    SAME_POLICY = "same_policy"
    NEXT_EDITION = "next_edition"
    EXPLAINS_OR_REPORTS = "explains_or_reports"
    DIFFERENT = "different"


class Force(StrEnum):
    """How binding a commitment is worded."""

    MUST = "must"  # 必须, 要, 应, 确保
    IN_PRINCIPLE = "in_principle"  # 原则上
    STRIVE = "strive"  # 力争, 争取, 努力
    ENCOURAGE = "encourage"  # 鼓励, 支持, 创造条件
    STATED = "stated"  # said without a hedge


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision was taken: the rule and the words of the text that it rests on."""

    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A dated or counted promise (任务) and the sentence that makes it; ``None`` where it does not say."""

    sentence: str
    who: str | None = None
    what: str | None = None
    deadline: date | None = None
    deadline_text: str | None = None
    figure: str | None = None
    unit: str | None = None
    force: Force = Force.STATED


class EffectKind(StrEnum):
    """What a document does to an earlier one."""

    ABOLISHES = "abolishes"
    AMENDS = "amends"


@dataclass(frozen=True, slots=True)
class Effect:
    """One earlier document and what becomes of it; ``title`` or ``number`` is known, ``on`` where a day is said."""

    kind: EffectKind
    title: str | None
    number: str | None
    evidence: str
    on: date | None = None


@dataclass(slots=True)
class PolicyDocument:
    """The facts of the official document whose text a page carries."""

    number: str | None = None
    issuers: list[str] = field(default_factory=list)
    title: str = ""
    named_title: str | None = None
    written_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    kind: str = ""
    status: Status = Status.UNKNOWN
    addressees: str | None = None
    comments_until: date | None = None  # of a draft: the last day for comments


@dataclass(slots=True)
class Recognition:
    """What a title and its text are.

    ``document`` is ``None`` where the page only reports one.  ``numbers`` holds every document number in order,
    ``cited`` the titles in 《》 without the marks.  ``serials`` holds orders and announcements, which count by serial
    and not by 〔year〕 (国务院令第746号, 国家药监局公告2020年第80号); an own one is the ``document.number`` too.
    """

    label: Label
    document: PolicyDocument | None = None
    numbers: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    serials: list[str] = field(default_factory=list)
