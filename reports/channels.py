"""Hand a short message to a channel: a webhook (json, jsons) or Telegram, by Apprise, which is imported when needed.

A channel is a name; its address holds a secret and stays in the settings. Nothing of it is ever logged or stored.
"""

import ipaddress
import logging
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from conflict.errors import DataError
from conflict.killpoint import DeliveryPoint, reached
from conflict.message import Outgoing, brief, channel_of, chat_of
from reports.delivery import Delivered
from reports.settings import ChannelSettings

PORTS = {"json": 80, "jsons": 443, "tgram": 443}
"""The kinds of addresses that a channel may have, with the port each uses unless another is written."""
TELEGRAM = "tgram"
PATIENCE = 10.0
"""Seconds for a connection, and for an answer."""
ID_HEADER = "Idempotency-Key"
Resolve = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that a name has now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked(name: str, url: str) -> str:
    """Return the address of a channel; raise DataError, without the address, for one of another kind."""
    if urlsplit(url).scheme.lower() not in PORTS:
        raise DataError(
            f"channel {name} of another kind",
            f"El canal «{name}» de ATALAYA_CANALES no es json://, jsons:// ni tgram://.",
        )
    return url


def reachable(url: str, settings: ChannelSettings, resolve: Resolve = resolved) -> bool:
    """Say whether a channel lies in the open net, or where the settings let through by `host:port`.

    A name is looked up again by whoever connects: who answers for that name could change its address in between.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() == TELEGRAM:
        return True  # its parts are a token and a chat; the host is Telegram's
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme.lower()]
    if f"{host}:{port}" in settings.private:
        return True
    found = [ipaddress.ip_address(one.partition("%")[0]) for one in resolve(host, port)]
    return bool(found) and all(one.is_global and not one.is_multicast for one in found)


def deliver_short(waiting: Sequence[Outgoing], settings: ChannelSettings, done: Callable[[Delivered], None]) -> int:
    """Send what waits for channels and tell `done` of each at once; return how many went.

    Each carries its lasting id, so that one sent twice after a crash is known by it. What fails is tried again.
    """
    went = 0
    for one in waiting:
        error = _send(one, settings)
        went += not error
        if not error:
            reached(DeliveryPoint.AFTER_SMTP)
        done(Delivered(one.id, one.attempts, error))
    return went


def chat_address(chat: str, settings: ChannelSettings) -> str | None:
    """Return where a person's chat is reached: by the first Telegram of the settings; None where there is none."""
    for _, url in settings.channels:
        parts = urlsplit(url)
        if parts.scheme.lower() == TELEGRAM:
            return f"{TELEGRAM}://{parts.netloc}/{chat}"
    return None


def _send(one: Outgoing, settings: ChannelSettings) -> str:
    """Send one message and return why it did not go, "" when it did."""
    name, chat = channel_of(one.address), chat_of(one.address)
    url = chat_address(chat, settings) if chat else dict(settings.channels).get(name)
    if url is None:
        return "no Telegram in the settings" if chat else "channel not in the settings"
    try:
        checked(name, url)
        if not reachable(url, settings):
            return "channel at a private address"
    except (DataError, OSError, ValueError) as error:
        return type(error).__name__
    target = _target(url, one)
    if target is None:
        return "channel not understood, or not exactly one recipient"
    return "" if target.notify(body=brief(one), body_format="text") else "channel unreachable or refused"


def _target(url: str, one: Outgoing) -> Any:
    """Return the one recipient of an address; None when it is not understood or has another number of them."""
    import apprise  # takes seconds

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # its lines tell addresses and answers
    target: Any = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    telegram = urlsplit(url).scheme.lower() == TELEGRAM
    if target is None or len(target) != 1 or (telegram and len(target.targets) != 1):
        return None
    target.redirects, target.verify_certificate = False, True
    target.socket_connect_timeout = target.socket_read_timeout = PATIENCE
    if not telegram:
        target.headers[ID_HEADER] = one.message_id
        target.payload_extras["id"] = one.message_id
    return target
