"""Run by Alembic on the connection that ``tm.storage.schema`` hands over."""

from alembic import context

from tm.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
