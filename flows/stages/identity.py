"""Which policy a document is, and by which keys texts speak of it; pure, nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cleaners import Label, PolicyDocument, Recognition, Status
from cleaners.dates import CHINA
from cleaners.policies.citations import find_citations
from cleaners.policies.editions import edition_marks, series_key
from cleaners.policies.editions_reported import reported_editions
from cleaners.policies.numbers import normalise_number
from cleaners.policies.titles import title_core
from models import Article, Mention, Novelty, Policy

_BARE_SERIAL = re.compile(r"(?:公告|通告|令)")
_ABOUT = re.compile(r"(?:的)?(?:政策|文件|专家)?(?:图解|解读|问答|一图读懂|答记者问).*$")
_BASIS = re.compile(r"(?:根据|按照|依据|遵照|贯彻|落实|转发|执行)[^。；;\n]{0,60}$")
_KEY_AT_MOST = 280
_GENERIC = 6
_OFFICE = re.compile(r"(?:办公厅|办公室|综合司)$")


def lead_issuer(issuers: Sequence[str]) -> str:
    """The first issuer without its office: 国家卫生健康委办公厅 speaks for 国家卫生健康委."""
    return _OFFICE.sub("", issuers[0]) if issuers else ""


def number_key(number: str, issuers: Sequence[str] = ()) -> str | None:
    """The key of a document number; one that names no organ (公告2020年第80号) is told apart by the issuer."""
    known = normalise_number(number)
    if not known:
        return None
    organ = lead_issuer(issuers) + "|" if _BARE_SERIAL.match(known) else ""
    return f"number:{organ}{known}"[:_KEY_AT_MOST]


def title_key(title: str) -> str | None:
    """The key of a title as it is cited; ``None`` for one that could be anything's (``通知``)."""
    core = title_core(title.strip("《》〈〉 "))
    return f"title:{core}"[:_KEY_AT_MOST] if len(core) >= _GENERIC else None


def identity_of(document: PolicyDocument, article: Article) -> str:
    """The normalised number; else title core, day of writing and lead issuer (design, rule 6)."""
    number = number_key(document.number, document.issuers) if document.number else None
    if number:
        return number
    return titled_identity(document, article)


def titled_identity(document: PolicyDocument, article: Article) -> str:
    """The identity of a document by its title alone, whether or not it has a number."""
    title = document.title or article.title
    core, issuer = title_core(title), lead_issuer(document.issuers)
    written = document.written_on.isoformat() if document.written_on else ""
    parts = [core, written, issuer]
    if len(core) < _GENERIC and not (written and issuer):
        parts.append(f"{article.url}#{article.part}")  # nothing but the page tells it from another 通知
    return f"title:{'|'.join(parts)}"[:1000]


def reported_key(year: int) -> str:
    """The key of a sentence that reports a document of that year without its title."""
    return f"edition:{year}"


def edition_year(policy: Policy) -> int | None:
    """The year that the title names, if it names one: 2025 of 关于做好2025年……工作的通知."""
    years = {
        int(mark[:4]) for mark in edition_marks(policy.title) if re.match(r"20\d\d(?!\d|[-—–~至])", mark)
    }
    return years.pop() if len(years) == 1 else None


def names_of(number: str | None, issuers: Sequence[str], titles: Sequence[str | None]) -> list[str]:
    """Every key by which a text may speak of a policy."""
    found = [number_key(number, issuers)] if number else []
    found += [title_key(title) for title in titles if title]
    return list(dict.fromkeys(key for key in found if key))


def series_of(document: PolicyDocument, article: Article) -> str | None:
    """The series that the document is an edition of, as one key; ``None`` where its title is too short for one."""
    series = series_key(document.title or article.title)
    return series[:200] if len(series) >= _GENERIC else None


def mentions_of(article: Article, said: Recognition) -> list[Mention]:
    """What the article speaks of, in order: titles and numbers, each key once, those of its title first."""
    assert article.id is not None
    found: dict[str, Mention] = {}

    def add(key: str | None, shown: str, *, in_title: bool) -> None:
        if key and key not in found:
            found[key] = Mention(
                article_id=article.id or 0,
                key=key,
                shown=shown,
                position=len(found),
                in_title=in_title,
                as_basis=_is_basis(article, shown),
            )

    for shown in find_citations(article.title):
        add(title_key(shown), shown, in_title=True)
    if said.label is Label.INTERPRETATION:
        about = _ABOUT.sub("", article.title).strip("《》 ")
        add(title_key(about), about, in_title=True)
    for shown in said.cited:
        add(title_key(shown), shown, in_title=shown in article.title)
    for shown in said.numbers:
        add(number_key(shown), shown, in_title=shown in article.title)
    if said.document is None:
        for year, sentence in reported_editions(article.title, article.text):
            add(reported_key(year), sentence, in_title=False)
    return list(found.values())


def _is_basis(article: Article, shown: str) -> bool:
    whole = f"{article.title}\n{article.text}"
    at = whole.find(shown)
    return at >= 0 and bool(_BASIS.search(whole[max(0, at - 80) : at]))


def novelty_of(
    document: PolicyDocument,
    article: Article,
    *,
    is_draft: bool,
    as_of: datetime,
    freshness_days: int,
    is_news: bool = True,
) -> Novelty:
    """Whether a policy first seen in ``article`` is announced (design, rule 6).

    A recent page proves nothing where the document says when it was written; where it does not, the page's day counts.
    Nor is a document news that was found by reading the same page once more (not ``is_news``).
    """
    if article.backfill:
        return Novelty.BACKFILL
    today = as_of.astimezone(CHINA).date()
    written = document.written_on or _day(article.published_at)
    if written is None or written < today - timedelta(days=freshness_days):
        return Novelty.OLD
    if not is_news:
        return Novelty.REREAD
    return Novelty.DRAFT if is_draft or document.status is Status.DRAFT else Novelty.NEW


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None
