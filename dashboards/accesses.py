"""Write down that a person takes something out of the pages, before it is handed over (ASVS 5.0: 16.3)."""

from fastapi import Request

from dashboards.desk import Desk
from dashboards.person import People
from register.commands import access


def noted(desk: Desk, request: Request, what: str, object_type: str, object_id: object) -> None:
    """Add one line of access: `what` is its Spanish slug. Raise StorageError when it cannot be written down."""
    by = People().of(request)
    with desk.register.writing() as session:
        access.note(session, what=what, object_type=object_type, object_id=object_id, by=by, now=desk.clock())
