"""What a run of recleaning found, by source: counts, and the examples that show it best."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flows.stages.rereading import Change, Difference

_EXAMPLES = 4  # kept of each source and change: the largest ones
_SHOWN = 4


@dataclass(slots=True)
class SourceDifference:
    """What the present cleaner makes of one source: articles by change, facts by name, characters."""

    articles: Counter[Change] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    characters: int = 0  # stored ones
    changed: int = 0  # that only the stored or only the present text has
    examples: list[Difference] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Characters changed, of those stored; above 1 where much is added."""
        return self.changed / max(1, self.characters)

    def add(self, one: Difference) -> None:
        self.articles[one.change] += 1
        self.facts.update(fact.name for fact in one.facts)
        self.characters += len(one.before)
        self.changed += one.changed
        if one.change is Change.SAME:
            return
        self.examples.append(one)
        self.examples.sort(key=lambda kept: -(kept.changed + len(kept.facts)))
        alike = [kept for kept in self.examples if kept.change is one.change]
        if len(alike) > _EXAMPLES:
            self.examples.remove(alike[-1])

    def shown(self) -> list[Difference]:
        """A few examples, of every change before a second one of any."""
        left = list(self.examples)
        answer: list[Difference] = []
        while left and len(answer) < _SHOWN:
            turn = {one.change: one for one in reversed(left)}
            answer += [turn[change] for change in Change if change in turn]
            left = [one for one in left if one not in answer]
        return answer[:_SHOWN]


@dataclass(slots=True)
class RecleanReport:
    """What one run found and, where it was accepted, wrote: snapshots, and the difference by source id."""

    accepted: bool
    pages: int = 0
    sources: dict[str, SourceDifference] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)  # what to say of pages that broke the cleaner
    more: bool = False  # the limit was reached and there is more to read
    reports: dict[str, Any] = field(default_factory=dict)  # of the stages that followed, by name

    @property
    def differing(self) -> int:
        """Articles that are read otherwise in any way."""
        return self.count(*(change for change in Change if change is not Change.SAME))

    @property
    def rewritten(self) -> int:
        """Articles that the present reading makes or makes another; what is not found any more stays as it is."""
        return self.count(Change.TEXT, Change.FACTS, Change.KIND, Change.NEW)

    def count(self, *changes: Change) -> int:
        return sum(one.articles[change] for one in self.sources.values() for change in changes)
