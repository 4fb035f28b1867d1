"""How the present reading of a stored page differs from what is stored of it.  Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cleaners import PageKind, Recognition, recognise
from cleaners.dates import CHINA
from flows.stages.passages import changed_characters
from models import Article, Snapshot
from models.writing import PageText, match_parts


class Change(StrEnum):
    """What the present cleaner makes of one stored article, or of a page; the first that holds."""

    UNREADABLE = "unreadable"  # a challenge, an error page or nothing: the stored article stays
    KIND = "kind"  # an article became a listing, or the other way round
    NEW = "new"  # an entry that was not found before
    GONE = "gone"  # an entry that is not found any more; it stays
    TEXT = "text"
    FACTS = "facts"  # title, time, source, author, column, card or files alone
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that is read otherwise, both sides as a person reads them."""

    name: (
        str  # of the field of ``models.Article`` or ``cleaners.PolicyDocument``, ``attachments`` or ``label``
    )
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One article of a page: what is stored of it, and what would be."""

    change: Change
    source_id: str
    url: str
    part: int | None  # None: it has no number yet
    snapshot_id: int
    title: str
    before: str = ""
    after: str = ""
    facts: tuple[Fact, ...] = ()
    changed: int = 0  # characters that only one of both texts has
    note: str = ""


def differences(
    snapshot: Snapshot,
    stored: Sequence[Article],
    parts: Sequence[PageText],
    files: Mapping[int, Mapping[str, str]],
) -> Iterator[Difference]:
    """One for each part of the page that stands on ``snapshot`` or would, in the order of the page; then what is gone.

    ``files``: by the id of an article the names of its files, by address.  What was read from other bytes is not spoken
    of: it stays whatever these bytes say.
    """
    found: set[int | None] = set()
    for row, said in match_parts(stored, snapshot, parts):
        if row is None:
            yield _difference(Change.NEW, snapshot, None, said)
            continue
        found.add(row.id)
        if row.snapshot_id == snapshot.id:
            yield _compared(snapshot, row, said, files.get(row.id or 0, {}))
    for row in stored:
        if row.snapshot_id == snapshot.id and row.id not in found:
            yield _difference(Change.GONE, snapshot, row, None)


def unreadable(snapshot: Snapshot, stored: Sequence[Article], why: str) -> Iterator[Difference]:
    """The articles that stand on a page which the present rules refuse."""
    for row in stored:
        if row.snapshot_id == snapshot.id:
            yield _difference(Change.UNREADABLE, snapshot, row, None, note=why)


def _compared(snapshot: Snapshot, row: Article, said: PageText, files: Mapping[str, str]) -> Difference:
    facts = (*_facts(row, said, files), *_recognised(row, said))
    if row.kind != said.kind:
        change = Change.KIND
    elif row.text != said.text:
        change = Change.TEXT
    else:
        change = Change.FACTS if facts else Change.SAME
    if change is Change.KIND:
        facts = (Fact("kind", row.kind, said.kind), *facts)
    return _difference(change, snapshot, row, said, facts)


def _difference(
    change: Change,
    snapshot: Snapshot,
    row: Article | None,
    said: PageText | None,
    facts: tuple[Fact, ...] = (),
    note: str = "",
) -> Difference:
    before, after = row.text if row else "", said.text if said else ""
    title = said.title if said else row.title if row else ""
    stays = change in (Change.UNREADABLE, Change.GONE)
    return Difference(
        change,
        snapshot.source_id,
        snapshot.url,
        row.part if row else None,
        snapshot.id or 0,
        title,
        before,
        before if stays else after,
        facts,
        0 if stays else changed_characters(before, after),
        note,
    )


def _facts(row: Article, said: PageText, files: Mapping[str, str]) -> Iterator[Fact]:
    shown = {
        "title": (row.title, said.title),
        "published_at": (_moment(row), _moment(said)),
        "source_name": (row.source_name or "", said.source_name or ""),
        "author": (row.author or "", said.author or ""),
        "column": (row.column or "", said.column or ""),
        "card": (_card(row.card), _card(said.card)),
        "attachments": (_files(files), _files(_with_offered(files, said))),
    }
    for name, (before, after) in shown.items():
        if before != after:
            yield Fact(name, before, after)


def _recognised(row: Article, said: PageText) -> Iterator[Fact]:
    """What the rules recognise otherwise because of the other reading; corrections and files are not asked."""
    if (row.title, row.text, row.card) == (said.title, said.text, said.card):
        return
    old, new = (
        recognise(one.title, one.text, row.url, card=one.card) if one.kind == PageKind.ARTICLE else None
        for one in (row, said)
    )
    shown = {"label": (old.label.value if old else "", new.label.value if new else "")}
    for name in ("number", "issuers", "written_on"):
        shown[name] = (_said(old, name), _said(new, name))
    for name, (before, after) in shown.items():
        if before != after:
            yield Fact(name, before, after)


def _said(found: Recognition | None, name: str) -> str:
    value = getattr(found.document, name) if found and found.document else None
    return "、".join(value) if isinstance(value, list) else str(value or "")


def _moment(said: Article | PageText) -> str:
    if said.published_at is None:
        return ""
    local = said.published_at.astimezone(CHINA)
    return f"{local:%Y-%m-%d %H:%M:%S}" if said.time_known else f"{local:%Y-%m-%d}"


def _card(card: Mapping[str, object]) -> str:
    return "；".join(f"{label}：{value}" for label, value in sorted(card.items()))


def _with_offered(files: Mapping[str, str], said: PageText) -> dict[str, str]:
    """A file that was offered once stays, as in ``models.writing``."""
    known = dict(files)
    for name, url in said.attachments:
        if url and (name or url not in known):
            known[url] = name
    return known


def _files(files: Mapping[str, str]) -> str:
    return "；".join(f"{name} {url}" for url, name in files.items())
