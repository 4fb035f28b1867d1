"""Digests (简报) and their deliveries (投递): the ledger that keeps readers from being told twice.

Items, digest and deliveries are written in one transaction (outbox, design rule 12).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_field, json_field


class ItemEvent(StrEnum):
    """What a digest item tells of its policy."""

    NEW = "new"
    VERIFIED = "verified"  # announced as 原文待核 before, now seen at its source
    CHANGED = "changed"  # the official text was edited after it was first seen
    DRAFT = "draft"
    CORRECTED = "corrected"  # an operator put right what was told of it
    INTERPRETED = "interpreted"  # a first interpretation of a policy that was announced before


class Digest(SQLModel, table=True):
    """A rendered bulletin for one subscription."""

    id: int | None = Field(default=None, primary_key=True)
    subscription_id: str = Field(max_length=80, index=True)
    as_of: datetime
    window_from: datetime | None = None
    window_to: datetime
    subject: str
    data: dict[str, Any] = json_field(dict)  # the model that all renderings were made from
    markdown: str
    text: str
    html: str
    created_at: datetime


class DigestItem(SQLModel, table=True):
    """That a subscription was told an event of a policy or an article; the unique key is what 'not twice' means."""

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", index=True)
    subscription_id: str = Field(max_length=80)
    subject: str = Field(
        max_length=120, index=True
    )  # "policy:12", "article:7", "policy:12@…" for a state of it
    event: ItemEvent = enum_field(ItemEvent)

    __table_args__ = (UniqueConstraint("subscription_id", "subject", "event", name="uq_item_told_once"),)


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    SENDING = "sending"  # claimed; one that stays here was cut off after the send, a person decides
    SENT = "sent"
    FAILED = "failed"  # given up after the last attempt


class Delivery(SQLModel, table=True):
    """One digest to one target through one channel: an outbox row and the ledger of its attempts."""

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", index=True)
    subscription_id: str = Field(max_length=80)
    channel: str = Field(max_length=20)  # folder, email, …
    target: str  # an address, a folder
    state: DeliveryState = enum_field(DeliveryState, default=DeliveryState.PENDING, index=True)
    attempts: int = 0
    claimed_at: datetime | None = None
    next_attempt_at: datetime
    sent_at: datetime | None = None
    answer: str | None = None  # what the service said
    message_id: str = Field(max_length=120)  # made from the digest's id: a resend is recognisable

    __table_args__ = (UniqueConstraint("digest_id", "channel", "target", name="uq_delivery_once"),)
