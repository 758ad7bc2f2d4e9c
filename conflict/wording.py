"""How a message begins and ends: the words of the house, and those that the institution puts in their place; pure.

What stands between — counts, lines, links — is not theirs to change. A hole is a name in braces, from a closed list for
each kind; it is filled once, so that braces in what fills it mean nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conflict.record import RuleError

SUBJECT_CHARS, SENTENCE_CHARS = 120, 400
_HOLE = re.compile(r"\{([^{}]*)\}")


class LetterKind(StrEnum):
    """The messages that begin differently; several are of one kind for the rules of recipients."""

    DAILY = "diario"
    WEEKLY = "semanal"
    CRITICAL = "critico"
    GATHERED = "reunidos"
    OVERDUE = "vencidos"
    OWN = "propios"
    REMINDER = "recordatorio"
    UNSEEN = "sin_atender"
    ESCALATED = "superior"


@dataclass(frozen=True, slots=True)
class Wording:
    """The subject, the sentence that opens a message and the one that closes it, "" for none."""

    subject: str
    opening: str
    closing: str = ""


@dataclass(frozen=True, slots=True)
class WordingRule:
    """What a kind may say: the words of the house, each hole with an invented value, the holes it may not lose."""

    wording: Wording
    holes: Mapping[str, str]
    needed: tuple[str, ...] = field(default=())


Wordings = Mapping[LetterKind, Wording]
"""The institution's words that are in force; a kind that is not in it has the words of the house."""
_OFFICE = "Oficina de Ejemplo"
WORDING_RULES: Mapping[LetterKind, WordingRule] = {
    LetterKind.DAILY: WordingRule(
        Wording(
            "Atalaya: {pendientes}, {vencidas}, {plazos}", "{oficina}, {fecha}: {pendientes}, {vencidas}, {plazos}."
        ),
        {
            "oficina": _OFFICE,
            "fecha": "vie 20 nov",
            "pendientes": "14 por revisar",
            "vencidas": "2 vencidas",
            "plazos": "1 plazo hoy",
        },
        ("oficina", "pendientes", "vencidas"),
    ),
    LetterKind.WEEKLY: WordingRule(
        Wording("Atalaya: resumen de la semana {semana}", "{titulo}. {alcance}. {corte}."),
        {
            "semana": "46",
            "titulo": "Semana 46, del 9 al 15 de noviembre",
            "alcance": "Todo el país",
            "corte": "Corte: domingo a las 24:00",
        },
        ("semana", "alcance", "corte"),
    ),
    LetterKind.CRITICAL: WordingRule(
        Wording("[{nivel}] {hecho}, {codigo}", "Espera a una persona de turno."),
        {"nivel": "Crítico", "hecho": "Bloqueo, Municipio Inventado", "codigo": "P-1120-001"},
        ("nivel", "codigo"),
    ),
    LetterKind.GATHERED: WordingRule(
        Wording("[{nivel}] {hechos} por revisar", "Espera a una persona de turno."),
        {"nivel": "Crítico", "hechos": "12 hechos"},
        ("nivel", "hechos"),
    ),
    LetterKind.OVERDUE: WordingRule(
        Wording("Atalaya: {plazos} en {oficina}", "{plazos} en {oficina}, a las {hora}."),
        {"plazos": "4 plazos vencidos", "oficina": _OFFICE, "hora": "16:00"},
        ("plazos", "oficina"),
    ),
    LetterKind.OWN: WordingRule(
        Wording("Atalaya: {plazos} a su cargo", "{plazos} a su cargo, a las {hora}:"),
        {"plazos": "2 plazos vencidos", "hora": "16:00"},
        ("plazos",),
    ),
    LetterKind.REMINDER: WordingRule(
        Wording(
            "Atalaya: transferencia de {codigo} por responder", "{envia} espera la respuesta de {recibe}. {plazo}."
        ),
        {
            "codigo": "AT-2026-EJE-0001",
            "envia": "Delegación de Ejemplo",
            "recibe": _OFFICE,
            "plazo": "El plazo vence el lun 23 nov, 12:30",
        },
        ("codigo", "plazo"),
    ),
    LetterKind.UNSEEN: WordingRule(
        Wording("[Crítico] {filas}", "Nadie de la oficina a cargo la abrió a tiempo; pasa a usted."),
        {"filas": "2 filas sin atender"},
        ("filas",),
    ),
    LetterKind.ESCALATED: WordingRule(
        Wording("Atalaya: {asuntos} a usted", "Vencieron hace más de lo que la tabla de plazos permite:"),
        {"asuntos": "3 asuntos vencidos pasan"},
        ("asuntos",),
    ),
}


def wording_of(kind: LetterKind, said: Wordings) -> Wording:
    """Return the words in force of a kind."""
    return said.get(kind, WORDING_RULES[kind].wording)


def demand_sayable(kind: LetterKind, wording: Wording) -> Wording:
    """Return the words without spaces around them; raise RuleError for what a message could not begin with."""
    rule = WORDING_RULES[kind]
    tidy = Wording(wording.subject.strip(), wording.opening.strip(), wording.closing.strip())
    parts = (
        ("asunto", "El asunto", tidy.subject, SUBJECT_CHARS),
        ("apertura", "La primera frase", tidy.opening, SENTENCE_CHARS),
        ("cierre", "La última frase", tidy.closing, SENTENCE_CHARS),
    )
    for about, name, text, most in parts:
        if not text and about != "cierre":
            raise RuleError(
                f"{about} missing",
                f"{name} está vacía: escriba una frase."
                if about != "asunto"
                else "El asunto está vacío: escriba una frase.",
                about,
            )
        if not text.isprintable():
            raise RuleError(
                f"{about} not one printable line", f"{name} va en una sola línea, sin signos ocultos.", about
            )
        if len(text) > most:
            raise RuleError(f"{about} of {len(text)} letters", f"{name} es muy larga: hasta {most} letras.", about)
        unknown = [one for one in _HOLE.findall(text) if one not in rule.holes]
        if unknown:
            known = ", ".join(f"{{{one}}}" for one in rule.holes)
            raise RuleError(
                f"{about}: unknown hole",
                f"{name} trae {{{unknown[0][:30]}}}, que no existe. Puede usar: {known}.",
                about,
            )
        if re.search(r"[{}]", _HOLE.sub("", text)):
            raise RuleError(
                f"{about}: lone brace", f"{name} tiene una llave suelta: cada dato se escribe {{así}}.", about
            )
    lost = [one for one in rule.needed if f"{{{one}}}" not in tidy.subject + tidy.opening]
    if lost:
        named = ", ".join(f"{{{one}}}" for one in lost)
        raise RuleError(f"holes lost: {len(lost)}", f"Falta {named} en el asunto o en la primera frase.", "apertura")
    return tidy


def filled(wording: Wording, values: Mapping[str, str]) -> Wording:
    """Return words with their holes filled, each once."""

    def fill(text: str) -> str:
        return _HOLE.sub(lambda hole: values[hole.group(1)], text)

    return Wording(fill(wording.subject), fill(wording.opening), fill(wording.closing))
