"""Every error as a page that says what to do next; never a traceback."""

import logging

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from tm.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    TmError,
    TooLarge,
    Unavailable,
)

logger = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[TmError], int], ...] = (
    (TooLarge, 413),
    (InvalidInput, 422),
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Unavailable, 503),
)


def status_of(error: TmError) -> int:
    """Return the HTTP status of one of the project's errors."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def register(app: Flask) -> None:
    """Answer errors of pages; what the API's addresses raise is answered by the API."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _foreign_name)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TmError, _our_error)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, message: str) -> tuple[str, int]:
    """Render the error page; a request of htmx gets the message alone."""
    titles = {
        400: _("That request cannot be read"),
        403: _("That is not allowed"),
        404: _("There is nothing here"),
        405: _("That cannot be done here"),
        409: _("Somebody else was faster"),
        413: _("That is too large"),
        422: _("Something is not right"),
        503: _("The service cannot answer right now"),
    }
    title = titles.get(status, _("Something went wrong"))
    template = "errors/inline.html" if "HX-Request" in request.headers else "errors/page.html"
    return render_template(template, title=title, message=message, status=status), status


def _our_error(error: TmError) -> tuple[str, int]:
    return page(status_of(error), str(error))


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return page(
        400, _("The form was open for too long, or cookies are off. Reload the page and try again.")
    )


def _foreign_name(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    # A page would need addresses, and there are none under a name that is not ours.
    text = "This service answers as localhost and 127.0.0.1 only.\n"
    return text, 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http_error(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    messages = {
        404: _("The address may be mistyped, or what was here has been deleted."),
        405: _("This address does not take that kind of request."),
        413: _("The file or text is larger than this service takes."),
    }
    return page(status, messages.get(status, error.description or ""))


def _unexpected(error: Exception) -> tuple[str, int]:
    logger.error("A page failed: %s %s", request.method, request.path, exc_info=error)
    return page(500, _("This is our mistake. What you had saved is safe; try again."))
