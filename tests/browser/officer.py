"""What an officer does at the console in a browser: by what can be read, and by nothing else."""

from playwright.sync_api import Page

DESK = "/console/"


def follow(page: Page, words: str) -> None:
    """Follow the link that says so; the first of them."""
    page.get_by_role("link", name=words, exact=True).first.click()


def press(page: Page, words: str) -> None:
    """Press the button that says so."""
    page.get_by_role("button", name=words, exact=True).click()


def look_up(page: Page, number: str) -> None:
    """From wherever one is to a case, by its number in the list of declarations."""
    follow(page, "Declarations")
    page.locator("#searchbar").fill(number)
    press(page, "Search")
    follow(page, number)


def fill(page: Page, **said: str) -> None:
    """Fields of a form by the words beside them, an underscore for a space; one of several is chosen."""
    for label, text in said.items():
        name = label.replace("_", " ")
        group = page.get_by_role("group", name=name)
        if group.count():
            group.get_by_label(text, exact=True).check()
        else:
            page.get_by_label(name, exact=True).fill(text)


def confirm(page: Page, act: str) -> str:
    """Say that it is meant, and send the form of an act; what the console tells then."""
    page.get_by_label("I have read the case and decide so.").check()
    page.locator("form.act-form button", has_text=act).click()
    return told(page)


def act(page: Page, title: str, number: str, **said: str) -> str:
    """An act of the case that is open: its link, its reason, its confirmation; what the console tells then."""
    follow(page, title)
    fill(page, **said)
    return confirm(page, f"{title} {number}")


def told(page: Page) -> str:
    """The message on top of the page."""
    return page.locator(".messagelist li").inner_text()
