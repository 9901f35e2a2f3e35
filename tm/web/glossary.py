"""The glossary: look up, recognize, concepts."""

from flask import Blueprint

bp = Blueprint("glossary", __name__)
