"""What Alembic runs to migrate: on the connection that :mod:`catalog.upgrade` has opened, in its transaction."""

from alembic import context

from catalog.tables import metadata


def _migrate() -> None:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


# Alembic executes this file under a name of its own; imported as a module of ours it does nothing.
if __name__ != "catalog.migrations.env":
    _migrate()
