"""How a pass as a whole ended, told from what it stored."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.archive import Archive
from models import Outcome, SnapshotKind

_GOOD = (Outcome.NEW, Outcome.UNCHANGED)
#: The trouble that is named where there are several: the one that a person would act on first.
_WORST = (Outcome.BLOCKED, Outcome.FAILED, Outcome.GONE, Outcome.EXPIRED, Outcome.EMPTY)


def verdict(
    archive: Archive, faults: Sequence[str] = (), early: str | None = None, *, lists: bool = True
) -> tuple[Outcome, str | None]:
    """The outcome of the pass, and what an operator is told.

    Something new makes it ``NEW`` whatever else went wrong (troubles stand among the warnings).  Otherwise the lists
    decide, where a source has none its pages: all of them refused is ``BLOCKED``, none with a row ``EMPTY``, and when
    lists were read but of the articles asked for none came, their trouble is the pass's.  A pass that ended early or
    met a fault of ours is ``FAILED`` unless it found something new.
    """
    kind = SnapshotKind.ARTICLE if lists else SnapshotKind.ATTACHMENT
    told = "; ".join([*([early] if early else []), *faults[:3]]) or None
    if archive.number(kind, Outcome.NEW):
        return Outcome.NEW, told
    if told:
        return Outcome.FAILED, told
    for one in (SnapshotKind.LIST, kind):
        if archive.number(one, *_GOOD):
            continue
        for outcome in _WORST:
            if archive.number(one, outcome):
                return outcome, archive.troubles.get(outcome)
    return Outcome.UNCHANGED, None
