"""The outbox is emptied once, whatever fails, falls silent or dies on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from cleaners.dates import CHINA
from flows.channels import FolderChannel, Message, Receipt, message_id
from flows.errors import DeliveryError, UncertainDeliveryError
from flows.stages.deliver import ATTEMPTS, CUT_OFF_AFTER, FIRST_WAIT, deliver_due, settle
from models import Database, Delivery, DeliveryState, Digest, Failure

AS_OF = datetime(2025, 2, 21, 8, 0, tzinfo=CHINA)


@dataclass
class Post:
    """A channel whose service does what the test says; what it took is kept."""

    name: str = "email"
    repeatable: bool = False
    act: Callable[[], None] = lambda: None
    taken: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Receipt:
        self.act()
        self.taken.append(message)
        return Receipt("250 OK")


def refuse() -> None:
    raise DeliveryError("450 greylisted")


def lose() -> None:
    raise UncertainDeliveryError("lost while the mail was handed over")


def break_down() -> None:
    raise RuntimeError("a defect of the channel")


def put(database: Database, *targets: tuple[str, str], due: datetime = AS_OF) -> list[int]:
    """One digest with a pending delivery for each (channel, target); the deliveries' ids."""
    with database.session() as session:
        digest = Digest(
            subscription_id="default",
            as_of=AS_OF,
            window_to=AS_OF,
            subject="【卫健政策日报】02-21 新政策 1",
            markdown="# 简报",
            text="简报",
            html="<p>简报</p>",
            created_at=AS_OF,
        )
        session.add(digest)
        session.flush()
        assert digest.id is not None
        rows = [
            Delivery(
                digest_id=digest.id,
                subscription_id="default",
                channel=channel,
                target=target,
                next_attempt_at=due,
                message_id=message_id(digest.id, "default", channel, target),
            )
            for channel, target in targets
        ]
        session.add_all(rows)
        session.flush()
        return [row.id or 0 for row in rows]


def row(database: Database, delivery_id: int) -> Delivery:
    with database.session() as session:
        return session.get_one(Delivery, delivery_id)


def failures(database: Database) -> list[Failure]:
    with database.session() as session:
        return list(session.exec(select(Failure)).all())


def test_what_is_due_is_sent_once(database: Database) -> None:
    [one] = put(database, ("email", "a@example.org"))
    post = Post()
    lines: list[str] = []
    assert deliver_due(database, {"email": post}, as_of=AS_OF, log=lines.append).sent == [one]
    assert deliver_due(database, {"email": post}, as_of=AS_OF).sent == []
    assert [(m.target, m.subject, m.text) for m in post.taken] == [
        ("a@example.org", "【卫健政策日报】02-21 新政策 1", "简报")
    ]
    kept = row(database, one)
    assert (kept.state, kept.attempts, kept.answer, kept.sent_at) == (DeliveryState.SENT, 1, "250 OK", AS_OF)
    assert lines == [f"delivery {one}: email to a@example.org: 250 OK"]
    assert not failures(database)


def test_what_is_not_due_waits(database: Database) -> None:
    put(database, ("email", "a@example.org"), due=AS_OF + timedelta(minutes=1))
    post = Post()
    assert not deliver_due(database, {"email": post}, as_of=AS_OF).sent
    assert deliver_due(database, {"email": post}, as_of=AS_OF + timedelta(minutes=1)).sent


def test_the_folder_channel_through_the_outbox(database: Database, tmp_path: Path) -> None:
    [one] = put(database, ("folder", "default"))
    deliver_due(database, {"folder": FolderChannel(tmp_path)}, as_of=AS_OF)
    folder = Path(row(database, one).answer or "")
    assert (folder / "digest.html").read_text("utf-8") == "<p>简报</p>"


@pytest.mark.parametrize("act", [refuse, lose, break_down])
def test_one_failing_channel_does_not_stop_the_others(
    database: Database, act: Callable[[], None], tmp_path: Path
) -> None:
    _, second = put(database, ("email", "a@example.org"), ("folder", "default"))
    channels = {"email": Post(act=act), "folder": FolderChannel(tmp_path)}
    assert deliver_due(database, channels, as_of=AS_OF).sent == [second]


def test_a_refused_delivery_waits_longer_each_time_and_is_given_up(database: Database) -> None:
    [one] = put(database, ("email", "a@example.org"))
    post = Post(act=refuse)
    at = AS_OF
    for attempt in range(1, ATTEMPTS):
        assert deliver_due(database, {"email": post}, as_of=at).postponed == [one]
        assert not deliver_due(database, {"email": post}, as_of=at + timedelta(minutes=4)).postponed
        kept = row(database, one)
        assert (kept.attempts, kept.answer) == (attempt, "450 greylisted")
        assert kept.next_attempt_at - at == FIRST_WAIT * 4 ** (attempt - 1)
        assert not failures(database)
        at = kept.next_attempt_at
    assert deliver_due(database, {"email": post}, as_of=at).failed == [one]
    assert row(database, one).state == DeliveryState.FAILED
    [failure] = failures(database)
    assert (failure.stage, failure.subject) == ("deliver", f"delivery:{one}")
    assert failure.message == f"given up after {ATTEMPTS} attempts: 450 greylisted"
    assert not deliver_due(database, {"email": post}, as_of=at + timedelta(days=9)).failed


def test_a_delivery_that_works_at_the_second_attempt_is_sent(database: Database) -> None:
    [one] = put(database, ("email", "a@example.org"))
    deliver_due(database, {"email": Post(act=refuse)}, as_of=AS_OF)
    assert deliver_due(database, {"email": Post()}, as_of=AS_OF + FIRST_WAIT).sent == [one]
    assert row(database, one).attempts == 2


@pytest.mark.parametrize("act", [lose, break_down])
def test_a_mail_in_doubt_is_never_sent_again_by_itself(database: Database, act: Callable[[], None]) -> None:
    [one] = put(database, ("email", "a@example.org"))
    assert deliver_due(database, {"email": Post(act=act)}, as_of=AS_OF).uncertain == [one]
    later, post = AS_OF + timedelta(days=1), Post()
    report = deliver_due(database, {"email": post}, as_of=later)
    assert (report.sent, report.uncertain) == ([], [one])
    assert not post.taken
    [failure] = failures(database)
    assert (failure.count, failure.solved_at) == (2, None)


def test_a_crash_while_a_mail_is_sent_is_shown_to_a_person(database: Database) -> None:
    [one] = put(database, ("email", "a@example.org"))

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(database, {"email": Post(act=die)}, as_of=AS_OF)
    assert row(database, one).state == DeliveryState.SENDING
    post = Post()
    report = deliver_due(database, {"email": post}, as_of=AS_OF + timedelta(minutes=1))
    assert (report.sent, report.uncertain) == ([], [])  # another worker may still be at it
    report = deliver_due(database, {"email": post}, as_of=AS_OF + CUT_OFF_AFTER)
    assert report.uncertain == [one]
    assert "cut off while sending since 2025-02-21 00:00 UTC" in (row(database, one).answer or "")
    assert not post.taken


def test_a_crash_while_a_folder_is_written_is_simply_redone(database: Database, tmp_path: Path) -> None:
    [one] = put(database, ("folder", "default"))

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(database, {"folder": Post("folder", True, die)}, as_of=AS_OF)
    assert deliver_due(database, {"folder": FolderChannel(tmp_path)}, as_of=AS_OF).sent == [one]


@pytest.mark.parametrize("resend", [True, False])
def test_a_person_decides(database: Database, resend: bool) -> None:
    [one] = put(database, ("email", "a@example.org"))
    deliver_due(database, {"email": Post(act=lose)}, as_of=AS_OF)
    later, post = AS_OF + timedelta(hours=1), Post()
    assert settle(database, one, resend=resend, as_of=later)
    assert deliver_due(database, {"email": post}, as_of=later).sent == ([one] if resend else [])
    assert row(database, one).state == DeliveryState.SENT
    assert failures(database)[0].solved_at == later
    assert not settle(database, one, resend=True, as_of=later)


def test_a_channel_that_is_not_set_up_is_said_and_waits(database: Database) -> None:
    [one] = put(database, ("email", "a@example.org"))
    lines: list[str] = []
    assert deliver_due(database, {}, as_of=AS_OF, log=lines.append).unserved == [one]
    assert row(database, one).attempts == 0
    assert "channel 'email' is not set up" in lines[0]
    assert deliver_due(database, {"email": Post()}, as_of=AS_OF).sent == [one]


def test_two_workers_send_each_delivery_once(database: Database) -> None:
    ids = put(database, *(("email", f"reader{n}@example.org") for n in range(20)))
    both = threading.Barrier(2)
    posts = [Post(), Post()]
    sent: list[list[int]] = [[], []]

    def work(which: int) -> None:
        both.wait(10)
        sent[which] = deliver_due(database, {"email": posts[which]}, as_of=AS_OF).sent

    workers = [threading.Thread(target=work, args=(which,)) for which in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(sent[0] + sent[1]) == ids
    targets = [message.target for post in posts for message in post.taken]
    assert len(targets) == len(set(targets)) == 20
