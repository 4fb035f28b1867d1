"""The door ``recognise``: the title gives a prior, the body confirms or overrules it, then the facts are gathered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaners.policies.citations import find_citations
from cleaners.policies.comment_period import CommentPeriod, read_comment_period
from cleaners.policies.commitments import find_commitments
from cleaners.policies.document import Reading, gather, read_text
from cleaners.policies.evidence import frame_parts, is_collection, weigh_body
from cleaners.policies.labels import title_label
from cleaners.policies.layout import fold, tidy
from cleaners.policies.numbers import find_numbers, find_serials
from cleaners.policies.own_number import card_number
from cleaners.policies.recognition import (
    Commitment,
    Force,
    Label,
    PolicyDocument,
    Reason,
    Recognition,
    Status,
)
from cleaners.policies.repeals import find_effects

_DOCUMENTS = frozenset({Label.POLICY_DOCUMENT, Label.DRAFT_FOR_COMMENT})
_ASKS = re.compile(r"(?:公开|书面|广泛)征求.{0,12}意见|征求意见(?:时间|期限)")
#: Characters; the longest real title has about 300, what is longer is a page in the wrong field.
_LONGEST_TITLE = 400
#: Characters; a shorter text is a summary or the head of a document, and says nothing either way.
_SUMMARY = 300
#: From here on the body is the document whatever a headline promises (某某通知 一文读懂 over the full text).
_CERTAIN = 10
#: Labels that only strong evidence in the body turns into a policy: a headline over a full text.
_SOFT = frozenset({Label.NEWS, Label.OTHER, Label.LICENSE_PUBLICITY})


def recognise(
    title: str, text: str = "", url: str = "", *, card: Mapping[str, str] | None = None
) -> Recognition:
    """What a page is, and the facts of the official document whose text it carries.

    ``title`` and ``text`` as cleaned (an uncleaned or one-line text is read too), ``card`` the page's index table
    (labels as shown).  ``document`` is ``None`` where the page only reports one.  Without a text the title decides.
    Ordered rules, no learned model; ``reasons`` quote what decided.  ``url`` is not used by any rule today: the same
    page must read the same wherever it was found.
    """
    title = title[:_LONGEST_TITLE]
    shown = dict(card or {})
    if not text.strip():
        label, reason = title_label(title)
        return _titled(title, label, reason, shown)
    reading = read_text(text)
    label, reasons = _decide(title, reading, shown)
    period: CommentPeriod | None = None
    document: PolicyDocument | None = None
    if label in _DOCUMENTS or (label is Label.REPLY_TO_PROPOSAL and frame_parts(reading)):
        document = gather(reading, title, shown)
        if label is Label.DRAFT_FOR_COMMENT:
            document.status = Status.DRAFT
            period = read_comment_period(reading.text, document.written_on)
            document.comments_until = period.until if period else None
    folded = reading.folded
    named = fold(tidy(title))
    commitments = find_commitments(reading.text, document.written_on if document else None, title)
    if period and period.until not in [one.deadline for one in commitments]:
        commitments.append(
            Commitment(period.sentence, what="反馈意见", deadline=period.until, force=Force.STATED)
        )
    effects = (
        find_effects(
            reading.text,
            document.title or title,
            effective_on=document.effective_on,
            written_on=document.written_on,
        )
        if document
        else []
    )
    return Recognition(
        label=label,
        document=document,
        effects=effects,
        numbers=_every_number(named, folded, shown),
        cited=find_citations(reading.text),
        commitments=commitments if document else [],
        reasons=reasons,
        serials=list(dict.fromkeys(n.number for n in (*find_serials(named), *find_serials(folded)))),
    )


def _titled(title: str, label: Label, reason: Reason, card: Mapping[str, str]) -> Recognition:
    """The answer where there is no text (a scan, an attachment): facts from title and card."""
    folded = fold(tidy(title))
    document = gather(read_text(""), title, card) if label in _DOCUMENTS else None
    return Recognition(
        label=label,
        document=document,
        numbers=_every_number(folded, "", card),
        cited=find_citations(tidy(title)),
        reasons=[reason],
        serials=list(dict.fromkeys(n.number for n in find_serials(folded))),
    )


def _every_number(title: str, text: str, card: Mapping[str, str]) -> list[str]:
    """Every 〔〕 number once, in order: of the card, of the title, of the text."""
    shown = [number] if (number := card_number(card)) and "〔" in number else []
    return list(dict.fromkeys([*shown, *(n.number for n in (*find_numbers(title), *find_numbers(text)))]))


def _decide(title: str, reading: Reading, card: Mapping[str, str]) -> tuple[Label, list[Reason]]:
    """Prior of the title against evidence of the body."""
    inner = reading.heading.title
    prior, reason = title_label(title or inner)
    asked = _ASKS.search(reading.folded[:800]) if not title and not inner else None
    if asked:
        prior, reason = Label.DRAFT_FOR_COMMENT, Reason("body asks for comments", asked[0])
    score, evidence = weigh_body(reading)
    if card_number(card):
        score += 3
        evidence.append(Reason("number in the card", card_number(card) or ""))
    reasons = [reason, *evidence]
    if prior in _DOCUMENTS:
        if score < (1 if len(reading.text) > _SUMMARY else -2):
            return Label.NEWS, [Reason("body reports and does not rule", reading.text[:60].strip()), *reasons]
        return prior, reasons
    if prior in _SOFT and is_collection(reading):
        return prior, [
            *reasons,
            Reason("several documents with signatures of their own", reading.signature.evidence),
        ]
    if prior in _SOFT or not title:
        within, why = title_label(inner) if inner else (prior, reason)
        if score >= (5 if frame_parts(reading) else 6) and (within in _DOCUMENTS or not inner):
            return (within if within in _DOCUMENTS else Label.POLICY_DOCUMENT), [why, *reasons]
    if prior is Label.INTERPRETATION and frame_parts(reading) >= 2 and score >= _CERTAIN:
        return Label.POLICY_DOCUMENT, reasons
    return prior, reasons
