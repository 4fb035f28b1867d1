"""``jianbao clean``: what the cleaner keeps, removes (and by which rule) and recognises in one page."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cleaners import CleanPage, Recognition, clean_page, recognise
from crawlers.guard import url_refusal
from flows.commands.screen import console, print_json, styled
from flows.errors import FlowError
from flows.settings import Settings

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
        refused = url_refusal(target, allow_loopback=settings.allow_loopback)
        if refused:
            raise FlowError(f"{target} is not fetched: {refused}")
        request = urllib.request.Request(target, headers={"User-Agent": settings.user_agent})
        try:
            with urllib.request.urlopen(request, timeout=settings.timeout_s) as answer:
                body = answer.read(MAX_BYTES + 1)
                charset = answer.headers.get_content_charset()
        except urllib.error.HTTPError as error:
            body, charset = error.read(MAX_BYTES + 1), error.headers.get_content_charset()
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise FlowError(f"{target} cannot be fetched: {error}") from error
        address: str | None = target
    else:
        try:
            body = Path(target).read_bytes()
        except OSError as error:
            raise FlowError(f"{target} cannot be read: {error.strerror or error}") from error
        address, charset = url, None
    if len(body) > MAX_BYTES:
        raise FlowError(f"{target} is larger than {MAX_BYTES >> 20} MB")
    return body, address, charset


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
