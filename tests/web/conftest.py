"""The pages as they are served: an application on SQLite, a client with forms, and a browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from tests.components import free_port, missing
from tests.web.pages import WIDE, OpenPage, Send
from tm.app import create_app
from tm.config import Settings
from tm.services.context import Context
from tm.storage.session import Database

CHROMIUM = Path("/usr/bin/chromium")
HANGUL_FONTS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/nanum")
LARGEST_UPLOAD = 1024 * 1024


@pytest.fixture
def small(sqlite_template: Path, tmp_path: Path) -> Iterator[Context]:
    """Give an empty context on SQLite, which tests fill through services."""
    shutil.copy(sqlite_template, tmp_path / "tm.sqlite")
    db = Database(f"sqlite:///{tmp_path / 'tm.sqlite'}")
    yield Context(db=db, uploads=tmp_path / "uploads")
    db.engine.dispose()


@pytest.fixture
def app(small: Context, tmp_path: Path) -> Flask:
    settings = Settings(
        data_dir=tmp_path, database_url=str(small.db.url), max_upload=LARGEST_UPLOAD
    )
    return create_app(settings, small)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Give ``send(path, data)``: post a form with its token, as a page does."""

    def post(path: str, data: dict[str, object] | None = None) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/help").text)
        assert token is not None
        return client.post(path, data={"csrf_token": token[1], **(data or {})})

    return post


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """Give the address of the application as it is served, on a free port of loopback."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing("Chromium", "chromium")
    if not any(Path(folder).is_dir() for folder in HANGUL_FONTS):
        missing("A Korean font", "fonts-noto-cjk")
    arguments = [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, live: str) -> Iterator[OpenPage]:
    """Give ``page(locale, size)``: a page of a fresh browser context, relative to the service.

    At the end no page may have broken the content security policy or raised an error in a script.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(
        locale: str = "en", size: tuple[int, int] = WIDE, *, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live,
            locale={"en": "en-US", "ko": "ko-KR"}[locale],
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on(
            "console",
            lambda message: (
                troubles.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
