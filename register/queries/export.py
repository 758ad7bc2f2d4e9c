"""Everything of one kind, row by row, under the Spanish names that users know."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.actionfamily import family_of
from conflict.casefields import DIMENSIONS
from conflict.lifecycle import ActionKind
from register.announcement_tables import AnnouncementNote, AnnouncementRow
from register.case_tables import CaseFile
from register.entered_tables import EnteredRow, SweepRow
from register.queries import company, doubt, labels
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow, ReviewRow, TransferRow
from register.tables import ArticleRow, GroupMember, JournalRow, QueueEntry, SignalRow

STEP = 1_000

FIELDS: dict[str, tuple[Any, dict[str, str]]] = {
    "agregadas": (
        EnteredRow,
        {
            "id": "id",
            "via": "way",
            "dicho_por": "said_by",
            "enlace": "link",
            "texto": "words",
            "se_supo_en": "seen_at",
            "agregada_en": "entered_at",
            "por": "by",
            "oficina": "office",
            "omision": "miss",
            "sha256": "digest",
            "archivo": "file_name",
            "bytes": "file_bytes",
        },
    ),
    "barridos": (
        SweepRow,
        {
            "id": "id",
            "oficina": "office",
            "por": "by",
            "en": "at",
            "desde": "since",
            "vista": "view",
            "vistas": "seen",
            "decididas": "decided",
            "quedan": "remaining",
        },
    ),
    "articulos": (
        ArticleRow,
        {
            "id": "id",
            "fuente": "source_id",
            "clave": "key",
            "version": "version",
            "guid": "guid",
            "enlace": "link",
            "titular": "title",
            "bajada": "summary",
            "cuerpo": "body",
            "autor": "author",
            "categorias": "categories",
            "publicado_en": "published_at",
            "publicado_texto": "published_text",
            "calidad_fecha": "time_quality",
            "visto_en": "first_seen_at",
            "lectura": "reading_state",
            "recortado": "truncated",
            "marcas": "flags",
        },
    ),
    "senales": (
        SignalRow,
        {
            "id": "id",
            "articulo": "article_id",
            "version": "version",
            "modelo": "model_version",
            "leida_en": "read_at",
            "senal": "signal",
            "probabilidad": "probability",
            "duda": "doubtful",
            "etapa": "stage",
            "medidas": "measures",
            "plazo": "deadline",
            "regla": "floor",
            "demanda": "demand",
            "demanda_en": "demand_span",
            "tipologia": "typology",
            "actores": "actors",
            "presiones": "pressures",
            "vocabulario": "vocabulary",
            "alcance": "scope",
            "departamentos": "departments",
            "municipios": "municipalities",
            "motivo_lugar": "location_reason",
            "decision": "decision",
        },
    ),
    "cola": (
        QueueEntry,
        {
            "codigo": "code",
            "estado": "state",
            "nivel": "level",
            "etapa": "stage",
            "titular": "title",
            "alcance": "scope",
            "departamentos": "departments",
            "municipios": "municipalities",
            "medidas": "measures",
            "regla": "floor",
            "abierta_en": "opened_at",
            "ultima_nota": "newest_at",
            "revisar_antes_de": "review_by",
            "notas": "notes",
            "medios": "outlets",
            "actualizada": "updated",
            "grupo": "group_id",
            "oficina": "office",
            "oficina_por": "office_basis",
            "demandantes": "claimants",
            "demandados": "addressees",
            "demanda": "demand",
            "tipologia": "typology",
        },
    ),
    "registros": (
        RecordRow,
        {
            "codigo": "code",
            "clase": "kind",
            "estado": "state",
            "nivel": "level",
            "titulo": "title",
            "departamentos": "departments",
            "municipios": "municipalities",
            "medidas": "measures",
            "oficina": "office",
            "responsable": "responsible",
            "codigo_externo": "external_code",
            "abierta_en": "opened_at",
            "cambiada_en": "updated_at",
            "cerrada_en": "closed_at",
            "termino_el": "ended_on",
            "resultado": "outcome",
            "motivo_cierre": "closing_words",
            "demandantes": "claimants",
            "demandados": "addressees",
            "demanda": "demand",
            "tipologia": "typology",
            "version": "row_version",
        },
    ),
    "acciones": (
        ActionRow,
        {
            "id": "id",
            "tipo": "kind",
            "fecha": "at",
            "anotada_en": "entered_at",
            "por": "by",
            "oficina": "office",
            "texto": "words",
            "respaldo": "proof",
            "modalidad": "modality",
            "lugar": "place",
        },
    ),
    "plazos": (
        DeadlineRow,
        {
            "id": "id",
            "que": "what",
            "entidad": "addressee",
            "vence": "due_at",
            "estado": "state",
            "puesto_en": "made_at",
            "puesto_por": "made_by",
            "cerrado_en": "closed_at",
            "cerrado_por": "closed_by",
        },
    ),
    "transferencias": (
        TransferRow,
        {
            "id": "id",
            "estado": "state",
            "de": "sender",
            "a": "receiver",
            "motivo": "reason",
            "pedida_en": "asked_at",
            "pedida_por": "asked_by",
            "responder_antes_de": "answer_by",
            "respondida_en": "answered_at",
            "respondida_por": "answered_by",
            "respuesta": "answer",
            "paquete": "pack",
        },
    ),
    "decisiones": (
        ReviewRow,
        {
            "id": "id",
            "decision": "decision",
            "fecha": "at",
            "por": "by",
            "oficina": "office",
            "motivo": "reason",
            "comentario": "comment",
            "estado_antes": "state_before",
            "deshecha_en": "undone_at",
            "deshecha_por": "undone_by",
        },
    ),
    "anuncios": (
        AnnouncementRow,
        {
            "codigo": "code",
            "grupo": "group_id",
            "estado": "state",
            "clase": "kind",
            "medida": "measure",
            "fecha": "first_day",
            "hasta": "last_day",
            "fecha_conocida": "day_known",
            "fecha_leida": "read_first",
            "hasta_leida": "read_last",
            "hora": "hour",
            "abierto": "open_ended",
            "condicional": "conditional",
            "quien": "announcer",
            "texto": "words",
            "titular": "title",
            "departamentos": "departments",
            "municipios": "municipalities",
            "creado_en": "made_at",
            "cambiado_en": "updated_at",
            "corregido_en": "corrected_at",
            "corregido_por": "corrected_by",
            "corregido_motivo": "corrected_why",
        },
    ),
    "bitacora": (
        JournalRow,
        {
            "seq": "seq",
            "fecha": "at",
            "actor": "actor",
            "oficina": "office",
            "rol": "role",
            "accion": "action",
            "tipo": "object_type",
            "objeto": "object_id",
            "version": "object_version",
            "motivo": "reason",
            "detalles": "details",
            "sello": "mac",
        },
    ),
}


def rows(session: Session, what: str) -> Iterator[dict[str, Any]]:
    """Yield every row in the order it came, read in steps, so that memory does not grow with the register.

    A row of the queue carries the ids of its articles; a record the code of the alert it came from and those of its
    queue rows; whatever hangs from a record or from a queue row carries its code. Raise KeyError for an unknown kind.
    """
    if what == "etiquetas":
        yield from labels.as_rows(session)
        return
    table, fields = FIELDS[what]
    key = table.seq if table is JournalRow else table.id
    last = 0
    while True:
        batch = session.scalars(select(table).where(key > last).order_by(key).limit(STEP)).all()
        if not batch:
            return
        related = [look(session, batch) for look in _RELATED.get(what, ())]
        for row in batch:
            exported = {name: _plain(getattr(row, attribute)) for name, attribute in fields.items()}
            for look in related:
                exported |= look(row)
            yield exported
        last = batch[-1].seq if table is JournalRow else batch[-1].id
        session.expunge_all()


Look: TypeAlias = Callable[[Any], dict[str, Any]]


_FAMILIES = {kind.value: family.value for kind in ActionKind if (family := family_of(kind)) is not None}


def _of_file(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the fields of a record's file that say what kind of conflict it is; null where nobody did."""
    found = session.scalars(select(CaseFile).where(CaseFile.record_id.in_([row.id for row in batch])))
    files = {one.record_id: one for one in found}
    return lambda row: {name: getattr(files.get(row.id), column, None) for name, column in DIMENSIONS.items()}


def _of_family(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the family of an action; null for one of none and for a step of the record itself."""
    return lambda row: {"familia": _FAMILIES.get(row.kind)}


def _articles(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the articles of a row of the queue."""
    found: dict[int, list[int]] = {}
    for group, article in session.execute(
        select(GroupMember.group_id, GroupMember.article_id)
        .where(GroupMember.group_id.in_([row.group_id for row in batch]))
        .order_by(GroupMember.article_id)
    ):
        found.setdefault(group, []).append(article)
    return lambda row: {"articulos": found.get(row.group_id, [])}


def _told_by(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the articles that tell of an announcement."""
    found: dict[int, list[int]] = {}
    for row, article in session.execute(
        select(AnnouncementNote.announcement_id, AnnouncementNote.article_id)
        .where(AnnouncementNote.announcement_id.in_([row.id for row in batch]))
        .order_by(AnnouncementNote.article_id)
    ):
        found.setdefault(row, []).append(article)
    return lambda row: {"articulos": found.get(row.id, [])}


def _doubtful(session: Session, batch: Sequence[Any]) -> Look:
    """Return what says whether the machine doubted about a row of the queue."""
    found = doubt.among(session, [row.id for row in batch])
    return lambda row: {"duda": row.id in found}


DRAWN = ("probabilidad_sola", "la_acercan", "la_alejan")


def _drawn(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives a reading's probability alone, and who drew it; null and none where nothing is stored."""
    found = company.of_readings(session, [row.id for row in batch])
    return lambda row: dict(zip(DRAWN, found.get(row.id, (None, [], [])), strict=True))


def _queue_rows(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the queue rows of a record and the alert it came from."""
    found: dict[int, list[str]] = {}
    for record, code in session.execute(
        select(RecordEntry.record_id, QueueEntry.code)
        .join(QueueEntry, QueueEntry.id == RecordEntry.entry_id)
        .where(RecordEntry.record_id.in_([row.id for row in batch]))
        .order_by(QueueEntry.id)
    ):
        found.setdefault(record, []).append(code)
    origins = _codes(session, RecordRow, [row.origin_id for row in batch])
    return lambda row: {"origen": origins.get(row.origin_id, ""), "cola": found.get(row.id, [])}


def _record(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the code of the record that a row hangs from."""
    codes = _codes(session, RecordRow, [row.record_id for row in batch])
    return lambda row: {"ficha": codes.get(row.record_id, "")}


def _entry(session: Session, batch: Sequence[Any]) -> Look:
    """Return what gives the code of the queue row that was decided."""
    codes = _codes(session, QueueEntry, [row.entry_id for row in batch])
    return lambda row: {"cola": codes.get(row.entry_id, "")}


def _codes(session: Session, table: Any, idents: Sequence[int | None]) -> dict[int | None, str]:
    wanted = {one for one in idents if one is not None}
    return {row[0]: row[1] for row in session.execute(select(table.id, table.code).where(table.id.in_(wanted)))}


_RELATED: dict[str, tuple[Callable[[Session, Sequence[Any]], Look], ...]] = {
    "agregadas": (_entry,),
    "senales": (_drawn,),
    "cola": (_doubtful, _articles),
    "anuncios": (_told_by,),
    "registros": (_queue_rows, _of_file),
    "acciones": (_record, _of_family),
    "plazos": (_record,),
    "transferencias": (_record,),
    "decisiones": (_entry, _record),
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
