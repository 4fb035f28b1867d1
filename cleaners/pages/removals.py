"""The ledger of a text that is being cleaned: what is cut, by which rule, and how to put it back.

Rules look at lines and cut whole lines or parts of them; nothing is cut twice.  The full text is the lines parted by a
newline; ``kept`` and ``removals`` are made of it at the end, so that ``restore`` gives the full text exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaners.pages.page import Removal


class Ledger:
    """Cuts in a sequence of lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self._cuts: list[list[tuple[int, int, str]]] = [[] for _ in self.lines]
        self._whole: list[str | None] = [None] * len(self.lines)

    def cut_line(self, index: int, rule: str) -> None:
        """Cut the whole line (what was cut from it before is part of it then)."""
        if self._whole[index] is None:
            self._whole[index] = rule
            self._cuts[index] = []

    def cut_lines(self, start: int, end: int, rule: str) -> None:
        for index in range(start, end):
            self.cut_line(index, rule)

    def cut(self, index: int, start: int, end: int, rule: str) -> None:
        """Cut characters ``start`` to ``end`` of the line as it was at first; parts that are gone already stay so."""
        if self._whole[index] is not None or start >= end:
            return
        pieces = [(start, end)]
        for a, b, _ in self._cuts[index]:
            pieces = [(x, y) for s, e in pieces for x, y in ((s, min(e, a)), (max(s, b), e)) if x < y]
        self._cuts[index] = sorted([*self._cuts[index], *((s, e, rule) for s, e in pieces)])
        if not self.text(index).strip():
            self._whole[index] = (
                rule if len(pieces) == 1 and len(self._cuts[index]) == 1 else self._cuts[index][0][2]
            )
            self._cuts[index] = []

    def gone(self, index: int) -> bool:
        return self._whole[index] is not None

    def text(self, index: int) -> str:
        """What is left of the line."""
        if self._whole[index] is not None:
            return ""
        return "".join(self.lines[index][a:b] for a, b in self._left(index))

    def left(self) -> Iterator[tuple[int, str]]:
        """The lines that are left, with their indices."""
        return ((i, self.text(i)) for i in range(len(self.lines)) if self._whole[i] is None)

    def position(self, index: int, place: int) -> int:
        """Where character ``place`` of what is left of a line stood in the line as it was."""
        for a, b in self._left(index):
            if place <= b - a:
                return a + place
            place -= b - a
        return len(self.lines[index])

    def _left(self, index: int) -> Iterator[tuple[int, int]]:
        at = 0
        for start, end, _ in self._cuts[index]:
            if at < start:
                yield at, start
            at = end
        if at < len(self.lines[index]):
            yield at, len(self.lines[index])

    def result(self) -> tuple[str, list[Removal]]:
        """The kept text and the removals in page order."""
        kept: list[str] = []
        removals: list[Removal] = []
        size = 0
        waiting: tuple[str, str] | None = None  # whole lines that go together, not yet written down
        started = False

        def write_down() -> None:
            nonlocal waiting
            if waiting is not None:
                removals.append(Removal(waiting[0], waiting[1], size))
                waiting = None

        for index, line in enumerate(self.lines):
            rule = self._whole[index]
            if rule is not None:
                piece = "\n" + line if started else line + "\n"
                if waiting is not None and waiting[0] != rule:
                    write_down()
                waiting = (rule, (waiting[1] if waiting else "") + piece)
                continue
            write_down()
            if started:
                kept.append("\n")
                size += 1
            started = True
            at = 0
            for start, end, why in self._cuts[index]:
                kept.append(line[at:start])
                size += start - at
                removals.append(Removal(why, line[start:end], size))
                at = end
            kept.append(line[at:])
            size += len(line) - at
        if not started and waiting is not None:
            waiting = (waiting[0], waiting[1].removesuffix("\n"))
        write_down()
        if not started and removals and removals[-1].text.endswith("\n"):
            removals[-1] = Removal(
                removals[-1].rule, removals[-1].text.removesuffix("\n"), removals[-1].offset
            )
        return "".join(kept), removals


def restore(kept: str, removals: Iterable[Removal]) -> str:
    """The full text: every removal put back at its offset of the kept text, in order."""
    parts: list[str] = []
    at = 0
    for removal in removals:
        parts += (kept[at : removal.offset], removal.text)
        at = removal.offset
    parts.append(kept[at:])
    return "".join(parts)
