"""Memories and their units."""

from flask import Blueprint

bp = Blueprint("memories", __name__)
