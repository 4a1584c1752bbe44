"""A person at the forms in a real browser, and everything that a page of ours must never do."""

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.doors import CLOCK
from tests.japanese import english_in

HEAVIEST = 300_000  # bytes that come over the wire for one page, with all it loads
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # no rule of these reads style sheets anew
}
WIDTHS = (1280, 360)
REFUSALS = (409, 410, 412, 413, 415, 422)
DOORS = (403, 404, 429)  # of a page itself: what a page loads is there
FRESH = 300  # seconds: some pages want a proof of who it is that is not older than ten minutes
_axe = Axe()


class Visitor:
    """One browser context. Whatever its pages did wrong is kept in `wrongs` and held against the test at the end."""

    def __init__(
        self,
        chromium: Browser,
        address: str,
        *,
        username: str = "demo-broker",
        language: str = "en",
        scripts: bool = True,
        width: int = 1280,
    ) -> None:
        self.address, self.username, self.language = address, username, language
        self.runs_scripts = scripts
        self.context = chromium.new_context(
            base_url=address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            locale="ja-JP" if language == "ja" else "en-GB",
            extra_http_headers={"Sandbox-Clock": CLOCK},
        )
        self.context.set_default_timeout(15_000)
        self.wrongs: list[str] = []
        self.weight = 0
        self.status = 0  # of the page that is shown
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._wrong(f"script: {error}"))
        self.page.on("request", lambda asked: asked.url.startswith(address) or self._wrong(f"elsewhere: {asked.url}"))
        self.page.on("response", self._answered)
        self.network = self.context.new_cdp_session(self.page)
        self.network.on("Network.loadingFinished", self._loaded)
        self.network.send("Network.enable")

    def _wrong(self, what: str) -> None:
        self.wrongs.append(f"{self.page.url}: {what}")

    def _said(self, said: ConsoleMessage) -> None:
        """A page that tells of an error has a status that says so; the browser notes that, and nothing is wrong."""
        meant = {*REFUSALS, self.status} if self.status in DOORS else REFUSALS
        is_meant = any(f"status of {status} " in said.text for status in meant)
        if said.type in {"error", "warning"} and not is_meant:
            self._wrong(f"console: {said.text}")

    def _loaded(self, finished: dict[str, Any]) -> None:
        """The bytes of an answer, its head included, compressed as they came: a length that it tells, or chunks."""
        self.weight += int(finished["encodedDataLength"])

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        if response.status >= 500:
            self._wrong(f"{response.status} {response.url}")

    def sign_in(self, sessions: dict[str, Any]) -> None:
        """At the door, once for each person; the session serves every context after that. A stranger stays outside."""
        if self.username:
            self._enter(sessions)
        self.context.add_cookies([{"name": "language", "value": self.language, "url": self.address}])

    def _enter(self, sessions: dict[str, Any]) -> None:
        cookies, signed_in_at = sessions.get(self.username, ([], -FRESH))
        if time.monotonic() - signed_in_at < FRESH:
            self.context.add_cookies(cookies)
        else:
            self.page.goto("/login")
            self.page.fill("#id_username", self.username)
            self.page.fill("#id_password", f"{self.username}-password")
            self.page.click("main button[type=submit]")
            self.page.wait_for_url(lambda url: not url.endswith("/login"))
            sessions[self.username] = (self.context.cookies(), time.monotonic())

    def open(self, path: str) -> Page:
        """Go to a page as one who was never here, and weigh it with all that it loads, as it comes over the wire."""
        self.weight = 0
        self.network.send("Network.clearBrowserCache")
        self.page.goto(path)
        self.page.evaluate("document.title")  # what was told of the last answers has come when this is answered
        if self.weight > HEAVIEST:
            self._wrong(f"weighs {self.weight:,} bytes")
        return self.page

    def words(self) -> str:
        """What can be read in the page's middle."""
        return self.page.locator("main").inner_text()

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA as the page is, at both widths; what does not fit; what is English."""
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            result = _axe.run(self.page, options=RULES)
            found += [
                f"{width} {violation['id']}: {node['html'][:160]}"
                for violation in result.response["violations"]
                for node in violation["nodes"]
            ]
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{width} the page is wider than its window")
        if self.language == "ja":
            found += [f"in English: {word}" for word in english_in(self.page.content())]
        return found

    def is_told_what_is_wrong(self) -> None:
        """Wait for the page that says what is wrong; where scripts run it has the focus on that."""
        self.page.wait_for_selector("#error-summary")
        assert not self.runs_scripts or self.focused() == "error-summary"

    def focused(self) -> str:
        """The id of what has the focus."""
        return self.page.evaluate("document.activeElement.id")

    def close(self) -> None:
        """The end of the visit; what went wrong on its pages fails the test."""
        self.context.close()
        assert not self.wrongs, "\n".join(self.wrongs)
