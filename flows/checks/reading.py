"""From the answers of a look to what a person is told of them: robots.txt, columns, articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from cleaners import PageHints, PageKind, clean_page, recognise
from crawlers.fingerprints import read_family
from crawlers.listing.hinted import count_hinted
from crawlers.look import Answer, Look
from crawlers.registry import page_hints
from crawlers.robots import ask_robots
from crawlers.source import Family, Source
from crawlers.source_parts import Column
from flows.checks.findings import FIELDS, ArticleFound, ColumnFound, RobotsFound, SecondPage
from models import Outcome, SnapshotKind

#: How a visit can end that leaves something to read.
GOOD = (Outcome.NEW, Outcome.UNCHANGED)
#: A text shorter than this is a line of the template, or a page of files only.
SHORTEST_TEXT = 40


def read_robots(look: Look, user_agent: str) -> tuple[RobotsFound, ...]:
    """Each robots.txt that was asked for, and what it says of the source's columns."""
    found = []
    for answer in look.of_kind(SnapshotKind.ROBOTS):
        host = urlsplit(answer.url).netloc
        of_host = [column for column in look.source.columns if urlsplit(column.url).netloc == host]
        read = answer.outcome in GOOD and answer.status == 200
        says = [(column, ask_robots(answer.body, column.url, user_agent)) for column in of_host if read]
        root = ask_robots(answer.body, urljoin(answer.url, "/"), user_agent) if read else None
        found.append(
            RobotsFound(
                host,
                answer.outcome,
                answer.status,
                tuple(column.name for column, one in says if not one.allowed),
                root.delay_s if root else None,
                answer.error,
            )
        )
    return tuple(found)


def read_columns(look: Look, names: Sequence[str] = ()) -> tuple[ColumnFound, ...]:
    """Each column that was looked at; ``names`` chooses, as the job did."""
    source = look.source
    chosen = [c for c in source.columns if c.name in names] if names else list(source.read_columns)
    return tuple(_column(look, column) for column in chosen)


def _column(look: Look, column: Column) -> ColumnFound:
    single = look.source.family is Family.SINGLE_PAGE
    kind = SnapshotKind.ARTICLE if single else SnapshotKind.LIST
    answers = [a for a in look.of_kind(kind) if a.column == column.name or a.url == column.url]
    if not answers:
        return ColumnFound(column.name, column.url, None)
    first, seen = answers[0], look.lists.get(column.name) or {}
    bad = next((a for a in answers if a.outcome not in GOOD and a.url != seen.get("next")), None)
    ended = first if seen or bad is None else bad
    own = [a for a in answers if urldefrag(a.url).url == urldefrag(column.url).url] or [first]
    return ColumnFound(
        column.name,
        column.url,
        ended.outcome,
        own[0].chain,
        ended.status,
        None if seen else ended.error,
        rows=int(seen.get("rows") or 0),
        dated=int(seen.get("dated") or 0),
        newest=_day(seen.get("newest")),
        oldest=_day(seen.get("oldest")),
        titles=tuple(seen.get("titles") or ()),
        next_url=seen.get("next"),
        second=_second(seen, answers),
        family=read_family(own[0].body, own[0].final_url) if own[0].body else None,
        hint_rows=_hinted(look, own[0]),
        article=not single and not seen and _is_article(ended, look),
    )


def _second(seen: dict[str, object], answers: Sequence[Answer]) -> SecondPage | None:
    second = seen.get("second")
    if isinstance(second, dict):
        return SecondPage(str(second["url"]), int(second["rows"]))
    asked = next((a for a in answers[1:] if urldefrag(a.url).url == str(seen.get("next"))), None)
    return SecondPage(asked.url, 0, asked.error) if asked else None


def _hinted(look: Look, answer: Answer) -> int | None:
    hints = look.source.hints.list
    if hints is None or hints.row is None or not answer.body or answer.outcome not in (*GOOD, Outcome.EMPTY):
        return None
    return count_hinted(answer.body, hints.row, look.source.encoding or answer.charset)


def _is_article(answer: Answer, look: Look) -> bool:
    if answer.outcome is not Outcome.EMPTY or not answer.body:
        return False
    page = clean_page(answer.body, answer.final_url, charset=answer.charset)
    return page.kind is PageKind.ARTICLE and len(page.text) >= SHORTEST_TEXT


def read_articles(look: Look, at: datetime) -> tuple[ArticleFound, ...]:
    """The articles of a look, cleaned and recognised as the store's would be."""
    return tuple(read_article(a, look.source, at) for a in look.of_kind(SnapshotKind.ARTICLE))


def read_article(answer: Answer, source: Source, at: datetime) -> ArticleFound:
    """One article; a refusal keeps its reason, and a page without text misses its fields."""
    if answer.outcome not in GOOD or not answer.body:
        return ArticleFound(
            answer.url,
            answer.column,
            answer.outcome,
            answer.chain,
            answer.error,
            row_title=answer.row_title,
            row_published_on=answer.row_published_on,
        )
    page = clean_page(
        answer.body,
        answer.final_url,
        fetched_at=at,
        charset=source.encoding or answer.charset,
        hints=PageHints(**page_hints(source)),
    )
    document = recognise(page.title, page.text, answer.final_url, card=page.card).document
    number = document.number if document else None
    values = {
        "title": page.title,
        "published_at": page.published_at,
        "source_name": page.source_name,
        "document_number": number,
        "attachments": page.attachments,
        "text": len(page.text) >= SHORTEST_TEXT or page.attachments or page.entries,
    }
    return ArticleFound(
        answer.url,
        answer.column,
        answer.outcome,
        answer.chain,
        kind=page.kind.value,
        title=page.title,
        published_at=page.published_at,
        time_known=page.time_known,
        source_name=page.source_name,
        document_number=number,
        attachments=tuple((one.name, one.url) for one in page.attachments),
        characters=len(page.text),
        row_title=answer.row_title,
        row_published_on=answer.row_published_on,
        present=tuple(name for name in FIELDS if values[name]),
        missing=tuple(name for name in FIELDS if not values[name]),
        idle_hints=tuple(
            name
            for name, selector in page_hints(source).items()
            if not count_hinted(answer.body, selector, source.encoding or answer.charset)
        ),
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
