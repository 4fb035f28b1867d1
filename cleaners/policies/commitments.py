"""Dated and counted promises (任务) inside a policy."""

from __future__ import annotations

from datetime import date

from cleaners.policies.recognition import Commitment


def find_commitments(text: str, written_on: date | None, title: str = "") -> list[Commitment]:
    return []
