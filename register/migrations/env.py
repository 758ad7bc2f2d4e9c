"""Run the steps on the connection that `register.migrate` hands over; there is no other way in."""

from alembic import context

import register.account_tables
import register.journal_tables
import register.office_tables
import register.record_tables  # noqa: F401 - its tables belong to the same metadata
from register.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
