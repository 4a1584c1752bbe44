"""Filling in the forms before lodging as a person does: field by field, whatever kind of input it is."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page


def values_of(said: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """What a declaration says, by the names of the inputs that ask for it."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield from values_of(value, f"{name}.{key}" if name else key)
    elif isinstance(said, list) and all(isinstance(each, str) for each in said):
        yield name, "\n".join(said)
    elif isinstance(said, list):
        for index, value in enumerate(said):
            yield from values_of(value, f"{name}.{index}")
    else:
        yield name, str(said).lower() if isinstance(said, bool) else str(said)


def fill(page: Page, name: str, value: str) -> None:
    """One field, found by its name; a part that is folded away is opened first."""
    folded = page.locator(f"details:not([open]):has([name='{name}']) > summary")
    if folded.count():
        folded.first.click()
    field = page.locator(f"[name='{name}']").first
    kind = field.evaluate("each => each.type")
    if kind == "radio":
        page.locator(f"[name='{name}'][value='{value}']").check()
    elif kind == "checkbox":
        field.set_checked(value == "true")
    elif kind.startswith("select"):
        field.select_option(value)
    else:
        field.fill(value)


def fill_all(page: Page, values: dict[str, str]) -> list[str]:
    """Those of the values that this page asks for; their names."""
    asked = [name for name in values if page.locator(f"[name='{name}']").count()]
    for name in asked:
        fill(page, name, values[name])
    return asked


def press(page: Page, act: str) -> None:
    """The button of a form, by what it does; the one that is seen."""
    page.locator(f".govuk-button-group button[value='{act}']").first.click()


def begun_amendment(page: Page, number: str) -> str:
    """Begin to amend a declaration, step by step; the number of the draft."""
    page.goto(f"/declarations/{number}/amend")
    press(page, "guided")
    return page.url.rpartition("/")[2]


def stated_true_and_lodged(page: Page) -> str:
    """On the page of the check: state that it is true, lodge, go to where it stands. Its number."""
    page.check("[name='true']")
    page.click("#lodge-form button[value=lodge]")
    page.wait_for_selector(".govuk-panel--confirmation")
    number = page.locator(".govuk-panel__body strong").inner_text()
    page.click(f"a[href$='/declarations/{number}']")
    return number
