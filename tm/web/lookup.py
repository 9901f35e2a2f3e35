"""Look up: the first page, fuzzy matches, concordance, help."""

from flask import Blueprint, render_template

bp = Blueprint("lookup", __name__)


@bp.get("/")
def home() -> str:
    return render_template("lookup/home.html")
