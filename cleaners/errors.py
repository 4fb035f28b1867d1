"""What may go wrong while reading a page.

    CleaningError
    ├── UndecodableError     bytes that no charset turns into text
    └── AttachmentError      a file that is too large, too deep or broken beyond reading

Doors answer rather than raise wherever a page can be described (a refused page is a ``CleanPage`` of kind
``blocked``); these errors are for input that has no answer.
"""


class CleaningError(Exception):
    """Base of this room's errors; the message names what was read and, where known, its URL."""


class UndecodableError(CleaningError):
    """Bytes that no charset turns into text."""


class AttachmentError(CleaningError):
    """A file that is too large, too deeply packed or broken beyond reading."""
