"""Journeys from the first field to the release: by pages, by grid, by keyboard alone, by file; and what was refused."""

import csv
import io
import time
from itertools import count
from typing import Any

import pytest

from tests.browser.filling import fill, fill_all, press, stated_true_and_lodged, values_of
from tests.forms import balls, export_form, goods_item, import_form

GIVEN = {"en": "Permit given", "ja": "許可"}
MOST_KEYS = 40  # beyond the values themselves
MOST_SECONDS = 90
_count = count(1)


def until_given(visitor: Any, trader: Any, number: str) -> None:
    """The page says that the permit is given: by itself where scripts run, else when it is looked at again."""
    trader.reaches(number, "RELEASED")
    if not visitor.runs_scripts:
        visitor.page.goto(f"/declarations/{number}")
    tag = visitor.page.locator("#progress .govuk-tag--green").get_by_text(GIVEN[visitor.language], exact=True)
    tag.first.wait_for(timeout=30_000)


def test_an_import_of_food_is_filled_in_step_by_step_paid_and_released(visit, trader, language, scripts):
    form = import_form(script="L1-V1")
    values = dict(values_of({name: value for name, value in form.items() if name != "goods_items"}))
    item = dict(values_of(form["goods_items"][0], "goods_items.0"))
    broker = visit(language=language, scripts=scripts)
    page = broker.open("/declarations/drafts")
    page.click("button[value=import]")
    draft = page.url.rsplit("/", 1)[1]

    asked = []
    for section in ("declaration", "parties", "transport", "invoice"):
        page.goto(f"/declarations/drafts/{draft}/{section}")
        asked += fill_all(page, values)
        press(page, "continue")
    press(page, "add")
    asked += fill_all(page, item)
    press(page, "continue")
    page.goto(f"/declarations/drafts/{draft}/check")
    number = stated_true_and_lodged(page)

    assert sorted(asked) == sorted({*values, *item} - {"direction"})
    trader.settles(number, "CONFIRMED")  # a form that is opened before the agency has answered is not taken after it
    page.click("#act-pay")
    page.fill("#reference", "BANK-1")
    page.click("form#act .govuk-button")
    until_given(broker, trader, number)
    assert trader.account(number)["goods_items"][0]["permit_checks"][0]["status"] == "CONFIRMED"


def test_an_export_is_filled_in_on_one_page_and_released_at_once(visit, trader, language, scripts):
    form = export_form(script="V1")
    broker = visit(language=language, scripts=scripts)
    page = broker.open("/declarations/drafts")
    page.check("#way-2")
    page.click("button[value=export]")

    fill_all(page, dict(values_of(form)))
    press(page, "check")
    number = stated_true_and_lodged(page)

    until_given(broker, trader, number)
    assert trader.account(number)["direction"] == "EXPORT"


class Keyboard:
    """Keys, counted: those that are no part of a value."""

    def __init__(self, visitor: Any) -> None:
        self.page, self.network, self.count = visitor.page, visitor.network, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def access(self, letter: str) -> None:
        """Alt and the letter that a button names as its own; the browser's to serve, whether scripts run or not."""
        key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        told = {
            "type": "keyDown",
            "modifiers": 1,
            "text": letter,
            "unmodifiedText": letter,
        }  # Playwright leaves them out
        self.network.send("Input.dispatchKeyEvent", {**key, **told})
        self.network.send("Input.dispatchKeyEvent", {**key, "type": "keyUp"})
        self.count += 1

    def type(self, value: str) -> None:
        """A value over what stands there: what a cell or a field holds is selected when it is reached."""
        self.page.keyboard.type(value)

    def to(self, name: str, *, by: str = "Tab") -> None:
        """On to a field; every key on the way counts."""
        for _ in range(120):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press(by)
        raise AssertionError(f"{name} is not reached by {by}")


def test_three_lines_are_repeated_from_copy_by_keyboard_alone(visit, trader, language, scripts):
    lines = [
        goods_item(),
        balls(),
        goods_item(description="DARK SOY SAUCE", permits=[{"law": "FD", "ask_agency": True}]),
    ]
    earlier = trader.lodged(import_form(script="A-V1", items=lines))["number"]
    broker = visit(language=language, scripts=scripts)
    page = broker.open(f"/declarations/{earlier}")
    keys = Keyboard(broker)

    keys.press("Tab")  # over the navigation
    keys.press("Enter")
    keys.to("act")  # copy as new
    keys.press("Enter")
    page.wait_for_selector("[data-grid]")
    keys.to("own_reference")
    keys.type(f"REPEAT-{next(_count)}-{language}")
    keys.press("Shift+Tab")  # the way to the goods items
    keys.press("Enter")
    for row, price in enumerate(("150000", "210000", "240000")):
        keys.to(f"goods_items.{row}.invoice_amount")
        keys.type(price)
        if scripts:
            keys.press("Enter")  # down
    if scripts:
        keys.press("Control+Enter")  # check and lodge
    else:
        keys.access("l")
    page.wait_for_selector("[name='true'], #error-summary")
    assert page.url.partition("#")[0].endswith("/check"), broker.words()[:1500]
    keys.to("true")
    keys.press("Space")  # it is true
    keys.press("Enter")
    page.wait_for_selector(".govuk-panel--confirmation")

    assert keys.count <= MOST_KEYS
    number = page.locator(".govuk-panel__body strong").inner_text()
    said = trader.account(number)
    assert [item["commodity_code"] for item in said["goods_items"]] == [line["commodity_code"] for line in lines]


def table(rows: int) -> str:
    """Goods items as a spreadsheet saves them."""
    file = io.StringIO()
    names = ["commodity_code", "description", "origin", "invoice_amount", "quantity", "quantity_unit", "net_mass"]
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    for number in range(1, rows + 1):
        writer.writerow({name: balls()[name] for name in names} | {"description": f"GOLF BALLS {number}"})
    return file.getvalue()


def test_fifty_lines_come_by_file_to_the_check(visit, trader, tmp_path, language, scripts):
    file = tmp_path / "lines.csv"
    file.write_text(table(50), encoding="utf-8")
    earlier = trader.lodged(import_form(script="V1", items=[balls()]))["number"]
    broker = visit(language=language, scripts=scripts)
    page, began = broker.open("/declarations/drafts"), time.monotonic()

    page.fill("#number", earlier)
    page.click("button[value=copy]")
    fill(page, "own_reference", f"FIFTY-{next(_count)}")
    fill(page, "invoice.amount", str(50 * 200_000))
    fill(page, "gross_mass", "9000")
    press(page, "stay")
    draft = page.url.partition("?")[0].split("/drafts/")[1].split("/")[0]
    page.goto(f"/declarations/drafts/{draft}/incoming")
    page.set_input_files("#file", file)
    page.check("#way-2")
    press(page, "grid")
    press(page, "check")

    assert page.url.partition("#")[0].endswith("/check"), broker.words()[:1500]
    assert time.monotonic() - began < MOST_SECONDS
    assert "GOLF BALLS 50" in broker.words()


def test_what_a_rule_refuses_is_told_where_it_is_and_repaired(visit, trader, language, scripts):
    form = import_form(script="A-V1", gross_mass="1000")  # less than the goods alone
    broker = visit(language=language, scripts=scripts)
    page = broker.open("/declarations/drafts")
    page.check("#way-2")
    page.click("button[value=import]")
    fill_all(page, dict(values_of(form)))
    fill(page, "goods_items.0.claims", "FD FD26-000123")
    press(page, "check")

    broker.is_told_what_is_wrong()
    page.locator("#error-summary a[href='#gross_mass']").first.click()
    page.fill("[name=gross_mass]", "2200")
    press(page, "check")
    number = stated_true_and_lodged(page)

    assert trader.account(number)["status"] == "LODGED"


@pytest.mark.parametrize("scripts_run", [True, False])
def test_the_language_is_switched_in_the_middle_and_the_input_kept(visit, scripts_run):
    broker = visit(scripts=scripts_run)
    page = broker.open("/declarations/drafts")
    page.check("#way-2")
    page.click("button[value=export]")
    page.fill("[name=own_reference]", "HALFWAY")

    page.click("button[name=language][value=ja]")

    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.input_value("[name=own_reference]") == "HALFWAY"
