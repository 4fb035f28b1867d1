"""Too little, too much, facts that went missing: each source against its own past."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cleaners import Text
from cleaners.dates import CHINA
from flows.usual import Unusual, unusual
from models import Database, Outcome
from models.health import begin_pass, end_pass
from tests.flows.stages.articles import add_articles

FIRST = datetime(2026, 6, 1, 8, tzinfo=CHINA)


def passes(database: Database, *listed: tuple[int, int], outcome: Outcome = Outcome.UNCHANGED) -> None:
    """Passes that listed so many rows, so many of them with a day."""
    with database.session() as session:
        for number, (rows, dated) in enumerate(listed):
            at = FIRST + timedelta(hours=2 * number)
            end_pass(
                session,
                begin_pass(session, "yunling", at),
                at,
                outcome,
                columns={"通知公告": True},
                rows={"通知公告": rows},
                dated={"通知公告": dated},
            )


def told(database: Database) -> list[Unusual]:
    with database.reading() as session:
        return unusual(session, ["yunling", "other"]).get("yunling", [])


def test_what_varies_as_it_always_did_is_usual(database: Database) -> None:
    passes(database, (30, 30), (28, 28), (30, 30), (29, 29), (30, 29), (20, 20))
    assert told(database) == []


def test_too_few_rows_fail_and_too_many_warn(database: Database) -> None:
    passes(database, *[(30, 30), (28, 28)] * 3, (3, 3))
    assert told(database) == [Unusual(True, "通知公告：首页只有 3 条，平时 28 至 30 条")]
    passes(database, (90, 90))
    assert told(database) == [Unusual(False, "通知公告：首页有 90 条，平时最多 30 条")]


def test_rows_that_lost_their_days_fail(database: Database) -> None:
    passes(database, *[(30, 30)] * 6, (30, 2))
    assert told(database) == [Unusual(True, "通知公告：首页 30 条中只有 2 条有日期，平时都有")]


def test_a_new_column_and_one_that_never_had_days_are_not_judged(database: Database) -> None:
    passes(database, *[(30, 0)] * 4, (3, 0))
    assert told(database) == []
    passes(database, *[(30, 0)] * 9)
    assert told(database) == []


def test_a_pass_that_read_no_list_is_told_elsewhere(database: Database) -> None:
    passes(database, *[(30, 30)] * 6)
    with database.session() as session:
        at = FIRST + timedelta(days=9)
        end_pass(session, begin_pass(session, "yunling", at), at, Outcome.BLOCKED)
    assert told(database) == []


@pytest.mark.parametrize("lost", ["published_at", "source_name", "text"])
def test_a_fact_that_the_newest_articles_lack_fails(database: Database, lost: str) -> None:
    for number in range(40):
        gone = lost if number >= 31 else ""
        one = Text(
            f"https://wjw.example/{number}",
            "" if gone == "text" else "正文。",
            None if gone == "published_at" else FIRST.date(),
            "通知",
        )
        name = None if gone == "source_name" else "医政司"
        add_articles(database, [one], "yunling", source_name=name)
    names = {"published_at": "发布时间", "source_name": "来源", "text": "正文"}
    assert told(database) == [Unusual(True, f"最近 10 篇中 10% 有{names[lost]}，此前 100%")]
