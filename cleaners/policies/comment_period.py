"""Until when a draft may be commented on (征求意见截止), as its own words say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cleaners.dates import find_dates
from cleaners.policies.layout import fold

_SENTENCE = re.compile(r"[^。;\n]+")
_ABOUT = re.compile(r"意见|建议|征集|征求|反馈|公示")
_RANGE = re.compile(
    r"(?P<year>20\d\d)[ ]*年[ ]*\d{1,2}[ ]*月[ ]*\d{1,2}[ ]*日?[ ]*起?[ ]*(?:至|到|[-—–~－]+)[ ]*"
    r"(?:(?P<later>20\d\d)[ ]*年)?[ ]*(?P<month>\d{1,2})[ ]*月[ ]*(?P<day>\d{1,2})[ ]*日"
)
_MONTH_DAY = re.compile(
    r"(?<![年\d])(?P<month>\d{1,2})[ ]*月[ ]*(?P<day>\d{1,2})[ ]*日[ ]*(?:\d{1,2}[时:][ ]*(?:\d\d)?)?[ ]*"
    r"(?:\([^()]{1,6}\))?(?:下班)?(?:之|以)?前"
)
_BEFORE = re.compile(r"(?:截止|截至|止于|期限|截稿)[^。;]{0,14}$")
_BEHIND = re.compile(
    r"^[ ]*(?:\([^()]{1,6}\))?[ ]*(?:\d{1,2}[时:点][ ]*(?:\d\d分?)?)?[ ]*(?:下班)?(?:之|以)?(?:前|止|截止)"
)
_DAYS = re.compile(
    r"(?:(?:征求意见|意见反馈|反馈意见|反馈|征集|公示)(?:的)?(?:期限|时间|期)(?:为|是|:)?"
    r"|(?:之日|即日|今日|次日)起)[ ]*(?P<days>\d{1,3})[ ]*个?(?:自然日|日|天)(?!历)"
)
_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CommentPeriod:
    """The last day on which comments are taken, and the sentence that says so."""

    until: date
    sentence: str


def read_comment_period(text: str, written_on: date | None = None) -> CommentPeriod | None:
    """The end of a draft's comment period; ``None`` where the text names none.

    before: 意见反馈时间为2024年6月20日至7月20日,电子邮箱:…
    after:  2024-07-20

    A number of days counts from ``written_on``; a day without a year is the next one behind it.  Working days are not
    reckoned: which days are free is told by nobody's text.
    """
    for match in _SENTENCE.finditer(fold(text)):
        said = match[0].strip()
        if not _ABOUT.search(said):
            continue
        until = _until(said, written_on)
        if until is not None and (written_on is None or written_on <= until <= written_on + _LONGEST):
            return CommentPeriod(until, " ".join(said.split())[:200])
    return None


def _until(said: str, written_on: date | None) -> date | None:
    if found := _RANGE.search(said):
        return _day(int(found["later"] or found["year"]), found["month"], found["day"])
    for one in find_dates(said):
        if _BEHIND.match(said[one.end :]) or _BEFORE.search(said[: one.start]):
            return one.day
    if written_on is None:
        return None
    if found := _MONTH_DAY.search(said):
        day = _day(written_on.year, found["month"], found["day"])
        return (
            day
            if day is None or day >= written_on
            else _day(written_on.year + 1, found["month"], found["day"])
        )
    if found := _DAYS.search(said):
        return written_on + timedelta(days=int(found["days"]))
    return None


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
