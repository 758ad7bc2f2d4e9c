"""Facts of the calendar to the lines that its page shows; pure."""

from collections.abc import Sequence
from datetime import date

from conflict.codebook import AnnouncedState
from conflict.esbo import counted
from dashboards.announced_views import AnnouncedDay, AnnouncedLine, ProposalLine, SaidLine
from dashboards.detail import safe_link
from dashboards.labels import ANNOUNCED_STATES, DATE_KINDS, MEASURES, department_name
from dashboards.pages import Option
from dashboards.when import day_words, short_day
from register.announcement_rows import AnnouncementFact, ProposalFact

TONES = {
    AnnouncedState.ANNOUNCED: "soon",
    AnnouncedState.PUT_OFF: "soon",
    AnnouncedState.STARTED: "late",
    AnnouncedState.CALLED_OFF: "calm",
    AnnouncedState.PASSED_WITHOUT_FACT: "calm",
    AnnouncedState.UNKNOWN: "calm",
}
MOST_SAID = 5


def line_of(fact: AnnouncementFact, *, dated: bool) -> AnnouncedLine:
    """Return the line of one entry; `dated` when the list does not stand under its day."""
    return AnnouncedLine(
        code=fact.code,
        when=_window_words(fact) if dated else "",
        what=MEASURES[fact.measure] if fact.measure else "Fecha anunciada",
        title=fact.title,
        place=_place(fact),
        traits=_traits(fact),
        state=ANNOUNCED_STATES[fact.state],
        tone=TONES[fact.state],
        words=fact.words,
        announcer=fact.announcer,
        entry=fact.entry,
        record=fact.record,
        said=tuple(SaidLine(one.title, one.outlet, safe_link(one.link)) for one in fact.said[:MOST_SAID]),
        outlets=counted(fact.outlets, "medio", "medios"),
        corrected=_corrected(fact),
        proposals=tuple(_proposal(one) for one in fact.proposals),
        states=tuple(Option(state.value, ANNOUNCED_STATES[state], 0, state is fact.state) for state in AnnouncedState),
        first=fact.first.isoformat(),
        last=fact.last.isoformat() if fact.last else "",
        version=fact.version,
    )


def days_of(facts: Sequence[AnnouncementFact], today: date) -> tuple[AnnouncedDay, ...]:
    """Gather entries under the day on which they begin, today for what began before; days without any are left out."""
    by_day: dict[date, list[AnnouncementFact]] = {}
    for fact in facts:
        by_day.setdefault(max(fact.first, today), []).append(fact)
    return tuple(
        AnnouncedDay(day_words(day), day == today, tuple(line_of(fact, dated=False) for fact in by_day[day]))
        for day in sorted(by_day)
    )


def _traits(fact: AnnouncementFact) -> tuple[str, ...]:
    """Return what is to be known of the day: how it counts, at what hour, until when, on what it hangs."""
    found = [DATE_KINDS[fact.kind]]
    if fact.hour is not None:
        found.append(f"{fact.hour:%H:%M}")
    if fact.last is not None:
        found.append(f"hasta el {day_words(fact.last)}")
    if fact.open_ended:
        found.append("sin fecha de fin")
    if fact.conditional:
        found.append("condicional")
    return tuple(found)


def _window_words(fact: AnnouncementFact) -> str:
    return f"{short_day(fact.first)} a {short_day(fact.last)}" if fact.last else short_day(fact.first)


def _place(fact: AnnouncementFact) -> str:
    return ", ".join((*fact.municipalities[:2], *map(department_name, fact.departments[:2]))) or "Sin ubicar"


def _corrected(fact: AnnouncementFact) -> str:
    if not fact.corrected_by:
        return ""
    read = f"; la nota decía {short_day(fact.read_first)}" if fact.read_first != fact.first else ""
    return f"Corregido por {fact.corrected_by}{read}."


def _proposal(one: ProposalFact) -> ProposalLine:
    what = f"Pasar a «{ANNOUNCED_STATES[one.state]}»"
    if one.first is not None:
        what += f", {short_day(one.first)}" + (f" a {short_day(one.last)}" if one.last else "")
    return ProposalLine(one.id, what, one.reason, one.words, one.outlet, safe_link(one.link))
