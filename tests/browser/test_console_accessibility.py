"""Every page of the console, empty and with errors, at both widths: nothing against WCAG 2.2 AA, and nothing of what no
page of ours must do (visitor.py).
"""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import get_resolver, resolve

from tests.browser import console_scene
from tests.browser.visitor import Visitor
from tests.flows.desk import Desk
from tests.flows.trader import Trader

CASE = "/console/declarations/declaration"
SEND = "form.act-form button"
CHIEF, CLERK = "demo-chief-officer", "demo-tariff-clerk"
RISK, ADMINISTRATOR, REVIEWER = "demo-risk-officer", "demo-administrator", "demo-research-reviewer"


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
        person = Visitor(chromium, house.stack.address, username=username, language="en", scripts=True, width=1280)
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
    "dashboard of no day": (CHIEF, "/console/dashboard/?day=never", ""),
    "queue": (CHIEF, "/console/queue/", ""),
    "queue, nothing waits": (CHIEF, "/console/queue/?category=3&customs_office=9J", ""),
    "many at once": (CHIEF, "/console/bulk/?number={held}&number={refused}", ".act-form button"),
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
    "report of no days": (CHIEF, "/console/reports/by-office/?since=then&to=now", ""),
    "long work": (CHIEF, "/console/long-work/", ""),
    "who saw what": (CHIEF, "/console/audit/?number={held}", ""),
    "who saw nothing": (CHIEF, "/console/audit/?since=then&to=now", ""),
    "chains": (CHIEF, "/console/audit/chains/", ""),
    "selection": (RISK, "/console/selection-results/", ""),
    "models": (RISK, "/console/selection-models/", ""),
    "model": (RISK, "/console/selection-models/" + "0" * 64 + "/", SEND),
    "policy": (CHIEF, "{policy}", SEND),
    "policy of one's own": (RISK, "{policy}", ""),
    "sites to audit": (RISK, "/console/audit-sites/", ""),
    "proposal": (CHIEF, "{proposal}", SEND),
    "proposal of one's own": (RISK, "{proposal}", ""),
    "research": (REVIEWER, "/research", ""),
    "research project": (REVIEWER, "{project}", "main .panel button"),
}
# Addresses that show no page: they act, or lead elsewhere, or give a file.
NO_PAGES = {"take-next", "take", "give-back", "login", "logout", "password_change", "password_change_done"}
NO_PAGES |= {"report-file", "audit-sites-file", "document", "autocomplete", "jsi18n", "app_list"}
REGISTERS = sorted(model._meta.label_lower for model in admin.site._registry)


def test_every_page_of_the_console_is_in_the_list(scene):
    listed = {resolve(address.format(**scene).partition("?")[0]).url_name for _, address, _ in PAGES.values()}
    [site] = [each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "admin"]
    own = {each.name for each in site.url_patterns if getattr(each, "name", "")}
    case = {each.name for each in admin.site._registry_of("declarations.declaration").get_urls() if each.name}
    assert own | {each for each in case if "_" not in each} <= listed | NO_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_empty_and_with_errors(visit, scene, name):
    username, address, send = PAGES[name]
    person = visit(username)
    page = person.open(address.format(**scene))
    found = {"empty": person.violations()}
    if send:
        page.locator(send).first.click()
        page.wait_for_selector(".errorlist")
        found["error"] = person.violations()
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_is_accessible_from_its_list_to_a_rows_history(visit, scene, register):
    person = visit(ADMINISTRATOR)
    page = person.open(f"/console/{register.replace('.', '/')}/")
    found = {"list": person.violations()}
    for name, way in {"row": "#result_list tbody a", "history": ".historylink"}.items():
        if page.locator(way).count():
            page.locator(way).first.click()
            found[name] = person.violations()
    page.goto(f"/console/{register.replace('.', '/')}/")
    if page.locator(".addlink").count():
        page.locator(".addlink").first.click()
        found["add"] = person.violations()
        page.locator("[name=_save]").first.click()
        page.wait_for_selector(".errornote")
        found["error"] = person.violations()
    assert found == {state: [] for state in found}
