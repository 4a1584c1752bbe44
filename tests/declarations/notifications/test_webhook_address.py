"""The guard: what may be named, and where a name may lead."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from declarations.notifications.address import BadAddress, Target, is_public, target_of
from declarations.notifications.posting import NotPosted, post


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/", "ip-literal"),
        ("https://[::1]/", "ip-literal"),
        ("https://[::]/", "ip-literal"),
        ("https://0.0.0.0/", "ip-literal"),
        ("https://169.254.169.254/latest/meta-data/", "ip-literal"),
        ("https://10.0.0.1/", "ip-literal"),
        ("https://8.8.8.8/", "ip-literal"),
        ("https://172.16.0.1/", "ip-literal"),
        ("https://192.168.1.1/", "ip-literal"),
        ("https://100.64.0.1/", "ip-literal"),
        ("https://[fc00::1]/", "ip-literal"),
        ("https://[fe80::1]/", "ip-literal"),
        ("https://[fe80::1%25eth0]/", "host"),
        ("https://[::ffff:127.0.0.1]/", "ip-literal"),
        ("https://[2002:7f00:1::]/", "ip-literal"),
        ("https://[64:ff9b::7f00:1]/", "ip-literal"),
        ("http://2130706433/", "scheme"),
        ("https://2130706433/", "ip-literal"),
        ("https://0x7f.1/", "ip-literal"),
        ("https://0x7f000001/", "ip-literal"),
        ("https://0177.0.0.1/", "ip-literal"),
        ("https://127.1/", "ip-literal"),
        ("https://127.0.0.1./", "ip-literal"),
        ("https://１２７.０.０.１/", "ip-literal"),
        ("https://127。0。0。1/", "ip-literal"),
        ("https://localhost/", "inside-name"),
        ("https://localhost./", "inside-name"),
        ("https://LOCALHOST/", "inside-name"),
        ("https://ｌｏｃａｌｈｏｓｔ/", "inside-name"),
        ("https://db.localhost/", "inside-name"),
        ("https://metadata.google.internal/", "inside-name"),
        ("https://printer.local/", "inside-name"),
        ("https://intranet/", "inside-name"),
        ("http://hooks.example.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://hooks.example.com/", "scheme"),
        ("//hooks.example.com/", "scheme"),
        ("hooks.example.com", "scheme"),
        ("https://hooks.example.com:8443/", "port"),
        ("https://hooks.example.com:80/", "port"),
        ("https://hooks.example.com:99999/", "malformed"),
        ("https://user:secret@hooks.example.com/", "user-info"),
        ("https://hooks.example.com@127.0.0.1/", "user-info"),
        ("https://hooks.example.com/\r\nHost: inside", "character"),
        ("https://hooks.example.com/a b", "character"),
        ("https://hooks.exa\tmple.com/", "character"),
        ("https://hooks.example.com\\@127.0.0.1/", "character"),
        ("https://hooks.example.com/\x00", "character"),
        ("https://hooks.example.com/#inside", "fragment"),
        ("https://hooks.example.com/ü", "character"),
        ("https://ho%6fks.example.com/", "host"),
        ("https://hooks_1.example.com/", "host"),
        ("https://-.example.com/", "host"),
        ("https:///path", "host"),
        ("https://" + "a" * 64 + ".example.com/", "host"),
        ("https://hooks.example.com/" + "a" * 2000, "too-long"),
        ("", "scheme"),
    ],
)
def test_what_may_lead_inside_is_not_an_address(url, why):
    with pytest.raises(BadAddress) as refused:
        target_of(url)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.com", Target("https", "hooks.example.com", 443, "/")),
        ("https://Hooks.Example.com.:443/a?b=c", Target("https", "hooks.example.com", 443, "/a?b=c")),
        ("https://通関.example.jp/a", Target("https", "xn--m93ay2i.example.jp", 443, "/a")),
        ("HTTPS://1.example.com/", Target("https", "1.example.com", 443, "/")),
    ],
)
def test_a_public_name_over_https_is_one(url, target):
    assert target_of(url) == target


def test_a_host_on_loopback_is_allowed_where_it_is_named_and_nowhere_else():
    url = "http://localhost:9000/a"
    allowed = target_of(url, loopback_hosts={"localhost"})

    assert (allowed.port, allowed.authority, allowed.on_loopback) == (9000, "localhost:9000", True)
    with pytest.raises(BadAddress):
        target_of(url)
    with pytest.raises(BadAddress):
        target_of("http://hooks.example.com/", loopback_hosts={"localhost"})
    with pytest.raises(BadAddress):
        target_of("gopher://localhost/", loopback_hosts={"localhost"})


INSIDE = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254
100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 fe80::1 fe80::1%eth0
fec0::1 fc00::1 fd12::1 ff02::1 2001:db8::1 3fff::1 100::1 5f00::1 2001::1 2001:0:7f00:1::1
2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101::1 2002:a9fe:a9fe:: 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1
64:ff9b::169.254.169.254 64:ff9b:1::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_that_are_not_global_unicast_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "2002:808:808::1", "64:ff9b::8.8.8.8"]
)
def test_global_unicast_is_public(address):
    assert is_public(ip_address(address))


PUBLIC = Target("https", "hooks.example.com", 443, "/")


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"]])
def test_a_name_of_which_any_address_is_inside_is_not_connected_to(addresses):
    with pytest.raises(NotPosted) as refused:
        post(
            PUBLIC, b"{}", headers={}, total_seconds=5, resolve=lambda host, port: [(each, port) for each in addresses]
        )
    assert refused.value.code == "address-not-public"


def test_a_host_named_for_loopback_does_not_lead_anywhere_else():
    target = target_of("http://localhost/", loopback_hosts={"localhost"})
    with pytest.raises(NotPosted) as refused:
        post(target, b"{}", headers={}, total_seconds=5, resolve=lambda host, port: [("10.0.0.1", port)])
    assert refused.value.code == "address-not-public"


def test_a_name_that_is_unknown_is_a_failure():
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    with pytest.raises(NotPosted) as refused:
        post(PUBLIC, b"{}", headers={}, total_seconds=5, resolve=unknown)
    assert refused.value.code == "name-unknown"


def test_a_name_is_looked_up_once_and_that_very_address_is_connected_to(receiver):
    """Rebinding: the second look-up would lead elsewhere. There is none."""
    looked_up = []

    def rebinding(host, port):
        looked_up.append(host)
        return [("127.0.0.1", port)] if len(looked_up) == 1 else [("10.0.0.1", port)]

    target = target_of(receiver.url(host="rebinding.example"), loopback_hosts={"rebinding.example"})
    assert post(target, b"{}", headers={}, total_seconds=5, resolve=rebinding) == 204
    assert looked_up == ["rebinding.example"]
    [(_, headers, _)] = receiver.received
    assert headers["Host"] == f"rebinding.example:{target.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver):
    target = target_of(receiver.url("/redirect"), loopback_hosts={"localhost"})

    assert post(target, b"{}", headers={}, total_seconds=5) == 302
    assert [path for path, *_ in receiver.received] == ["/redirect"]


def test_a_receiver_that_is_slow_is_cut_off(receiver):
    target = target_of(receiver.url("/slow"), loopback_hosts={"localhost"})

    with pytest.raises(NotPosted) as refused:
        post(target, b"{}", headers={}, total_seconds=0.2)
    assert refused.value.code == "timeout"


def test_a_receiver_that_trickles_is_cut_off():
    """It says something again and again, so that no single wait is ever long; the clock cuts it off all the same."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = Event()

        def trickle():
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 ")
                while not over.wait(0.01):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        thread = Thread(target=trickle)
        thread.start()
        target = target_of(f"http://localhost:{server.getsockname()[1]}/", loopback_hosts={"localhost"})
        with pytest.raises(NotPosted) as refused:
            post(target, b"{}", headers={}, total_seconds=0.3)
        over.set()
        thread.join()
    assert refused.value.code == "timeout"


def test_of_a_big_answer_only_the_beginning_is_read(receiver):
    target = target_of(receiver.url("/big"), loopback_hosts={"localhost"})

    assert post(target, b"{}", headers={}, total_seconds=5) == 200
    assert receiver.cut.wait(10)
    assert receiver.written < 64 * 1024 * 1024  # what the kernel's buffers took on the way, of a gigabyte


@pytest.fixture
def certified(receiver, tmp_path, monkeypatch):
    """Makes the receiver speak TLS under a certificate for a name, of an authority that this process trusts."""

    def certify(name):
        key, until = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC) + timedelta(days=1)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority of a test")])
        certificate = (
            x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(until - timedelta(days=2))
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        trusted, private = tmp_path / "trusted.pem", tmp_path / "key.pem"
        trusted.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(trusted, private)
        names = []
        context.sni_callback = lambda line, name, _: names.append(name)
        receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        return names

    return certify


def test_the_certificate_must_be_that_of_the_name(receiver, certified):
    names = certified("hooks.example")
    loopback = {"hooks.example", "other.example"}
    lead = {"headers": {}, "total_seconds": 5, "resolve": lambda host, port: [("127.0.0.1", port)]}
    url = receiver.url(host="hooks.example").replace("http://", "https://")

    assert post(target_of(url, loopback_hosts=loopback), b"{}", **lead) == 204
    with pytest.raises(NotPosted) as refused:
        post(target_of(url.replace("hooks", "other"), loopback_hosts=loopback), b"{}", **lead)
    assert refused.value.code == "certificate"
    assert names == ["hooks.example", "other.example"]
    assert len(receiver.received) == 1
