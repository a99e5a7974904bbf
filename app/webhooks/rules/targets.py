"""Whom we may call: an address of the public internet, and nothing of our own network.

A seller types the address, so a careless or hostile one would let our server ask the database host,
a cloud's metadata service or a neighbour (server-side request forgery, OWASP A10).
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from app.core.i18n import mark

Address = IPv4Address | IPv6Address
LONGEST = 500
_CARRIER_NAT = ip_network("100.64.0.0/10")
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".lan")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to call: `path` with its query; `secure` is HTTPS."""

    secure: bool
    host: str
    port: int
    path: str


def target(url: str, *, local: bool = False) -> Target:
    """The parts of an address that may be called. Raises ValueError with a sentence.

    `local` also allows plain HTTP to this very machine: for trying things out.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(NOT_AN_ADDRESS) from None
    host = (parts.hostname or "").rstrip(".")
    if not host or len(url) > LONGEST or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError(NOT_AN_ADDRESS)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError(mark("Địa chỉ không được có tên đăng nhập, mật khẩu hay dấu #."))
    here, secure = local and _is_this_machine(host), parts.scheme == "https"
    if not secure and not (here and parts.scheme == "http"):
        raise ValueError(mark("Địa chỉ cần bắt đầu bằng https://"))
    if not here:
        _check_name(host)
        _check_port(port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port or (443 if secure else 80), path)


NOT_AN_ADDRESS = mark("Địa chỉ chưa đúng, ví dụ https://banhang.example.vn/nguyen-goc")
INSIDE = mark("Địa chỉ này nằm trong mạng riêng nên sàn không gọi tới được.")


def _check_port(port: int | None) -> None:
    """443 and 8443, the ports of HTTPS; other services of a host are not ours to knock at."""
    if port not in {None, 443, 8443}:
        raise ValueError(mark("Cổng của địa chỉ cần là 443 hoặc 8443."))


def _check_name(host: str) -> None:
    if host == _LOCAL_NAMES[0] or host.endswith(_LOCAL_NAMES[1:]):
        raise ValueError(INSIDE)
    try:
        address = ip_address(host)
    except ValueError:
        _check_domain(host)
    else:
        if not is_public(address):
            raise ValueError(INSIDE)


def _check_domain(host: str) -> None:
    """A name has a dot and ends with letters: `2130706433` and `0x7f.1` are addresses too."""
    try:
        labels = host.encode("idna").decode().split(".")
    except UnicodeError:
        raise ValueError(NOT_AN_ADDRESS) from None
    if len(labels) < 2 or not labels[-1][:1].isalpha():
        raise ValueError(NOT_AN_ADDRESS)


def _is_this_machine(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def is_public(address: Address) -> bool:
    """Whether it belongs to the public internet, also when it is written inside another one.

    >>> is_public(ip_address("8.8.8.8")), is_public(ip_address("::ffff:10.0.0.1"))
    (True, False)
    """
    inner = _inside(address)
    if inner is not None:
        return is_public(inner)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in _CARRIER_NAT
    )


def _inside(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo or translated."""
    if isinstance(address, IPv4Address):
        return None
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
