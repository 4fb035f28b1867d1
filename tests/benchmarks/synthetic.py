"""Invented texts and stories for measurements: notices of drawn words, bulletins filled into templates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from cleaners.stories import bands, keys, prepare

_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
TEMPLATES = 1000
_AROUND_TEMPLATES = 0.3
_FLIPS = 11
_KEYS = 9


@cache
def _words() -> list[str]:
    draw = random.Random(7)
    return ["".join(draw.choices(_HAN, k=draw.randint(2, 4))) for _ in range(20_000)]


def text_of(draw: random.Random, length: int) -> str:
    """A text of about ``length`` characters: clauses of drawn words with a figure now and then, some a paragraph."""
    words, parts, size = _words(), [], 0
    while size < length:
        clause = "".join(draw.choices(words, k=draw.randint(3, 7)))
        if draw.random() < 0.2:
            clause += f"{draw.randint(2, 900)}项"
        clause += draw.choice("，，，。。\n")
        clause = clause.replace("\n", "。\n")
        parts.append(clause)
        size += len(clause)
    return "".join(parts)[: length - 1] + "。"


@dataclass(frozen=True, slots=True)
class Template:
    """A bulletin that comes again and again with other figures."""

    title: str
    form: str
    fingerprint: int
    keys: tuple[int, ...]

    def filled(self, draw: random.Random) -> str:
        return "".join(f"{draw.randint(2, 900)}" if char == "@" else char for char in self.form)


def templates(seed: int = 3) -> list[Template]:
    """``TEMPLATES`` bulletins of 200 to 1,000 characters."""
    draw = random.Random(seed)
    made = []
    for _ in range(TEMPLATES):
        clauses = text_of(draw, draw.randint(200, 1000)).split("，")
        form, title = "@例，".join(clauses), text_of(draw, 24)[:-1].replace("\n", "")
        ready = prepare(form.replace("@", "15"), title)
        made.append(Template(title, form, ready.fingerprint, tuple(keys(ready))))
    return made


def stories(count: int, known: list[Template], seed: int = 5) -> Iterator[tuple[int, list[int], int]]:
    """(fingerprint unsigned, keys and bands signed, template or -1) of ``count`` stories.

    Seven of ten are drawn uniformly; three lie around templates, some bits flipped, and share a third of their keys:
    the clauses that hold no figure, and a title that stands on every one of them.
    """
    numbers = np.random.default_rng(seed)
    drawn = random.Random(seed)
    for start in range(0, count, 50_000):
        n = min(50_000, count - start)
        values = numbers.integers(0, 1 << 64, n, dtype=np.uint64).tolist()
        own = numbers.integers(-(1 << 63), 1 << 63, (n, _KEYS), dtype=np.int64).tolist()
        for value, its_keys in zip(values, own, strict=True):
            at = -1
            if drawn.random() < _AROUND_TEMPLATES:
                at = drawn.randrange(len(known))
                value = known[at].fingerprint
                for bit in drawn.sample(range(64), _FLIPS):
                    value ^= 1 << bit
                shared = drawn.sample(known[at].keys, len(known[at].keys) // 3)
                its_keys[: len(shared)] = shared
            yield value, [*its_keys, *bands(value)], at
