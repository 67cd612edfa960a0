"""Who asks: the address of the client, seen through the proxies that we trust and no others."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from litestar.connection import ASGIConnection

from tawasul.core.settings import Network, settings


def address(connection: ASGIConnection) -> str:  # type: ignore[type-arg]  # any user, any state
    """The address nearest to us that is not one of our proxies; of IPv6 the /64, which one client has whole."""
    peer = connection.client.host if connection.client else "unknown"
    forwarded = connection.headers.get("x-forwarded-for", "")
    return counted_as(resolve(peer, forwarded, settings().trusted_proxies))


def counted_as(host: str) -> str:
    """What the tries of a client are counted by."""
    found = ip_address(host.partition("%")[0]) if _is_address(host) else None
    if not isinstance(found, IPv6Address):
        return host
    return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))


def resolve(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Walk `X-Forwarded-For` from our end while the hop before was a trusted proxy."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    nearest = peer
    while hops and _is_trusted(nearest, trusted):
        candidate = hops.pop()
        if not _is_address(candidate):
            break
        nearest = candidate
    return nearest


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(host: str, trusted: tuple[Network, ...]) -> bool:
    return _is_address(host) and any(ip_address(host) in network for network in trusted)
