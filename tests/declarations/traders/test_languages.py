"""The door and the account in both languages: nothing is left in English, and what was typed stays."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from declarations.traders import one_time_link
from declarations.traders.models import Tally
from tests.declarations.traders.people import PASSWORD, aged, code_of, enrolled, is_in, person, post_password
from tests.japanese import english_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
JAPANESE = {"HTTP_ACCEPT_LANGUAGE": "ja", "HTTP_ACCEPT": "text/html"}


@pytest.fixture
def clerk(broker):
    return person("clerk-1", role="BROKER", grade="", trader=broker)


def held_against(answers):
    """What each page has in English, by its title; and each says that it is Japanese."""
    pages = [answer.content.decode() for answer in answers]
    assert [re.search(r'<html lang="(\w+)"', page)[1] for page in pages] == ["ja"] * len(pages)
    return {re.search("<title>(.*?)</title>", page)[1]: found for page in pages if (found := english_in(page))}


def test_the_way_in_with_a_second_factor_has_no_word_of_english(broker):
    officer, at_the_door = person("officer-1"), Client(**JAPANESE)
    wrong = post_password(at_the_door, "officer-1", "wrong")
    post_password(at_the_door, "officer-1")
    enrolling = at_the_door.get("/login/second-factor")
    wrong_app = at_the_door.post("/login/second-factor", {"code": "000000"})
    codes = at_the_door.post("/login/second-factor", {"code": code_of(officer, confirmed=False)})
    account = at_the_door.get("/account")
    again = Client(**JAPANESE)
    post_password(again, "officer-1")
    code, wrong_code = again.get("/login/code"), again.post("/login/code", {"code": ""})
    home = again.get("/")

    assert held_against([wrong, enrolling, wrong_app, codes, account, code, wrong_code, home]) == {}


def test_the_account_and_its_confirmation_have_no_word_of_english(clerk):
    browser = Client(**JAPANESE)
    pages = [browser.get("/login"), browser.post("/login", {})]
    post_password(browser, "clerk-1")
    post_password(Client(), "clerk-1")
    ended = browser.post("/account/other-sessions", follow=True)
    weak = {"old_password": "", "new_password1": "customs", "new_password2": "password"}
    pages += [ended, browser.get("/account/password"), browser.post("/account/password", weak)]
    aged(browser, confirmed_at=601)
    pages += [browser.get("/account/password", follow=True), browser.post("/login/confirm", {"password": "wrong"})]
    aged(browser, seen_at=1801)
    pages += [browser.get("/account", follow=True)]
    aged_out = "操作がなかったため" in pages[-1].content.decode()

    assert held_against(pages) == {}
    assert (aged_out, "1件のセッション" in ended.content.decode()) == (True, True)


def test_who_is_locked_out_and_who_has_a_link_reads_japanese(clerk):
    guesses = [post_password(Client(**JAPANESE), "nobody", "wrong") for _ in range(6)]
    path = urlsplit(one_time_link.give(clerk)).path
    browser = Client(**JAPANESE)
    first = browser.get(path, follow=True)
    weak = {"new_password1": "customs", "new_password2": "x"}
    used = browser.get(f"{path}x")

    assert held_against([guesses[-1], first, browser.post(first.request["PATH_INFO"], weak), used]) == {}
    assert (guesses[-1].status_code, bool(re.search(r"\d+分後", guesses[-1].content.decode()))) == (429, True)


def test_the_language_is_switched_at_the_door_with_the_name_kept_and_no_try_counted(clerk, client):
    typed = {"username": "clerk-1", "password": PASSWORD, "next": "/declarations/drafts", "language": "ja"}
    page = client.post("/login", typed).content.decode()

    assert '<html lang="ja">' in page
    assert (re.search(r'name="username" value="([^"]*)"', page)[1], PASSWORD in page) == ("clerk-1", False)
    assert '<input type="hidden" name="next" value="/declarations/drafts">' in page
    assert (is_in(client), Tally.objects.count()) == (False, 0)
    assert client.cookies["language"].value == "ja"
    assert '<html lang="ja">' in client.get("/").content.decode()


def test_codes_that_are_shown_once_have_no_button_that_would_lose_them(broker):
    officer, browser = person("officer-1"), Client()
    enrolled(browser, officer)
    page = browser.post("/account/recovery-codes").content.decode()

    assert len(re.findall(r"<code>[A-Z2-7-]{20,}</code>", page)) == 10
    assert 'name="language"' not in page
    assert 'name="language"' in browser.get("/account").content.decode()
