"""The review of an alignment."""

from flask import Blueprint

bp = Blueprint("review", __name__)
