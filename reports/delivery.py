"""Hand a message to the mail server: one connection for several, each with a Message-ID that never changes."""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from conflict.killpoint import DeliveryPoint, reached
from conflict.lapaz import local
from conflict.message import Outgoing
from conflict.thismachine import HERE
from reports.settings import MailSettings

PATIENCE = 20.0
"""Seconds for a connection or an answer of the server."""
PERMANENT = 500
"""SMTP codes from here on are final (RFC 5321, 4.2.1)."""

CALENDAR_NAME = "plazos.ics"
"""Name of the attached calendar: the same in every mail, so that it tells nothing."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one message; `error` is an English cause without address or text, "" when it went."""

    id: int
    attempts: int
    error: str = ""
    refused: bool = False


def composed(one: Outgoing, sender: str, now: datetime) -> EmailMessage:
    """Return the mail: plain text and HTML that say the same, the hour of La Paz, no answer expected."""
    mail = EmailMessage()
    mail["From"] = f"Atalaya <{sender}>"
    mail["To"] = one.address
    mail["Subject"] = one.subject
    mail["Date"] = format_datetime(local(now))
    mail["Message-ID"] = one.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "es-BO"
    mail.set_content(one.text)
    mail.add_alternative(one.html, subtype="html")
    if one.calendar:
        mail.add_attachment(
            one.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename=CALENDAR_NAME,
            params={"charset": "utf-8"},
        )
    return mail


def deliver(
    waiting: Sequence[Outgoing], settings: MailSettings, now: datetime, done: Callable[[Delivered], None]
) -> int:
    """Send what waits and tell `done` of each at once; return how many went.

    A server that cannot be reached leaves all of them for later; one that refuses an address refuses only that one.
    """
    if not waiting:
        return 0
    try:
        server = _connected(settings)
    except (OSError, smtplib.SMTPException) as error:
        for one in waiting:
            done(Delivered(one.id, one.attempts, type(error).__name__))
        return 0
    went = 0
    try:
        for one in waiting:
            outcome = _send(server, one, settings.sender, now)
            went += not outcome.error
            if not outcome.error:
                reached(DeliveryPoint.AFTER_SMTP)
            done(outcome)
    finally:
        with suppress(OSError, smtplib.SMTPException):  # whatever it answers to the goodbye, what it took is sent
            server.quit()
    return went


def _send(server: smtplib.SMTP, one: Outgoing, sender: str, now: datetime) -> Delivered:
    try:
        mail = composed(one, sender, now)
    except (ValueError, LookupError) as error:  # a header or a text that no mail can hold; the others go
        return Delivered(one.id, one.attempts, f"not composed: {type(error).__name__}", refused=True)
    try:
        server.send_message(mail, from_addr=sender, to_addrs=[one.address])
    except smtplib.SMTPSenderRefused as error:  # ATALAYA_REMITENTE is at fault, not the message: it waits
        return Delivered(one.id, one.attempts, f"sender {error.smtp_code}")
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        return Delivered(one.id, one.attempts, f"recipient {code}", refused=code >= PERMANENT)
    except smtplib.SMTPResponseException as error:
        return Delivered(one.id, one.attempts, f"answer {error.smtp_code}", refused=error.smtp_code >= PERMANENT)
    except (OSError, smtplib.SMTPException) as error:
        return Delivered(one.id, one.attempts, type(error).__name__)
    return Delivered(one.id, one.attempts)


def _connected(settings: MailSettings) -> smtplib.SMTP:
    """Open a connection: TLS from the start on port 465, by STARTTLS elsewhere; in clear on this machine alone."""
    context = ssl.create_default_context()
    if settings.port == 465:
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif settings.user or settings.host not in HERE:  # ASVS 5.0.0, 12.3.1
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no TLS and the message would go in clear")
    if settings.user:
        server.login(settings.user, settings.password)
    return server
