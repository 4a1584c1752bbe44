"""How long a person is in, and what wants a confirmation of the last minutes."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from declarations.traders.models import ApiClient, PersonSession, User
from tests.declarations.traders.people import PASSWORD, aged, code_of, inside, is_in, person, post_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
MINUTE, HOUR = 60, 3600
HTML = {"HTTP_ACCEPT": "text/html"}


@pytest.fixture
def clerk(broker):
    """A broker's browser, signed in."""
    person("clerk", role="BROKER", grade="", trader=broker)
    browser = Client()
    post_password(browser, "clerk")
    return browser


@pytest.fixture
def administrator(db):
    return inside(person("administrator", role="ADMINISTRATOR", grade="", is_superuser=True))


def test_a_broker_is_signed_out_after_half_an_hour_without_a_request(clerk):
    aged(clerk, seen_at=30 * MINUTE - 5)
    assert clerk.get("/account").status_code == 200
    aged(clerk, seen_at=30 * MINUTE - 5)
    assert clerk.get("/account").status_code == 200  # the request before counted
    aged(clerk, seen_at=30 * MINUTE)
    page = clerk.get("/account", follow=True, **HTML)
    assert (is_in(clerk), page.redirect_chain) == (False, [("/login?next=/account", 302)])
    assert "You were signed out after 30 minutes without activity." in page.content.decode()


def test_an_officer_is_signed_out_after_a_quarter_of_an_hour():
    browser = inside()
    aged(browser, seen_at=15 * MINUTE - 5)
    assert browser.get("/console/").status_code == 200
    aged(browser, seen_at=15 * MINUTE)
    assert (browser.get("/console/").status_code, is_in(browser)) == (302, False)


def test_a_session_ends_after_half_a_day_whatever_was_done(clerk):
    aged(clerk, began_at=12 * HOUR - 5)
    assert clerk.get("/account").status_code == 200
    aged(clerk, began_at=10)
    answer = clerk.get("/api/v1/declarations")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1], is_in(clerk)) == (
        401,
        "unauthenticated",
        False,
    )


def test_an_officers_session_without_the_second_factor_is_none():
    browser = Client()
    browser.force_login(person())
    assert (browser.get("/console/").status_code, is_in(browser)) == (302, False)
    browser.force_login(User.objects.get())
    assert browser.get("/api/v1/declarations").status_code == 401


def test_a_broker_who_becomes_an_officer_signs_in_anew(clerk):
    User.objects.update(role="OFFICER", grade="CHIEF", trader=None, is_staff=True)
    assert (clerk.get("/console/").status_code, is_in(clerk)) == (302, False)


def test_signing_out_ends_the_session(clerk):
    cookie = clerk.cookies["sessionid"].value
    answer = clerk.post("/logout")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache", "cookies", "storage"')
    assert not PersonSession.objects.filter(session_key=cookie).exists()


def paths_of(client):
    pages = "/console/traders/apiclient/"
    return [
        pages,
        f"{pages}add/",
        f"{pages}{client.pk}/change/",
        f"{pages}{client.pk}/keys/",
    ]


def test_a_program_is_deactivated_and_never_deleted(administrator, program):
    page = f"/console/traders/apiclient/{program[0].pk}/delete/"
    act = {"action": "delete_selected", "_selected_action": [program[0].pk], "post": "yes"}

    assert [administrator.get(page).status_code, administrator.post(page, {"post": "yes"}).status_code] == [403, 403]
    administrator.post("/console/traders/apiclient/", act)
    assert ApiClient.objects.filter(pk=program[0].pk).exists()


def test_what_changes_credentials_wants_a_recent_confirmation(administrator, program):
    people = [f"/console/traders/user/{User.objects.get().pk}/{page}/" for page in ("change",)]
    wanting = [*paths_of(program[0]), *people, "/account/password"]
    assert [administrator.get(path).status_code for path in wanting] == [200] * 6
    aged(administrator, confirmed_at=10 * MINUTE)
    assert [administrator.get(path)["Location"] for path in wanting] == [
        f"/login/confirm?next={p.replace('/', '%2F')}" for p in wanting
    ]
    before = list(ApiClient.objects.values())
    act = {"action": "replace_secrets", "_selected_action": [program[0].pk]}
    assert administrator.post("/console/traders/apiclient/", act).status_code == 302
    assert administrator.post(f"/console/traders/apiclient/{program[0].pk}/change/", {"name": "x"}).status_code == 302
    assert list(ApiClient.objects.values()) == before


def test_a_confirmation_is_password_and_code_and_leads_back(administrator, caplog):
    person_in = User.objects.get()
    aged(administrator, confirmed_at=10 * MINUTE)
    ask = "/login/confirm?next=/console/traders/apiclient/"
    key = administrator.session.session_key
    code = code_of(person_in, steps=1)
    for wrong in (
        {"password": "wrong", "code": code},
        {"password": PASSWORD, "code": "000000"},
        {"password": PASSWORD},
    ):
        assert administrator.post(ask, wrong).status_code == 200
    assert [each for each in caplog.messages if each.startswith("wrong")] == [
        f"wrong password: {person_in.username} from 127.0.0.1",
        f"wrong second factor: {person_in.username} from 127.0.0.1",
    ]
    assert administrator.get("/console/traders/apiclient/").status_code == 302
    right = administrator.post(ask, {"password": PASSWORD, "code": code})
    assert (right.status_code, right["Location"]) == (302, "/console/traders/apiclient/")
    assert administrator.session.session_key != key
    assert administrator.get("/console/traders/apiclient/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_confirmation_leads_nowhere_else(clerk, elsewhere):
    answer = clerk.post("/login/confirm", {"password": PASSWORD, "next": elsewhere})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_confirmation_is_not_guessed(clerk):
    assert [clerk.post("/login/confirm", {"password": "wrong"}).status_code for _ in range(6)] == [200] * 5 + [429]
    assert clerk.post("/login/confirm", {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    "password", ["short", "password1234", "clerk-clerk", "", "Zeikan-2026-Tokyo!", "single-window-1", "Cu5t0ms 12345"]
)
def test_a_weak_password_is_refused_in_words(clerk, password):
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    page = clerk.post("/account/password", form)
    assert (page.status_code, 'role="alert"' in page.content.decode()) == (200, True)
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_ends_the_persons_other_sessions(clerk):
    other = Client()
    post_password(other, "clerk")
    new = {"old_password": PASSWORD, "new_password1": "an even longer phrase", "new_password2": "an even longer phrase"}
    assert clerk.post("/account/password", new)["Location"] == "/account"
    assert (clerk.get("/account").status_code, other.get("/account").status_code) == (200, 302)


def test_an_administrator_takes_a_second_factor_away(administrator):
    officer = person("officer")
    browser = inside(officer)
    assert browser.get("/console/").status_code == 200
    act = {"action": "take_second_factor", "_selected_action": [officer.pk]}
    assert administrator.post("/console/traders/user/", act).status_code == 302
    assert LogEntry.objects.get().change_message == "Second factor taken away."
    assert browser.get("/console/").status_code == 302
    assert post_password(browser)["Location"] == "/login/code"
    assert browser.get("/login/code")["Location"] == "/login/second-factor"


def links(page):
    return re.findall(r"<code>https?://[^/]+(/login/new-password/[^<]+)</code>", page.content.decode())


def test_a_new_person_sets_the_password_by_a_link_that_is_good_once(administrator):
    new = {"username": "new-officer", "role": "OFFICER", "grade": "EXAMINER", "email": ""}
    shown = administrator.post("/console/traders/user/add/", new)
    [link] = links(shown)
    officer = User.objects.get(username="new-officer")
    assert ("no-store" in shown["Cache-Control"], officer.has_usable_password(), officer.is_staff) == (
        True,
        False,
        True,
    )

    browser = Client()
    form = browser.get(link)["Location"]
    weak = browser.post(form, {"new_password1": "short", "new_password2": "short"})
    assert (weak.status_code, User.objects.get(pk=officer.pk).has_usable_password()) == (200, False)
    assert browser.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})["Location"] == "/login"
    assert not is_in(browser)
    assert post_password(browser, "new-officer")["Location"] == "/login/code"  # and then to enrol an app

    other = Client()
    assert "used before" in other.get(link, follow=True).content.decode()
    assert administrator.post(f"/console/traders/user/{officer.pk}/password/", {"password1": "x"}).status_code != 200


def test_a_link_ends_the_password_and_the_sessions_of_before(administrator, clerk):
    person_of_clerk = User.objects.get(username="clerk")
    act = {"action": "give_link", "_selected_action": [person_of_clerk.pk]}
    [link] = links(administrator.post("/console/traders/user/", act))

    assert clerk.get("/account").status_code == 302
    assert post_password(Client(), "clerk").status_code == 200
    assert LogEntry.objects.get().change_message == "One-time link given."
    again = links(administrator.post("/console/traders/user/", act))
    assert again != [link]
    assert "used before" in Client().get(link, follow=True).content.decode()


def test_a_person_sees_the_own_sessions_and_ends_the_others(clerk):
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"})
    post_password(other, "clerk")
    stranger = inside()

    page = clerk.get("/account").content.decode()
    ended = clerk.post("/account/other-sessions", follow=True).content.decode()

    assert ("Firefox · Windows" in page, page.count("(this one)")) == (True, 1)
    assert "1 other session ended." in ended
    assert (is_in(clerk), is_in(other), is_in(stranger)) == (True, False, True)
    assert "Firefox · Windows" not in ended


def test_ending_other_sessions_wants_a_recent_confirmation(clerk):
    other = Client()
    post_password(other, "clerk")
    aged(clerk, confirmed_at=10 * MINUTE)

    answer = clerk.post("/account/other-sessions")

    assert (answer["Location"], is_in(other)) == ("/login/confirm?next=%2Faccount%2Fother-sessions", True)
