"""Searching policies by the database's own full-text index (FTS5 of SQLite, tsvector of PostgreSQL), and keeping it.

A policy is indexed in pieces: its number, its titles, its issuers, its text with that of its files.  ``policypiece``
says whose a piece is, ``policysearch`` holds the tokens under the same id.  Both are brought up in the transaction
that changes a policy or its page, whoever changes it.  What is ranked how is decided here and not by the databases, so
that both give the same answers in the same order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    and_,
    case,
    cast,
    column,
    event,
    literal,
    literal_column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Field, Session, SQLModel, col, delete, select

from models.articles import Article, ArticleAttachment, AttachmentState
from models.policies import Policy
from models.words import Word, as_fts5, as_tsquery, as_tsvector, first_place, pieces_of, read_query, read_word

#: The table that the database's index lives in; SQLite makes further ones of this prefix.
INDEX = "policysearch"
_HEAD = ("number", "title")
_AROUND = 36  # characters of a text that are shown before and behind a hit
_CHANGED = "jianbao_search_changed"
_INDEX = table(INDEX, column("rowid"), column("tokens"))


class PolicyPiece(SQLModel, table=True):
    """Whose a piece of the index is.  Ids are never given twice: SQLite's index forgets a piece by its missing row."""

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(
        sa_column=Column(Integer, ForeignKey("policy.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    field: str = Field(max_length=16)  # number, title, issuers, text
    digest: str = Field(max_length=64)  # of its tokens and its place

    __table_args__ = {"sqlite_autoincrement": True}


@dataclass(frozen=True, slots=True)
class Hit:
    """A policy that was found, its page, and where a word of the query stands in its text."""

    policy: Policy
    page: Article
    snippet: str  # of the text; "" where only the head has the words
    place: tuple[int, int] | None  # of the word in `snippet`


def search_policies(
    session: Session,
    query: str = "",
    *,
    issuer: str | None = None,
    since: date | None = None,
    until: date | None = None,
    status: str | None = None,
    limit: int | None = 50,
) -> list[Hit]:
    """The policies that hold every word of ``query`` in number, title, issuers or text (``models.words.read_query``).

    Those with all words in the number come first, then those with all in number and title, then the others; newest
    first among equals.  ``issuer`` is a part of an issuing body's name; ``since`` and ``until`` bound the date of
    writing, both included; ``limit`` ``None`` gives all.
    """
    words = read_query(query)
    wanted = [word for word in words if not word.excluded]
    found = select(Policy, Article).join(Article, col(Article.id) == col(Policy.canonical_article_id))
    for word in words:
        holds = col(Policy.id).in_(_with(session, word))
        found = found.where(~holds if word.excluded else holds)
    name = read_word(issuer) if issuer else None
    if name is not None:
        found = found.where(col(Policy.id).in_(_with(session, name, ("issuers",))))
    if since:
        found = found.where(col(Policy.written_on) >= since)
    if until:
        found = found.where(col(Policy.written_on) <= until)
    if status:
        found = found.where(Policy.status == status)
    rank: ColumnElement[int] = literal(0)
    if wanted:
        numbered = and_(*(col(Policy.id).in_(_with(session, word, ("number",))) for word in wanted))
        headed = and_(*(col(Policy.id).in_(_with(session, word, _HEAD)) for word in wanted))
        rank = case((numbered, 0), (headed, 1), else_=2)
    ordered = found.order_by(rank, col(Policy.written_on).desc().nulls_last(), col(Policy.id).desc())
    rows = session.exec(ordered.limit(limit) if limit is not None else ordered)
    return [Hit(policy, page, *_snippet(page.text, wanted)) for policy, page in rows]


def _with(session: Session, word: Word, fields: Sequence[str] = ()) -> Any:
    """The ids of the policies of which a piece (of these fields) holds the word."""
    if _is_sqlite(session):
        holds = literal_column(INDEX).op("MATCH")(as_fts5(word))
    else:
        holds = _INDEX.c.tokens.op("@@")(cast(as_tsquery(word), TSQUERY))
    found = select(PolicyPiece.policy_id).join(_INDEX, _INDEX.c.rowid == col(PolicyPiece.id)).where(holds)
    return found.where(col(PolicyPiece.field).in_(fields)) if fields else found


def _snippet(whole: str, words: Sequence[Word]) -> tuple[str, tuple[int, int] | None]:
    place = first_place(whole, words)
    if place is None:
        return "", None
    begin, end = place
    start, stop = max(0, begin - _AROUND), min(len(whole), end + _AROUND)
    shown = whole[start:stop].replace("\n", " ")
    lead = "…" if start else ""
    return (
        lead + shown + ("…" if stop < len(whole) else ""),
        (begin - start + len(lead), end - start + len(lead)),
    )


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def index_policy(session: Session, policy: Policy) -> None:
    """Bring the index of one policy up to what it and its page say; what is the same is not written again."""
    assert policy.id is not None
    wanted = {
        hashlib.sha256(f"{field}|{place}|{' '.join(tokens)}".encode()).hexdigest(): (field, tokens)
        for field, whole in _fields(session, policy)
        for place, tokens in enumerate(pieces_of(whole))
    }
    stored = session.exec(select(PolicyPiece).where(PolicyPiece.policy_id == policy.id)).all()
    gone = [piece.id for piece in stored if piece.digest not in wanted]
    if gone:
        session.execute(delete(PolicyPiece).where(col(PolicyPiece.id).in_(gone)))
    known = {piece.digest for piece in stored}
    added = [
        (PolicyPiece(policy_id=policy.id, field=field, digest=digest), tokens)
        for digest, (field, tokens) in wanted.items()
        if digest not in known
    ]
    session.add_all(piece for piece, _ in added)
    session.flush()
    as_stored = "CAST(:tokens AS tsvector)"
    write: Any = as_tsvector
    if _is_sqlite(session):
        as_stored, write = ":tokens", " ".join
    insert = text(f"INSERT INTO {INDEX} (rowid, tokens) VALUES (:id, {as_stored})")
    for piece, tokens in added:
        session.execute(insert, {"id": piece.id, "tokens": write(tokens)})


def _fields(session: Session, policy: Policy) -> Iterable[tuple[str, str]]:
    yield "number", policy.number or ""
    yield "title", f"{policy.title}\n{policy.named_title or ''}"
    yield "issuers", "\n".join(map(str, policy.issuers))
    page = session.get_one(Article, policy.canonical_article_id)
    files = session.exec(
        select(ArticleAttachment.text)
        .where(ArticleAttachment.article_id == page.id, ArticleAttachment.state == AttachmentState.READ)
        .order_by(col(ArticleAttachment.id))
    )
    yield "text", "\n".join([page.text, *(one for one in files if one)])


def reindex(session: Session) -> int:
    """Make the whole index anew, in one transaction; how many policies it holds."""
    session.execute(delete(PolicyPiece))
    if _is_sqlite(session):
        session.execute(text(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')"))
    count = 0
    for policy in session.exec(select(Policy).order_by(col(Policy.id)).execution_options(yield_per=100)):
        index_policy(session, policy)
        count += 1
    return count


def not_indexed(session: Session) -> bool:
    """Whether some policy stands in no index: the store is older than the index."""
    indexed = select(PolicyPiece.policy_id)
    return session.exec(select(Policy.id).where(col(Policy.id).not_in(indexed)).limit(1)).first() is not None


@event.listens_for(Session, "after_flush")
def _note_changed(session: Session, _context: object) -> None:
    changed: dict[type, set[int]] = session.info.setdefault(_CHANGED, {Policy: set(), Article: set()})
    for row in (*session.new, *session.dirty):
        if isinstance(row, Policy) and row.id is not None:
            changed[Policy].add(row.id)
        elif isinstance(row, Article) and row.id is not None and row not in session.new:
            changed[Article].add(row.id)
        elif isinstance(row, ArticleAttachment) and row.state is AttachmentState.READ:
            changed[Article].add(row.article_id)


@event.listens_for(Session, "before_commit")
def _index_changed(session: Session) -> None:
    session.flush()
    changed = session.info.pop(_CHANGED, None)
    if not changed or not any(changed.values()):
        return
    ids = set(changed[Policy])
    if changed[Article]:
        pages = col(Policy.canonical_article_id).in_(changed[Article])
        ids.update(one for one in session.exec(select(Policy.id).where(pages)) if one is not None)
    for policy_id in sorted(ids):
        policy = session.get(Policy, policy_id)
        if policy is not None:
            index_policy(session, policy)
    session.info.pop(_CHANGED, None)


@event.listens_for(Session, "after_rollback")
def _forget_changed(session: Session) -> None:
    session.info.pop(_CHANGED, None)
