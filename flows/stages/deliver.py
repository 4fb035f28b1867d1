"""Delivering: due rows of the outbox are claimed, sent through their channel, and the service's answer is kept.

What goes into the outbox is ``flows.stages.announce``.  A row is claimed by one conditional UPDATE, so that two workers
never send the same one; a row that a crash left claimed is redone where that leaves the reader with one copy (a
folder), and else shown to a person: better one missing acknowledgement than two mails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from flows.channels import Channel, Message, Receipt
from flows.errors import DeliveryError, UncertainDeliveryError
from models import Database, Delivery, DeliveryState, Digest, Failure

ATTEMPTS = 5
#: Waiting after the first failure; four times as long after each further one (5 min, 20 min, 80 min, 320 min).
FIRST_WAIT = timedelta(minutes=5)
#: A mail that was claimed this long ago and has no answer is not being sent any more.
CUT_OFF_AFTER = timedelta(minutes=30)

Log = Callable[[str], object]


@dataclass(slots=True)
class DeliverReport:
    """What one run did, as ids of ``Delivery`` rows."""

    sent: list[int] = field(default_factory=list)
    postponed: list[int] = field(default_factory=list)  # failed, to be tried again
    failed: list[int] = field(default_factory=list)  # given up
    uncertain: list[int] = field(default_factory=list)  # sent or not: a person decides (``settle``)
    unserved: list[int] = field(default_factory=list)  # due, but their channel is not set up


def deliver_due(
    database: Database, channels: Mapping[str, Channel], *, as_of: datetime, log: Log = lambda line: None
) -> DeliverReport:
    """Send every delivery that is due at ``as_of`` (aware) through the channel of its name.

    A failing channel does not stop the others.  May be killed at any point and run again, also by two workers.
    """
    report = DeliverReport()
    _take_back_repeatable(database, channels, as_of)
    _report_cut_off(database, report, as_of, log)
    for delivery_id, name in _due(database, as_of):
        channel = channels.get(name)
        if channel is None:
            report.unserved.append(delivery_id)
            log(f"delivery {delivery_id}: channel {name!r} is not set up; it waits")
            continue
        message = _claim(database, delivery_id, as_of)
        if message is None:  # another worker was faster
            continue
        try:
            receipt = channel.send(message)
        except UncertainDeliveryError as error:
            _note_uncertain(database, delivery_id, str(error), report, as_of, log)
        except DeliveryError as error:
            _postpone(database, delivery_id, str(error), report, as_of, log)
        except Exception as error:  # noqa: BLE001 - a channel's defect must not keep the other readers waiting
            said = f"{type(error).__name__}: {error}"
            if channel.repeatable:
                _postpone(database, delivery_id, said, report, as_of, log)
            else:
                _note_uncertain(database, delivery_id, said, report, as_of, log)
        else:
            _mark_sent(database, delivery_id, receipt, as_of)
            report.sent.append(delivery_id)
            log(f"delivery {delivery_id}: {name} to {message.target}: {receipt.answer}")
    return report


def settle(database: Database, delivery_id: int, *, resend: bool, as_of: datetime) -> bool:
    """A person's decision on a delivery that was cut off: send it again, or take it as sent.

    False when the delivery is not (or no longer) in doubt.
    """
    change: dict[str, Any] = (
        {"state": DeliveryState.PENDING, "next_attempt_at": as_of}
        if resend
        else {"state": DeliveryState.SENT, "sent_at": as_of, "answer": "taken as sent by an operator"}
    )
    with database.session() as session:
        decided = session.execute(
            update(Delivery)
            .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.SENDING)
            .values(**change, claimed_at=None)
        )
        if not _changed(decided):
            return False
        _solve(session, delivery_id, as_of)
        return True


def _due(database: Database, as_of: datetime) -> list[tuple[int, str]]:
    with database.session() as session:
        rows = session.exec(
            select(Delivery.id, Delivery.channel)
            .where(Delivery.state == DeliveryState.PENDING, Delivery.next_attempt_at <= as_of)
            .order_by(col(Delivery.next_attempt_at), col(Delivery.id))
        ).all()
    return [(delivery_id, channel) for delivery_id, channel in rows if delivery_id is not None]


def _claim(database: Database, delivery_id: int, as_of: datetime) -> Message | None:
    """The message of a row that this worker, and no other, now has the right to send."""
    with database.session() as session:
        claimed = session.execute(
            update(Delivery)
            .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING)
            .values(state=DeliveryState.SENDING, claimed_at=as_of, attempts=col(Delivery.attempts) + 1)
        )
        if not _changed(claimed):
            return None
        delivery, digest = session.exec(
            select(Delivery, Digest)
            .join(Digest, col(Digest.id) == col(Delivery.digest_id))
            .where(Delivery.id == delivery_id)
        ).one()
        return Message(
            digest_id=delivery.digest_id,
            subscription_id=delivery.subscription_id,
            target=delivery.target,
            message_id=delivery.message_id,
            as_of=digest.as_of,
            subject=digest.subject,
            text=digest.text,
            html=digest.html,
            markdown=digest.markdown,
        )


def _take_back_repeatable(database: Database, channels: Mapping[str, Channel], as_of: datetime) -> None:
    """Rows that a crash left claimed on a channel where sending again does no harm become due at once."""
    repeatable = [name for name, channel in channels.items() if channel.repeatable]
    with database.session() as session:
        session.execute(
            update(Delivery)
            .where(col(Delivery.state) == DeliveryState.SENDING, col(Delivery.channel).in_(repeatable))
            .values(state=DeliveryState.PENDING, claimed_at=None, next_attempt_at=as_of)
        )


def _report_cut_off(database: Database, report: DeliverReport, as_of: datetime, log: Log) -> None:
    """Rows without an answer for too long are recorded for a person, at every run until one decides."""
    with database.session() as session:
        stuck = session.exec(
            select(Delivery).where(
                Delivery.state == DeliveryState.SENDING, col(Delivery.claimed_at) <= as_of - CUT_OFF_AFTER
            )
        ).all()
    for delivery in stuck:
        since = f"{delivery.claimed_at:%Y-%m-%d %H:%M} UTC"
        said = delivery.answer or f"cut off while sending since {since}; it may or may not have gone out"
        _note_uncertain(database, delivery.id or 0, said, report, as_of, log)


def _mark_sent(database: Database, delivery_id: int, receipt: Receipt, as_of: datetime) -> None:
    with database.session() as session:
        session.execute(
            update(Delivery)
            .where(col(Delivery.id) == delivery_id)
            .values(state=DeliveryState.SENT, sent_at=as_of, claimed_at=None, answer=receipt.answer)
        )
        _solve(session, delivery_id, as_of)


def _postpone(
    database: Database, delivery_id: int, said: str, report: DeliverReport, as_of: datetime, log: Log
) -> None:
    """Not taken: try again later, or give up after the last attempt."""
    with database.session() as session:
        delivery = session.get_one(Delivery, delivery_id)
        if delivery.state != DeliveryState.SENDING:  # taken back and sent by another worker in the meantime
            return
        delivery.answer = said
        delivery.claimed_at = None
        given_up = delivery.attempts >= ATTEMPTS
        if given_up:
            delivery.state = DeliveryState.FAILED
            _record(session, delivery_id, f"given up after {delivery.attempts} attempts: {said}", as_of)
        else:
            delivery.state = DeliveryState.PENDING
            delivery.next_attempt_at = as_of + FIRST_WAIT * 4 ** (delivery.attempts - 1)
        session.add(delivery)
    (report.failed if given_up else report.postponed).append(delivery_id)
    log(f"delivery {delivery_id}: {'given up' if given_up else 'postponed'}: {said}")


def _note_uncertain(
    database: Database, delivery_id: int, said: str, report: DeliverReport, as_of: datetime, log: Log
) -> None:
    """Sent or not, nobody knows: the row stays claimed until ``settle``."""
    with database.session() as session:
        delivery = session.get_one(Delivery, delivery_id)
        delivery.answer = said
        session.add(delivery)
        _record(session, delivery_id, f"uncertain, a person decides: {said}", as_of)
    report.uncertain.append(delivery_id)
    log(f"delivery {delivery_id}: uncertain, a person decides: {said}")


def _record(session: Session, delivery_id: int, message: str, as_of: datetime) -> None:
    known = session.exec(select(Failure).where(Failure.subject == f"delivery:{delivery_id}")).first()
    if known is None:
        known = Failure(
            stage="deliver",
            subject=f"delivery:{delivery_id}",
            message=message,
            first_at=as_of,
            last_at=as_of,
        )
    else:
        known.message, known.last_at, known.solved_at = message, as_of, None
        known.count += 1
    session.add(known)


def _solve(session: Session, delivery_id: int, as_of: datetime) -> None:
    session.execute(
        update(Failure)
        .where(col(Failure.subject) == f"delivery:{delivery_id}", col(Failure.solved_at).is_(None))
        .values(solved_at=as_of)
    )


def _changed(result: Any) -> bool:
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
