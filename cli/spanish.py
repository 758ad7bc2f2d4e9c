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

_USAGE = {"Usage:": "Uso:", "[OPTIONS]": "[OPCIONES]", "COMMAND [ARGS]...": "ORDEN [DATOS]..."}

_TYPES = {"<bool>": "", "<str>": "TEXTO", "<int>": "NÚMERO", "<int range>": "NÚMERO ", "<path>": "RUTA"}

_ERRORS = (
    (r"No such command ('.*')\. Did you mean (.*)\?", r"No existe la orden \1. ¿Quiso decir \2?"),
    (r"No such command ('.*')\.", r"No existe la orden \1."),
    (r"No such option: (\S+)(?:.*)", r"No existe la opción \1."),
    (r"Got unexpected extra arguments? \((.*)\)", r"Sobra: \1."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"Sobra: \1."),
    (r"Missing (?:option|argument|parameter):? ?(.*)", r"Falta \1"),
    (r"Option '?(\S+?)'? requires an argument\.?", r"La opción \1 necesita un valor."),
    (
        r"Invalid value for (.*?): (?:Value error, )?(.*) is not one of (.*)",
        r"Valor no válido en \1: \2 no es ninguno de \3",
    ),
    (
        r"Invalid value for (.*?): Input should be a valid integer.*",
        r"Valor no válido en \1: se esperaba un número entero.",
    ),
    (
        r"Invalid value for (.*?): Input should be greater than or equal to (\d+)",
        r"Valor no válido en \1: debe ser \2 o más.",
    ),
    (
        r"Invalid value for (.*?): Input should be less than or equal to (\d+)",
        r"Valor no válido en \1: debe ser \2 o menos.",
    ),
    (r"Invalid value for (.*?): (.*)", r"Valor no válido en \1: \2"),
)


class SpanishCommand(TyperCommand):
    """A command whose usage line and options are in Spanish."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the built-in ones explained in Spanish."""
        return _explained(super().get_params(ctx))


class SpanishGroup(TyperGroup):
    """A group whose usage line and options are in Spanish."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the built-in ones explained in Spanish."""
        return _explained(super().get_params(ctx))


def _usage(line: str) -> str:
    for english, spanish in _USAGE.items():
        line = line.replace(english, spanish)
    return line


def _explained(params: list[Any]) -> list[Any]:
    for param in params:
        if param.name in _HELP:
            param.help = _HELP[param.name]
        if "display_type_rich" not in vars(param):
            param.display_type_rich = _typed(param.display_type_rich)
    return params


def _typed(english: Any) -> Any:
    def display_type_rich(ctx: Any) -> str:
        name = str(english(ctx))
        return _TYPES.get(name, name)

    return display_type_rich


UsageError: Any = typer.BadParameter.__mro__[1]
"""What Typer raises for a wrong command line; the class itself is private to it."""


def usage_sentence(message: str) -> str:
    """Return what was wrong with the command line, in Spanish."""
    for pattern, spanish in _ERRORS:
        if re.fullmatch(pattern, message, flags=re.DOTALL):
            return re.sub(pattern, spanish, message, flags=re.DOTALL)
    return message
