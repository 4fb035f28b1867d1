"""The store's candidates for stories: the same small protocol as the in-memory ones of ``cleaners.stories``.

Keys are looked up in the table, fingerprints in one array that is filled from the store and kept by a worker (8 bytes
a story and as many for its id; 10 million are scanned in 7 ms).  What makes two texts one is decided elsewhere: the
functions that prepare a text and give its keys are handed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from sqlmodel import Session, col, select, text

from models.articles import Article
from models.stories import Story, StoryKey, StoryMember

#: Stories that one key may bring up, the newest; and candidates of one text, the nearest fingerprints.
PER_KEY = 40
AT_MOST = 40
_KEPT = 512  # prepared first texts that a worker keeps
_PLACING = 7220916  # the advisory lock of PostgreSQL under which stories are changed


class Fingerprinted(Protocol):
    """A text made ready for comparing."""

    @property
    def fingerprint(self) -> int:
        """Unsigned, 64 bits."""
        ...


P = TypeVar("P", bound=Fingerprinted)


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
    """What one worker keeps between placings: the array of fingerprints and some prepared first texts."""

    def __init__(
        self,
        prepare: Callable[[str, str, date | None], P],
        keys: Callable[[P], Sequence[int]],
        *,
        near_bits: int,
        day_of: Callable[[datetime], date],
    ) -> None:
        self.prepare = prepare
        self.keys = keys
        self.near_bits = near_bits
        self.day_of = day_of
        self.size = 0
        self._ids: npt.NDArray[np.int64] = np.zeros(1024, dtype=np.int64)
        self._fingerprints: npt.NDArray[np.uint64] = np.zeros(1024, dtype=np.uint64)
        self._prepared: OrderedDict[tuple[int, str], P] = OrderedDict()

    def among(self, session: Session) -> Candidates[P]:
        """The candidates as the store has them now; call it in the transaction that places, behind ``hold_stories``."""
        self._catch_up(session)
        return Candidates(self, session)

    def _catch_up(self, session: Session) -> None:
        last = int(self._ids[self.size - 1]) if self.size else 0
        rows = session.execute(
            select(Story.id, StoryMember.fingerprint)
            .join(StoryMember, col(StoryMember.article_id) == col(Story.first_article_id))
            .where(col(Story.id) > last)
            .order_by(col(Story.id))
            .execution_options(yield_per=10_000)
        )
        for part in rows.partitions():
            needed = self.size + len(part)
            while needed > len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros_like(self._ids)])
                self._fingerprints = np.concatenate([self._fingerprints, np.zeros_like(self._fingerprints)])
            self._ids[self.size : needed] = [row[0] for row in part]
            stored = np.array([row[1] for row in part], dtype=np.int64)
            self._fingerprints[self.size : needed] = stored.view(np.uint64)
            self.size = needed

    def _near(self, fingerprint: int) -> dict[int, int]:
        """Story id -> its fingerprint, of those within ``near_bits``."""
        stored = self._fingerprints[: self.size]
        at = np.flatnonzero(np.bitwise_count(stored ^ np.uint64(fingerprint)) <= self.near_bits)
        return dict(zip(self._ids[at].tolist(), stored[at].tolist(), strict=True))

    def _ready(self, article: Article) -> P:
        assert article.id is not None
        key = (article.id, article.text_sha256)
        if key in self._prepared:
            self._prepared.move_to_end(key)
            return self._prepared[key]
        published = self.day_of(article.published_at) if article.published_at else None
        ready = self._prepared[key] = self.prepare(article.text, article.title, published)
        if len(self._prepared) > _KEPT:
            self._prepared.popitem(last=False)
        return ready


class Candidates(Generic[P]):
    """The stories of one transaction, by the protocol of ``cleaners.stories.Candidates``; a story's name is its id."""

    def __init__(self, index: StoryIndex[P], session: Session) -> None:
        self._index = index
        self._session = session

    def add(self, story: str, first: P) -> None:
        """Remember a new story by the keys of its first text."""
        for key in dict.fromkeys(self._index.keys(first)):
            self._session.add(StoryKey(key=key, story_id=int(story), fingerprint=signed(first.fingerprint)))
        self._session.flush()

    def near(self, text: P) -> Iterator[tuple[str, P]]:
        """Stories that share a key or lie within ``near_bits``, the ``AT_MOST`` nearest, with their first texts."""
        found = self._index._near(text.fingerprint)
        for key in dict.fromkeys(self._index.keys(text)):
            rows = self._session.exec(
                select(StoryKey.story_id, StoryKey.fingerprint)
                .where(StoryKey.key == key)
                .order_by(col(StoryKey.story_id).desc())
                .limit(PER_KEY)
            )
            found.update((story_id, stored & (1 << 64) - 1) for story_id, stored in rows)
        nearest = sorted(found, key=lambda one: ((found[one] ^ text.fingerprint).bit_count(), one))
        if not nearest:
            return
        stories = self._session.exec(
            select(Story.id, Article)
            .join(Article, col(Article.id) == col(Story.first_article_id))
            .where(col(Story.id).in_(nearest[:AT_MOST]))
        )
        firsts = dict(stories.all())
        for story_id in nearest[:AT_MOST]:
            if story_id in firsts:  # else its story was broken up since the array was filled
                yield str(story_id), self._index._ready(firsts[story_id])
