"""Debian's Chromium through playwright, whose synchronous interface can be open only once in a thread."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

PATIENCE = 120_000
"""Milliseconds: for a slow machine that does other things too."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    program = shutil.which("chromium")
    assert program, "chromium is not installed (setup/debian-packages.txt)"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a module: playwright keeps this thread's event loop, which must not outlast the module."""
    with chromium() as opened:
        yield opened
