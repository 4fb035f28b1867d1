"""Which texts are one text: normal form, fingerprint, clauses, differences, placing.

For a store that keeps stories: ``prepare`` a text once, look candidates up by ``keys`` and by ``fingerprint`` within
``NEAR`` bits, hand them to ``place`` as a ``Candidates``; the ``Verdict`` says why.
"""

from cleaners.stories.evidence import Verdict, compare
from cleaners.stories.fingerprint import NEAR, distance, fingerprint
from cleaners.stories.group import group_same_texts
from cleaners.stories.memory import InMemory
from cleaners.stories.placing import Candidates, keys, place
from cleaners.stories.prepared import Prepared, prepare
from cleaners.stories.same import same_text
from cleaners.stories.text import Text

__all__ = [
    "NEAR",
    "Candidates",
    "InMemory",
    "Prepared",
    "Text",
    "Verdict",
    "compare",
    "distance",
    "fingerprint",
    "group_same_texts",
    "keys",
    "place",
    "prepare",
    "same_text",
]
