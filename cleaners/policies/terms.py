"""From when until when a document is in force, and in which status, as its own words or the page's card say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from cleaners.dates import find_dates, read_date
from cleaners.policies.layout import fold, squeeze, tidy
from cleaners.policies.recognition import Status

_DAY = r"(?:19|20)\d\d[ ]*年[ ]*\d{1,2}[ ]*月[ ]*\d{1,2}[ ]*日"
_IN_FORCE = re.compile(
    rf"(?P<who>[^。;\n]{{0,40}}?)(?:自|从|于)?[ ]*(?P<day>{_DAY})[ ]*(?:零时|0时)?[ ]*(?:起|开始)?[ ]*"
    r"(?:正式)?(?:施行|实施|执行|实行|生效)"
)
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?[ ]*(?:自[^。;\n]{{0,30}})?(?:至|到|截至|截止到?)|(?:施行|执行|实施|有效)(?:期限)?(?:至|到)"
    rf"|[日起]至)[ ]*(?P<day>{_DAY})[ ]*(?P<end>止?)"
)
_ITSELF = re.compile(
    r"(?:本|该|以上|上述|此)(?:次|项|实施|暂行|若干|行动|管理|工作|操作|政策)*"
    r"(?:通知|意见|办法|规定|细则|公告|通告|方案|措施|政策|决定|条例|规则|规范|指引|指南|标准|令|规划|实施细则|调整|清单|目录|制度|补充通知)"
)
_FROM_CARD = ("施行日期", "实施日期", "生效日期", "执行日期", "生效时间", "实施时间", "施行时间")
_TO_CARD = ("失效日期", "废止日期", "失效时间", "终止日期", "截止日期", "有效期至", "废止时间")
_WRITTEN_CARD = (
    "成文日期",
    "成文时间",
    "生成日期",
    "生成时间",
    "发文日期",
    "发文时间",
    "签发日期",
    "印发日期",
)


def card_day(card: Mapping[str, str], labels: tuple[str, ...]) -> date | None:
    """The day under the first of the labels that the card shows, in the order of ``labels``."""
    shown = {squeeze(fold(tidy(label))).strip(":"): value for label, value in card.items()}
    for label in labels:
        day = read_date(shown.get(label, ""))
        if day:
            return day
    return None


def card_written_on(card: Mapping[str, str]) -> date | None:
    """The date of writing that the card gives: 成文日期, else the names that local sites use for it."""
    return card_day(card, _WRITTEN_CARD)


def _card_terms(card: Mapping[str, str]) -> str:
    """What the card says of the time in force in words: 时效 本规定自2014年7月1日起施行，有效期至2028年7月13日。"""
    return "\n".join(fold(value) for label, value in card.items() if "效" in label)


def effective_on(folded: str, card: Mapping[str, str] | None = None) -> date | None:
    """The day from which the document is in force; ``None`` for 自印发之日起, which states no day.

    Before: ``本办法自2023年9月8日起施行，有效期3年。``  after: 2023-09-08
    """
    known = card_day(card or {}, _FROM_CARD)
    if known:
        return known
    folded = f"{folded}\n{_card_terms(card or {})}"
    said = [m for m in _IN_FORCE.finditer(folded) if "《" not in m["who"].rsplit("》", 1)[-1]]
    own = [
        m
        for m in said
        if _ITSELF.search(m["who"]) or re.search(r"^(?:现予(?:公布|发布)|现)?[, ]*自?$", m["who"])
    ]
    best = own[-1] if own else None
    if not best:
        announced = [m for m in said if re.search(r"(?:予以|现予|现将.*)(?:公布|发布),?自?$", m["who"])]
        best = announced[0] if announced else None
    days = find_dates(best["day"]) if best else []
    return days[0].day if days else None


def expires_on(folded: str, card: Mapping[str, str] | None = None) -> date | None:
    """The day on which it ends, only where a day is stated: ``有效期至2028年12月31日``; 有效期5年 gives ``None``."""
    known = card_day(card or {}, _TO_CARD)
    if known:
        return known
    folded = f"{folded}\n{_card_terms(card or {})}"
    found: date | None = None
    for match in _UNTIL.finditer(folded):
        before = folded[max(0, match.start() - 60) : match.start()]
        sentence = re.split(r"[。;\n]", before)[-1]
        if not _ITSELF.search(sentence) and not match[0].startswith("有效期"):
            continue
        days = find_dates(match["day"])
        found = days[0].day if days else found
    return found


_TRIAL = re.compile(
    r"\((?:试行|暂行)|试行[ ]*(?:第.{1,3}版)?\)"
    r"|暂行(?:办法|规定|条例|标准|细则|管理)|试行(?:方案|办法|标准|意见)|\(试行"
)
_DRAFT = re.compile(r"征求意见稿|公开征求|征求.{0,60}意见|公开征集|修订草案|意见稿")
_AMENDED = re.compile(r"\(\d{4}年.{0,12}修(?:订|正)|根据.{0,60}(?:修订|修正)\)")
_VOID_CARD = ("有效性", "时效性", "时效", "文件有效性", "有效期", "效力状态", "文件状态", "状态", "废止日期")


def status_of(title: str, folded: str, card: Mapping[str, str] | None = None) -> Status:
    """Draft, in force, trial, amended, replaced or abolished, as title, card and text say it."""
    name = squeeze(fold(title))
    if _DRAFT.search(name):
        return Status.DRAFT
    shown = {squeeze(fold(label)).strip(":"): squeeze(fold(value)) for label, value in (card or {}).items()}
    for label in _VOID_CARD:
        value = shown.get(label, "")
        if re.search(r"废止|失效|无效", value) and not re.search(r"未|有效至|至\d", value):
            return Status.ABOLISHED
        if "修改" in value or "修订" in value:
            return Status.AMENDED
    if re.search(r"已废止|\[废止|【废止|已失效", name):
        return Status.ABOLISHED
    if _TRIAL.search(name):
        return Status.TRIAL
    if _AMENDED.search(folded[:600]):
        return Status.AMENDED
    if re.search(r"起(?:正式)?(?:施行|实施|执行|实行|生效)|有效期|现行有效", folded) or re.search(
        r"^有效|现行有效", shown.get("有效性", "")
    ):
        return Status.IN_FORCE
    return Status.UNKNOWN
