"""The looking itself: at a source of the registry, or at an address that no file knows."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from cleaners.dates import CHINA
from crawlers.job import CrawlJob
from crawlers.look import Look, look_at, single_page
from crawlers.registry import Registry
from crawlers.source import Family, Source
from flows.checks.advice import what_is_wrong, what_to_note, what_to_write
from flows.checks.findings import Checked
from flows.checks.proposal import Proposal, propose, source_to_try
from flows.checks.reading import read_articles, read_columns, read_robots
from models import Outcome, SnapshotKind

#: Answers whose bytes are not the page that was asked for.
_REFUSED = (Outcome.BLOCKED, Outcome.FAILED, Outcome.GONE, Outcome.EXPIRED)


async def check_source(source: Source, names: Sequence[str], job: CrawlJob, log: logging.Logger) -> Checked:
    """A source of the registry as it answers now, and what its file should say otherwise."""
    look = await look_at(source, job.model_copy(update={"columns": tuple(names)}), log)
    columns, articles = read_columns(look, names), read_articles(look, job.as_of)
    changes = what_to_write(source, columns, articles, job.as_of.astimezone(CHINA).date())
    notes = [f"来源已暂停：{source.paused}"] if source.paused else []
    return Checked(
        target=source.id,
        source_id=source.id,
        name=source.name,
        at=job.as_of,
        requests=len(look.answers),
        seconds=look.report.seconds,
        robots=read_robots(look, job.user_agent),
        columns=columns,
        articles=articles,
        changes=tuple(changes),
        wrong=_whole(look) or tuple(what_is_wrong(columns, articles)) or _broken_down(look),
        notes=(*notes, *what_to_note(columns, articles)),
    )


async def check_address(url: str, registry: Registry, job: CrawlJob, log: logging.Logger) -> Checked:
    """An address as it answers now, with a whole source file where lists were found.

    One that is a column of the registry is checked as that column.  Raises ``LookError`` for an address that is never
    asked for.
    """
    for source in registry:
        names = [column.name for column in source.columns if column.url == url]
        if names:
            return await check_source(source, names, job, log)
    source = single_page(url, allow_loopback=job.allow_loopback, family=Family.STATIC_LIST)
    first = await look_at(source, job, log)
    looks, proposal = [first], Proposal(why="没有读到这个地址")
    answer = next(iter(first.of_kind(SnapshotKind.LIST)), None)
    if answer is not None and answer.body and answer.outcome not in _REFUSED:
        tried = source_to_try(answer, first, frozenset(registry.sources), job.as_of)
        if tried is not None and not tried.seen:
            looks.append(await look_at(tried.source, job, log))
        proposal = propose(tried, looks[-1], job.as_of) if tried else Proposal(why=_no_list(answer.body))
    shown = looks[-1]
    columns, articles = read_columns(shown), read_articles(shown, job.as_of)
    if proposal.text:  # what was left out of the file is told in its notes
        columns = tuple(column for column in columns if column.url not in proposal.dropped)
    known = registry.of_url(answer.final_url if answer else url)
    notes = [f"登记册里已有这个网站：{known.id}（{known.name}）"] if known else []
    return Checked(
        target=url,
        source_id=None,
        name=proposal.name or shown.source.name,
        at=job.as_of,
        requests=sum(len(look.answers) for look in looks),
        seconds=sum(look.report.seconds for look in looks),
        robots=read_robots(shown, job.user_agent),
        columns=columns,
        articles=articles,
        wrong=(*([] if proposal.text else [proposal.why]), *what_is_wrong(columns, articles)),
        notes=(*notes, *proposal.notes, *what_to_note(columns, articles)),
        proposal={"file": proposal.file, "text": proposal.text} if proposal.text else {},
    )


def _no_list(body: bytes) -> str:
    """What is said of a page without rows; one with scripts may be a shell that a browser would fill."""
    why = "没有认出列表，也没有找到栏目"
    if b"<script" not in body.lower():
        return why
    return f"{why}；如果列表由脚本生成，可在来源文件里写 render: true（需要浏览器，见 README）"


def _whole(look: Look) -> tuple[str, ...]:
    """A pass that brought nothing at all: what ended it says more than what it did not bring."""
    return () if look.answers else _broken_down(look)


def _broken_down(look: Look) -> tuple[str, ...]:
    """A pass that did not come to its end although nothing it brought is wrong."""
    bad = look.report.outcome is Outcome.FAILED
    return (f"这次查看没有完成：{look.report.error or '没有说明'}",) if bad else ()
