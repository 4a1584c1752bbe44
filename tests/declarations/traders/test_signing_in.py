"""The door for people: password, second factor, and the same answer for everyone who guesses."""

import re
from hashlib import sha256

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from declarations.traders import second_factor
from declarations.traders.models import RecoveryCode, User
from singlewindow import settings as written_settings
from tests.declarations.traders.people import PASSWORD, code_of, enrolled, inside, is_in, person, post_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
hashed = []


class CountingHasher(MD5PasswordHasher):
    """Notes how often a password was hashed: the work that makes the time."""

    def encode(self, password, salt):
        hashed.append(password)
        return super().encode(password, salt)


def words(response):
    """The page's words, without the token and the name that was typed."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


@pytest.fixture
def clerk(broker):
    return person("clerk", role="BROKER", grade="", trader=broker)


def test_a_broker_signs_in_and_the_sessions_key_changes(clerk, client):
    session = client.session
    session["draft"] = "kept"
    session.save()
    before = client.session.session_key
    answer = post_password(client, "clerk")
    assert (answer.status_code, answer["Location"]) == (302, "/account")
    assert (is_in(client), client.session.session_key != before) == (True, True)
    assert not TOTPDevice.objects.exists()


def test_an_unknown_name_and_a_wrong_password_get_one_answer_for_the_same_work(clerk, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    User.objects.update(password=make_password(PASSWORD))
    told = []
    for username in ("clerk", "nobody"):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = post_password(Client(), username, "wrong")
        told.append((answer.status_code, words(answer), len(queries), list(hashed)))
    assert told[0] == told[1]
    assert (told[0][0], told[0][3]) == (200, ["wrong"])


def test_the_sixth_try_is_refused_alike_for_a_name_that_is_known_and_one_that_is_not(clerk):
    for username in ("clerk", "nobody"):
        assert [post_password(Client(), username, "wrong").status_code for _ in range(5)] == [200] * 5
    answers = [post_password(Client(), username, PASSWORD) for username in ("clerk", "nobody", "CLERK ")]
    assert [answer.status_code for answer in answers] == [429] * 3
    assert words(answers[0]) == words(answers[1])
    assert "Too many wrong tries" in words(answers[0])
    assert "required" not in re.sub("<input[^>]*>", "", words(answers[0]))
    assert 1 <= int(answers[0]["Retry-After"]) <= 900
    assert User.objects.get(username="clerk").last_login is None


def test_who_gets_in_has_the_tries_back(clerk, client):
    for _ in range(3):
        assert [post_password(Client(), "clerk", "wrong").status_code for _ in range(4)] == [200] * 4
        assert post_password(Client(), "clerk").status_code == 302


def test_an_address_is_refused_after_thirty_names_and_a_forged_one_is_not_believed(clerk, settings):
    for number in range(30):
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        assert post_password(Client(), f"name-{number}", "wrong", **forged).status_code == 200
    assert post_password(Client(), "clerk", HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429
    assert post_password(Client(), "clerk", REMOTE_ADDR="192.0.2.7").status_code == 302
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    assert post_password(Client(), "clerk", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.99").status_code == 302


def test_an_officer_is_not_in_before_an_app_is_enrolled(client):
    officer = person()
    assert post_password(client)["Location"] == "/login/code"
    assert client.get("/login/code")["Location"] == "/login/second-factor"
    assert (is_in(client), client.get("/console/").status_code, client.get("/account").status_code) == (False, 302, 302)
    page = client.get("/login/second-factor").content.decode()
    picture = client.get("/login/second-factor.svg")
    assert second_factor.spelled_key(TOTPDevice.objects.get()) in page
    assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")
    wrong = client.post("/login/second-factor", {"code": "000000"})
    assert (wrong.status_code, is_in(client), second_factor.is_enrolled(officer)) == (200, False, False)
    right = client.post("/login/second-factor", {"code": code_of(officer, confirmed=False)})
    assert (right.status_code, "no-store" in right["Cache-Control"], is_in(client)) == (200, True, True)
    assert client.get("/console/").status_code == 200


def test_an_enrolled_officer_shows_a_code_that_is_good_once(client):
    officer = person()
    enrolled(Client(), officer)
    post_password(client)
    assert client.post("/login/code", {"code": code_of(officer)}).status_code == 200  # it enrolled the app
    assert is_in(client) is False
    code = code_of(officer, steps=1)
    assert client.post("/login/code", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/account"
    assert (is_in(client), client.get("/console/").status_code) == (True, 200)
    other = Client()
    post_password(other)
    assert (other.post("/login/code", {"code": code}).status_code, is_in(other)) == (200, False)


def test_recovery_codes_are_good_once_each_and_kept_as_digests(client):
    officer = person()
    codes = enrolled(Client(), officer)
    assert (len(codes), len(set(codes))) == (10, 10)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    bare = {code.replace("-", "") for code in codes}
    assert kept == {sha256(code.encode()).hexdigest() for code in bare}
    assert {len(code) * 5 // 8 for code in bare} == {16}  # whole bytes: 128 bits
    post_password(client)
    assert client.post("/login/code", {"code": codes[3].lower()})["Location"] == "/account"
    again = Client()
    post_password(again)
    assert (again.post("/login/code", {"code": codes[3]}).status_code, is_in(again)) == (200, False)
    assert again.post("/login/code", {"code": sorted(kept)[0]}).status_code == 200
    assert RecoveryCode.objects.count() == 9


def test_who_enrols_an_app_inside_has_the_tries_back(clerk, client):
    post_password(client, "clerk")
    client.get("/login/second-factor")
    for _ in range(4):
        client.post("/login/second-factor", {"code": "000000"})
    right = client.post("/login/second-factor", {"code": code_of(clerk, confirmed=False)})

    assert (right.status_code, post_password(Client(), "clerk").status_code) == (200, 302)


def test_a_password_alone_never_replaces_an_app(client):
    officer = person()
    enrolled(Client(), officer)
    key = TOTPDevice.objects.get().key
    post_password(client)
    for path in ("/login/second-factor", "/login/second-factor.svg"):
        assert client.get(path)["Location"] == "/login/code"
    assert client.post("/login/second-factor", {"code": "000000"})["Location"] == "/login/code"
    assert [device.key for device in TOTPDevice.objects.all()] == [key]


def test_wrong_codes_are_counted_with_wrong_passwords(client):
    officer = person()
    codes = enrolled(Client(), officer)
    post_password(client)
    answers = [client.post("/login/code", {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.post("/login/code", {"code": codes[0]}).status_code == 429
    assert (is_in(client), RecoveryCode.objects.count()) == (False, 10)


@pytest.mark.parametrize("spoiled", ["late", "password changed", "deactivated"])
def test_the_second_factor_is_shown_soon_after_the_password(client, spoiled):
    officer = person()
    codes = enrolled(Client(), officer)
    post_password(client)
    if spoiled == "late":
        session = client.session
        session["pending"] = {**session["pending"], "at": session["pending"]["at"] - 600}
        session.save()
    elif spoiled == "password changed":
        officer.set_password("another long phrase")
        officer.save()
    else:
        User.objects.update(is_active=False)
    assert client.post("/login/code", {"code": codes[0]})["Location"] == "/login"
    assert is_in(client) is False


def test_the_pages_of_the_second_factor_are_for_those_who_showed_a_password(client):
    for path in ("/login/code", "/login/second-factor", "/login/second-factor.svg"):
        assert client.get(path)["Location"] == "/login"
    for path in ("/login/confirm", "/account", "/account/password", "/account/recovery-codes"):
        assert client.get(path)["Location"] == f"/login?next={path}"


def test_a_broker_who_enrols_is_asked_from_then_on(clerk, client):
    post_password(client, "clerk")
    client.get("/login/second-factor")
    page = client.post("/login/second-factor", {"code": code_of(clerk, confirmed=False)})
    assert (page.status_code, is_in(client)) == (200, True)
    other = Client()
    assert (post_password(other, "clerk")["Location"], is_in(other)) == ("/login/code", False)


def test_demonstration_officers_enter_without_in_the_sandbox_and_nobody_does_without_it(client, settings):
    person("made-up", is_demonstration=True)
    assert (post_password(client, "made-up")["Location"], client.get("/console/").status_code) == ("/account", 200)
    settings.SANDBOX = False
    assert client.get("/console/").status_code == 302
    assert post_password(Client(), "made-up").status_code == 200


def test_the_console_has_no_door_of_its_own(clerk, client):
    assert client.get("/console/login/?next=/console/x")["Location"] == "/login?next=/console/x"
    assert client.post("/console/login/", {"username": "clerk", "password": PASSWORD})["Location"] == (
        "/login?next=/console/"
    )
    post_password(client, "clerk")
    refused = client.get("/console/login/?next=/console/")
    assert (refused.status_code, "for customs officers" in refused.content.decode()) == (403, True)
    assert inside().get("/console/password_change/")["Location"] == "/account/password"


def test_passwords_are_kept_by_argon2id():
    hasher = written_settings.PASSWORD_HASHERS[0].rsplit(".", 1)[-1]
    assert hasher == "Argon2PasswordHasher"


def test_a_hash_is_argon2id(settings):
    settings.PASSWORD_HASHERS = written_settings.PASSWORD_HASHERS
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$")
