"""REST under /api/v1: parse, call one service, answer.

Each file is a resource; ``fields`` says what is taken, ``problems`` how errors are answered.
"""

from flask import Blueprint, Flask

from tm.api import (
    alignments,
    concepts,
    concordance,
    docs,
    documents,
    exports,
    fragments,
    glossary,
    health,
    imports,
    jobs,
    matches,
    memories,
    openapi,
    problems,
    review,
    termbases,
    units,
)

BLUEPRINTS = (
    matches.bp,
    concordance.bp,
    fragments.bp,
    glossary.bp,
    memories.bp,
    units.bp,
    documents.bp,
    alignments.bp,
    review.bp,
    termbases.bp,
    concepts.bp,
    imports.bp,
    exports.bp,
    jobs.bp,
    health.bp,
)


def register(app: Flask) -> tuple[Blueprint, ...]:
    """Add the API to an application that has its pages; return what needs no form tokens."""
    api = openapi.make(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(docs.bp)
    app.extensions[docs.KEY] = docs.operations(api.spec.to_dict())
    problems.register(app)
    return BLUEPRINTS
