"""Runs the migrations on the connection that the service hands over; the caller commits."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False, render_as_batch=False)
context.run_migrations()
