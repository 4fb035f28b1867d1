"""The door ``same_text``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from cleaners.stories.evidence import compare
from cleaners.stories.prepared import prepare

_prepared = lru_cache(maxsize=64)(prepare)


def same_text(
    a: str,
    b: str,
    *,
    title_a: str = "",
    title_b: str = "",
    published_a: date | None = None,
    published_b: date | None = None,
) -> bool:
    """Whether two texts, cleaned or not, are one text; ``evidence.compare`` is the form that says why.

    An empty text is the same as none, not even as another empty one.
    """
    return compare(_prepared(a, title_a, published_a), _prepared(b, title_b, published_b)).same
