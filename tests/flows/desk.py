"""An officer's browser at the console: real cookies, real forms with their tokens, over HTTP."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MESSAGE = re.compile(r'<ul class="messagelist">(.*?)</ul>', re.DOTALL)
_TIMEOUT_SECONDS = 30.0


class Desk:
    """Somebody of customs who is signed in with the demonstration's password."""

    def __init__(self, address: str, *, username: str) -> None:
        self.username = username
        self.console = f"{address}/console/"
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self._sent("login/?next=/console/", username=username, password=f"{username}-password")
        assert "Log out" in page, page

    def act(self, number: str, act: str, **said: str) -> str:
        """Fill in the form of an act, confirm it, send it; what the console tells then, in words."""
        return told(self._sent(f"declarations/declaration/{number}/{act}/", confirmed="on", **said))

    def asked(self, number: str, text: str) -> None:
        self._domain(f"clearance.ask({number!r}, by=by, text={text!r}, at=at)")

    def decided(self, number: str, kind: str, *, approves: bool, remarks: str) -> None:
        said = f"by=by, approves={approves}, remarks={remarks!r}, at=at"
        self._domain(f"clearance.decide({number!r}, Application.Kind.{kind}, {said})")

    def _domain(self, call: str) -> None:
        import subprocess
        import sys

        code = f"""import django; django.setup()
from django.utils import timezone
from declarations import clearance
from declarations.models import Application
from declarations.traders.models import User
at, by = timezone.now(), User.objects.get(username={self.username!r}).as_officer()
{call}"""
        subprocess.run([sys.executable, "-c", code], check=True, env=self.environment)

    def case(self, number: str) -> str:
        """The page of a declaration, its markup taken off."""
        return words(self._page(f"declarations/declaration/{number}/"))

    def _page(self, path: str, body: bytes | None = None) -> str:
        with self.browser.open(self.console + path, body, timeout=_TIMEOUT_SECONDS) as answer:
            return answer.read().decode()

    def _sent(self, path: str, **fields: str) -> str:
        """The page that follows a form, which is sent with the token that it came with."""
        token = _TOKEN.search(self._page(path))
        assert token, path
        return self._page(path, urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())


def words(markup: str) -> str:
    """What can be read of a page."""
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", markup).split()))


def told(page: str) -> str:
    """The messages on top of a page; the errors of its form, where it was not sent."""
    messages = _MESSAGE.search(page)
    assert messages, words(page)
    return words(messages[1])
