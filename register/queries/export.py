"""Everything of one kind, row by row, under the Spanish names that users know."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.queries import doubt
from register.tables import ArticleRow, GroupMember, JournalRow, QueueEntry, SignalRow

What = Literal["articulos", "senales", "cola", "registros", "bitacora"]
STEP = 1_000

_FIELDS: dict[str, tuple[Any, dict[str, str]]] = {
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


def rows(session: Session, what: What) -> Iterator[dict[str, Any]]:
    """Yield every row in the order it came, read in steps, so that memory does not grow with the register.

    `registros` yields nothing until alerts and conflicts are registered. A row of the queue carries the ids of its
    articles.
    """
    if what == "registros":
        return
    table, fields = _FIELDS[what]
    key = table.seq if table is JournalRow else table.id
    last = 0
    while True:
        batch = session.scalars(select(table).where(key > last).order_by(key).limit(STEP)).all()
        if not batch:
            return
        members = _members(session, [row.group_id for row in batch]) if table is QueueEntry else {}
        doubtful = doubt.among(session, [row.id for row in batch]) if table is QueueEntry else set()
        for row in batch:
            exported = {name: _plain(getattr(row, attribute)) for name, attribute in fields.items()}
            if table is QueueEntry:
                exported["duda"] = row.id in doubtful
                exported["articulos"] = members.get(row.group_id, [])
            yield exported
        last = batch[-1].seq if table is JournalRow else batch[-1].id
        session.expunge_all()


def _members(session: Session, groups: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for group, article in session.execute(
        select(GroupMember.group_id, GroupMember.article_id)
        .where(GroupMember.group_id.in_(groups))
        .order_by(GroupMember.article_id)
    ):
        found.setdefault(group, []).append(article)
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
