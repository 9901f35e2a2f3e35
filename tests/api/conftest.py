"""The application on either database, and a client that speaks JSON with it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tm.app import create_app
from tm.config import Settings
from tm.services.context import Context

LARGEST_UPLOAD = 3 * 1024 * 1024


@pytest.fixture
def app(context: Context, tmp_path: Path) -> Flask:
    return application(context, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def application(context: Context, data_dir: Path) -> Flask:
    """Return the application as it is served, with smaller uploads."""
    return create_app(
        Settings(data_dir=data_dir, database_url=str(context.db.url), max_upload=LARGEST_UPLOAD),
        context,
    )
