"""The door ``relate_titles``."""

from cleaners.policies.recognition import Relation


def relate_titles(earlier: str, later: str) -> Relation:
    raise NotImplementedError
