"""Newer rules over known pages: what they find is stored, and nobody is told of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from cleaners import CleanPage
from models import Article, ArticleRecognition, Database, Novelty, StoryMember
from tests.flows.stages.older import (
    accept,
    follow,
    interpretation,
    news,
    older_cleaner,
    older_recogniser,
    taken_for,
)
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, links, policies, run, tell

LATER = NOW + timedelta(days=1)
Worse = Callable[[str, str], tuple[str, str]]


def no_worse(title: str, text: str) -> tuple[str, str]:
    return title, text


@dataclass(frozen=True)
class Raised:
    """A version that is raised: in ``older(worse, address)`` the rules read so, ``newer`` reads by the present ones."""

    older: Callable[[Worse, str], AbstractContextManager[None]]
    newer: Callable[..., Any]


def only_at(worse: Worse, url: str) -> Worse:
    """A recogniser knows no addresses of ours: pages of these tests are told apart by the line that names them."""
    return lambda title, text: worse(title, text) if not url or f"网址 {url} " in text else (title, text)


@pytest.fixture(params=["cleaner", "recogniser"])
def raised(request: pytest.FixtureRequest) -> Raised:
    if request.param == "cleaner":
        return Raised(lambda worse, url: older_cleaner(taken_for(worse, url)), accept)
    return Raised(lambda worse, url: older_recogniser(only_at(worse, url)), follow)


def page(url: str, **changes: str) -> str:
    """The notice with a line that names its address."""
    return notice(**changes).replace("一、推进", f"一、（网址 {url} ）推进", 1)


def labels(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(ArticleRecognition.label)))


def version(database: Database, url: str) -> int:
    with database.reading() as session:
        return session.exec(select(Article.version).where(Article.url == url)).one()


def silent(database: Database) -> None:
    for days in (1, 2, 20):
        assert tell(database, at=LATER + timedelta(days=days)) == []


@pytest.mark.parametrize(
    ("before", "label", "told"), [(news, "news", []), (interpretation, "interpretation", ["interpreted"])]
)
def test_a_document_that_is_found_is_not_told(
    database: Database, raised: Raised, before: Worse, label: str, told: list[str]
) -> None:
    """Also where the reader was told of the page as an interpretation before."""
    store(database, NHC, page(NHC))
    with raised.older(before, ""):
        run(database)
    assert (labels(database), tell(database)) == ([label], told)
    raised.newer(database, at=LATER)
    assert labels(database) == ["policy_document"]
    (policy,) = policies(database)
    assert (policy.number, policy.verified, policy.novelty) == (NUMBER, True, Novelty.REREAD)
    silent(database)


def test_an_interpretation_that_is_found_is_not_told(database: Database, raised: Raised) -> None:
    title = f"《{TITLE}》政策解读"
    store(database, PORTAL, html(title, interpretation("", "")[1].split("\n")), source_id="portal")
    with raised.older(news, ""):
        run(database)
    assert (labels(database), tell(database)) == (["news"], [])
    raised.newer(database, at=LATER)
    assert labels(database) == ["interpretation"]
    silent(database)


def test_what_was_told_as_a_policy_is_not_told_as_an_interpretation(
    database: Database, raised: Raised
) -> None:
    title = f"《{TITLE}》政策解读"
    store(database, NHC, html(title, interpretation("", "")[1].split("\n")))

    def document(_: str, __: str) -> tuple[str, str]:
        return TITLE, "\n".join([NUMBER, *SENTENCES, *SIGNATURE])

    with raised.older(document, ""):
        run(database)
    assert tell(database) == ["new"]
    raised.newer(database, at=LATER)
    assert (labels(database), policies(database)) == (["interpretation"], [])
    silent(database)


def test_an_original_that_is_found_confirms_in_silence(database: Database, raised: Raised) -> None:
    store(database, COPY, page(COPY), source_id="gihot")
    store(database, NHC, page(NHC))
    with raised.older(news, NHC):
        run(database)
    (policy,) = policies(database)
    assert (policy.verified, tell(database)) == (False, ["new"])
    raised.newer(database, at=LATER)
    (policy,) = policies(database)
    assert (policy.verified, policy.verified_at) == (True, None)
    silent(database)


def test_an_edited_original_that_is_found_is_no_edit_of_what_was_told(
    database: Database, raised: Raised
) -> None:
    """Its second version is older than the reading that makes it the canonical page; the next edit is told."""
    store(database, COPY, page(COPY), source_id="gihot")
    with raised.older(news, NHC):
        run(database)
        assert tell(database) == ["new"]
        store(database, NHC, page(NHC))
        run(database)
        store(database, NHC, page(NHC).replace("180项", "190项"), at=LATER)
        run(database, at=LATER)
    assert version(database, NHC) == 2
    raised.newer(database, at=LATER + timedelta(hours=1))
    (policy,) = policies(database)
    with database.reading() as session:
        assert session.get_one(Article, policy.canonical_article_id).url == NHC
    silent(database)
    edited = LATER + timedelta(days=30)
    store(database, NHC, page(NHC).replace("180项", "210项"), at=edited)
    run(database, at=edited)
    assert tell(database, at=edited) == ["changed"]


def test_what_waits_to_be_told_is_still_told(database: Database, raised: Raised) -> None:
    store(database, NHC, page(NHC))
    with raised.older(no_worse, ""):
        run(database)
    raised.newer(database, at=LATER)
    assert tell(database, at=LATER) == ["new"]
    silent(database)


def test_an_interpretation_that_waits_to_be_told_is_still_told(database: Database, raised: Raised) -> None:
    title = f"《{TITLE}》政策解读"
    store(database, PORTAL, html(title, interpretation("", "")[1].split("\n")), source_id="portal")
    with raised.older(no_worse, ""):
        run(database)
    raised.newer(database, at=LATER)
    assert tell(database, at=LATER) == ["interpreted"]


def test_a_page_that_is_edited_into_a_document_is_told(database: Database, raised: Raised) -> None:
    """A report of it stood there first: newer rules are no reason to keep silent about an edit."""
    title, text = news("", "")
    store(database, NHC, html(title, [text, "据介绍，有关通知将于近日发布。"]))
    with raised.older(no_worse, ""):
        run(database)
    assert tell(database) == []
    raised.newer(database, at=LATER)
    store(database, NHC, page(NHC), at=LATER)
    run(database, at=LATER)
    assert tell(database, at=LATER) == ["new"]


def test_a_second_copy_of_what_was_found_is_no_news_either(database: Database, raised: Raised) -> None:
    store(database, NHC, page(NHC))
    with raised.older(news, ""):
        run(database)
    raised.newer(database, at=LATER)
    store(database, COPY, page(COPY), source_id="gihot", at=LATER)
    run(database, at=LATER)
    assert len(policies(database)) == 1
    with database.reading() as session:
        assert len(set(session.exec(select(StoryMember.story_id)))) == 1
    silent(database)


def test_a_press_conference_whose_policy_is_found_is_not_told(database: Database, raised: Raised) -> None:
    about = f"《{TITLE.removeprefix('国家卫生健康委办公厅')}》"
    report = html(
        "国家卫生健康委举行基层诊疗专题新闻发布会", [f"2月20日，国家卫生健康委介绍{about}有关情况。"]
    )
    store(database, NHC, page(NHC))
    store(database, PORTAL, report, source_id="portal")
    with raised.older(news, NHC):
        run(database)
    assert tell(database) == []
    raised.newer(database, at=LATER)
    assert ("https://portal.example/1", "reports", NUMBER) in links(database)
    silent(database)


def test_a_press_conference_that_is_known_by_its_better_title_is_not_told(database: Database) -> None:
    about = f"《{TITLE.removeprefix('国家卫生健康委办公厅')}》"
    store(database, NHC, notice())
    report = html(
        "国家卫生健康委举行基层诊疗专题新闻发布会", [f"2月20日，国家卫生健康委介绍{about}有关情况。"]
    )
    store(database, PORTAL, report, source_id="portal")

    def untitled(read: CleanPage, url: str) -> None:
        read.title = "新闻动态" if url == PORTAL else read.title

    with older_cleaner(untitled):
        run(database)
    assert tell(database) == ["new"]
    accept(database, at=LATER)
    silent(database)
