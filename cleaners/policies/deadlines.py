"""Deadlines in the words of plans and notices (不迟于11月底, 到2030年), and the days they mean.

The year is usually left out: it is taken from the document (its title, else its date of writing), never from today.
Periods, days of effect and days that are past are no deadlines.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?:(?P<year>20\d\d)[ ]*年[ ]*|(?P<near>今年|当年|本年|明年|次年)[ ]*)?"
_BEFORE = r"(?:之前|以前|前)"
_LATEST = r"(?:不迟于|不晚于|最迟于?|截止到|截至)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])[ ]*月"
_WEEKDAY = r"(?:[ ]*\((?:星期|周)[一二三四五六日天]\))?"
_HOUR = r"(?:[ ]*下班|[ ]*\d{1,2}[ ]*[时:点](?:[ ]*\d{1,2}分?)?)?"
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9])[ ]*日{_WEEKDAY}{_HOUR}"
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬)"
_DEADLINE = re.compile(
    rf"(?P<latest>{_LATEST}[ ]*)?{_YEAR}{_MONTH}[ ]*(?:{_PART}|{_DAY})?[ ]*(?P<before>{_BEFORE})?"
)
_YEAR_END = re.compile(
    rf"(?P<latest>{_LATEST}|到|至|在)?[ ]*(?:(?P<year>20\d\d)[ ]*年|(?P<near>今年|当年|本年|明年|次年|年))[ ]*"
    rf"(?:(?P<end>年?[底末])[ ]*(?P<before>{_BEFORE})?|(?P<within>度?内)|(?P<only>{_BEFORE}))"
)
_TO_YEAR = re.compile(
    r"(?:到|至)[ ]*(?P<year>20\d\d)[ ]*年(?![ ]*\d{1,2}[ ]*月)(?!.{0,3}[—~-])(?=[,，底末时]|[ ]*[一-鿿])"
)
_WITHIN_YEAR = re.compile(r"(?:力争|争取|确保)?(?<![\d一二两三四五六七八九十])年内")
_HALF = re.compile(
    rf"(?P<latest>{_LATEST}[ ]*)?{_YEAR}(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)"
    rf"(?:底|末|内)?(?P<before>{_BEFORE})?"
)
#: The plans of five years (五年规划) end with these years.
_PLAN = re.compile(
    r"(?:到|至|在)?“?十(?P<plan>[一二三四五六七])五”?(?:规划)?期?末(?P<before>{_BEFORE})?".replace(
        "{_BEFORE}", _BEFORE
    )
)
_PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
#: Due again and again: the words say when, no single day does.
_AGAIN = re.compile(
    r"每(?:年度?|半年|个?季度?|个?月|周|[两二三四五\d]年)[ ]*(?:[首次末]月[ ]*)?"
    rf"(?:(?:{_MONTH}[ ]*)?(?:{_DAY}|{_PART})[ ]*{_BEFORE}"
    r"|(?=[^,。;\d]{0,16}(?:一|1)次(?!性)))"
)
_SPAN = re.compile(
    r"(?:[一-鿿]{0,10}?(?:后|起|之日起)|自[一-鿿]{1,12}之日起)?[ ]*(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})[ ]*"
    r"(?P<unit>个工作日|工作日|小时|日|天|个月|分钟)(?:之内|以内|内)"
)
_QUARTERS = {name: n for names in ("一二三四", "1234") for n, name in enumerate(names, 1)}
#: ``上半年工作总结``, ``一季度数据``: the period that something is about.
_TOLD_OF_PERIOD = re.compile(
    r"[ ]*(?:的|工作(?!任务)|情况|数据|总结|报告|共|全[省市国县]|以来|期间|至|[—~-])"
)
_NOT_DUE = re.compile(r"(?:有效期|执行|施行|实施|延长|暂定|出生|自|从|起|由)(?:至|到|期限)?[ ]*$")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as found in a sentence: its words, its place, the day it means (``None`` for spans such as 3日内)."""

    words: str
    start: int
    end: int
    day: date | None
    span: str | None = None
    span_unit: str | None = None


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], year: int | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    if year is None:
        return None
    return year + 1 if match["near"] in ("明年", "次年") else year


def _by_month(match: re.Match[str], assumed: int | None) -> date | None:
    year, month = _year(match, assumed), int(match["month"])
    if year is None:
        return None
    if match["day"]:
        try:
            return date(year, month, int(match["day"]))
        except ValueError:
            return None
    tenth = {"初": 10, "上旬": 10, "中旬": 20}.get(match["part"] or "")
    if tenth:
        return date(year, month, tenth)
    if not match["part"]:  # 6月前 ends with May, 不迟于6月 with June
        return (
            _last(year, month)
            if match["latest"]
            else (date(year, month, 1) if month > 1 else date(year, 1, 1))
        )
    return _last(year, month)


def _is_when(sentence: str, match: re.Match[str]) -> bool:
    """Whether a month's end or part alone says when: ``4月底,召开动员部署会``."""
    heads = match.start() == 0 or sentence[match.start() - 1] in ",;。:"
    return bool(match["part"]) and heads and sentence[match.end() : match.end() + 1] == ","


def find_deadlines(sentence: str, year: int | None) -> list[Deadline]:
    """The deadlines of one folded sentence, in order; ``year`` is the document's own.

    Before: ``不迟于11月底提供服务`` in a notice of 2025  after: 2025-11-30
    """
    found: list[Deadline] = []

    def add(match: re.Match[str], day: date | None, span: str | None = None, unit: str | None = None) -> None:
        if any(match.start() < other.end and other.start < match.end() for other in found):
            return
        before = sentence[max(0, match.start() - 8) : match.start()]
        if not _NOT_DUE.search(before):
            words = re.sub(r"^.*[在于](?=.*内$)", "", match[0]).strip()
            found.append(Deadline(words, match.start(), match.end(), day, span, unit))

    for match in _AGAIN.finditer(sentence):
        add(match, None)
    for match in _DEADLINE.finditer(sentence):
        period = sentence[match.end() : match.end() + 1] if sentence[match.end() :][:2] != "至少" else ""
        if (
            not (match["latest"] or match["before"] or _is_when(sentence, match))
            or period in ("至", "-", "—", "~")
            or "期间" in sentence[match.end() : match.end() + 4]
        ):
            continue
        add(match, _by_month(match, year))
    for match in _YEAR_END.finditer(sentence):
        known = _year(match, year)
        day = date(known, 12, 31) if known else None
        if match["only"] and known:
            day = date(known - 1, 12, 31)
        if match["near"] == "年" and match["only"]:
            continue  # 3年前
        if match["near"] == "年" and sentence[match.start() - 1 : match.start()].isdigit():
            continue
        add(match, day)
    for match in _HALF.finditer(sentence):
        known = _year(match, year)
        month = {"上": 6, "下": 12}[match["half"]] if match["half"] else 3 * _QUARTERS[match["quarter"]]
        if not _TOLD_OF_PERIOD.match(sentence, match.end()):
            add(match, _last(known, month) if known else None)
    for match in _PLAN.finditer(sentence):
        add(match, date(_PLAN_ENDS[match["plan"]], 12, 31))
    for match in _TO_YEAR.finditer(sentence):
        add(match, date(int(match["year"]), 12, 31))
    for match in _WITHIN_YEAR.finditer(sentence):
        add(match, date(year, 12, 31) if year else None)
    for match in _SPAN.finditer(sentence):
        add(match, None, match["n"], match["unit"])
    return sorted(found, key=lambda d: d.start)
