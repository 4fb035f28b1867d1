"""What an operator's corrections make of a reading: they win over the recogniser, whatever it says.

Which corrections concern a page is asked of ``models.corrections``; how one is made stands in ``flows.stages.correct``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from cleaners import Label, PolicyDocument, Reason, Recognition, Status
from cleaners.policies.commitments import find_commitments
from cleaners.policies.document import gather, read_text
from cleaners.policies.repeals import find_effects
from cleaners.policies.titles import named_title, title_kind
from flows.stages.identity import identity_of
from models import Article, Correction, CorrectionKind
from models.corrections import set_apart

#: Labels under which a page carries a document; a page that carries none may not keep one of them.
DOCUMENTS = (Label.POLICY_DOCUMENT, Label.DRAFT_FOR_COMMENT)
APART = "|apart:"


def with_corrections(
    said: Recognition, corrections: Sequence[Correction], *, title: str, text: str, card: Mapping[str, str]
) -> Recognition:
    """The reading as the corrections (oldest first; the newest of a kind holds) leave it.

    ``title``, ``text`` and ``card`` are what was read: a page that is a policy by correction alone has its facts from
    there.  Each correction stands among the reasons behind what the rules found.
    """
    newest = {one.kind: one for one in corrections}
    if not newest:
        return said
    verdicts = [newest[kind] for kind in _VERDICTS if kind in newest]
    label, document = said.label, said.document
    if verdicts:
        verdict = max(verdicts, key=lambda one: one.id or 0)
        if verdict.kind is CorrectionKind.NOT_A_POLICY:
            other = Label.OTHER if label in DOCUMENTS else label
            label, document = Label(verdict.value) if verdict.value else other, None
        else:
            label = Label(verdict.value or Label.POLICY_DOCUMENT)
            document = document or gather(read_text(text), title, card)
            document = _with_label(document, label)
    commitments = said.commitments if document else []
    effects = said.effects if document else []
    if document is not None:
        document = _with_facts(document, newest)
        if said.document is None:
            reading = read_text(text)
            commitments = find_commitments(reading.text, document.written_on, title)
            effects = find_effects(reading.text, document.title, written_on=document.written_on)
    reasons = [Reason(f"correction {one.id}", f"{one.made_by}：{one.why}") for one in newest.values()]
    return replace(
        said,
        label=label,
        document=document,
        commitments=commitments,
        effects=effects,
        reasons=[*said.reasons, *reasons],
    )


_VERDICTS = (CorrectionKind.NOT_A_POLICY, CorrectionKind.IS_A_POLICY)


def _with_label(document: PolicyDocument, label: Label) -> PolicyDocument:
    if label is Label.DRAFT_FOR_COMMENT:
        return replace(document, status=Status.DRAFT)
    return replace(document, status=Status.UNKNOWN) if document.status is Status.DRAFT else document


def _with_facts(document: PolicyDocument, newest: Mapping[CorrectionKind, Correction]) -> PolicyDocument:
    known = replace(document)
    if number := newest.get(CorrectionKind.NUMBER):
        known.number = number.value
    if title := newest.get(CorrectionKind.TITLE):
        known.title = title.value or known.title
        known.named_title, known.kind = named_title(known.title), title_kind(known.title)
    if day := newest.get(CorrectionKind.WRITTEN_ON):
        known.written_on = date.fromisoformat(day.value) if day.value else None
    if issuers := newest.get(CorrectionKind.ISSUERS):
        known.issuers = (issuers.value or "").split("、")
    return known


def identity_in(session: Session, document: PolicyDocument, article: Article) -> str:
    """The identity of the document; one that an operator set apart shares it with no other."""
    identity = identity_of(document, article)
    apart = set_apart(session, article.id or 0)
    return f"{identity}{APART}{apart.address}" if apart else identity
