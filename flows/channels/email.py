"""The e-mail channel: one mail to one address over SMTP, text and HTML from the same model.

Headers by what mail systems ask of automatic mail: RFC 3834 (Auto-Submitted), RFC 2369 (List-Unsubscribe), RFC 2392
and 5322 (Message-ID), RFC 2046 (multipart/alternative, the plainest part first).
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cleaners.dates import CHINA
from flows.channels.message import Message, Receipt
from flows.errors import DeliveryError, UncertainDeliveryError


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in; a password is only ever sent over TLS or to this machine."""

    host: str
    port: int = 25
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = False
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """Sends through ``server`` as ``sender``; ``unsubscribe_url`` (https) becomes List-Unsubscribe."""

    server: SmtpServer
    sender: str
    unsubscribe_url: str | None = None

    name = "email"
    repeatable = False

    def send(self, message: Message) -> Receipt:
        """Hand the mail to the server; the answer is what the server said to the body.

        Raises ``DeliveryError`` when the server cannot be reached or refuses, with its own words, and
        ``UncertainDeliveryError`` when it fell silent after the body.
        """
        server = self.server
        at = f"e-mail to {message.target} through {server.host}:{server.port}"
        if server.user and not server.starttls and server.host not in ("localhost", "127.0.0.1", "::1"):
            raise DeliveryError(f"{at}: a password is not sent without TLS; set JIANBAO_SMTP_STARTTLS=true")
        try:
            body = self.compose(message).as_bytes(policy=SMTP)
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
            try:
                answer = self._hand_over(smtp, message, body, at)
            finally:
                smtp.close()
        except smtplib.SMTPResponseException as error:
            raise DeliveryError(f"{at}: {error.smtp_code} {_said(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"{at}: {error}") from error
        except ValueError as error:  # an address or header that cannot be written: a line break in it
            raise DeliveryError(f"{at}: the mail cannot be written: {error}") from error
        return Receipt(answer)

    def _hand_over(self, smtp: smtplib.SMTP, message: Message, body: bytes, at: str) -> str:
        if self.server.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if self.server.user:
            smtp.login(self.server.user, self.server.password or "")
        smtp.ehlo_or_helo_if_needed()
        _accepted("sender", *smtp.mail(self.sender), at=at)
        _accepted("recipient", *smtp.rcpt(message.target), at=at)
        try:
            code, said = smtp.data(body)
        except smtplib.SMTPDataError:  # refused before the body was sent
            raise
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise UncertainDeliveryError(f"{at}: lost while the mail was handed over: {error}") from error
        answer = _accepted("message", code, said, at=at)
        # The mail is taken: whatever happens to the farewell must not make it a failure, and so a second copy.
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        return answer

    def compose(self, message: Message) -> EmailMessage:
        """The mail as it leaves: UTF-8, quoted-printable or base64 as the library finds shorter."""
        mail = EmailMessage()
        mail["Subject"] = message.subject
        mail["From"] = self.sender
        mail["To"] = message.target
        mail["Date"] = format_datetime(message.as_of.astimezone(CHINA))
        mail["Message-ID"] = message.message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = "zh-CN"
        if self.unsubscribe_url:
            mail["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
        mail.set_content(message.text, charset="utf-8", cte="base64")
        mail.add_alternative(message.html, subtype="html", charset="utf-8", cte="base64")
        return mail


def _accepted(what: str, code: int, said: bytes, *, at: str) -> str:
    """The server's answer, ``250 OK``; raises ``DeliveryError`` for any code that is not a yes."""
    answer = f"{code} {_said(said)}"
    if code not in (250, 251):
        raise DeliveryError(f"{at}: {what} refused: {answer}")
    return answer


def _said(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
