"""What a page says: pure functions from bytes or text to facts.

No network, no database, no clock, no Scrapy and no Prefect in here.  The names below are the room's doors; other
rooms import nothing else of it (``crawlers`` may also use its decoding, dates and refusals to read lists).
"""

from cleaners.attachments.reader import read_attachment
from cleaners.errors import AttachmentError, CleaningError, UndecodableError
from cleaners.pages.page import Attachment, CleanPage, PageHints, PageKind, Removal, SiteProfile
from cleaners.pages.reader import clean_page
from cleaners.policies.recognise import recognise
from cleaners.policies.recognition import (
    Commitment,
    Effect,
    EffectKind,
    Force,
    Label,
    PolicyDocument,
    Reason,
    Recognition,
    Relation,
    Status,
)
from cleaners.policies.relate import relate_titles
from cleaners.stories.fingerprint import fingerprint
from cleaners.stories.group import group_same_texts
from cleaners.stories.same import same_text
from cleaners.stories.text import Text

#: Raised with every change of the rules of ``clean_page``; what an older one read waits for ``jianbao reclean``.
CLEANER_VERSION = 4
#: The same for ``recognise``; what an older one judged is left-over work of the next pass, and is not announced.
RECOGNISER_VERSION = 5

__all__ = [
    "CLEANER_VERSION",
    "RECOGNISER_VERSION",
    "Attachment",
    "AttachmentError",
    "CleanPage",
    "CleaningError",
    "Commitment",
    "Effect",
    "EffectKind",
    "Force",
    "Label",
    "PageHints",
    "PageKind",
    "PolicyDocument",
    "Reason",
    "Recognition",
    "Relation",
    "Removal",
    "SiteProfile",
    "Status",
    "Text",
    "UndecodableError",
    "clean_page",
    "fingerprint",
    "group_same_texts",
    "read_attachment",
    "recognise",
    "relate_titles",
    "same_text",
]
