"""What travels through a channel, what comes back, and what a channel must be able to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One rendered digest on its way to one target."""

    digest_id: int
    subscription_id: str
    target: str  # an address, a folder
    message_id: str  # the same for every attempt, so that a resend is recognisable
    as_of: datetime
    subject: str
    text: str
    html: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a message was taken, in the words of the service that took it."""

    answer: str


class Channel(Protocol):
    """A way to readers.  ``name`` is what ``Delivery.channel`` and the subscriptions file call it."""

    @property
    def name(self) -> str: ...

    @property
    def repeatable(self) -> bool:
        """Whether sending the same message again leaves the reader with one: then a cut-off send is simply redone."""
        ...

    def send(self, message: Message) -> Receipt:
        """Hand the message over.  Raises ``DeliveryError`` when the service did not take it."""
        ...


def message_id(digest_id: int, subscription_id: str, channel: str, target: str) -> str:
    """The Message-ID of a delivery, made from what never changes; one for every target of a digest.

    >>> message_id(12, "default", "email", "reader@example.org")
    '<digest-12.default.02c2c9d06a26@jianbao.invalid>'
    """
    mark = hashlib.sha256(f"{channel}\n{target}".encode()).hexdigest()[:12]
    return f"<digest-{digest_id}.{subscription_id[:60]}.{mark}@jianbao.invalid>"
