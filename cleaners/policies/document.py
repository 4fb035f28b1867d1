"""The facts of the official document whose text a page carries, gathered from text, title and card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cleaners.policies.heading import Heading, read_heading
from cleaners.policies.layout import Line, fold, read_lines, squeeze, tidy, without_shared_tail
from cleaners.policies.organs import split_organs
from cleaners.policies.own_number import card_number, closing_number, title_number
from cleaners.policies.recognition import PolicyDocument
from cleaners.policies.signature import Signature, lone_date, passed_on, read_signature
from cleaners.policies.terms import card_written_on, effective_on, expires_on, status_of
from cleaners.policies.titles import clean_title, named_title, title_core, title_issuers, title_kind

_ISSUER_CARD = (
    "发文机关",
    "发文单位",
    "制发单位",
    "制发机关",
    "发布机关",
    "发布机构",
    "发布单位",
    "公开机构",
)
_ORDER = re.compile(r"(?:令|公告|通告)$")


@dataclass(slots=True)
class Reading:
    """A text as read once: its lines, head and signature, for the label and for the document's facts."""

    text: str
    folded: str
    lines: list[Line]
    heading: Heading
    signature: Signature


def read_text(text: str) -> Reading:
    """Reads a text that may be uncleaned: invisible characters and a shared watermark are taken out first."""
    clean = without_shared_tail(tidy(text))
    heading = read_heading(read_lines(clean))
    signature = read_signature(heading.lines, heading.body)
    if not signature.issuers:
        signature = read_signature(heading.lines)
    return Reading(clean, fold(clean), heading.lines, heading, signature)


def _official_title(title: str, heading: Heading) -> str:
    """The title in the text where it is one; the page's own title may be a headline of a copy.

    An order's title is that of the rule which it issues.
    """
    shown = clean_title(title)
    found = heading.title
    if not found:
        return shown
    if not shown:
        return found
    a, b = squeeze(fold(shown)), squeeze(fold(found))
    if title_core(found) in a or b in a:
        return shown
    return found


def _order_title(reading: Reading) -> str:
    """The rule that an order issues: 《X》已经…通过，现予公布 under 某某令."""
    for index, line in enumerate(reading.lines[:12]):
        if _ORDER.search(line.squeezed) and split_organs(line.squeezed[:-1].removeprefix("中华人民共和国")):
            for behind in reading.lines[index + 1 : index + 5]:
                named = re.match(r"^.{0,12}?《([^》]{4,80})》(?:已|业)", behind.folded)
                if named:
                    return behind.printed[named.start(1) : named.end(1)]
    return ""


def _issuers(
    reading: Reading, title: str, listed: str, number: str | None, card: Mapping[str, str]
) -> list[str]:
    """Signature first; else the title's organs where it names them all; else the order's number; else the card."""
    signed = list(reading.signature.issuers)
    named: tuple[str, ...] = ()
    for candidate in (title, listed):
        names, complete = title_issuers(clean_title(candidate))
        if names and complete:
            named = names
            break
        named = named or names
    if signed:
        return signed
    if named:
        return list(named)
    if number and "令第" in number:
        return split_organs(number.split("令第")[0])
    shown = {squeeze(fold(tidy(label))).strip(":"): value for label, value in card.items()}
    for label in _ISSUER_CARD:
        names_on_card = split_organs(fold(tidy(shown.get(label, ""))).strip())
        if names_on_card:
            return names_on_card
    return []


def gather(reading: Reading, title: str, card: Mapping[str, str]) -> PolicyDocument:
    """The document's facts; what neither text nor title nor card says stays ``None``."""
    heading = reading.heading
    official = _order_title(reading) or _official_title(title, heading)
    signature = reading.signature
    number = (
        card_number(card)
        or heading.number
        or title_number(title)
        or closing_number(reading.lines, signature.line)
    )
    written = signature.written_on
    if written is None:
        written = card_written_on(card) or passed_on(reading.lines) or lone_date(reading.lines, heading.body)
    return PolicyDocument(
        number=number,
        issuers=_issuers(reading, heading.title or title, title, number, card),
        title=official,
        named_title=named_title(official),
        written_on=written,
        effective_on=effective_on(reading.folded, card),
        expires_on=expires_on(reading.folded, card),
        kind=title_kind(official),
        status=status_of(f"{official} {title}", reading.folded, card),
        addressees=heading.addressees,
    )
