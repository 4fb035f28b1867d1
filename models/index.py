"""The store's candidates for stories: the same small protocol as the in-memory ones of ``cleaners.stories``.

One table answers: the keys of a story's first text and the bands of its fingerprint, each row with the fingerprint.
Nothing is read at the start and nothing is kept but some prepared texts, however large the store is.  Measured with
1,000,000 stories and 10,000,000 fingerprints by ``tests/benchmarks/placing_at_scale.py``.  What makes two texts one is
decided elsewhere: the functions that prepare a text and give its keys are handed in.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from models.articles import Article
from models.stories import Story, StoryKey

_KEPT = 2_000_000  # characters of prepared first texts that a worker keeps
_PLACING = 7220916  # the advisory lock of PostgreSQL under which stories are changed


class Fingerprinted(Protocol):
    """A text made ready for comparing."""

    @property
    def fingerprint(self) -> int:
        """Unsigned, 64 bits."""
        ...

    @property
    def weight(self) -> int:
        """Characters that are compared."""
        ...


P = TypeVar("P", bound=Fingerprinted)


@dataclass(frozen=True, slots=True)
class Rules(Generic[P]):
    """How texts are made ready, under what they are looked up, and how much of what is found is taken.

    ``keys`` and ``bands`` give signed 64-bit numbers.  A key may bring up its ``per_key`` newest stories whatever their
    fingerprint; a band its ``per_band`` newest, of which those within ``near_bits`` count.  ``likelihood`` of (keys
    shared, bits that differ) orders what was found, and the first ``at_most`` are taken.  Of a text the first
    ``read_at_most`` characters are loaded.
    """

    prepare: Callable[[str, str, date | None], P]
    keys: Callable[[P], Sequence[int]]
    bands: Callable[[int], Sequence[int]]
    day_of: Callable[[datetime], date]
    likelihood: Callable[[int, int], tuple[int, int]]
    near_bits: int
    per_key: int
    per_band: int
    at_most: int
    read_at_most: int


def signed(value: int) -> int:
    """An unsigned 64-bit number as SQL keeps it."""
    return value - (1 << 64) if value >= 1 << 63 else value


def hold_stories(session: Session) -> None:
    """From now to the end of the transaction no other worker changes stories.

    Two workers with one new text each would else both find no story and begin two: the texts share no unique key.
    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_PLACING})"))


class StoryIndex(Generic[P]):
    """What one worker keeps between placings: the rules, and first texts that it has prepared."""

    def __init__(self, rules: Rules[P]) -> None:
        self.rules = rules
        self._prepared: OrderedDict[tuple[int, str], P] = OrderedDict()
        self._weight = 0

    def among(self, session: Session) -> Candidates[P]:
        """The candidates as the store has them now; call it in the transaction that places, behind ``hold_stories``."""
        return Candidates(self, session)

    def firsts(self, session: Session, stories: Sequence[int]) -> Iterator[tuple[int, P]]:
        """The stories in the order asked for, each with its first text prepared, now or before; in one query."""
        rows = session.execute(
            select(
                col(Story.id),
                col(Article.id),
                col(Article.text_sha256),
                func.substr(col(Article.text), 1, self.rules.read_at_most),
                col(Article.title),
                col(Article.published_at),
            )
            .join(Article, col(Story.first_article_id) == col(Article.id))
            .where(col(Story.id).in_(stories))
        )
        found = {story: rest for story, *rest in rows}
        for story in stories:
            if story in found:
                yield story, self._ready(*found[story])

    def _ready(self, article: int, sha256: str, body: str, title: str, published_at: datetime | None) -> P:
        key = (article, sha256)
        if key in self._prepared:
            self._prepared.move_to_end(key)
            return self._prepared[key]
        published = self.rules.day_of(published_at) if published_at else None
        ready = self._prepared[key] = self.rules.prepare(body, title, published)
        self._weight += ready.weight
        while self._weight > _KEPT and len(self._prepared) > 1:
            self._weight -= self._prepared.popitem(last=False)[1].weight
        return ready


class Candidates(Generic[P]):
    """The stories of one transaction, by the protocol of ``cleaners.stories.Candidates``; a story's name is its id."""

    def __init__(self, index: StoryIndex[P], session: Session) -> None:
        self._index = index
        self._session = session

    def add(self, story: str, first: P) -> None:
        """Remember a new story by the keys of its first text and the bands of its fingerprint."""
        rules, stored = self._index.rules, signed(first.fingerprint)
        looked_up = dict.fromkeys([*rules.keys(first), *rules.bands(first.fingerprint)])
        self._session.add_all(StoryKey(key=key, story_id=int(story), fingerprint=stored) for key in looked_up)
        self._session.flush()

    def near(self, text: P) -> Iterator[tuple[str, P]]:
        """Stories that share a key or a band and lie near enough, likeliest first, with their first texts."""
        found = self.likeliest(text)
        for some in (found[:1], found[1:]):  # mostly it is the first, and the others are not loaded
            if some:
                for story, first in self._index.firsts(self._session, some):
                    yield str(story), first

    def likeliest(self, text: P) -> list[int]:
        """The ids of the stories that ``near`` gives: what is told by the table of keys alone."""
        rules = self._index.rules
        bits = self.near_fingerprint(text.fingerprint)
        shared: Counter[int] = Counter()
        for key in dict.fromkeys(rules.keys(text)):
            under = self._under(key, rules.per_key, text.fingerprint)
            shared.update(story for story, _ in under)
            bits.update(under)
        ordered = sorted(bits, key=lambda story: (rules.likelihood(shared[story], bits[story]), story))
        return ordered[: rules.at_most]

    def near_fingerprint(self, fingerprint: int) -> dict[int, int]:
        """Story id -> bits that differ, of the stories that share a band and lie within ``near_bits``."""
        rules = self._index.rules
        return {
            story: bits
            for key in dict.fromkeys(rules.bands(fingerprint))
            for story, bits in self._under(key, rules.per_band, fingerprint)
            if bits <= rules.near_bits
        }

    def _under(self, key: int, at_most: int, fingerprint: int) -> list[tuple[int, int]]:
        """The newest stories under ``key``, each with the bits in which its fingerprint differs."""
        rows = self._session.execute(
            select(col(StoryKey.story_id), col(StoryKey.fingerprint))
            .where(col(StoryKey.key) == key)
            .order_by(col(StoryKey.story_id).desc())
            .limit(at_most)
        )
        wanted = signed(fingerprint)
        return [(story, ((stored ^ wanted) & (1 << 64) - 1).bit_count()) for story, stored in rows]
