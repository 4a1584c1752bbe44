"""An officer's browser at the console: real cookies, real forms with their tokens and hidden fields, over HTTP."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_MESSAGES = re.compile(r'<ul class="messagelist">(.*?)</ul>', re.DOTALL)
_TIMEOUT_SECONDS = 30.0


class Desk:
    """Somebody at the console, signed in with a password of the demonstration."""

    def __init__(self, address: str, *, username: str) -> None:
        self.address = address
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))
        self.first_page = words(self._sent("/login?next=/console/", username=username, password=f"{username}-password"))

    def act(self, number: str, act: str, **said: str) -> str:
        """Fill in the form of an act, mean it, send it; what the console tells then."""
        return told(self._sent(f"{_case(number)}{act}/", confirmed="on", **said))

    def on_check(self, number: str, act: str, **said: str) -> str:
        """The same on the one permit check for which the case offers the act."""
        [place] = [each for each in self.offers(number) if each.startswith("permits/") and each.endswith(f"/{act}")]
        return self.act(number, place, **said)

    def decided(self, number: str, kind: str, *, approves: bool, remarks: str) -> str:
        """Decide what was applied for."""
        decision = "APPROVE" if approves else "DECLINE"
        return self.act(number, f"applications/{kind}/decide", decision=decision, remarks=remarks)

    def offers(self, number: str) -> list[str]:
        """The acts that the page of a declaration offers, by their addresses under it."""
        found = re.findall(rf'href="{_case(number)}([a-z0-9/-]+)/"', self._page(_case(number)))
        return [each for each in found if not each.startswith("documents/")]

    def case(self, number: str) -> str:
        """What can be read on the page of a declaration."""
        return words(self._page(_case(number)))

    def _page(self, path: str, body: bytes | None = None) -> str:
        with self.browser.open(self.address + path, body, timeout=_TIMEOUT_SECONDS) as answer:
            return answer.read().decode()

    def _sent(self, path: str, **fields: str) -> str:
        """The page that follows a form, which is sent with the hidden fields that it came with."""
        return self._page(path, urlencode(dict(_HIDDEN.findall(self._page(path))) | fields).encode())


def _case(number: str) -> str:
    return f"/console/declarations/declaration/{number}/"


def words(markup: str) -> str:
    """What can be read of a page."""
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", markup).split()))


def told(page: str) -> str:
    """The messages on top of a page. A form that was not taken has none: then the page fails the test."""
    messages = _MESSAGES.search(page)
    assert messages, words(page)
    return words(messages[1])
