"""Passages in which two texts differ, line by line, and how many characters of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Characters times characters up to which two passages are compared letter by letter.
_COMPARED = 500_000


def changed_characters(before: str, after: str) -> int:
    """Characters that only one of the texts has: removed and added ones together."""
    count = 0
    for old, new in changed_passages(before.split("\n"), after.split("\n")):
        if len(old) == len(new):
            count += sum(_changed_within(*pair) for pair in zip(old, new, strict=True))
        else:
            count += _changed_within("\n".join(old), "\n".join(new))
    return count


def changed_passages(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Runs of lines that differ, as (removed, added), in order."""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield list(before[a:b]), list(after[c:d])


def _changed_within(old: str, new: str) -> int:
    head = _shared(old, new)
    old, new = old[head:], new[head:]
    tail = _shared(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    if not old or not new or len(old) * len(new) > _COMPARED:
        return len(old) + len(new)
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(old) + len(new) - 2 * same


def _shared(a: str, b: str) -> int:
    """Characters at the beginning that both have."""
    pairs = zip(a, b, strict=False)
    return next((n for n, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))
