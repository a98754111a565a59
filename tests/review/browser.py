"""Debian's Chromium through playwright: one window a person, troubles on the page are troubles of the test."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from review.access import cookies
from schemas.person import Person
from tests.review.stack import Standing
from tests.servers.chromium import PATIENCE

OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@dataclass
class Windows:
    """Windows onto a reading room; closed together, and then nothing may have gone wrong in any of them."""

    browser: Browser
    standing: Standing
    troubles: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, person: Person | None = None, path: str | None = "/", *, size: dict[str, int] = OFFICE,
        tongue: str = "vi", script: bool = True,
    ) -> Page:  # fmt: skip
        """A window with this person signed in, at that path (None: nowhere yet)."""
        options: dict[str, Any] = {"base_url": self.standing.url, "viewport": size, "java_script_enabled": script}
        context = self.browser.new_context(**options, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        given = {"kho_tongue": tongue}
        if person is not None:
            given[cookies.SESSION] = self.standing.session(person)
        context.add_cookies([{"name": name, "value": value, "url": self.standing.url} for name, value in given.items()])
        page = context.new_page()
        page.on("pageerror", lambda problem: self.troubles.append(f"{page.url}: {problem}"))
        page.on("console", lambda said: self._note(page, said.type, said.text))
        if path is not None:
            page.goto(path)
        return page

    def _note(self, page: Page, kind: str, text: str) -> None:
        # A status of 4xx or 5xx is the answer some tests ask for; they look at the page themselves.
        if kind == "error" and "the server responded with a status of" not in text:
            self.troubles.append(f"{page.url}: {text}")

    def close(self) -> None:
        """Closes all windows.

        Raises:
            AssertionError: a script failed, or the page's own rules (CSP) forbade something.
        """
        for context in self._contexts:
            context.close()
        assert self.troubles == []
