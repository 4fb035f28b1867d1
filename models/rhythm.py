"""How often a source speaks, learned from the days on which it did, and how long it has been silent against that.

Pure reckoning in China's working days (weekends, holidays and make-up workdays by the ``holidays`` package, which knows
every year that the State Council has announced and reckons the lunar feasts of later ones), so that 春节 and 国庆 are
no silence.  Nothing is learned from few days: a new source, or one that speaks twice a year, raises no alarm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median

import holidays

#: Days of history that a rhythm is learned from: a year, and a little for the feasts that move.
REACH = timedelta(days=400)
#: Gaps between days with something new that must be known before silence means anything.
FEWEST = 8
#: With so many gaps the longest one is taken for an accident (a site that was being moved) and left out.
MANY = 60
#: Working days of silence that are never an alarm by what was learned.
SHORTEST = 5


@lru_cache(maxsize=20_000)
def is_working_day(day: date) -> bool:
    """Whether offices in China work on ``day``: 2026-02-14, a Saturday made up for 春节, is one."""
    return _china().is_working_day(day)


@lru_cache(maxsize=1)
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


def working_days(after: date, until: date) -> int:
    """Working days in (after, until]; 0 where ``until`` does not come later."""
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(is_working_day(day) for day in days)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was learned; lengths are in working days."""

    gaps: int  # between days with something new, within ``REACH``
    usual: float | None  # the middle gap
    longest: int | None  # the longest one that counts
    last: date | None  # the last day with something new

    @property
    def allowed(self) -> int | None:
        """Silence longer than this is an alarm; ``None`` where too little is known.

        Twice the longest gap of a year; three times it where few gaps are known.
        """
        if self.longest is None or self.gaps < FEWEST:
            return None
        return max(SHORTEST, self.longest * (2 if self.gaps >= 2 * FEWEST else 3))

    def silence(self, looked_on: date) -> int:
        """Whole working days without anything new before ``looked_on``, the day of the last good look."""
        return working_days(self.last, looked_on - timedelta(days=1)) if self.last else 0


def learn(days: Iterable[date], looked_on: date) -> Rhythm:
    """The rhythm of a source that had something new on ``days``, as it stands on ``looked_on``.

    Monday, Wednesday, Friday give gaps of 2 working days; Friday to the Thursday after 国庆 is one of 1.
    """
    spoke = sorted({day for day in days if looked_on - REACH <= day <= looked_on})
    gaps = sorted(max(1, working_days(one, two)) for one, two in pairwise(spoke))
    counted = gaps[:-1] if len(gaps) >= MANY else gaps
    return Rhythm(
        len(gaps),
        median(gaps) if gaps else None,
        counted[-1] if counted else None,
        spoke[-1] if spoke else None,
    )
