"""What no reader sees is cut from a text: the step over ``veils``, which tells what is hidden.

A body that waits for its script is hidden as well, so nothing is cut where more is hidden than shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cleaners.pages.blocks import Block
from cleaners.pages.removals import Ledger

#: A longer run of hidden lines is a part of the article that unfolds on a click.
_LONGEST_RUN = 100


def cut_veiled(lines: Sequence[Block], ledger: Ledger) -> list[Block]:
    """Cut what no reader sees: parts of lines (rule ``hidden.part``) and short runs of lines (``hidden.line``).

    The lines as a reader sees them, for the rules that follow.

    before: 印发给你们。本文来自某某网9i16a4
    after:  印发给你们。
    """
    seen = list(lines)
    if not any(line.hidden or line.veiled for line in lines):
        return seen
    unseen = [len(line.text) if line.hidden else sum(b - a for a, b in line.veiled) for line in lines]
    if sum(unseen) * 2 > sum(len(line.text) for line in lines):
        return seen
    for hidden, places in groupby(range(len(lines)), key=lambda index: lines[index].hidden):
        run = list(places)
        if hidden and sum(unseen[index] for index in run) <= _LONGEST_RUN:
            for index in run:
                ledger.cut_line(index, "hidden.line")
        if hidden:
            continue
        for index in run:
            ledger.cut_found(index, lines[index].veiled, "hidden.part")
            if lines[index].veiled:
                seen[index] = replace(lines[index], text=ledger.text(index).strip(), veiled=())
    return seen
