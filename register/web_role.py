"""Let the role of the pages work on the tables without owning them, so that the second net holds it."""

from sqlalchemy import text

from conflict.errors import DataError
from register import second_net
from register.engine import open_register
from register.migrate import check_version
from register.settings import Storage


def let_in(storage: Storage, role: str) -> int:
    """Grant a role what the pages need, as the owner; return how many tables are under the net. Repeatable.

    Raise DataError on SQLite, for a role that is not there, and for one that no policy would bind.
    """
    register = open_register(storage)
    try:
        if register.dialect != "postgresql":
            raise DataError(
                "no row-level security on sqlite",
                "La segunda red existe solo con PostgreSQL. Con SQLite, Atalaya es para una sola oficina.",
            )
        with register.writing() as session:
            check_version(session)
            known = session.execute(text(_ROLE), {"role": role}).one_or_none()
            if known is None:
                raise DataError(
                    f"role {role} is not there",
                    f"El servidor no tiene el usuario «{role}». Créelo con psql, como administrador del servidor: "
                    f"CREATE ROLE {_quoted(role)} LOGIN PASSWORD '…';  y repita esta orden.",
                )
            if known.unbound:
                raise DataError(
                    f"role {role} is not bound by policies",
                    f"«{role}» es dueño de las tablas, administrador del servidor o pasa por alto las políticas "
                    "(BYPASSRLS): ninguna red lo alcanza. Dé a las páginas un usuario que no lo sea.",
                )
            schema = session.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
            for statement in second_net.grants(_quoted(role), schema):
                session.execute(text(statement))
            return len(second_net.policies()) - len(second_net.unguarded(session))
    finally:
        register.close()


_ROLE = (
    "SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, (SELECT relowner FROM pg_class "
    "WHERE oid = to_regclass('record')), 'MEMBER') AS unbound FROM pg_roles WHERE rolname = :role"
)


def _quoted(role: str) -> str:
    return '"' + role.replace('"', '""') + '"'
