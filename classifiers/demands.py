"""What is demanded, in the words of the text: the phrase after the verb, up to the end of its clause; pure."""

from collections.abc import Sequence
from typing import Final

from classifiers import demandwords as words
from conflict.actor import ActorKind, ActorMention, ActorRole, Demand
from conflict.text import Folded

LONGEST: Final = 160
"""Letters of a demand; a longer one ends with the last whole word."""
LEAST: Final = 4
"""Letters that a demand needs to say anything."""


def find_demand(text: str, folded: Folded, actors: Sequence[ActorMention]) -> Demand | None:
    """Return the first demand of a text, or None when it tells none.

    The words begin after the verb and after who is asked: «exigen al Gobierno la abrogación del decreto» tells «la
    abrogación del decreto»; words that refuse are kept, «rechazan el alza del pasaje». What an authority asks of those
    who protest, to lift or to talk, is passed over.
    """
    plain = folded.text
    places = {actor.start: actor for actor in actors}
    wanted = [(match.start(), match.end(), True) for match in words.WANT.finditer(plain)]
    refused = [(match.start(), match.end(), False) for match in words.REFUSE.finditer(plain)]
    refused += [
        (match.start(1), match.end(1), False)
        for match in words.CAUSE.finditer(plain)
        if not any(folded.starts[at] in places for at in range(match.start(1) + 4, match.end(1)))
    ]
    refused += [
        (match.start(), match.end(), False)
        for match in words.AGAINST.finditer(plain)
        if folded.starts[match.start(1)] not in places
    ]
    spans = sorted(wanted + refused, key=lambda span: (span[0], not span[2]))
    spans += [(match.start(), match.end(), False) for match in words.OR_ELSE.finditer(plain)]
    for begin, until, after in spans:
        start = _object(folded, until, places) if after else begin
        end = _end(plain, max(start, until))
        start, end = _trim(plain, start, end)
        phrase = plain[start:end]
        if len(phrase) < LEAST or (after and (words.EMPTY.match(phrase) or words.LIFT.search(phrase[:60]))):
            continue
        if after and _of_an_authority(folded, begin, actors):
            continue
        first, last = folded.original(start, end)
        return Demand(text[first:last], first, last)
    return None


def _object(folded: Folded, at: int, places: dict[int, ActorMention]) -> int:
    """Return where the thing wanted begins: after the verb, and after who is asked where that comes first."""
    plain = folded.text
    inverted = words.SUBJECT.match(plain[at : at + 20])
    if inverted is not None and at + inverted.end() < len(plain):
        speaker = places.get(folded.starts[at + inverted.end()])
        if speaker is not None and speaker.role is ActorRole.CLAIMANT:
            return len(plain)  # «reclaman comunidades de Acasio»: who speaks stands where the thing wanted would
    to = words.TO.match(plain[at : at + 20])
    if to is not None:
        asked = places.get(folded.starts[at + to.end()]) if at + to.end() < len(plain) else None
        if asked is not None and asked.role is not ActorRole.CLAIMANT:
            end = _position(folded, asked.end)
            while further := words.AND_TO.match(plain[end : end + 20]):
                joined = places.get(folded.starts[min(end + further.end(), len(plain))])
                if joined is None:
                    skipped = words.ONE_WORD.match(plain[end + further.end() :])
                    return end + further.end() + (skipped.end() if skipped else 0)
                end = _position(folded, joined.end)
            return end
    return at


def _position(folded: Folded, original: int) -> int:
    """Return the folded position of a position of the text."""
    if isinstance(folded.starts, range):
        return original
    return next((at for at, start in enumerate(folded.starts) if start >= original), len(folded.text))


def _end(plain: str, start: int) -> int:
    stop = words.END.search(plain, start, start + LONGEST)
    if stop is not None:
        return stop.start()
    if len(plain) - start <= LONGEST:
        return len(plain)
    space = plain.rfind(" ", start, start + LONGEST)
    return space if space >= 0 else start + LONGEST


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not plain[start].isalnum():
        start += 1
    while end > start and not plain[end - 1].isalnum() and plain[end - 1] not in ")%":
        end -= 1
    return start, end


def _of_an_authority(folded: Folded, verb: int, actors: Sequence[ActorMention]) -> bool:
    """Say whether the subject of a verb is somebody who is asked, so that the demand is not of those who protest."""
    position = folded.starts[verb]
    return any(
        actor.role is not ActorRole.CLAIMANT
        and actor.kind is not ActorKind.GROUP
        and not folded.text[_position(folded, actor.end) : verb].strip()
        and not words.OBJECT.search(folded.text[: _position(folded, actor.start)])
        for actor in actors
        if 0 <= position - actor.end <= 2
    )
