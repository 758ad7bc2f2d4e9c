"""The command `atalaya`: the list of its verbs. What is heavy is imported by the verb that needs it."""

import sys

from cli.spanish import SpanishGroup, UsageError, usage_sentence  # first: it teaches Typer Spanish

import typer  # isort: skip

from cli import (
    backup,
    bring,
    classify,
    cycle,
    database,
    demo,
    doctor,
    export,
    journal,
    messages,
    migrate,
    models,
    operate,
    person,
    retention,
    sample,
    serve,
    sources,
    train,
    users,
    vocabulary,
    week,
    worked,
)
from cli.failure import say
from cli.log import start_log

app = typer.Typer(
    cls=SpanishGroup,
    help="Alerta temprana de conflictos sociales: noticias, cola de revisión y registro.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def start(
    detalle: bool = typer.Option(False, "--detalle", help="Escribe en el registro técnico (stderr) cada paso."),
) -> None:
    """Alerta temprana de conflictos sociales: noticias, cola de revisión y registro."""
    start_log(detalle)


VERBS = (
    *(cycle, classify, sources, export, bring, backup, journal, week, worked, messages),
    *(serve, operate, demo, migrate, database, doctor, retention, train, models, sample, vocabulary, users, person),
)
for verbs in VERBS:
    verbs.register(app)


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = app(standalone_mode=False, prog_name="atalaya")
    except UsageError as error:
        if message := str(error.format_message()):  # empty where the help itself was the answer
            verb = error.ctx.command_path if error.ctx else " ".join(["atalaya", *_first_word()])
            say(f"{usage_sentence(message)}\nVea la ayuda con: {verb} --help")
        raise SystemExit(2) from None
    except typer.Abort:
        raise SystemExit(130) from None
    raise SystemExit(code if isinstance(code, int) else 0)


def _first_word() -> list[str]:
    return [word for word in sys.argv[1:2] if not word.startswith("-")]
