"""The facts of a page that stand beside its text: title, date, source, author, column, card, attachments.

``read_facts`` reads them from the tree in the order of trust that measuring gave: the standard meta tags first, the
family's own marks second, the lines that the reader sees third, each checked against the others before it is
believed.  The body is not found here.
"""

from cleaners.pages.facts.attachments import find_attachments
from cleaners.pages.facts.byline import Byline, read_byline
from cleaners.pages.facts.found import PageFacts
from cleaners.pages.facts.kind import kind_of
from cleaners.pages.facts.reader import read_facts

__all__ = ["Byline", "PageFacts", "find_attachments", "kind_of", "read_byline", "read_facts"]
