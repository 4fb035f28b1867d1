"""Which texts are one text: normal form, fingerprint, clauses, differences, placing.

For a store that keeps stories: ``prepare`` a text once; of a story keep its first text (to be prepared again), that
text's ``Prepared.fingerprint``, its ``keys`` and the fingerprint's ``bands``; answer ``near`` by them as a
``Candidates``; ``place`` then decides, and its ``Verdict`` says why.  Articles of a commission and
uncleaned pages go through the same ``prepare``.
"""

from cleaners.stories.evidence import Verdict, compare
from cleaners.stories.fingerprint import NEAR, distance, fingerprint
from cleaners.stories.group import group_same_texts
from cleaners.stories.memory import InMemory
from cleaners.stories.normal import READ_AT_MOST
from cleaners.stories.placing import (
    COMPARED_AT_MOST,
    PER_BAND,
    PER_KEY,
    Candidates,
    bands,
    keys,
    likelihood,
    place,
)
from cleaners.stories.prepared import Prepared, prepare
from cleaners.stories.same import same_text
from cleaners.stories.text import Text

__all__ = [
    "COMPARED_AT_MOST",
    "NEAR",
    "PER_BAND",
    "PER_KEY",
    "READ_AT_MOST",
    "Candidates",
    "InMemory",
    "Prepared",
    "Text",
    "Verdict",
    "bands",
    "compare",
    "distance",
    "fingerprint",
    "group_same_texts",
    "keys",
    "likelihood",
    "place",
    "prepare",
    "same_text",
]
