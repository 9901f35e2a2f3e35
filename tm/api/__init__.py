"""REST under /api/v1: parse, call one service, answer.

Each file is a resource; ``fields`` says what is taken, ``problems`` how errors are answered.
"""

from flask import Blueprint, Flask

from tm.api import health, openapi, problems

BLUEPRINTS = (health.bp,)


def register(app: Flask) -> tuple[Blueprint, ...]:
    """Add the API to an application that has its pages; return what needs no form tokens."""
    api = openapi.make(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    problems.register(app)
    return BLUEPRINTS
