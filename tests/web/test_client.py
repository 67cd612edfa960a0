"""Whose address counts: that of the client, as far as our own proxies tell it."""

from ipaddress import ip_network

import pytest

from web.client import counted_as, resolve

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        # nobody vouches for what a stranger writes into the header
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        # what the client itself put in front is not believed
        ("10.0.0.1", "192.0.2.99, 198.51.100.1", "198.51.100.1"),
        # two proxies of ours, one behind the other
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("unknown", "198.51.100.1", "unknown"),
    ],
)
def test_the_nearest_address_that_is_not_ours(peer: str, forwarded: str, address: str) -> None:
    assert resolve(peer, forwarded, TRUSTED) == address


def test_without_trusted_proxies_the_header_is_nothing() -> None:
    assert resolve("10.0.0.1", "198.51.100.1", ()) == "10.0.0.1"


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_who_has_a_whole_network_is_counted_as_one(host: str, counted: str) -> None:
    assert counted_as(host) == counted
