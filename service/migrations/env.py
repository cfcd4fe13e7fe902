"""Runs migrations over the connection that service.infra.database hands in."""

from alembic import context
from sqlmodel import SQLModel

from service.operations import all_models

connection = context.config.attributes["connection"]
assert all_models
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
