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
        self._cuts: dict[int, list[tuple[int, int, str]]] = {}
        self._whole: list[str | None] = [None] * len(self.lines)

    def cut_line(self, index: int, rule: str) -> None:
        """Cut the whole line (what was cut from it before is part of it then)."""
        if self._whole[index] is None:
            self._whole[index] = rule
            self._cuts.pop(index, None)

    def cut_lines(self, start: int, end: int, rule: str) -> None:
        for index in range(start, end):
            self.cut_line(index, rule)

    def cut(self, index: int, start: int, end: int, rule: str) -> None:
        """Cut characters ``start`` to ``end`` of the line as it was at first; parts that are gone already stay so."""
        if self._whole[index] is None and start < end:
            left = ((max(a, start), min(b, end)) for a, b in self._left(index))
            self._add(index, [(a, b) for a, b in left if a < b], rule)

    def cut_found(self, index: int, spans: Iterable[tuple[int, int]], rule: str) -> None:
        """Cut the spans, in order and apart, of what is left of the line (``text``).  Linear in line and spans."""
        if self._whole[index] is not None:
            return
        pieces: list[tuple[int, int]] = []
        left = self._left(index)
        a, b = next(left, (0, 0))
        before = 0  # characters left before ``a``
        for start, end in spans:
            while start < end and a < b:
                if start < before + b - a:
                    upto = min(end, before + b - a)
                    pieces.append((a + start - before, a + upto - before))
                    start = upto
                else:
                    before += b - a
                    a, b = next(left, (0, 0))
        self._add(index, pieces, rule)

    def _add(self, index: int, pieces: list[tuple[int, int]], rule: str) -> None:
        if not pieces:
            return
        cuts = sorted([*self._cuts.get(index, ()), *((a, b, rule) for a, b in pieces)])
        self._cuts[index] = cuts
        if not self.text(index).strip():
            self.cut_line(index, rule if len(cuts) == 1 else cuts[0][2])

    def gone(self, index: int) -> bool:
        return self._whole[index] is not None

    def text(self, index: int) -> str:
        """What is left of the line."""
        if self._whole[index] is not None:
            return ""
        if index not in self._cuts:
            return self.lines[index]
        return "".join(self.lines[index][a:b] for a, b in self._left(index))

    def left(self) -> Iterator[tuple[int, str]]:
        """The lines that are left, with their indices."""
        return ((i, self.text(i)) for i in range(len(self.lines)) if self._whole[i] is None)

    def _left(self, index: int) -> Iterator[tuple[int, int]]:
        at = 0
        for start, end, _ in self._cuts.get(index, ()):
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
        waiting: list[str] = []  # whole lines that go together, not yet written down
        why_waiting = ""
        started = False

        def write_down() -> None:
            if waiting:
                removals.append(Removal(why_waiting, "".join(waiting), size))
                waiting.clear()

        for index, line in enumerate(self.lines):
            rule = self._whole[index]
            if rule is not None:
                piece = "\n" + line if started else line + "\n"
                if why_waiting != rule:
                    write_down()
                why_waiting = rule
                waiting.append(piece)
                continue
            write_down()
            if started:
                kept.append("\n")
                size += 1
            started = True
            at = 0
            for start, end, why in self._cuts.get(index, ()):
                kept.append(line[at:start])
                size += start - at
                removals.append(Removal(why, line[start:end], size))
                at = end
            kept.append(line[at:])
            size += len(line) - at
        if not started and waiting:
            waiting[-1] = waiting[-1].removesuffix("\n")
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
