"""The WSGI application for any server: ``gunicorn wsgi:application``."""

from tm.app import create_app
from tm.config import Settings

application = create_app(Settings.from_environment())
