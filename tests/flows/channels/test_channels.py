"""The folder and e-mail channels, the latter against a real SMTP server on loopback."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from cleaners.dates import CHINA
from flows.channels import EmailChannel, FolderChannel, Message, SmtpServer, message_id
from flows.errors import DeliveryError, UncertainDeliveryError
from tests.crawlers.tls import self_signed

MESSAGE = Message(
    digest_id=12,
    subscription_id="default",
    target="reader@example.org",
    message_id=message_id(12, "default", "email", "reader@example.org"),
    as_of=datetime(2025, 2, 21, 0, 30, tzinfo=CHINA),
    subject="【卫健政策日报】02-21 新政策 3 · 变更 1 · 解读 5 · 异常源 1",
    text="■ 新政策\n\n1. 关于开展健康体重管理的通知\n.\n.一行以点开头\n",
    html="<p>关于开展健康体重管理的通知</p>\n<p>第二段</p>\n" + "长" * 3000,
    markdown="# 新政策\n",
)


@dataclass
class Mailbox:
    """A handler of aiosmtpd that keeps what comes in, or refuses it as told."""

    refuse_rcpt: str | None = None
    refuse_data: str | None = None
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse_rcpt:
            return self.refuse_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse_data:
            return self.refuse_data
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 queued as 4F00"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[SmtpServer]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield SmtpServer("127.0.0.1", controller.port, timeout_s=5)
    controller.stop()


def read(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_mail_arrives_as_text_and_html(server: SmtpServer, mailbox: Mailbox) -> None:
    receipt = EmailChannel(server, "健报 <jianbao@example.org>").send(MESSAGE)
    assert receipt.answer == "250 2.0.0 queued as 4F00"
    [(sender, recipients, raw)] = mailbox.mails
    assert (sender, recipients) == ("jianbao@example.org", ["reader@example.org"])
    mail = read(raw)
    assert mail["Subject"] == MESSAGE.subject
    assert mail["From"] == "健报 <jianbao@example.org>"
    assert mail["To"] == "reader@example.org"
    assert mail["Message-ID"] == MESSAGE.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Fri, 21 Feb 2025 00:30:00 +0800"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]
    text, html = (part.get_content() for part in parts)
    assert text.replace("\r\n", "\n") == MESSAGE.text
    assert html.replace("\r\n", "\n").rstrip("\n") == MESSAGE.html
    assert max(map(len, raw.splitlines())) <= 998


def test_a_way_out_is_named_when_there_is_one(server: SmtpServer, mailbox: Mailbox) -> None:
    EmailChannel(server, "jianbao@example.org", "https://example.org/u/default").send(MESSAGE)
    assert read(mailbox.mails[0][2])["List-Unsubscribe"] == "<https://example.org/u/default>"


def test_a_refused_reader_is_an_error_in_the_servers_words(server: SmtpServer, mailbox: Mailbox) -> None:
    mailbox.refuse_rcpt = "550 5.1.1 no such user"
    with pytest.raises(
        DeliveryError, match=r"reader@example.org through 127.0.0.1:\d+: recipient refused: 550"
    ):
        EmailChannel(server, "jianbao@example.org").send(MESSAGE)
    assert not mailbox.mails


def test_a_refused_mail_is_an_error_and_not_in_doubt(server: SmtpServer, mailbox: Mailbox) -> None:
    mailbox.refuse_data = "452 4.3.1 disk full"
    with pytest.raises(DeliveryError, match=r"452 4\.3\.1 disk full") as caught:
        EmailChannel(server, "jianbao@example.org").send(MESSAGE)
    assert not isinstance(caught.value, UncertainDeliveryError)


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DeliveryError, match=r"reader@example\.org through 127"):
        EmailChannel(SmtpServer("127.0.0.1", free_port()), "jianbao@example.org").send(MESSAGE)


def test_a_server_that_falls_silent_after_the_body_leaves_doubt() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def talk() -> None:
            peer, _ = listener.accept()
            with closing(peer), peer.makefile("rb") as lines:
                peer.sendall(b"220 here\r\n")
                for line in lines:
                    verb = line[:4].upper()
                    peer.sendall(b"354 go on\r\n" if verb == b"DATA" else b"250 OK\r\n")
                    if verb == b"DATA":
                        while next(lines) != b".\r\n":
                            pass
                        return

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(UncertainDeliveryError, match="lost while the mail was handed over"):
            EmailChannel(
                SmtpServer("127.0.0.1", listener.getsockname()[1], timeout_s=5), "jianbao@example.org"
            ).send(MESSAGE)
        thread.join(5)


# aiosmtpd warns of a server that takes passwords in the clear, and of its own past.
@pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd", "ignore::DeprecationWarning:aiosmtpd")
def test_a_password_is_used_on_this_machine_and_wrong_ones_are_refused(mailbox: Mailbox) -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (b"jianbao", b"right")
        return AuthResult(success=right, handled=right)  # not handled: the server says 535 itself

    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        right = SmtpServer("127.0.0.1", controller.port, user="jianbao", password="right", timeout_s=5)
        EmailChannel(right, "jianbao@example.org").send(MESSAGE)
        with pytest.raises(DeliveryError, match="535"):
            EmailChannel(replace(right, password="wrong"), "jianbao@example.org").send(MESSAGE)
    finally:
        controller.stop()
    assert len(mailbox.mails) == 1
    assert "right" not in repr(right)


def test_a_password_never_leaves_this_machine_in_the_clear() -> None:
    server = SmtpServer("mail.example.org", 25, user="jianbao", password="secret")
    with pytest.raises(DeliveryError, match="not sent without TLS; set JIANBAO_SMTP_STARTTLS=true"):
        EmailChannel(server, "jianbao@example.org").send(MESSAGE)


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(server: SmtpServer, mailbox: Mailbox) -> None:
    with pytest.raises(DeliveryError, match="STARTTLS"):
        EmailChannel(replace(server, starttls=True), "jianbao@example.org").send(MESSAGE)
    assert not mailbox.mails


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_is_used_with_a_trusted_certificate_only(
    mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    context, certificate = self_signed(tmp_path, "localhost")
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True
    )
    controller.start()
    server = SmtpServer("localhost", controller.port, starttls=True, timeout_s=5)
    try:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            EmailChannel(server, "jianbao@example.org").send(MESSAGE)
        else:
            with pytest.raises(DeliveryError, match="certificate verify failed"):
                EmailChannel(server, "jianbao@example.org").send(MESSAGE)
    finally:
        controller.stop()
    assert len(mailbox.mails) == trusted


@pytest.mark.parametrize("changes", [{"target": "a@b.cn\nBcc: x@y.cn"}, {"subject": "a\r\nBcc: x@y.cn"}])
def test_no_header_can_be_slipped_in(server: SmtpServer, mailbox: Mailbox, changes: dict[str, str]) -> None:
    with pytest.raises(DeliveryError, match="cannot be written"):
        EmailChannel(server, "jianbao@example.org").send(replace(MESSAGE, **changes))
    assert not mailbox.mails


def test_a_message_id_is_the_same_for_every_attempt_and_differs_by_target() -> None:
    one = message_id(12, "default", "email", "a@example.org")
    assert one == message_id(12, "default", "email", "a@example.org")
    assert one != message_id(12, "default", "email", "b@example.org")
    assert one.startswith("<digest-12.default.")
    assert len(message_id(10**12, "s" * 80, "folder", "x" * 500)) <= 120


def test_a_folder_gets_three_files(tmp_path: Path) -> None:
    receipt = FolderChannel(tmp_path).send(replace(MESSAGE, target="default"))
    folder = tmp_path / "default" / "2025-02-21-digest-12"
    assert receipt.answer == str(folder)
    assert sorted(p.name for p in folder.iterdir()) == ["digest.html", "digest.md", "digest.txt"]
    assert (folder / "digest.html").read_text("utf-8") == MESSAGE.html
    assert (folder / "digest.md").read_text("utf-8") == MESSAGE.markdown
    assert (folder / "digest.txt").read_text("utf-8") == MESSAGE.text


def test_writing_again_leaves_one_digest(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.send(replace(MESSAGE, target="a/b"))
    channel.send(replace(MESSAGE, target="a/b"))
    assert len(list((tmp_path / "a" / "b").iterdir())) == 1
    assert len(list((tmp_path / "a" / "b").rglob("*.*"))) == 3


def test_an_absolute_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    FolderChannel(tmp_path / "base").send(replace(MESSAGE, target=str(tmp_path / "elsewhere")))
    assert (tmp_path / "elsewhere" / "2025-02-21-digest-12" / "digest.html").exists()
    assert not (tmp_path / "base").exists()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "default").write_text("a file in the way")
    with pytest.raises(DeliveryError, match=r"folder .*2025-02-21-digest-12: "):
        FolderChannel(tmp_path).send(replace(MESSAGE, target="default"))
