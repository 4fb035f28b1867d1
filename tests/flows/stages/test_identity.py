"""Documents whose identity is hard to see: blanks in a number, many cited numbers, a re-issue, a late original."""

from __future__ import annotations

from datetime import timedelta

from models import Database
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, links, policies, run, tell


def test_blanks_in_a_number_make_no_second_policy(database: Database) -> None:
    store(database, NHC, notice("国卫办医函〔2025 〕 41 号"))
    store(database, PORTAL, notice(published="2025-02-19 09:00"), source_id="portal")
    run(database)
    assert [one.number for one in policies(database)] == [NUMBER]


def test_of_forty_cited_numbers_none_is_its_own(database: Database) -> None:
    cited = [f"{n}. 关于第{n}项工作的通知（国卫医发〔2010〕{n}号）" for n in range(1, 41)]
    store(database, NHC, html(TITLE, (*SENTENCES, *cited, *SIGNATURE)))
    run(database)
    assert [one.number for one in policies(database)] == [None]


def test_a_corrected_re_issue_with_the_same_number_is_told_once(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    assert tell(database) == ["new"]
    later = NOW + timedelta(days=2)
    again = notice(published="2025-02-22 09:00").replace("180项", "190项").replace("按季度", "按月")
    store(database, "https://nhc.example/again", again, at=later)
    run(database, at=later)
    assert [one.number for one in policies(database)] == [NUMBER]
    assert tell(database, at=later) == []


def test_an_original_without_a_number_joins_its_numbered_repost(database: Database) -> None:
    store(database, COPY, notice(published="2025-02-18 18:00"), source_id="gihot")
    run(database)
    assert tell(database) == ["new"]
    later = NOW + timedelta(days=1)
    store(database, NHC, notice(None), at=later)
    run(database, at=later)
    (policy,) = policies(database)
    assert policy.verified
    assert links(database) == {(NHC, "is", NUMBER), (COPY, "reposts", NUMBER)}
    assert tell(database, at=later) == ["verified"]
