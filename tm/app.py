"""Where the parts are put together: ``create_app(settings)`` gives the WSGI application."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

from tm.config import Settings
from tm.match.index import MatchIndex
from tm.match.layers import LayerFolder
from tm.services.context import Context
from tm.storage import schema
from tm.storage.session import Database

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Under no-referrer, browsers say "Origin: null" of our own forms, which is refused below.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def open_context(settings: Settings) -> Context:
    """Return what services work with; makes the data directory, opens nothing yet."""
    settings.prepare_data_dir()
    return Context(
        db=Database(settings.database_url),
        uploads=settings.data_dir / "uploads",
        index=MatchIndex(LayerFolder(settings.data_dir / "index")),
    )


def create_app(settings: Settings, context: Context | None = None) -> Flask:
    """Put the application together on a database of this version.

    Raises Unavailable when the database is older, newer or cannot be reached.
    """
    # Commands open a context only, and should not wait for the web rooms to be imported.
    from tm import api, web

    context = context or open_context(settings)
    schema.check(context.db)
    app = Flask("tm", static_folder=None, template_folder="web/templates")
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        MAX_CONTENT_LENGTH=settings.max_upload,
        MAX_FORM_MEMORY_SIZE=settings.max_upload,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        # Whatever name resolves to loopback elsewhere is not ours (DNS rebinding).
        TRUSTED_HOSTS=["localhost", "127.0.0.1", "[::1]"],
    )
    app.extensions["tm"] = context
    app.before_request(_refuse_other_sites)
    app.after_request(_with_safe_headers)
    web.register(app)
    for blueprint in api.register(app):
        web.csrf.exempt(blueprint)
    return app


def _refuse_other_sites() -> None:
    """Refuse changes that a page of another site asks the browser for."""
    if request.method in _SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    other_origin = origin is not None and urlsplit(origin).netloc != request.host
    if other_origin or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise Forbidden("Changes are taken from this service's own pages and from programs only.")


def _with_safe_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
