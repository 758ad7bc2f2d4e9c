"""Verbs `usuarios`: accounts from the machine itself, where whoever types is trusted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.errors import DataError
from conflict.record import Person
from conflict.roles import OF_ACCOUNTS, Role

CONSOLE = Person("consola", "Sistemas")
Login = Annotated[str, typer.Argument(metavar="USUARIO", help="Usuario o correo de la cuenta.")]
RoleOption = Annotated[str, typer.Option("--rol", help=f"Uno de: {', '.join(role.value for role in OF_ACCOUNTS)}.")]
OfficeOption = Annotated[
    str, typer.Option("--oficina", help="Nombre de la oficina, largo o corto, de la tabla de oficinas.")
]
DepartmentsOption = Annotated[str, typer.Option("--departamentos", help="Códigos separados por comas: 05,04.")]
MunicipalitiesOption = Annotated[str, typer.Option("--municipios", help="Nombres separados por comas; vacío: todos.")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Crea y cambia las cuentas de las personas.", no_args_is_help=True)
    for name, verb in (
        ("inicial", first),
        ("crear", create),
        ("listar", listed),
        ("clave", password),
        ("rol", role),
        ("desactivar", disable),
        ("activar", enable),
        ("suprimir", suppress),
        ("token", token),
    ):
        group.command(name, cls=SpanishCommand)(verb)
    app.add_typer(group, name="usuarios")


def first() -> None:
    """Muestra la llave de un solo uso con que se crea en /inicio la primera cuenta que administra."""
    from register.commands import accounts

    with told_in_spanish(), _writing() as session:
        typer.echo(accounts.token_for_first_admin(session, now=_now()))
        say("Vale 48 horas y una vez, en la página /inicio.")


def create(
    usuario: Login,
    rol: RoleOption,
    oficina: OfficeOption,
    nombre: Annotated[str, typer.Option("--nombre", help="Nombre y apellido.")],
    departamentos: DepartmentsOption = "",
    municipios: MunicipalitiesOption = "",
) -> None:
    """Crea una cuenta y muestra la llave con que su dueño pone la contraseña en /clave."""
    from register.commands import accounts
    from register.queries import offices

    with told_in_spanish(), _writing() as session:
        number = accounts.create(
            session,
            login=usuario,
            name=nombre,
            office=offices.chosen(session, oficina, _role(rol)),
            role=_role(rol),
            departments=_list(departamentos),
            municipalities=_list(municipios),
            by=CONSOLE,
            now=_now(),
        )
        _offer(session, number)


def listed() -> None:
    """Lista las cuentas: usuario, rol, oficina, territorio, estado."""
    from register.queries import accounts

    with told_in_spanish(), _reading() as session:
        for one in accounts.listed(session):
            state = "activa" if one.active else "desactivada"
            place = ",".join(one.departments) or "todo"
            typer.echo("\t".join((one.login, one.role.value, one.office, place, ",".join(one.municipalities), state)))


def password(usuario: Login) -> None:
    """Muestra una llave con que el dueño de la cuenta pone otra contraseña en /clave."""
    with told_in_spanish(), _writing() as session:
        _offer(session, _number(session, usuario))


def role(
    usuario: Login,
    rol: RoleOption,
    oficina: OfficeOption,
    departamentos: DepartmentsOption = "",
    municipios: MunicipalitiesOption = "",
) -> None:
    """Cambia rol, oficina y territorio de una cuenta; sus sesiones se cierran."""
    from register.commands import accounts
    from register.queries import offices

    with told_in_spanish(), _writing() as session:
        office = offices.chosen(session, oficina, _role(rol))
        accounts.change_role(
            session,
            account_id=_number(session, usuario),
            role=_role(rol),
            office=office,
            departments=_list(departamentos),
            municipalities=_list(municipios),
            by=CONSOLE,
            now=_now(),
        )
        say(f"{usuario}: {rol}, {office}.")


def disable(usuario: Login) -> None:
    """Desactiva una cuenta y cierra sus sesiones."""
    _set_active(usuario, active=False)


def enable(usuario: Login) -> None:
    """Vuelve a activar una cuenta."""
    _set_active(usuario, active=True)


def suppress(usuario: Login) -> None:
    """Borra quién era una cuenta; su número queda para la bitácora, que sigue íntegra."""
    from register.commands import accounts

    with told_in_spanish(), _writing() as session:
        accounts.suppress(session, account_id=_number(session, usuario), by=CONSOLE, now=_now())
        say("Datos personales suprimidos.")


def token(usuario: Login, para: Annotated[str, typer.Option("--para", help="Para qué es la llave.")]) -> None:
    """Crea una llave de acceso a /api/v1 para una persona y la muestra una vez."""
    from register.commands import tokens
    from register.queries import accounts

    with told_in_spanish(), _writing() as session:
        account = accounts.by_id(session, _number(session, usuario))
        assert account is not None
        typer.echo(tokens.give(session, label=para, by=account.person(), now=_now()))
        say("Cópiela ahora: no se vuelve a mostrar. Se retira en /mi-cuenta.")


def _set_active(login: str, *, active: bool) -> None:
    from register.commands import accounts

    with told_in_spanish(), _writing() as session:
        accounts.set_active(session, account_id=_number(session, login), active=active, by=CONSOLE, now=_now())
        say(f"{login}: {'activa' if active else 'desactivada'}.")


def _offer(session: Any, number: int) -> None:
    from register.commands import accounts

    typer.echo(accounts.token_for_password(session, account_id=number, by=CONSOLE, now=_now()))
    say("Llave de un solo uso, 48 horas: con ella se pone la contraseña en la página /clave.")


def _number(session: Any, login: str) -> int:
    from register.queries import accounts

    found = accounts.by_login(session, login)
    if found is None:
        raise DataError("no such account", "No existe una cuenta con ese usuario. Véalas con: atalaya usuarios listar")
    return found.id


def _role(text: str) -> Role:
    for one in OF_ACCOUNTS:
        if one.value == text:
            return one
    raise DataError(f"role {text[:30]!r}", f"Ese rol no existe. Son: {', '.join(one.value for one in OF_ACCOUNTS)}.")


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _writing() -> Iterator[Any]:
    with opened_register() as opened, opened.writing() as session:
        yield session


@contextmanager
def _reading() -> Iterator[Any]:
    with opened_register() as opened, opened.reading() as session:
        yield session
