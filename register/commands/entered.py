"""Bring to the queue what no feed brought: a row of its own group, with its proof, open to the same decisions."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from conflict.attachment import Attachment
from conflict.claim import NO_CLAIM
from conflict.codebook import Scope
from conflict.entered import Told, bare_link, checked, host_of, is_miss, urgency_of
from conflict.office import UNROUTED, OfficeKind, Route, RouteBasis
from conflict.permissions import Ability, Thing, demand
from conflict.record import Person, RuleError
from conflict.text import fold
from register import evidence
from register.claims import claim_values
from register.commands import journal
from register.commands.opening import open_row
from register.entered_tables import EnteredRow
from register.office_tables import OfficeRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SourceRow, StoryGroup


@dataclass(frozen=True, slots=True)
class Entered:
    """The row stands. `office` is the id of who has it in its care, "" while there is none; `miss` whether the machine
    should have flagged it."""

    code: str
    office: str
    miss: bool


def add(
    session: Session,
    *,
    told: Told,
    by: Person,
    now: datetime,
    folder: Path,
    office: str = "",
    file: Attachment | None = None,
) -> Entered:
    """Make a row of the queue of what a person tells, with its file where there is one.

    `office` is the id of the one that receives it; "" for the one that answers for the place. A link that a row of the
    queue has already raises RuleError with its code; one that was read and not flagged becomes the row's first note.
    """
    told = checked(told, now)
    hosts = _listed(session)
    route = _route(session, told, office)
    article = _article(session, told.link, [one for one, host in hosts.items() if host == host_of(told.link)])
    _demand(session, told, route, by)
    miss = is_miss(told.way, told.link, set(hosts.values()))
    code, entry = _open(session, told, route, article, by, now)
    digest = "" if file is None else evidence.keep(folder, file.content)
    session.execute(
        insert(EnteredRow).values(
            entry_id=entry,
            way=told.way.value,
            said_by=told.said_by,
            link=told.link,
            words=told.words,
            seen_at=told.seen_at,
            entered_at=now,
            by=by.name,
            office=by.office,
            miss=miss,
            digest=digest,
            file_name="" if file is None else file.name,
            file_type="" if file is None else file.media_type,
            file_bytes=0 if file is None else len(file.content),
        )
    )
    details = {"via": told.way.value, "omision": miss, "oficina": route.office, "articulo": article, "sha256": digest}
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.agregar",
        object_type="cola",
        object_id=code,
        details=details,
        version=1,
    )
    return Entered(code, route.office, miss)


def _listed(session: Session) -> dict[str, str]:
    """Return the host of each source that is listed."""
    rows = session.execute(select(SourceRow.id, SourceRow.url).where(SourceRow.listed))
    return {ident: host_of(url) for ident, url in rows}


def _route(session: Session, told: Told, office: str) -> Route:
    """Return who gets it: the office that was chosen, else that of the town, the delegation, or the national unit."""
    if office:
        chosen = session.get(OfficeRow, office)
        if chosen is None or not chosen.working:
            raise RuleError(f"no office {office[:40]!r}", "Elija una oficina de la lista.")
        return Route(chosen.id, RouteBasis.PERSON)
    if told.town is not None and told.town.office:
        regional = session.get(OfficeRow, told.town.office)
        if regional is not None and regional.working:
            return Route(regional.id, RouteBasis.SCENE)
    kind, basis = (
        (OfficeKind.DELEGATION, RouteBasis.SCENE) if told.department else (OfficeKind.NATIONAL, RouteBasis.NOWHERE)
    )
    found = session.scalar(
        select(OfficeRow.id)
        .where(OfficeRow.kind == kind.value, OfficeRow.working)
        .where(OfficeRow.department == told.department if told.department else OfficeRow.id != "")
        .order_by(OfficeRow.id)
        .limit(1)
    )
    return UNROUTED if found is None else Route(found, basis)


def _demand(session: Session, told: Told, route: Route, by: Person) -> None:
    """Raise Forbidden unless the person reviews at all; what somebody saw may lie anywhere, its office decides."""
    office = session.get(OfficeRow, route.office) if route.office else None
    thing = Thing(
        (told.department,) if told.department else (),
        (told.town.name,) if told.town else (),
        office.name if office else "",
        (by.office,),
    )
    demand(by, Ability.REVIEW, thing, "la cola", "No puede agregar filas a la cola.")


def _article(session: Session, link: str, sources: list[str]) -> int | None:
    """Return the article of a link that is in no group yet, None for none; raise RuleError when a row has it."""
    if not link or not sources:
        return None
    found = session.execute(
        select(ArticleRow.id, QueueEntry.code, GroupMember.group_id)
        .outerjoin(GroupMember, GroupMember.article_id == ArticleRow.id)
        .outerjoin(QueueEntry, QueueEntry.group_id == GroupMember.group_id)
        .where(ArticleRow.source_id.in_(sources))
        .where(or_(ArticleRow.canonical_link == bare_link(link), ArticleRow.link == link))
        .order_by(GroupMember.group_id.desc(), ArticleRow.id.desc())
    ).all()
    for _, code, _ in found:
        if code:
            raise RuleError(f"link in {code}", f"Esa nota ya está en la cola: es la fila {code}. Búsquela allí.")
    return next((ident for ident, _, group in found if group is None), None)


def _open(
    session: Session, told: Told, route: Route, article: int | None, by: Person, now: datetime
) -> tuple[str, int]:
    level, due = urgency_of(told, now)
    group = session.execute(
        insert(StoryGroup).values(opened_at=now, newest_at=told.seen_at).returning(StoryGroup.id)
    ).scalar_one()
    if article is not None:
        placed_by = journal.actor_id(session, by)
        session.execute(
            insert(GroupMember).values(article_id=article, group_id=group, placed_by=placed_by, placed_at=now)
        )
    towns = [told.town.name] if told.town else []
    return open_row(
        session,
        group=group,
        level=level,
        departments=[told.department] if told.department else [],
        measures=told.measures,
        route=route,
        notes=int(article is not None),
        now=now,
        stage=told.stage.value,
        scope=(Scope.LOCATED if told.department else Scope.UNKNOWN).value,
        title=told.title,
        searchable=fold(" ".join((told.title, told.words[:500], *towns, told.said_by)))[:4000],
        municipalities=towns,
        floor="",
        newest_at=told.seen_at,
        review_by=due,
        **claim_values(NO_CLAIM),
    )
