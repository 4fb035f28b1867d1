"""``jianbao clean``: what the cleaner keeps, removes (and by which rule) and recognises in one page."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cleaners import CleanPage, Recognition, clean_page, recognise
from crawlers.look import Answer, fetch_page
from flows.commands.screen import console, errors, print_json, styled
from flows.errors import FlowError
from flows.settings import Settings
from flows.watch import crawl_job
from flows.words import OUTCOMES
from models import Outcome, open_database

MAX_BYTES = 50 * 1024 * 1024


def show_cleaned(target: str, url: str | None, *, as_json: bool, settings: Settings) -> None:
    """Clean the file or the address ``target`` and print the answer.  Raises ``FlowError`` when it cannot be read."""
    data, address, charset = read_target(target, url, settings)
    page = clean_page(data, address, fetched_at=datetime.now(UTC), charset=charset)
    found = recognise(page.title, page.text, address or "", card=page.card)
    if as_json:
        print_json({"page": asdict(page), "recognition": asdict(found)})
    else:
        show_page(page)
        show_recognition(found)


def read_target(target: str, url: str | None, settings: Settings) -> tuple[bytes, str | None, str | None]:
    """Bytes, address and declared charset of a file or an http(s) address."""
    if target.startswith(("http://", "https://")):
        answer = fetch_target(target, settings)
        if answer.outcome is not Outcome.NEW:
            told = f"{OUTCOMES[answer.outcome]}：{answer.error or '没有说明'}"
            errors.print(styled(f"{answer.final_url}：{told}", "yellow", 400))
        return answer.body, answer.final_url, answer.charset
    try:
        body = Path(target).read_bytes()
    except OSError as error:
        raise FlowError(f"{target} cannot be read: {error.strerror or error}") from error
    if len(body) > MAX_BYTES:
        raise FlowError(f"{target} is larger than {MAX_BYTES >> 20} MB")
    return body, url, None


def fetch_target(target: str, settings: Settings) -> Answer:
    """The page under the rules of every crawl (robots.txt, address guard, limits, turns of the hosts).

    A refusal that brought a page is an answer all the same; raises ``FlowError`` where nothing came.
    """
    open_database(settings.database_url).close()  # whose turns are taken
    log = logging.getLogger("jianbao.look")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    answer = asyncio.run(fetch_page(target, crawl_job(settings, datetime.now(UTC)), log))
    if not answer.body:
        way = " -> ".join(answer.chain)
        raise FlowError(f"{way} cannot be fetched: {answer.error or answer.outcome.value}")
    return answer


def show_page(page: CleanPage, level: int = 0) -> None:
    """Facts, kept text, and every removal in its place (red, with its rule)."""
    console.print(styled(page.title or "（无标题）", "bold"))
    facts: list[tuple[str, Any]] = [
        ("类型", page.kind.value),
        ("发布", _moment(page)),
        ("来源", page.source_name),
        ("作者", page.author),
        ("栏目", page.column),
        *page.card.items(),
        *(("附件", f"{a.name} {a.url}") for a in page.attachments),
    ]
    for name, value in facts:
        if value:
            console.print(styled(f"  {name}：{value}", "cyan"))
    console.print()
    place = 0
    for removal in page.removed:
        if removal.offset > place:
            console.print(styled(page.text[place : removal.offset], limit=10**7), end="")
            place = removal.offset
        console.print(styled(removal.text.strip("\n"), "red strike", 400), end="")
        console.print(styled(f" [{removal.rule}] ", "dim red"))
    console.print(styled(page.text[place:], limit=10**7))
    for number, entry in enumerate(page.entries, 1):
        console.rule(f"{number}")
        show_page(entry, level + 1)


def show_recognition(found: Recognition) -> None:
    """The label, the document's facts, numbers, citations, commitments and the reasons."""
    console.rule("识别")
    console.print(styled(f"类别：{found.label.value}", "bold green"))
    if found.document:
        document = found.document
        for name, value in (
            ("文号", document.number),
            ("发文机关", "、".join(document.issuers)),
            ("标题", document.title),
            ("成文", document.written_on),
            ("施行", document.effective_on),
            ("失效", document.expires_on),
            ("主送", document.addressees),
            ("状态", document.status.value),
        ):
            if value:
                console.print(styled(f"  {name}：{value}", "green"))
    if found.numbers:
        console.print(styled("文中文号：" + "、".join(found.numbers)))
    if found.cited:
        console.print(styled("引用：" + "、".join(f"《{title}》" for title in found.cited)))
    for promise in found.commitments:
        parts = (
            promise.deadline_text,
            promise.figure and f"{promise.figure}{promise.unit or ''}",
            promise.force.value,
        )
        marks = " · ".join(part for part in parts if part)
        console.print(styled(f"任务：{promise.sentence}（{marks}）"))
    for reason in found.reasons:
        console.print(styled(f"依据：{reason.rule}：{reason.evidence}", "dim", 200))


def _moment(page: CleanPage) -> str | None:
    if page.published_at is None:
        return None
    return page.published_at.strftime("%Y-%m-%d %H:%M" if page.time_known else "%Y-%m-%d")
