"""Every page of the console, empty and with errors, at both widths: nothing against WCAG 2.2 AA, and nothing of what no
page of ours must do (visitor.py).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.browser import console_scene
from tests.browser.visitor import Visitor
from tests.flows.desk import Desk
from tests.flows.trader import Trader

CASE = "/console/declarations/declaration"
SEND = "form.act-form button"
CHIEF, RISK = "demo-chief-officer", "demo-risk-officer"
ADMINISTRATOR, REVIEWER = "demo-administrator", "demo-research-reviewer"


@pytest.fixture(scope="module")
def scene(house, officer, chromium, sessions) -> dict[str, Any]:
    """Cases, work and proposals: what the pages show."""
    trader, chief = Trader(house.stack.address), Desk(house.stack.address, username=CHIEF)
    made = console_scene.cases(house, trader, officer, chief)
    console_scene.work(house, trader)
    for name, username, make in (
        ("proposal", RISK, console_scene.proposed),
        ("policy", RISK, console_scene.policy),
        ("project", "demo-researcher", console_scene.project),
    ):
        person = Visitor(chromium, house.stack.address, username=username)
        person.sign_in(sessions)
        made[name] = make(person.page).removeprefix(house.stack.address)
        person.close()
    return made


# A page: who looks, its address, and what sends its form as it is, so that it tells what is wrong (blank: no form).
PAGES = {
    "index": (CHIEF, "/console/", ""),
    "index of who only reviews": (REVIEWER, "/console/", ""),
    "not yours": ("demo-broker", "/console/", ""),
    "dashboard": (CHIEF, "/console/dashboard/", ""),
    "dashboard of another day": (CHIEF, "/console/dashboard/?day=2024-08-05", ""),
    "queue": (CHIEF, "/console/queue/", ""),
    "queue, nothing waits": (CHIEF, "/console/queue/?category=3&customs_office=9J", ""),
    "many at once, and what it would do": (CHIEF, "/console/bulk/?number={held}&number={refused}", SEND),
    "many at once, of nothing": (CHIEF, "/console/bulk/", SEND),
    "held": (CHIEF, CASE + "/{held}/", ""),
    "refused by an agency": (CHIEF, CASE + "/{refused}/", ""),
    "amended": (CHIEF, CASE + "/{amended}/", ""),
    "not computed": (CHIEF, CASE + "/{wine}/", ""),
    "overpaid": (CHIEF, CASE + "/{overpaid}/", ""),
    "released": (CHIEF, CASE + "/{released}/", ""),
    "versions": (CHIEF, CASE + "/{amended}/versions/", ""),
    "versions, all": (CHIEF, CASE + "/{amended}/versions/?everything=on", ""),
    "examine": (CHIEF, CASE + "/{held}/examine/", SEND),
    "release": (CHIEF, CASE + "/{held}/release/", SEND),
    "refuse": (CHIEF, CASE + "/{held}/refuse/", SEND),
    "ask": (CHIEF, CASE + "/{held}/ask/", SEND),
    "raise": (CHIEF, CASE + "/{held}/raise/", SEND),
    "lower": (CHIEF, CASE + "/{amended}/lower/", SEND),
    "decide": (CHIEF, CASE + "/{held}/applications/lower-category/decide/", SEND),
    "assess": (CHIEF, CASE + "/{wine}/assess/", SEND),
    "refund": (CHIEF, CASE + "/{overpaid}/refund/", SEND),
    "override": (CHIEF, CASE + "/{refused}/permits/{check}/override/", SEND),
    "decide an override": (CHIEF, CASE + "/{refused}/permits/{check}/decide-override/", SEND),
    "paper answer": (CHIEF, CASE + "/{refused}/permits/{check}/paper-answer/", SEND),
    "ask again": (CHIEF, CASE + "/{refused}/permits/{check}/ask-again/", SEND),
    "contradiction": (CHIEF, CASE + "/{refused}/permits/{check}/close-contradiction/", SEND),
    "hand on": (CHIEF, CASE + "/{held}/hand-on/", SEND),
    "audit of a case": (CHIEF, CASE + "/{released}/audit/", SEND),
    "reports": (CHIEF, "/console/reports/", ""),
    "report by office": (CHIEF, "/console/reports/by-office/", ""),
    "report of days in disorder": (CHIEF, "/console/reports/by-office/?since=2026-02-01&to=2026-01-01", ""),
    "long work": (CHIEF, "/console/long-work/", ""),
    "who saw what": (CHIEF, "/console/audit/?number={held}", ""),
    "who saw what, in disorder": (CHIEF, "/console/audit/?since=2026-02-01&to=2026-01-01", ""),
    "chains": (CHIEF, "/console/audit/chains/", ""),
    "selection": (RISK, "/console/selection-results/", ""),
    "models": (RISK, "/console/selection-models/", ""),
    "model": (RISK, "/console/selection-models/" + "0" * 64 + "/", SEND),
    "policy": (CHIEF, "{policy}", SEND),
    "policy of one's own": (RISK, "{policy}", ""),
    "sites to audit": (RISK, "/console/audit-sites/", ""),
    "keys of a program": (ADMINISTRATOR, "/console/traders/apiclient/{client}/keys/", SEND),
    "proposal": (CHIEF, "{proposal}", SEND),
    "proposal of one's own": (RISK, "{proposal}", ""),
    "research": (REVIEWER, "/research", ""),
    "research project": (REVIEWER, "{project}", "main .panel button"),
}
# Addresses that show no page: they act, or lead elsewhere, or give a file.
NO_PAGES = {"take-next", "take", "give-back", "login", "logout", "password_change_done"}
NO_PAGES |= {"report-file", "audit-sites-file", "document", "autocomplete", "jsi18n", "app_list"}
NO_PAGES |= {"traders_apiclient_revoke_key"}
REGISTERS_OWN = re.compile(r"_(changelist|add|change|delete|history)$")
REGISTERS = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def look(visit):
    """A page in every state that is come to, and what axe finds in each."""

    def look(username: str, address: str) -> tuple[Page, Callable[[str], None], dict[str, list[str]]]:
        person, found = visit(username), {}
        page = person.open(address)

        def note(state: str) -> None:
            found[state] = person.violations()

        note("as it opens")
        return page, note, found

    return look


def go(page: Page, way: str) -> None:
    """Where the first of these links or buttons leads, until all of it is there."""
    with page.expect_navigation():
        page.locator(way).first.click()


def own_pages(resolver: Any) -> Iterator[str]:
    """The names of the routes of the console that are no register's."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from own_pages(each)
        elif each.name and not REGISTERS_OWN.search(each.name):
            yield each.name


def test_every_page_of_the_console_is_in_the_list(scene):
    listed = {resolve(address.format(**scene).partition("?")[0]).url_name for _, address, _ in PAGES.values()}
    _, console = get_resolver().namespace_dict["admin"]

    assert set(own_pages(console)) - NO_PAGES <= listed


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_as_it_opens_and_with_errors(look, scene, name):
    username, address, send = PAGES[name]
    page, note, found = look(username, address.format(**scene))
    if send:
        go(page, send)
        note("sent as it is")
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_is_accessible_from_its_list_to_a_rows_history(look, register):
    address = f"/console/{register.replace('.', '/')}/"
    page, note, found = look(ADMINISTRATOR, address)
    for state, way in {"a row": "#result_list tbody th a", "its history": ".historylink"}.items():
        if page.locator(way).count():
            go(page, way)
            note(state)
    page.goto(address)
    if page.locator(".addlink").count():
        go(page, ".addlink")
        note("a new one")
        go(page, "[name=_save]")
        note("with errors")
    assert found == {state: [] for state in found}
