"""Our signatures against an independent implementation of the same scheme."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from permits.signing import NotAuthentic, authentic_id, secret_for, signed_headers

SECRET = "whsec_c2VjcmV0IG9mIHRoZSBxdWFyYW50aW5lIHN0YXRpb24="
BODY = '{"answer": "はい"}'.encode()


def test_what_we_sign_the_reference_accepts():
    headers = signed_headers(BODY, message_id="m-1", secret=SECRET, at=datetime.now(UTC))

    assert Webhook(SECRET).verify(BODY, headers) == {"answer": "はい"}


def test_what_the_reference_signs_we_accept():
    now = datetime.now(UTC)
    signature = Webhook(SECRET).sign("m-2", now, BODY.decode())
    headers = {"webhook-id": "m-2", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}

    assert authentic_id(headers, BODY, secret=SECRET, at=now) == "m-2"


def test_a_secret_without_the_prefix_is_taken_as_it_stands():
    headers = signed_headers(BODY, message_id="m-1", secret="plain words", at=datetime.now(UTC))

    assert Webhook(b"plain words").verify(BODY, headers) == {"answer": "はい"}


def test_one_of_several_signatures_is_enough_while_a_secret_changes():
    now = datetime.now(UTC)
    headers = signed_headers(BODY, message_id="m-1", secret=SECRET, at=now)
    headers["webhook-signature"] = "v1,b2xk v1a,eHg= " + headers["webhook-signature"]

    assert authentic_id(headers, BODY, secret=SECRET, at=now) == "m-1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"webhook-id": "m-9"}, "signature-wrong"),
        ({"webhook-id": ""}, "signature-missing"),
        ({"webhook-id": "m\n1"}, "signature-missing"),
        ({"webhook-id": "m" * 129}, "signature-missing"),
        ({"webhook-signature": ""}, "signature-missing"),
        ({"webhook-signature": "v1,AAAA"}, "signature-wrong"),
        ({"webhook-signature": "v1,é"}, "signature-wrong"),
        ({"webhook-timestamp": "99"}, "signature-wrong"),
    ],
)
def test_a_changed_message_is_not_authentic(change, code):
    now = datetime.now(UTC)
    headers = signed_headers(BODY, message_id="m-1", secret=SECRET, at=now) | change

    with pytest.raises(NotAuthentic) as refused:
        authentic_id(headers, BODY, secret=SECRET, at=now)

    assert refused.value.code == code


@pytest.mark.parametrize(("seconds", "fresh"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_message_is_good_for_five_minutes(seconds, fresh):
    signed_at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    headers = signed_headers(BODY, message_id="m-1", secret=SECRET, at=signed_at)

    if fresh:
        assert authentic_id(headers, BODY, secret=SECRET, at=signed_at + timedelta(seconds=seconds)) == "m-1"
    else:
        with pytest.raises(NotAuthentic, match="timestamp-stale"):
            authentic_id(headers, BODY, secret=SECRET, at=signed_at + timedelta(seconds=seconds))


def test_every_agency_has_a_secret_of_its_own():
    food, plants = secret_for("FD", root="root"), secret_for("PL", root="root")
    headers = signed_headers(BODY, message_id="m-1", secret=plants, at=datetime.now(UTC))

    assert food == secret_for("FD", root="root") != secret_for("FD", root="another root")
    with pytest.raises(NotAuthentic):
        authentic_id(headers, BODY, secret=food, at=datetime.now(UTC))
