"""A look at an address before anything is stored: whoever looks is somebody else, the words for it are here."""

from typing import Protocol

from conflict.codebook import GOOD_OUTCOMES
from conflict.esbo import counted
from conflict.probe import Probe, ProbedNote, Trouble
from dashboards.labels import OUTCOMES
from dashboards.source_pages import NoteView, ProbeView
from dashboards.when import absolute

NOBODY = "Aquí no se puede mirar una dirección: hágalo en el equipo, con «atalaya fuentes probar»."
WORDS = {
    Trouble.NO_FEED: "No encontramos un canal de noticias en esa dirección. Probamos /feed, /rss y el mapa del sitio.",
    Trouble.ROBOTS: "El sitio pide no ser leído por programas. No se agregó.",
    Trouble.REFUSED: "Esa dirección no se puede leer desde aquí: lleva a una red interna, o no es http ni https.",
    Trouble.SLOW: "El sitio tardó demasiado en responder. No se agregó; pruebe de nuevo más tarde.",
    Trouble.BUSY: "Ya se está mirando otra dirección. Espere unos segundos y repita.",
}


class Probing(Protocol):
    """Who looks at an address, within some fifteen seconds, and stores nothing."""

    def find(self, address: str) -> Probe:
        """Return the channel that an address leads to, or why there is none."""

    def read(self, address: str) -> Probe:
        """Return what a cycle would read at one address now."""


def refused_words(found: Probe) -> str:
    """Say why nothing was found, "" when something was."""
    if found.trouble is None:
        return ""
    return WORDS.get(found.trouble) or f"No se pudo leer: {_lowered(OUTCOMES[found.outcome])}."


def found_view(found: Probe) -> ProbeView:
    """Return a channel that was found, with its first notes as they would be read."""
    if not found.total:
        return ProbeView("Es un canal de noticias y hoy no trae ninguna nota.", ())
    words = f"Es un canal de noticias con {counted(found.total, 'nota', 'notas')}. Así se leerían las primeras:"
    return ProbeView(words, tuple(map(_note, found.notes)))


def read_view(found: Probe) -> ProbeView:
    """Return what came of reading a source now; nothing of it was stored."""
    told = OUTCOMES[found.outcome]
    seconds = f"en {found.took_ms / 1000:.1f} s".replace(".", ",")
    if found.trouble in (Trouble.SLOW, Trouble.BUSY, Trouble.ROBOTS):
        told = WORDS[found.trouble].removesuffix(" No se agregó.")
        return ProbeView(told, ())
    if found.trouble is None and found.outcome in GOOD_OUTCOMES:
        told = f"{told}: {counted(found.total, 'nota', 'notas')}"
    return ProbeView(f"{told}, {seconds}. No se guardó nada.", tuple(map(_note, found.notes)))


def _note(note: ProbedNote) -> NoteView:
    return NoteView(
        note.title or "Sin título", absolute(note.published_at) if note.published_at else "sin fecha", note.text
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
