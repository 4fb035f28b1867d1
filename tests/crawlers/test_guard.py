"""Which addresses are asked."""

from __future__ import annotations

import pytest

from crawlers.guard import literal_address, refusal, url_refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:0a00:0001::1",
    ],
)
def test_private_and_reserved_addresses_are_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize("address", ["202.99.96.68", "2400:3200::1", "8.8.8.8"])
def test_public_addresses_are_asked(address: str) -> None:
    assert refusal(address) is None


def test_loopback_is_a_setting_and_opens_nothing_else() -> None:
    assert refusal("127.0.0.1", allow_loopback=True) is None
    assert refusal("10.0.0.1", allow_loopback=True) is not None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://www.nhc.gov.cn/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://localhost/",
        "http://printer.local/",
        "http:///path",
        "http://host:99999/",
    ],
)
def test_addresses_that_are_never_asked(url: str) -> None:
    assert url_refusal(url) is not None


def test_names_are_left_to_the_resolver() -> None:
    assert url_refusal("https://www.nhc.gov.cn/wjw/gfxwjj/list.shtml") is None
    assert literal_address("www.nhc.gov.cn") is None
