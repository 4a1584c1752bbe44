"""A person at the forms in a real browser, and everything that a page of ours must never do."""

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.doors import CLOCK

HEAVIEST = 300_000  # bytes that come over the wire for one page, with all it loads
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDTHS = (1280, 360)
REFUSALS = (403, 409, 410, 412, 413, 415, 422)
FRESH = 300  # seconds: some pages want a proof of who it is that is not older than ten minutes
_axe = Axe()


class Visitor:
    """One browser context. Whatever its pages did wrong is kept in `wrongs` and held against the test at the end."""

    def __init__(
        self, chromium: Browser, address: str, *, username: str, language: str, scripts: bool, width: int
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
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._wrong(f"script: {error}"))
        self.page.on("request", lambda asked: asked.url.startswith(address) or self._wrong(f"elsewhere: {asked.url}"))
        self.page.on("response", self._answered)

    def _wrong(self, what: str) -> None:
        self.wrongs.append(f"{self.page.url}: {what}")

    def _said(self, said: ConsoleMessage) -> None:
        """A page that tells of an error has a status that says so; the browser notes that, and nothing is wrong."""
        is_meant = any(f"status of {status} " in said.text for status in REFUSALS)
        if said.type in {"error", "warning"} and not is_meant:
            self._wrong(f"console: {said.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._wrong(f"{response.status} {response.url}")

    def sign_in(self, sessions: dict[str, Any]) -> None:
        """At the door, once for each person; the session serves every context after that."""
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
        self.context.add_cookies([{"name": "language", "value": self.language, "url": self.address}])

    def open(self, path: str) -> Page:
        """Go to a page, and weigh it with all that it loads."""
        weights: list[int] = []

        def weigh(response: Response) -> None:
            weights.append(int(response.headers.get("content-length", "0")))

        self.page.on("response", weigh)
        answer = self.page.goto(path)
        self.page.remove_listener("response", weigh)
        self.weight = sum(weights)
        if answer is not None and not answer.headers.get("content-length"):
            self.weight += len(answer.body())
        if self.weight > HEAVIEST:
            self._wrong(f"weighs {self.weight:,} bytes")
        return self.page

    def words(self) -> str:
        """What can be read in the page's middle."""
        return self.page.locator("main").inner_text()

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA in the page as it stands, at both widths; and what does not fit in.

        axe asks for sheets that a style sheet imports, at an address of its own making: nobody listens meanwhile.
        """
        found = []
        self.page.remove_listener("console", self._said)
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
        self.page.on("console", self._said)
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
