"""Pages for people: the same services as the API's, in other clothes."""

from flask import Flask, redirect, request, url_for
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from tm import __version__
from tm.web import documents, errors, exchange, glossary, lookup, memories, review
from tm.web.common import LANGUAGES, chosen_language, direction_label, language_name, static_url
from tm.web.sentences import said

csrf = CSRFProtect()

BLUEPRINTS = (
    lookup.bp,
    glossary.bp,
    memories.bp,
    exchange.bp,
    documents.bp,
    review.bp,
)


def register(app: Flask) -> None:
    """Add the pages to an application; the API exempts its own blueprints from form tokens."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "web/translations")
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # A page is left open all day.
    app.static_folder = "web/static"
    app.add_url_rule("/static/<path:filename>", "static", app.send_static_file)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # The address has the version in it.
    Babel(app, locale_selector=chosen_language)
    csrf.init_app(app)
    app.jinja_env.globals.update(
        static_url=static_url,
        language_name=language_name,
        direction_label=direction_label,
        chosen_language=chosen_language,
        interface_languages=LANGUAGES,
        version=__version__,
    )
    app.jinja_env.filters["said"] = said
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/language", "choose_language", _choose_language, methods=["POST"])
    errors.register(app)


def _choose_language() -> Response:
    """Remember the language of the pages in a cookie and go back to where one was."""
    back = request.form.get("back", "")
    # Only a path of this service: two slashes or a backslash would lead elsewhere.
    local = back.startswith("/") and not back.startswith("//") and "\\" not in back
    response = redirect(back if local else url_for("lookup.home"))
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        response.set_cookie("language", wanted, max_age=31_536_000, samesite="Lax", httponly=True)
    return response
