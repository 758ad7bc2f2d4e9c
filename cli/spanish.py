"""Make the command line speak Spanish: what Typer says in English is said here, once.

Importing this module before Typer is enough for the words that Typer asks of gettext; the rest is overridden below.
"""

import gettext
import re
from typing import Any

_WORDS = {
    "Arguments": "Argumentos",
    "Options": "Opciones",
    "Commands": "Órdenes",
    "Error": "Error",
    "required": "obligatorio",
    "[required]": "[obligatorio]",
    "default: {default}": "si falta: {default}",
    "[default: {}]": "[si falta: {}]",
    "env var: {var}": "variable: {var}",
    "[env var: {}]": "[variable: {}]",
    "Aborted.": "Interrumpido.",
    "Missing command.": "Falta la orden.",
    "No such command {name!r}.": "No existe la orden {name!r}.",
}


def _translated(message: str) -> str:
    return _WORDS.get(message, message)


gettext.gettext = _translated  # Typer takes its words from here when it is imported

import typer  # noqa: E402
from typer.core import TyperCommand, TyperGroup  # noqa: E402

_HELP = {
    "help": "Muestra esta ayuda y termina.",
    "install_completion": "Instala el autocompletado en su intérprete de órdenes.",
    "show_completion": "Muestra el autocompletado para copiarlo o adaptarlo.",
}

_ERRORS = (
    (r"No such option: (\S+)(?:.*)", r"No existe la opción \1."),
    (r"Got unexpected extra arguments? \((.*)\)", r"Sobra: \1."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"Sobra: \1."),
    (r"Missing (?:option|argument|parameter):? ?(.*)", r"Falta \1"),
    (r"Option '?(\S+?)'? requires an argument\.?", r"La opción \1 necesita un valor."),
    (r"Invalid value for (.*?): (.*)", r"Valor no válido en \1: \2"),
    (r"(\S+) (?:File|Path|Directory) (.*) does not exist\.", r"\1 no existe: \2."),
)


class SpanishCommand(TyperCommand):
    """A command whose usage line and help option are in Spanish."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return super().get_usage(ctx).replace("Usage:", "Uso:")

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the built-in ones explained in Spanish."""
        return _explained(super().get_params(ctx))


class SpanishGroup(TyperGroup):
    """A group whose usage line and built-in options are in Spanish."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return super().get_usage(ctx).replace("Usage:", "Uso:")

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the built-in ones explained in Spanish."""
        return _explained(super().get_params(ctx))


def _explained(params: list[Any]) -> list[Any]:
    for param in params:
        if param.name in _HELP:
            param.help = _HELP[param.name]
    return params


UsageError: Any = typer.BadParameter.__mro__[1]
"""What Typer raises for a wrong command line; the class itself is private to it."""


def usage_sentence(message: str) -> str:
    """Return what was wrong with the command line, in Spanish."""
    for pattern, spanish in _ERRORS:
        if re.fullmatch(pattern, message, flags=re.DOTALL):
            return re.sub(pattern, spanish, message, flags=re.DOTALL)
    return message
