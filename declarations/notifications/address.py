"""Where a webhook may be sent: the guard against requests that are forged through us (SSRF). Pure.

`target_of` judges the URL when it is registered, and again before each try. `is_public` judges an address that its
name led to. Between them nothing inside can be named: not by a literal, not by a name that leads inside.
"""

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

import idna
from msgspec import Struct

LONGEST = 2000
HTTPS_PORT = 443
_NOT_IN_A_URL = re.compile(r"[^!-~\u00a1-\uffef]|[\\<>\"`{}|^]")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_INSIDE = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
)


class BadAddress(ValueError):
    """The URL is not one that we would send to: `why` is a word that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Target(Struct, frozen=True):
    """Where to connect, whom to expect there, and what to ask for."""

    scheme: str
    host: str
    port: int
    path: str
    on_loopback: bool = False

    @property
    def authority(self) -> str:
        """The Host header."""
        default = {"https": HTTPS_PORT, "http": 80}[self.scheme]
        return self.host if self.port == default else f"{self.host}:{self.port}"


def target_of(url: str, *, loopback_hosts: Collection[str] = ()) -> Target:
    """The target of a URL. Raises BadAddress.

    `loopback_hosts` are names that lead to this very machine, in development and tests: for these alone http and
    other ports are allowed, and nothing but a loopback address.
    """
    if len(url) > LONGEST:
        raise BadAddress("too-long")
    if _NOT_IN_A_URL.search(url):
        raise BadAddress("character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("malformed") from None
    if "@" in parts.netloc:
        raise BadAddress("user-info")
    if parts.fragment or url.endswith("#"):
        raise BadAddress("fragment")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise BadAddress("character")
    if (parts.hostname or "") in loopback_hosts and parts.scheme in {"http", "https"}:
        default = HTTPS_PORT if parts.scheme == "https" else 80
        return Target(parts.scheme, str(parts.hostname), default if port is None else port, path, on_loopback=True)
    if parts.scheme != "https":
        raise BadAddress("scheme")
    if port not in {None, HTTPS_PORT}:
        raise BadAddress("port")
    return Target("https", _public_name(parts.hostname or ""), HTTPS_PORT, path)


def _public_name(host: str) -> str:
    """The name as it is looked up: IDNA, small letters, no dot at the end. Raises BadAddress."""
    if not host or "%" in host:
        raise BadAddress("host")
    if ":" in host:
        raise BadAddress("ip-literal")
    try:
        name = idna.encode(host, uts46=True, std3_rules=True).decode().lower().removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        # A literal in a notation that is no name is told as what it is.
        raise BadAddress("ip-literal" if _ends_in_a_number(host) else "host") from None
    labels = name.split(".")
    if _ends_in_a_number(name):
        raise BadAddress("ip-literal")
    if len(labels) < 2 or labels[-1] in _INSIDE:
        raise BadAddress("inside-name")
    return name


def _ends_in_a_number(host: str) -> bool:
    """Whether some resolver would read it as an address: 127.1, 2130706433, 0x7f.1, 0177.0.0.1."""
    return bool(_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]))


_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_PUBLIC_4 = (IPv4Network("192.88.99.0/24"),)  # relays of 6to4, which lead anywhere
_NOT_PUBLIC_6 = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),  # for documentation
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is global unicast, and so is every address that it wraps (6to4, NAT64)."""
    if isinstance(address, IPv4Address):
        return address.is_global and not (
            address.is_multicast or address.is_reserved or any(address in network for network in _NOT_PUBLIC_4)
        )
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    if address not in _GLOBAL_UNICAST or not address.is_global or any(address in each for each in _NOT_PUBLIC_6):
        return False
    return address.sixtofour is None or is_public(address.sixtofour)


def may_connect(address: IPv4Address | IPv6Address, target: Target) -> bool:
    """Whether this address may be what the target's name leads to."""
    return address.is_loopback if target.on_loopback else is_public(address)
