"""The invented people of the demo, one of each role, all with the same password that everybody may read."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboards.account_views import DemoLogin

PASSWORD = "puente lluvia tambor 7"  # noqa: S105 - printed at the start of every demo, for invented data

PEOPLE = (
    ("nora", "Nora Quisbert", "Unidad de Prevención y Transformación de Conflictos", "unidad_nacional", (), ()),
    (
        "ana",
        "Ana Colque",
        "Coordinación Regional Llallagua",
        "analista",
        ("05",),
        ("Llallagua", "Uncía", "Chayanta", "Colquechaca", "Pocoata", "Ocurí"),
    ),
    ("delia", "Delia Mamani", "Delegación Defensorial Departamental Potosí", "delegado_departamental", ("05",), ()),
    ("gema", "Gema Rojas", "Gerencia", "gerencia", (), ()),
    ("aida", "Aida Flores", "Auditoría interna", "auditor", (), ()),
    ("tito", "Tito Vargas", "Sistemas", "admin_tecnico", (), ()),
)


def invent_people(storage: Any, now: datetime) -> "tuple[DemoLogin, ...]":
    """Make the accounts in the demo's register and return what is needed to enter with each."""
    from conflict.record import Person
    from conflict.roles import Role
    from dashboards.account_views import DemoLogin
    from dashboards.labels import ROLES
    from register.commands import accounts
    from register.engine import open_register

    console, logins = Person("consola", "Sistemas"), []
    register = open_register(storage)
    try:
        for login, name, office, role, departments, municipalities in PEOPLE:
            with register.writing() as session:
                number = accounts.create(
                    session,
                    login=login,
                    name=name,
                    office=office,
                    role=Role(role),
                    departments=departments,
                    municipalities=municipalities,
                    by=console,
                    now=now,
                )
                token = accounts.token_for_password(session, account_id=number, by=console, now=now)
                accounts.password_by_token(session, token=token, login=login, password=PASSWORD, now=now)
            logins.append(DemoLogin(login, PASSWORD, name, f"{ROLES[Role(role)]}, {office}"))
    finally:
        register.close()
    return tuple(logins)
