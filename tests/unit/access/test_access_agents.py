"""Browsers by the names people know."""

import pytest

from review.access.agents import browser_name

MOZILLA = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{MOZILLA} Chrome/126.0.0.0 Safari/537.36", "Chrome 126 · Windows"),
        (f"{MOZILLA} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87", "Edge 126 · Windows"),
        (f"{MOZILLA} coc_coc_browser/125.0.0 Chrome/119.0.0.0 Safari/537.36", "Cốc Cốc 125 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome 126 · Android"),
        ("curl/8.9", "curl/8.9"),
        ("", "?"),
        ("x" * 500, "x" * 60),
    ],
)
def test_what_is_shown_of_a_browser(agent: str, name: str) -> None:
    assert browser_name(agent) == name
