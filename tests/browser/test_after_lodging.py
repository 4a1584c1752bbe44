"""Journeys after lodging: a question answered and the declaration amended; payment to release; nothing done twice."""

import itertools

import pytest

from tests.browser.filling import fill, fill_all, press, values_of
from tests.forms import balls, export_form, goods_item, import_form
from tests.papers import pdf

_count = itertools.count(1)
WORDS = {
    "en": {
        "given": "Permit given",
        "send": "Send",
        "answer": "Your answer is sent.",
        "amended": "The amendment is sent.",
    },
    "ja": {"given": "許可", "send": "送信する", "answer": "回答を送信しました。", "amended": "変更を送信しました。"},
}


def test_an_officers_question_is_answered_and_the_declaration_amended(
    visit, trader, officer, tmp_path, language, scripts
):
    form = export_form(script="V2")
    number = trader.lodged(form)["number"]
    officer.act(number, "ask", text="OF WHAT ARE THE BALLS MADE?")
    broker = visit(language=language, scripts=scripts)
    page, said = broker.open(f"/declarations/{number}"), WORDS[language]

    page.click("#act-attach")
    paper = tmp_path / "material.pdf"
    paper.write_bytes(pdf(str(next(_count)).encode()))
    page.set_input_files("#file", paper)
    page.select_option("#kind", "PHOTOGRAPH")
    page.click("form#act button:not([name])")
    page.click("#act-answer")
    page.fill("#text", "OF SURLYN AND RUBBER")
    page.check("#documents")
    page.click("form#act button:not([name])")
    assert said["answer"] in broker.words()

    page.click("#act-amend")
    press(page, "guided")
    assert form["own_reference"] in broker.words()
    page.click(".govuk-task-list a[href$='/items']")
    page.click("#goods_items a")
    fill(page, "goods_items.0.description", "GOLF BALLS OF SURLYN")
    press(page, "continue")
    press(page, "add")
    fill_all(page, dict(values_of({"goods_items": [{}, balls(origin="JP", description="TEES OF WOOD")]})))
    press(page, "later")
    page.goto(f"{page.url.removesuffix('/items')}/invoice")
    fill(page, "invoice.amount", "400000")
    press(page, "later")
    page.click(".govuk-task-list a[href$='/amendment']")
    changes = page.locator(".changes").inner_text()
    assert all(each in changes for each in ("GOLF BALLS OF SURLYN", "TEES OF WOOD", "400000"))
    assert page.locator(".changes del").first.inner_text() == "200000"
    page.click("form#amendment button")
    broker.is_told_what_is_wrong()
    page.fill("#reason", "THE MATERIAL IS NAMED, AND A BOX WAS FORGOTTEN")
    page.click("form#amendment button")
    assert said["amended"] in broker.words()

    officer.act(number, "examine", result="IN_ORDER", remarks="READ")
    page.goto(f"/declarations/{number}")
    assert said["given"] in broker.words()
    account = trader.account(number)
    assert account["version"] == 2
    assert [item["description"] for item in account["goods_items"]] == ["GOLF BALLS OF SURLYN", "TEES OF WOOD"]


def test_what_is_owed_is_paid_and_the_page_tells_of_the_release_by_itself(visit, trader, language):
    number = trader.lodged(import_form(script="L2-V1"))["number"]
    broker = visit(language=language)
    page = broker.open(f"/declarations/{number}")

    page.click("#act-pay")
    page.fill("#reference", "BANK-1")
    page.click("form#act button:not([name])")

    page.locator("#progress .govuk-tag--green").get_by_text(WORDS[language]["given"], exact=True).first.wait_for(
        timeout=30_000
    )
    page.goto(f"/declarations/{number}/permit")
    assert number in broker.words()


def test_without_scripts_the_same_is_seen_by_looking_again(visit, trader):
    number = trader.lodged(import_form(script="A-V1"))["number"]
    broker = visit(scripts=False)
    page = broker.open(f"/declarations/{number}")
    page.click("#act-pay")
    page.check("#method-2")
    page.fill("#reference", "DEMO-SECURITY")
    page.click("form#act button:not([name])")

    trader.reaches(number, "RELEASED")
    if page.locator("#look-again").count():
        page.click("#look-again")

    assert "Permit given" in broker.words()


def test_the_focus_goes_to_the_error_summary_and_from_there_to_the_field(visit, trader, language):
    number = trader.lodged(import_form(script="A-V1"))["number"]
    broker = visit(language=language)
    page = broker.open(f"/declarations/{number}/pay")

    page.click("form#act button:not([name])")

    broker.is_told_what_is_wrong()
    page.locator("#error-summary a").first.click()
    assert broker.focused() == "reference"


def test_enter_in_a_field_sends_the_form_and_is_no_button_of_a_language(visit, trader, scripts):
    number = trader.lodged(import_form(script="A-V1"))["number"]
    broker = visit(scripts=scripts)
    page = broker.open(f"/declarations/{number}/pay")

    page.press("#reference", "Enter")

    broker.is_told_what_is_wrong()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_whole_of_an_act_is_done_by_keyboard(visit, trader):
    number = trader.lodged(import_form(script="A-V2", items=[goods_item()]))["number"]
    broker = visit()
    page = broker.open(f"/declarations/{number}/withdraw")

    page.focus("#reason")
    page.keyboard.type("SENT TWICE")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/declarations/{number}")

    assert "Withdrawn" in broker.words()
    assert trader.account(number)["status"] == "WITHDRAWN"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_public_page_verifies_a_paper(visit, trader, width):
    number = trader.lodged(export_form(script="V1"))["number"]
    broker = visit(width=width)
    page = broker.open(f"/declarations/{number}/permit")
    address = page.locator("footer .address").first.inner_text()

    stranger = broker.page.context.browser.new_context().new_page()
    stranger.goto(address)

    assert number in stranger.locator("main").inner_text()
    assert stranger.locator("dd").count() == 3
    stranger.context.close()
