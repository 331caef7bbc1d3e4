"""No address or trick of the table gets a connection, and not even an attempt at one."""

import socket

import pytest

from service.errors import ForbiddenUrlError
from service.fetching import Guard, networks
from tests.web import fetcher, page, redirect, serving

# Each leads, in one reader or another, to a machine that is not on the public internet.
ADDRESSES = [
    "127.0.0.1", "127.0.0.53", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254", "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.170.2", "169.254.0.1",
    "100.64.0.1", "100.100.100.200", "100.127.255.254", "168.63.129.16", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::", "2002:c0a8:1::", "2001::1", "2001:0:7f00:1::",
    "2001:db8::1", "2001:10::1", "2001:20::1", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "fe80::1",
    "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff0e::1", "100::1", "3fff::1", "4000::1", "5f00::1",
]  # fmt: skip

TRICKS = [
    # octal, hexadecimal, one number, short and long forms
    "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://2130706433/", "http://017700000001/",
    "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://127.0.0.1.1/", "http://0/", "http://0x/",
    "http://4294967297/", "http://00000177.0.0.1/", "http://127.0.0.256/", "http://127.0.0.1:80:80/",
    # names that end in a number, dots at the end, empty names
    "http://localhost./", "http://metadata.google.internal./", "http://example.0x7f/", "http://./", "http:///", "http://.local/",
    # user names, backslashes, white space, control characters
    "http://example.com@127.0.0.1/", "http://example.com:80@127.0.0.1/", "http://@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\.example.com/", "http://example.com /", "http://exam\tple.com/",
    "http://example.com\r\nHost: x/",
    "http://example.com\x00.evil/", " http://127.0.0.1/",
    # letters that become others
    "http://ⓛocalhost/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://ex\u00adample.com/", "http://bücher.example/",
    "http://%31%32%37.0.0.1/", "http://127.0.0.1%2f.example.com/", "http://127.0.0.1%00.example.com/",
    # brackets and zones
    "http://[::1%25lo]/", "http://[::1%lo]/", "http://[127.0.0.1]/", "http://[v1.x]/", "http://[::1/", "http://[::1]x/",
    # other schemes
    "file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1:70/_", "dict://127.0.0.1:11211/",
    "jar:http://x/", "data:,x",
    "//127.0.0.1/", "http:127.0.0.1/", "HTTP+unix://%2Fvar%2Frun/", "javascript:alert(1)", "ldap://127.0.0.1/",
    # ports
    "http://example.com:99999/", "http://example.com:-1/", "http://example.com:٨٠/",
    "http://" + "a" * 64 + ".example/", "http://example.com/" + "a" * 3000,
]  # fmt: skip


def host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_public_gets_no_connection(wall, address):
    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=()).get(f"http://{host(address)}/")

    assert wall.connections == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_of_such_an_address_gets_no_connection(wall, address):
    wall.names["inside.example"] = [address]

    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=()).get("https://inside.example/")

    assert wall.connections == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_callback_to_such_an_address_gets_no_connection(wall, address):
    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=()).post(f"http://{host(address)}/", b"{}", {})

    assert wall.connections == []


@pytest.mark.parametrize("address", ["10.0.0.1", "[fd12::1]", "169.254.169.254", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_a_redirect_to_such_an_address_is_not_followed(wall, address):
    with serving({"/": redirect(f"http://{address}/")}) as (url, seen), pytest.raises(ForbiddenUrlError):
        fetcher().get(url)

    assert len(seen) == 1
    assert len(wall.connections) == 1


@pytest.mark.parametrize("url", TRICKS)
def test_an_oddly_written_url_is_neither_looked_up_nor_connected_to(wall, url):
    with pytest.raises(ForbiddenUrlError):
        fetcher().get(url)

    assert wall.lookups == []
    assert wall.connections == []


@pytest.mark.parametrize("port", [1, 22, 25, 81, 3306, 5432, 6379, 8080, 9200, 65535])
def test_another_port_than_those_of_the_web_gets_no_connection(wall, port):
    wall.names["public.example"] = ["93.184.215.14"]

    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=()).get(f"http://public.example:{port}/")

    assert wall.connections == []


def test_an_answer_of_the_dns_that_changes_after_it_was_looked_at_changes_nothing(wall):
    """DNS rebinding: public when it is looked at, loopback when it is connected to."""
    wall.names["rebinding.example"] = ["93.184.215.14", "127.0.0.1"]

    with pytest.raises(Exception, match="takes no connection"):
        fetcher(allowed=()).get("http://rebinding.example/")

    assert wall.lookups == ["rebinding.example"]
    assert wall.connections == [("93.184.215.14", 80)]


def test_a_name_is_looked_at_anew_on_every_hop(wall):
    wall.names["rebinding.example"] = ["127.0.0.1", "10.0.0.1"]
    with serving({"/": redirect("/again")}) as (url, seen):
        port = url.rpartition(":")[2]
        with pytest.raises(ForbiddenUrlError):
            fetcher().get(f"http://rebinding.example:{port}/")

    assert [path for _, path, _, _ in seen] == ["/"]
    assert len(wall.connections) == 1


def test_one_private_address_among_public_ones_is_enough_to_refuse(wall):
    wall.names["both.example"] = ["93.184.215.14 10.0.0.1"]

    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=()).get("http://both.example/")

    assert wall.connections == []


def test_public_addresses_are_connected_to_by_number(wall):
    wall.names["public.example"] = ["93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c"]

    with pytest.raises(Exception, match="takes no connection"):
        fetcher(allowed=()).get("https://public.example/")

    assert wall.connections == [("93.184.215.14", 443), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 443)]


def test_an_allowed_network_is_reached_on_any_port(wall):
    with serving({"/": page(b"<p>Here.</p>")}) as (url, _):
        assert fetcher(allowed=networks("127.0.0.0/8")).get(url).data == b"<p>Here.</p>"


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"])
def test_what_keeps_credentials_is_refused_even_where_its_network_is_allowed(wall, address):
    everything = networks("0.0.0.0/0, ::/0")

    with pytest.raises(ForbiddenUrlError):
        fetcher(allowed=everything).get(f"http://{host(address)}/")

    assert wall.connections == []


def test_an_allowed_network_does_not_open_ipv6_forms_of_it():
    import ipaddress

    guard = Guard(networks("127.0.0.0/8"))

    assert not guard.lets_through(ipaddress.ip_address("::ffff:127.0.0.1"), 80)


def test_the_wall_itself_lets_nothing_out(wall):
    with socket.socket() as sock, pytest.raises(OSError, match="nothing leaves"):
        sock.connect(("93.184.215.14", 80))
