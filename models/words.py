"""Words of the full-text index: how texts and queries are cut into tokens, the same on every database.

Chinese has no blanks, and SQLite's trigrams cannot find a word of two characters (透析): a run of Chinese characters
becomes its overlapping pairs and its last character, digits and Latin words stay whole.  ``血液透析2型`` gives
``血液 液透 透析 析 2 型``; a query is looked for as a phrase of the same tokens, so that it is found exactly where it
stands, and brackets of a document number make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Tokens of one indexed piece; positions in PostgreSQL's tsvector end at 16,383 and at 256 places of one token.
PIECE = 2000
#: Tokens that a piece shares with the one before it, so that no phrase of a query falls between them.
OVERLAP = 64
#: Tokens of one text that are indexed: a crawled page can be of any length.
AT_MOST = 400_000

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|\d+|[^\W\d_{_HAN}]+")
_BLANKS_INSIDE = re.compile(rf"(?<=[{_HAN}])[ \t\u00a0\u3000]+(?=[{_HAN}])")
_WORD = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
#: Full-width letters, digits and marks as plain ones; the length of the text stays.
_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x201C: '"', 0x201D: '"'}
_LONGEST = 80  # characters of a Latin word


@dataclass(frozen=True, slots=True)
class Word:
    """One word or quoted phrase of a query."""

    shown: str
    tokens: tuple[str, ...]  # in this order, next to each other
    open_end: bool  # the last token is a single Chinese character that may begin a pair
    excluded: bool = False


def tokens_of(text: str) -> list[str]:
    """The tokens of ``text`` in order, at most ``AT_MOST``."""
    found: list[str] = []
    for run in _RUN.finditer(_BLANKS_INSIDE.sub("", text.translate(_PLAIN))):
        piece = run[0]
        if run["han"]:
            found += [piece[at : at + 2] for at in range(len(piece))]
        else:
            found.append(piece[:_LONGEST].lower())
        if len(found) >= AT_MOST:
            break
    return found[:AT_MOST]


def pieces_of(text: str) -> list[list[str]]:
    """The tokens of ``text`` in pieces that overlap; an empty text has none."""
    tokens = tokens_of(text)
    return [tokens[at : at + PIECE + OVERLAP] for at in range(0, len(tokens), PIECE)]


def read_query(query: str) -> list[Word]:
    """The words of a query: parted by blanks all must occur, ``"…"`` is one phrase, ``-word`` must not occur.

    ``透析 -公告 "按病种 付费"`` asks for 透析 and the phrase 按病种付费 in documents without 公告.  A word without
    letters, digits or Chinese characters is left out.
    """
    found: list[Word] = []
    for part in _WORD.finditer(query.translate(_PLAIN)):
        shown = part["word"] if part["phrase"] is None else part["phrase"]
        word = read_word(shown, excluded=bool(part["without"]))
        if word is not None:
            found.append(word)
    return found


def read_word(shown: str, *, excluded: bool = False) -> Word | None:
    """``shown`` as one phrase; ``None`` where there is nothing in it to look for."""
    tokens = tokens_of(shown)[:OVERLAP]
    if not tokens:
        return None
    last = tokens[-1]
    is_han = re.fullmatch(rf"[{_HAN}]", last) is not None
    if is_han and len(tokens) > 1 and len(tokens[-2]) == 2 and tokens[-2][1] == last:
        return Word(shown, tuple(tokens[:-1]), False, excluded)  # the run may go on in the text
    return Word(shown, tuple(tokens), is_han, excluded)


def as_fts5(word: Word) -> str:
    """The word as a query of SQLite's FTS5: ``"血液 液透"``."""
    return f'"{" ".join(word.tokens)}"' + (" *" if word.open_end else "")


def as_tsquery(word: Word) -> str:
    """The word as PostgreSQL's tsquery: ``'血液' <-> '液透'``; tokens hold neither quotes nor backslashes."""
    return " <-> ".join(f"'{token}'" for token in word.tokens) + (":*" if word.open_end else "")


def as_tsvector(tokens: Sequence[str]) -> str:
    """A piece as PostgreSQL's tsvector, with places: ``'血液':1 '液透':2``."""
    return " ".join(f"'{token}':{place}" for place, token in enumerate(tokens, 1))


def first_place(text: str, words: Sequence[Word]) -> tuple[int, int] | None:
    """Where the first of ``words`` that occurs in ``text`` stands, from and to; ``None`` where none does."""
    plain = text.translate(_PLAIN)
    for word in words:
        runs = [run[0] for run in _RUN.finditer(_BLANKS_INSIDE.sub("", word.shown))]
        pattern = r"[\W_]*".join(r"[ \t]*".join(map(re.escape, run)) if run else "" for run in runs)
        found = re.search(pattern, plain, re.IGNORECASE) if runs and not word.excluded else None
        if found:
            return found.span()
    return None
