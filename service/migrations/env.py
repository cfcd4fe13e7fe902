"""Runs migrations over the connection that service.database hands in."""

from alembic import context
from sqlmodel import SQLModel

from service import tables

connection = context.config.attributes["connection"]
assert tables
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
