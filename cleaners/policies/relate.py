"""The door ``relate_titles``: the same policy again, its next edition, a page about it, or another document."""

from __future__ import annotations

import re

from cleaners.policies.editions import edition_marks, series_key
from cleaners.policies.labels import title_label
from cleaners.policies.layout import fold, squeeze, tidy
from cleaners.policies.recognition import Label, Relation
from cleaners.policies.titles import clean_title, named_title, title_core

_PLAIN = re.compile(r"[\W_]")


def _plain(text: str) -> str:
    return _PLAIN.sub("", squeeze(fold(tidy(text))))


def _names(title: str) -> set[str]:
    """What a policy may be called: its whole core, and the X that it issues."""
    core = title_core(title)
    names = {_plain(core)}
    named = named_title(title)
    if named:
        names.add(_plain(named).removeprefix("关于"))
    return {name for name in names if len(name) >= 4}


def relate_titles(earlier: str, later: str) -> Relation:
    """How the later title stands to the earlier one, from the two titles alone.

    ``explains_or_reports``: the later is an interpretation or a report that names the earlier policy.
    ``next_edition``: one series, other year, version or batch.  Gazette prints (issuer or attachment added or left
    out, stray blanks) are ``same_policy``.
    """
    earlier, later = earlier[:400], later[:400]  # what is longer is a page in the wrong field
    label, _ = title_label(later)
    about = label in (Label.INTERPRETATION, Label.NEWS, Label.OTHER)
    names = _names(earlier)
    whole = _plain(later)
    if about and any(name in whole for name in names):
        return Relation.EXPLAINS_OR_REPORTS
    if about:
        quoted = [
            _plain(q).removeprefix("关于")
            for q in re.findall(r"《([^《》]{4,}(?:《[^》]*》[^《》]*)*)》", fold(later))
        ]
        if any(q and (q in name or name in q) for q in quoted for name in names):
            return Relation.EXPLAINS_OR_REPORTS
    marks_a, marks_b = edition_marks(earlier), edition_marks(later)
    if series_key(earlier) == series_key(later) and series_key(earlier):
        if sorted(set(marks_a)) == sorted(set(marks_b)) and ("修订" in clean_title(earlier)) == (
            "修订" in clean_title(later)
        ):
            return Relation.SAME_POLICY
        return Relation.NEXT_EDITION
    a, b = _plain(title_core(earlier)), _plain(title_core(later))
    if a and b and (b.startswith(a) or a.startswith(b)) and min(len(a), len(b)) >= 8:
        return Relation.SAME_POLICY
    return Relation.DIFFERENT
