"""Articles: list, add, read."""

from flask import Blueprint

bp = Blueprint("documents", __name__)
