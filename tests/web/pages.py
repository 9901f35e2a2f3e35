"""What tests of pages say: how wide a window is, how a form is sent, what is wrong with a page."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from werkzeug.test import TestResponse

WIDE, NARROW = (1440, 900), (390, 844)

OpenPage = Callable[..., Page]
"""``page(locale="en", size=WIDE, *, scripts=True)``"""
Send = Callable[..., TestResponse]
"""``send(path, data)``"""


def flaws(view: Page) -> list[str]:
    """Return what axe finds on a page, and whether it must be scrolled sideways."""
    found = [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(view).response["violations"]
    ]
    wide = view.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "it scrolls sideways"] if wide else found
