"""Dates as Chinese pages print them, turned into aware values.  Which date means what is decided elsewhere.

China has one zone and no summer time since 1991, so a fixed offset is right for everything on the web.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "０": 0,
    "◯": 0,
}

_SEPARATOR = r"\s*[-—–−‐/.年]\s*"
_DAY = re.compile(
    rf"(?<!\d)((?:19|20)\d\d){_SEPARATOR}(1[0-2]|0?[1-9])\s*[-—–−‐/.月]\s*(3[01]|[12]\d|0?[1-9])\s*日?(?!\d|号)"
)
#: Year, day and clock in elements of their own: ``2024 06/14 11:23:45``.
_PARTED_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s+(1[0-2]|0[1-9])\s*[/.-]\s*(3[01]|[12]\d|0[1-9])(?=\s+\d{1,2}:\d\d)"
)
#: How a server set to English prints a date on a Chinese page: ``9/17/2004 5:54:13 AM``.
_AMERICAN_DAY = re.compile(r"(?<![\d/])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])/((?:19|20)\d\d)(?![\d/])")
#: English names of months, whole and cut, in small letters.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
#: One of them, as a group.
MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
#: ``December 30, 2025 17:21`` on the English pages of Chinese agencies.
_ENGLISH_DAY = re.compile(rf"\b{MONTH}\s+(3[01]|[12]\d|0?[1-9])\s*,?\s+((?:19|20)\d\d)\b", re.I)
_COMPACT_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_CLOCK = re.compile(
    r"^[\sT　,，日-]*(上午|下午)?\s*([01]?\d|2[0-3])\s*[:：时]\s*([0-5]\d)(?:\s*[:：分]\s*([0-5]\d))?"
)
#: Behind the clock of an ISO moment.
_ZONE = re.compile(r"(?:\.\d{1,9})?(?:Z|([+-])(0\d|1[0-4]):?([0-5]\d))(?!\d)")
_HAN_DAY = re.compile(
    r"([一二][〇零○ＯO０◯一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,3})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)
_RELATIVE = re.compile(r"(\d{1,3})\s*(秒钟?|分钟|小时|天|日|周|星期|个月|月|年)\s*(?:之)?前")
#: A day without its year, as portals and list rows print it: ``05-21``, ``5月21日``.
_MONTH_DAY = re.compile(
    r"(?<![\d./-])(?:(1[0-2]|0[1-9])[-/](3[01]|[12]\d|0[1-9])|(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日)(?![\d./-])"
)
_RELATIVE_WORDS = {"刚刚": 0, "今天": 0, "昨天": 1, "昨日": 1, "前天": 2}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as found: ``when`` aware in China time, midnight and ``time_known=False`` where only a day is said."""

    when: datetime
    time_known: bool
    start: int
    end: int

    @property
    def day(self) -> date:
        return self.when.date()


def at_midnight(day: date) -> datetime:
    """The day as an aware moment: midnight in China."""
    return datetime.combine(day, time(), CHINA)


def _day(year: str | int, month: str | int, dom: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(dom))
    except ValueError:
        return None


def _clock(text: str, end: int) -> tuple[time | None, int]:
    found = _CLOCK.match(text[end : end + 24])
    if not found:
        return None, end
    hour = int(found[2])
    if found[1] == "下午" and hour < 12:
        hour += 12
    return time(hour, int(found[3]), int(found[4] or 0)), end + found.end()


def _in_china(when: datetime, text: str, end: int) -> tuple[datetime, int]:
    """``T09:20:00Z`` and ``T09:20:00.000+00:00`` name another zone's clock."""
    zone = _ZONE.match(text, end)
    if not zone:
        return when, end
    if zone[1]:
        ahead = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
        moment = when.replace(tzinfo=timezone(ahead if zone[1] == "+" else -ahead))
    else:
        moment = when.replace(tzinfo=UTC)
    return moment.astimezone(CHINA), zone.end()


def find_dates(text: str) -> list[FoundDate]:
    """Every full date of ``text`` in order, with the time behind it where there is one.

    ``发布时间：2020—11—13 10:40`` gives 2020-11-13 10:40; ``2021- 08- 16`` and ``2025年2月13日`` give days.
    A number such as ``2026-02-00018`` is not a date.  Offsets are into the NFKC form where that changes no length,
    so pass text that is already folded if you need them.
    """
    found: list[FoundDate] = []
    if "20" in text or "19" in text:
        for match in _DAY.finditer(text):
            _add(found, text, match, _day(match[1], match[2], match[3]))
        for match in _PARTED_DAY.finditer(text):
            _add(found, text, match, _day(match[1], match[2], match[3]))
        if "/" in text:
            for match in _AMERICAN_DAY.finditer(text):
                _add(found, text, match, _day(match[3], match[1], match[2]))
        for match in _ENGLISH_DAY.finditer(text):
            _add(found, text, match, _day(match[3], MONTHS[match[1].lower()], match[2]))
    for match in _HAN_DAY.finditer(text):
        day = read_han_date(match[0])
        if day:
            found.append(FoundDate(at_midnight(day), False, match.start(), match.end()))
    return sorted(found, key=lambda f: f.start)


def _add(found: list[FoundDate], text: str, match: re.Match[str], day: date | None) -> None:
    if day:
        clock, end = _clock(text, match.end())
        when = datetime.combine(day, clock or time(), CHINA)
        if clock and text[match.end()] == "T":
            when, end = _in_china(when, text, end)
        found.append(FoundDate(when, clock is not None and clock != time(), match.start(), end))


def read_datetime(text: str, fetched_at: datetime | None = None) -> FoundDate | None:
    """The first date of ``text``; relative ones (10个月前, 昨天 09:30) only against ``fetched_at``.

    >>> read_datetime("发布时间：2025-02-20 18:02").when.isoformat()
    '2025-02-20T18:02:00+08:00'
    """
    folded = unicodedata.normalize("NFKC", text)
    dates = find_dates(folded)
    if dates:
        return dates[0]
    compact = _COMPACT_DAY.search(folded)
    if compact:
        day = _day(compact[1], compact[2], compact[3])
        if day:
            return FoundDate(at_midnight(day), False, compact.start(), compact.end())
    return read_relative(folded, fetched_at) if fetched_at else None


def read_date(text: str, fetched_at: datetime | None = None) -> date | None:
    """The first day that ``text`` names, or ``None``: ``[ 2025-01-02 ]`` gives 2025-01-02."""
    found = read_datetime(text, fetched_at)
    return found.day if found else None


def read_relative(text: str, fetched_at: datetime) -> FoundDate | None:
    """What ``10个月前``, ``3小时前``, ``昨天 09:30`` or ``05-21`` mean at ``fetched_at`` (aware).

    Months and years are coarse: the answer is a day.  Only minutes and hours give a time.
    """
    now = fetched_at.astimezone(CHINA)
    match = _RELATIVE.search(text)
    if match:
        n, unit = int(match[1]), match[2]
        if unit[0] in "秒分小":
            delta = {"秒": timedelta(seconds=n), "分": timedelta(minutes=n), "小": timedelta(hours=n)}[
                unit[0]
            ]
            return FoundDate((now - delta).replace(second=0, microsecond=0), True, match.start(), match.end())
        if unit in ("天", "日"):
            day = now.date() - timedelta(days=n)
        elif unit in ("周", "星期"):
            day = now.date() - timedelta(weeks=n)
        else:
            months = now.year * 12 + now.month - 1 - n * (12 if unit == "年" else 1)
            day = _last_valid(months // 12, months % 12 + 1, now.day)
        return FoundDate(at_midnight(day), False, match.start(), match.end())
    for word, back in _RELATIVE_WORDS.items():
        place = text.find(word)
        if place >= 0:
            clock, end = _clock(text, place + len(word))
            day = now.date() - timedelta(days=back)
            return FoundDate(datetime.combine(day, clock or time(), CHINA), clock is not None, place, end)
    return _without_year(text, now.date())


def _without_year(text: str, today: date) -> FoundDate | None:
    """``05-21 10:30`` is the last such day that is not in the future."""
    match = _MONTH_DAY.search(text)
    if not match:
        return None
    month, dom = match[1] or match[3], match[2] or match[4]
    days = (_day(year, month, dom) for year in (today.year, today.year - 1, today.year - 4))
    day = next((day for day in days if day and day <= today), None)
    if day is None:
        return None
    clock, end = _clock(text, match.end())
    return FoundDate(datetime.combine(day, clock or time(), CHINA), clock is not None, match.start(), end)


def _last_valid(year: int, month: int, dom: int) -> date:
    while True:
        day = _day(year, month, dom)
        if day:
            return day
        dom -= 1


def read_han_number(text: str) -> int | None:
    """``二十九`` is 29, ``一九九六`` is 1996, ``十`` is 10; ``None`` for anything else."""
    if not text:
        return None
    if "十" in text:
        tens, _, units = text.partition("十")
        high = _DIGITS.get(tens, 1) if len(tens) <= 1 else None
        low = _DIGITS.get(units, 0) if len(units) <= 1 else None
        return None if high is None or low is None else high * 10 + low
    digits = [_DIGITS.get(c) for c in text]
    return None if None in digits else int("".join(map(str, digits)))


def read_han_date(text: str) -> date | None:
    """``一九九六年六月二十九日`` is 1996-06-29: dates of signatures before about 2012 stand in Han numerals."""
    match = _HAN_DAY.search(text)
    if not match:
        return None
    year, month, dom = (read_han_number(part) for part in match.groups())
    return _day(year, month, dom) if year and month and dom else None
