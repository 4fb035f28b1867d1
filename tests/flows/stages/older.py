"""Rules that were worse once: pages are read and judged as an older version would have, then by the present one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlmodel import col, select

import flows.stages.clean
import flows.stages.pages
import flows.stages.reading
import flows.stages.recognise
from cleaners import CLEANER_VERSION, RECOGNISER_VERSION, CleanPage
from flows.stages.group import group_pending
from flows.stages.reclean import reclean
from flows.stages.recleaned import RecleanReport
from flows.stages.recognise import Judging, recognise_pending
from models import Article, Database
from tests.flows.stages.pages import NOW, TITLE, rank

Worse = Callable[[CleanPage, str], None]  # changes what was read of the address

WATERMARK = "本文由示例平台自动生成，转载请注明。"
INTERPRETING = (
    "一问：为什么开展这项行动？答：为改善群众看病就医感受。\n"
    "二问：行动有哪些内容？答：包括检查检验结果互认，也包括床旁结算。"
)


@contextmanager
def older_cleaner(worse: Worse) -> Iterator[None]:
    """In the block pages are cleaned by the version before the present one, which did ``worse``."""
    real = flows.stages.pages.clean_page

    def read(html: bytes, url: str, **options: Any) -> CleanPage:
        page = real(html, url, **options)
        worse(page, url)
        return page

    with (
        patch.object(flows.stages.pages, "clean_page", read),
        patch.object(flows.stages.clean, "CLEANER_VERSION", CLEANER_VERSION - 1),
    ):
        yield


@contextmanager
def older_recogniser(worse: Callable[[str, str], tuple[str, str]]) -> Iterator[None]:
    """In the block texts are judged by the version before, as if title and text were what ``worse`` makes of them."""
    real = flows.stages.reading.recognise

    def read(title: str, text: str, *rest: Any, **options: Any) -> Any:
        return real(*worse(title, text), *rest, **options)

    with (
        patch.object(flows.stages.reading, "recognise", read),
        patch.object(flows.stages.recognise, "RECOGNISER_VERSION", RECOGNISER_VERSION - 1),
    ):
        yield


def news(title: str, text: str) -> tuple[str, str]:
    """Taken for a report, which keeps the figure of the text, so that an edit is seen."""
    figure = next(iter(re.findall(r"\d+项", text)), "多项")
    return "基层诊疗服务提升行动进展顺利", f"记者获悉，行动进展顺利，多个省份提交了方案，涉及{figure}。"


def interpretation(title: str, text: str) -> tuple[str, str]:
    """Taken for an interpretation."""
    return f"《{TITLE}》政策解读", INTERPRETING


def taken_for(other: Callable[[str, str], tuple[str, str]], only: str = "") -> Worse:
    """A cleaner that reads pages as ``other`` makes them; ``only`` the one of that address."""

    def worse(page: CleanPage, url: str) -> None:
        if only in ("", url):
            page.title, page.text = other(page.title, page.text)
            page.published_at = page.published_at and page.published_at.replace(minute=1)

    return worse


def nothing_worse(page: CleanPage, url: str) -> None:
    """It read what is read today."""


def watermarked(page: CleanPage, url: str) -> None:
    """It left a watermark in the text and the site's name in the title, and knew no source."""
    page.text = f"{page.text}\n{WATERMARK}"
    page.title = f"{page.title}-示例网"
    page.source_name = None


def articles(database: Database) -> list[Article]:
    """All articles by address and part."""
    with database.reading() as session:
        return list(session.exec(select(Article).order_by(col(Article.url), col(Article.part))).all())


def preview(database: Database, **options: Any) -> RecleanReport:
    """``jianbao reclean``: the difference is shown, nothing is written."""
    return reclean(database, judging=Judging(NOW, 60, rank), **options)


def accept(database: Database, **options: Any) -> RecleanReport:
    """``jianbao reclean --accept``: the present reading is written, and what follows from it is done."""
    at = options.pop("at", NOW)
    report = reclean(database, judging=Judging(at, 60, rank), accept=True, **options)
    follow(database, at=at)
    return report


def follow(database: Database, at: Any = NOW) -> None:
    """Grouping and recognising by the present rules."""
    troubles: list[str] = []
    group_pending(database, as_of=at, rank=rank, log=troubles.append)
    recognise_pending(database, as_of=at, freshness_days=60, rank=rank, log=troubles.append)
    assert troubles == []
