"""A token ends before its time with its client, its secret or its key; a bound one works over its certificate alone."""

import base64
import datetime
import hashlib
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from declarations.traders import tokens
from declarations.traders.ended import FRESH, Ended, ended, microseconds
from declarations.traders.errors import TokenRefused
from declarations.traders.models import ApiClient, User
from declarations.traders.registration import add_keys, replace_secret, revoke_key
from tests.declarations.traders.keys import AT, EC, jwks, public
from tests.declarations.traders.test_token_endpoint import REFUSED, ask, basic

pytestmark = pytest.mark.django_db
REASON = "its client was deactivated or its credentials were replaced"


@pytest.fixture
def bearer(program):
    """A token of the broker's program, as its header."""
    token = ask(basic(program[0].client_id, program[1])).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def status(bearer, **extra):
    return Client().get("/api/v1/declarations", headers={**bearer, **extra}).status_code


def test_a_token_ends_with_its_client(bearer):
    assert status(bearer) == 200
    ApiClient.objects.update(is_active=False)
    ended.read(at=timezone.now())
    refused = Client().get("/api/v1/declarations", headers=bearer)
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="api", error="invalid_token"')


def test_a_client_that_is_deactivated_in_the_console_does_not_get_its_old_tokens_back(program, bearer, client):
    client.force_login(User.objects.create_superuser("administrator", is_demonstration=True))
    page = f"/console/traders/apiclient/{program[0].pk}/change/"
    form = {"client_id": "broker-system", "trader": program[0].trader_id, "name": "n", "scopes": program[0].scopes}
    assert client.post(page, form).status_code == 302
    assert client.post(page, {**form, "is_active": "on"}).status_code == 302
    ended.read(at=timezone.now())
    assert ApiClient.objects.get().is_active
    assert status(bearer) == 401


@pytest.mark.parametrize("ends", ["secret", "key"])
def test_a_token_ends_with_the_secret_and_with_a_key_and_a_new_one_is_good_at_once(program, bearer, ends):
    secret = program[1]
    add_keys(program[0], jwks=jwks(public(EC)), at=timezone.now())
    if ends == "secret":
        secret = replace_secret(program[0], at=timezone.now())
    else:
        revoke_key(program[0].keys.get(), at=timezone.now())
    new = ask(basic(program[0].client_id, secret)).json()["access_token"]
    assert (status(bearer), status({"Authorization": f"Bearer {new}"})) == (401, 200)


def test_another_process_knows_within_ten_seconds_by_one_statement(program, django_assert_num_queries):
    other, credentials = Ended(), microseconds(program[0].credentials_changed_at)
    other.refuse("broker-system", credentials=credentials, at=AT)
    ApiClient.objects.update(is_active=False)
    just_before = AT + FRESH - datetime.timedelta(microseconds=1)
    with django_assert_num_queries(0):
        other.refuse("broker-system", credentials=credentials, at=just_before)
    with django_assert_num_queries(1), pytest.raises(TokenRefused) as caught:
        other.refuse("broker-system", credentials=credentials, at=AT + FRESH)
    assert caught.value.reason == REASON


def certificate():
    """A client's own certificate: DER."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(AT).not_valid_after(AT + datetime.timedelta(days=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def thumbprint(der):
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")


def pem(der):
    return quote(x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode())


def rfc_9440(der):
    return f":{base64.b64encode(der).decode()}:"


@pytest.fixture
def bound(program, settings):
    """The program bound to a certificate, behind a proxy that tells of it."""
    settings.CLIENT_CERTIFICATE_HEADER = "Client-Cert"
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    der = certificate()
    ApiClient.objects.update(certificate_sha256=thumbprint(der))
    return der


def token_over(program, header):
    body, form = "grant_type=client_credentials", "application/x-www-form-urlencoded"
    headers = {"Authorization": basic(program[0].client_id, program[1]), **header}
    return Client().post("/oauth/token", body, content_type=form, headers=headers)


@pytest.mark.parametrize("told", [rfc_9440, pem])
def test_a_bound_token_works_over_its_certificate_alone(program, bound, told, settings):
    answer = token_over(program, {"Client-Cert": told(bound)})
    assert answer.status_code == 200
    token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert tokens.opened(answer.json()["access_token"], at=timezone.now()).cnf.x5t == thumbprint(bound)
    assert status(token, **{"Client-Cert": told(bound)}) == 200
    assert [status(token), status(token, **{"Client-Cert": told(certificate())})] == [401, 401]
    settings.TRUSTED_PROXIES = frozenset({"192.0.2.1"})  # now the header comes from anyone
    assert status(token, **{"Client-Cert": told(bound)}) == 401


@pytest.mark.parametrize("header", [{}, {"Client-Cert": ":not base64:"}, {"Client-Cert": "x"}, {"Client-Cert": "é"}])
def test_a_bound_client_gets_no_token_without_its_certificate(program, bound, header):
    answer = token_over(program, header)
    assert (answer.status_code, answer.json()["error"]) == (401, REFUSED["error"])
    assert answer.json()["error_description"] == "The client is bound to another TLS certificate."
    assert token_over(program, {"Client-Cert": rfc_9440(certificate())}).status_code == 401
