"""Verb `resumen`: the summary of a La Paz week — its documents, its draft, its publication, and the back-test."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand
from conflict.errors import StorageError, reason_in_spanish
from conflict.whole import whole

_WEEK = "Semana ISO, por ejemplo 2026-S46; sin ella, la última cerrada. También: publicar, borrador, retroprueba."


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("resumen", cls=SpanishCommand)(summary)


def summary(
    que: Annotated[str, typer.Argument(metavar="SEMANA", help=_WEEK)] = "",
    semana: Annotated[str, typer.Argument(metavar="SEMANA", help="Semana de publicar o borrador.")] = "",
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="ARCHIVO", help="PDF de dos páginas.")] = None,
    excel: Annotated[
        Path | None, typer.Option("--excel", metavar="ARCHIVO", help="Libro de Excel con las filas.")
    ] = None,
    docx: Annotated[Path | None, typer.Option("--docx", metavar="ARCHIVO", help="Documento de Word editable.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="ARCHIVO", help="Una fila por cifra, CSV.")] = None,
    jsonl: Annotated[Path | None, typer.Option("--jsonl", metavar="ARCHIVO", help="Una línea por cifra, JSON.")] = None,
    departamento: Annotated[str, typer.Option("--departamento", help="Código del 01 al 09.")] = "",
    oficina: Annotated[str, typer.Option("--oficina", help="Nombre de la oficina.")] = "",
    ahora: Annotated[str, typer.Option("--ahora", metavar="ISO", help="Fija el reloj, para repeticiones.")] = "",
    en_json: Annotated[bool, typer.Option("--json", help="Escribe el resumen entero como JSON.")] = False,
) -> None:
    """Resume una semana: qué cambió, cifras, territorios; o la deja en borrador, la publica o prueba el método."""
    with told_in_spanish():
        now = _moment(ahora)
        if que == "retroprueba":
            _backtest(now, en_json=en_json)
        elif que in ("publicar", "borrador"):
            _freeze(que, semana, departamento, oficina, now)
        else:
            files = {"pdf": pdf, "excel": excel, "word": docx, "csv": csv, "jsonl": jsonl}
            _write(que, departamento, oficina, {kind: path for kind, path in files.items() if path}, now, en_json)


def _moment(text: str) -> datetime:
    from conflict.errors import DataError

    if not text:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901 - only to fall into the sentence below
    if found.tzinfo is None:
        raise DataError(
            f"moment {text[:30]!r}",
            f"--ahora «{text[:30]}» no es un momento ISO con zona, como 2026-11-16T08:00-04:00.",
        )
    return found.astimezone(UTC)


def _week(text: str, now: datetime) -> Any:
    from conflict.week import closed_week, week_named

    return week_named(text) if text else closed_week(now)


def _write(week: str, department: str, office: str, files: dict[str, Path], now: datetime, as_json: bool) -> None:
    """Write the documents asked for, each whole or not at all; without any, print the summary."""
    from cli.cycle import arm
    from conflict.asjson import plain
    from dashboards import week_documents, week_reading
    from flows.settings import read_settings

    arm(read_settings().fault)
    with opened_register() as opened, opened.reading() as session:
        scope = week_reading.read_scope(session, department, office)
        read = week_reading.read_week(session, _week(week, now), scope)
        assert read is not None  # only a version that was asked for may be missing
        for kind, path in files.items():
            put(path, week_documents.made(session, read, kind, base="", now=now).content)
            say(f"{path}: semana {read.summary.week.code}, {read.summary.scope.name}.")
    if as_json:
        typer.echo(json.dumps(plain(read.summary), ensure_ascii=False))
    elif not files:
        said = read.said
        numbers = [
            f"{one.label}: {one.value} {one.delta}".rstrip() + f" ({one.unit}; {one.base})" for one in said.numbers
        ]
        lines = [said.heading, said.scope, said.status, said.cut, "", *said.sentences, "", *numbers]
        typer.echo("\n".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", line) for line in lines))


def _freeze(what: str, week: str, department: str, office: str, now: datetime) -> None:
    """Make or publish the draft of a week, as the clock does: without a person it is marked automatic."""
    from flows.weekly import draft_week, publish_week

    with opened_register() as opened:
        asked = _week(week, now)
        work = draft_week if what == "borrador" else publish_week
        told = work(opened, asked, now=now, department=department, office=office)
    say(told)


def _backtest(now: datetime, *, en_json: bool) -> None:
    """Judge the register's own past weeks by the rule, beside the two plain baselines."""
    from conflict.week import closed_week
    from flows.weekly import backtest_register

    with opened_register() as opened:
        found = backtest_register(opened, closed_week(now))
    typer.echo(json.dumps(found.as_spanish(), ensure_ascii=False) if en_json else found.as_text())


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raise StorageError with the reason where it cannot be."""
    from conflict.killpoint import DeliveryPoint, reached

    try:
        with whole(path) as partial, partial.open("wb") as out:
            out.write(content[: len(content) // 2])
            reached(DeliveryPoint.DURING_REPORT)
            out.write(content[len(content) // 2 :])
        reached(DeliveryPoint.AFTER_REPORT)
    except OSError as error:
        raise StorageError(
            f"report to {path}: {error.strerror}", f"No se puede escribir en {path}: {reason_in_spanish(error)}."
        ) from error
