"""What may go wrong in the store.

StoreError
└── DatabaseUnreachableError    no connection to the database that the settings name
"""


class StoreError(Exception):
    """Base of this room's errors; the message says what to do."""


class DatabaseUnreachableError(StoreError):
    """No connection to the database that the settings name."""
