"""Which addresses may be contacted: public ones, on four ports, by http and https, and what the operator opened.

`check_url` refuses early and cheaply; the decision that counts is `check_address` on the resolved address, taken when
the connection is made (feeds/transport.py), so that neither a redirect nor a name that changes its mind gets round it.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from conflict.codebook import FetchOutcome
from conflict.errors import DataError
from feeds.limits import Limits
from feeds.refused import Blocked

_SCHEMES = ("http", "https")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")

# IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), plus multicast and the reserved class E.
# `ipaddress.is_global` alone lets multicast, 6to4, NAT64 and site-local pass.
_REFUSED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # a cloud's host service on a public address (Azure documentation, "168.63.129.16")
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
# Only 2000::/3 is handed out as global unicast; everything outside it (mapped, NAT64, ULA, link- and site-local,
# multicast) is refused as a whole, and inside it the special blocks.
_UNICAST_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


@dataclass(frozen=True, slots=True)
class PrivateNetwork:
    """The hosts and ports that the operator lets through the guard: exact pairs, nothing around them."""

    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "PrivateNetwork":
        """Read `host:port,host:port` (an IPv6 address in brackets); "" opens nothing. Raise DataError."""
        places = set()
        for entry in filter(None, (piece.strip() for piece in text.split(","))):
            host, _, port = entry.rpartition(":")
            if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536 or "/" in host:
                raise DataError(
                    f"ATALAYA_RED_PRIVADA: {entry!r} is not host:port",
                    f"ATALAYA_RED_PRIVADA tiene «{entry}» y se esperaba servidor:puerto, por ejemplo 127.0.0.1:8099. "
                    "Separe varios con comas y no escriba http:// ni rutas.",
                )
            places.add((_canonical(host), int(port)))
        return cls(frozenset(places))

    def allows(self, host: str, port: int) -> bool:
        """Say whether this host, as written in the address, was opened on this port."""
        return bool(self.places) and (_canonical(host), port) in self.places


def _canonical(host: str) -> str:
    """Return one spelling for one host."""
    bare = host.strip("[]").lower()
    try:
        return str(ip_address(bare))
    except ValueError:
        return bare


def parse_url(url: str) -> httpx.URL:
    """Return the address taken apart; raise Blocked when its scheme or its shape is refused."""
    if url.partition(":")[0].lower() not in _SCHEMES:
        raise Blocked(FetchOutcome.SCHEME_BLOCKED, "scheme other than http and https")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "not a valid address") from error
    if parsed.userinfo:
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "credentials in the address")
    return parsed


def port_of(url: httpx.URL) -> int:
    """Return the port that the address means."""
    return url.port or (443 if url.scheme == "https" else 80)


def check_url(url: str, private: PrivateNetwork, ports: frozenset[int] = Limits().ports) -> None:
    """Refuse what can be refused without asking for a name: scheme, shape, credentials, port, literal addresses.

    Raise Blocked with its outcome; return nothing when the address may be tried.
    """
    parsed = parse_url(url)
    check_host(parsed.raw_host.decode("ascii"), port_of(parsed), private, ports)


def check_host(host: str, port: int, private: PrivateNetwork, ports: frozenset[int] = Limits().ports) -> None:
    """Refuse a host and port as written; a name still has to pass `check_address` for all it resolves to."""
    if private.allows(host, port):
        return
    if port not in ports:
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, f"port {port} is not for feeds")
    literal = literal_address(host)
    if literal is not None:
        check_address(literal)


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that the host is, or None for a name.

    Raise Blocked for spellings that only some resolvers read as addresses (`2130706433`, `0x7f.1`, `0177.0.0.1`,
    `127.1`; WHATWG URL, "ends in a number"), for zone ids, and for `localhost` (RFC 6761).
    """
    bare = host.removesuffix(".").lower()
    if not bare or "%" in bare:
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "no host, or a zone id in it")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    last = bare.rpartition(".")[2]
    if _NUMERIC_LABEL.fullmatch(last):
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "a number where a host was expected")
    if last == "localhost":
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "this machine")
    return None


def check_address(address: IPv4Address | IPv6Address | str) -> None:
    """Refuse every address that is not public unicast; raise Blocked."""
    if isinstance(address, str):
        try:
            address = ip_address(address)
        except ValueError as error:
            raise Blocked(FetchOutcome.ADDRESS_BLOCKED, "the resolver gave no address") from error
    if isinstance(address, IPv4Address):
        public = not any(address in network for network in _REFUSED_V4)
    else:
        public = (
            address.scope_id is None
            and address in _UNICAST_V6
            and not any(address in network for network in _REFUSED_V6)
        )
    if not public:
        raise Blocked(FetchOutcome.ADDRESS_BLOCKED, f"{address} is not a public address")
