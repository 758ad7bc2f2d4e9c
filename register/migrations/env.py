"""Run the steps on the connection that `register.migrate` hands over; there is no other way in."""

from alembic import context

from conflict.killpoint import RegisterPoint, reached
from register.tables import Base
from register.tableset import all_tables

all_tables()  # those of every file belong to the same metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
    on_version_apply=lambda **_: reached(RegisterPoint.DURING_MIGRATION),
)
with context.begin_transaction():
    context.run_migrations()
