"""What a digest is built from besides the store: the chosen events, and the sources as the registry names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import Article, ItemEvent, Policy


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """An event that the subscription was not told yet, of a policy or of an article; exactly one id is set."""

    event: ItemEvent
    policy_id: int | None = None
    article_id: int | None = None
    state: str = ""  # which text (``a7v2``) or file (``f9v2``), where one may be told several times
    note: str = ""  # what is told, where the store alone does not say it

    def __post_init__(self) -> None:
        if (self.policy_id is None) == (self.article_id is None):
            raise ValueError("a chosen item is of a policy or of an article")

    @property
    def subject(self) -> str:
        """``policy:12``, ``policy:12@a7v2`` or ``article:7``, as ``DigestItem.subject`` keeps it."""
        whole = f"policy:{self.policy_id}" if self.policy_id is not None else f"article:{self.article_id}"
        return f"{whole}@{self.state}" if self.state else whole


def searched_text(policy: Policy | None, article: Article) -> str:
    """What a subscription's words are sought in: the titles by which the document is known, then its text."""
    titles = [article.title, *([policy.title, policy.named_title or ""] if policy else [])]
    return "\n".join([*dict.fromkeys(title for title in titles if title), article.text])


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """What a digest needs to know of a source; the registry has the rest."""

    id: str
    name: str
    level: str
    region: str | None = None
    quiet_days: int | None = None  # working days; silence beyond is an alarm until its rhythm is learned


_CENTRAL = re.compile(r"国家|国务院|中共中央|中央|全国|中华人民共和国|中国|最高人民")
_MUNICIPALITY = re.compile(r"(?:中共)?((?:北京|天津|上海|重庆)市)(?!.{2,4}[区县])")
_PROVINCE = re.compile(r"(?:中共)?(.{2,3}省|.{2,7}自治区)(?!.{2,7}?(?:市|州|盟|地区|县))")
_PLACE = re.compile(r"(?:中共)?(.{2,8}?(?:省|自治区|市|自治州|县|盟|地区|区))")


def level_and_region(issuers: Sequence[str], source: WatchedSource | None) -> tuple[str | None, str | None]:
    """Whose document it is: by its lead issuer where that says so, else by the source where it stands.

    国家卫生健康委员会 is national on a portal too; 上海市卫生健康委员会 is provincial, 广州市卫生健康委员会 a city's.
    """
    region = source.region if source else None
    if issuers:
        lead = issuers[0]
        if _CENTRAL.match(lead):
            return "national", region if source and source.level == "national" else None
        for level, pattern in (("provincial", _MUNICIPALITY), ("provincial", _PROVINCE), ("city", _PLACE)):
            found = pattern.match(lead)
            if found:
                return level, found[1]
        if lead.endswith(("部", "总局", "署")):
            return "national", None
    return (source.level if source else None), region
