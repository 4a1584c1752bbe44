"""The door, from an invitation to a second factor: each page empty, filled in, with errors, and accessible in each."""

import base64
import itertools

from django_otp.oath import totp

from tests.browser.visitor import Visitor

_count = itertools.count(1)
PASSWORD = "quiet harbour in the morning"
SUBMIT = "main button[type=submit]"


class Held:
    """Somebody's pages, each held against the rules as it is met."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.found: dict[str, list[str]] = {}

    def as_it_is(self, name: str) -> None:
        """The page that is there now."""
        assert self.page.locator("html").get_attribute("lang") == self.visitor.language
        self.found[name] = self.visitor.violations()

    def sent(self, name: str, **typed: str) -> None:
        """Type, send, and find the page that says what is wrong."""
        for field, value in typed.items():
            self.page.fill(f"#id_{field}", value)
        self.as_it_is(f"{name}, filled in")
        self.page.click(SUBMIT)
        self.visitor.is_told_what_is_wrong()
        self.as_it_is(f"{name}, with errors")

    def passed(self, **typed: str) -> None:
        """Type, send, and be somewhere else."""
        for field, value in typed.items():
            self.page.fill(f"#id_{field}", value)
        self.page.click(SUBMIT)


def code_of(key: str) -> str:
    """What an app shows that was given this key."""
    return f"{totp(base64.b32decode(key.replace(' ', ''))):06d}"


def test_who_is_invited_sets_a_password_and_an_app_and_signs_in_with_both(visit, language):
    broker, username = visit(), f"new-{next(_count)}-{language}"
    page = broker.open("/declarations/firm/people/invite")
    page.fill("#username", username)
    page.click("main form button.govuk-button")
    assert page.locator("button[name=language]").count() == 0  # it would be gone in the other language
    link = page.locator("#secret").inner_text()
    assert broker.violations() == []

    person = visit("", language=language)
    page, held = person.open(link), Held(person)
    held.as_it_is("a password")
    held.sent("a password", new_password1="customs", new_password2="tokyo")
    held.passed(new_password1=PASSWORD, new_password2=PASSWORD)
    person.open(link)
    held.as_it_is("a link that was used")

    person.open("/account")
    held.as_it_is("sign in")
    held.sent("sign in", username=username, password="not this one")
    held.passed(username=username, password=PASSWORD)
    held.as_it_is("the account")
    page.click("a[href='/login/second-factor']")
    held.as_it_is("an app")
    key = page.locator("main code").inner_text()
    held.sent("an app", code="000000")
    held.passed(code=code_of(key))
    held.as_it_is("recovery codes")
    recovery = page.locator("main li code").all_inner_texts()
    page.click("main a.button")
    held.as_it_is("the account, with an app")

    person.open("/account/password")
    held.as_it_is("another password")
    held.sent("another password", old_password="x", new_password1="customs", new_password2="tokyo")
    person.open("/login/confirm?next=/account")
    held.as_it_is("confirm")
    held.sent("confirm", password="not this one", code="000000")

    page.click("header form button")
    person.open("/login")
    held.passed(username=username, password=PASSWORD)
    held.as_it_is("the second factor")
    held.sent("the second factor", code="000000")
    held.passed(code=recovery[0])
    page.wait_for_url("**/")
    held.as_it_is("the front page")
    assert held.found == {name: [] for name in held.found}


def test_who_guesses_is_locked_out_in_the_readers_language(visit, language):
    person = visit("", language=language)
    person.open("/login")
    held = Held(person)
    for _ in range(6):
        held.passed(username="guessed", password="wrong")
        if person.status == 429:
            break
    person.is_told_what_is_wrong()
    held.as_it_is("locked out")

    assert (person.status, held.found) == (429, {"locked out": []})


def test_a_name_is_kept_when_the_language_changes_at_the_door(visit):
    person = visit("", scripts=False)
    page = person.open("/login?next=/declarations/drafts")
    page.fill("#id_username", "demo-broker")
    page.click("button[name=language][value=ja]")

    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.input_value("#id_username") == "demo-broker"
    page.fill("#id_password", "demo-broker-password")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/declarations/drafts")
