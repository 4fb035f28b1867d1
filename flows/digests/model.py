"""What a digest (简报) says, before any rendering: plain frozen values, every text already cleaned for showing.

Order and wording follow the readers' list in the design (counts first, four lines an item).  Nothing here reads the
store or a clock; Markdown, text and HTML are all made from this one model.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from cleaners.dates import CHINA

#: A deadline this near is told even where nothing else is to be told.
URGENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address; ``url`` is ``None`` where the page gave none that may be shown (http and https only)."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reposts:
    """How many other pages carry the same document, and the earliest of them."""

    count: int
    first_site: str | None = None
    first_at: datetime | None = None
    time_known: bool = False


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """One policy, as four lines; ``None`` where the store does not say."""

    id: str  # stable: "P12" is policy 12 of the store
    title: Link
    number: str | None
    issuers: tuple[str, ...]
    written_on: date | None
    published_at: datetime | None
    time_known: bool
    site: str | None  # the name of the source where the linked page stands
    substance: str | None  # a sentence of the document, quoted
    pending_check: bool  # 原文待核: known from a repost only
    reposts: Reposts
    interpretations: int
    attachments: int
    why: str  # why it is here
    change: str | None = None  # what changed, in one line
    comments_until: date | None = None  # of a draft
    related: tuple[str, ...] = ()  # 落实《X》, 替代《Y》


@dataclass(frozen=True, slots=True)
class DeadlineItem:
    """A date promised in a policy that falls due soon."""

    id: str
    policy_id: str  # as ``PolicyItem.id``
    due_on: date
    days_left: int
    sentence: str
    policy: Link
    number: str | None


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An interpretation, a press conference, a local follow-up."""

    id: str  # "A7" is article 7 of the store
    title: Link
    relation: str  # 解读, 报道, 转载, 提及
    site: str | None
    published_at: datetime | None
    time_known: bool


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Articles that belong to one policy; ``policy`` is ``None`` for those that belong to none."""

    policy: Link | None
    number: str | None
    articles: tuple[RelatedArticle, ...]


@dataclass(frozen=True, slots=True)
class SourceTrouble:
    """A source that did not answer as it should."""

    id: str
    name: str
    state: str  # 拒绝访问, 抓取失败, 静默, 未检查
    since: datetime | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class DigestModel:
    """One bulletin for one subscription; the fields stand in the order of reading."""

    subscription_id: str
    name: str
    as_of: datetime
    window_from: datetime | None
    window_to: datetime
    version: str
    new: tuple[PolicyItem, ...] = ()
    deadlines: tuple[DeadlineItem, ...] = ()
    changed: tuple[PolicyItem, ...] = ()
    drafts: tuple[PolicyItem, ...] = ()
    related: tuple[RelatedGroup, ...] = ()
    merged_reposts: int = 0
    troubled: tuple[SourceTrouble, ...] = ()
    sources_watched: int = 0
    public_url: str | None = None
    omitted: dict[str, int] = field(
        default_factory=dict
    )  # field name -> items left out of a shortened rendering

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell a reader.

        Silent sources alone make no bulletin; of deadlines only one of the coming week does.
        """
        return not (self.new or self.changed or self.drafts or self.related or self.urgent)

    @property
    def urgent(self) -> int:
        """How many of the deadlines fall due within a week."""
        return sum(item.days_left <= URGENT_DAYS for item in self.deadlines)

    @property
    def counts(self) -> str:
        """``新政策 3 · 变更 1 · 解读 5 · 异常源 1``; what is nought is left out, but never the new policies."""
        parts = [
            ("新政策", self._count("new")),
            ("变更", self._count("changed")),
            ("征求意见", self._count("drafts")),
            ("截止", self.urgent),
            ("解读", sum(len(group.articles) for group in self.related) + self.omitted.get("related", 0)),
            ("异常源", self._count("troubled")),
        ]
        return " · ".join(f"{name} {n}" for name, n in parts if n or name == "新政策")

    @property
    def subject(self) -> str:
        """``【卫健政策日报】11-22 新政策 3 · 变更 1 · 解读 5 · 异常源 1``: counts first."""
        return f"【{self.name}】{self.as_of.astimezone(CHINA):%m-%d} {self.counts}"

    def _count(self, section: str) -> int:
        return len(getattr(self, section)) + self.omitted.get(section, 0)

    def as_data(self) -> dict[str, Any]:
        """The model as JSON-ready values (dates in ISO form), for ``Digest.data``."""
        data = _plain(asdict(self))
        assert isinstance(data, dict)
        return data | {"subject": self.subject}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
