"""Let the proposed model read beside the one in use: stored, never queued, and never a reason for a cycle to stop."""

from collections.abc import Sequence

import structlog

from classifiers.company import Company
from classifiers.model import Model
from conflict.signal import ArticleText
from flows.desk import Desk
from flows.reading import Read
from register.commands import models
from register.commands.models import Shadow
from register.rows import PendingArticle

log = structlog.get_logger()


def read_in_shadow(
    desk: Desk,
    challenger: Model,
    champion: Model,
    pairs: Sequence[tuple[PendingArticle, Read]],
    company: Company | None = None,
) -> None:
    """Read what the model in use has read, in a company of its own, and store both readings side by side."""
    texts = [ArticleText(one.title, one.summary, one.body, one.published_at) for one, _ in pairs]
    try:
        readings = challenger.read(texts, company=company)
    except Exception as error:  # noqa: BLE001 - the challenger is on trial; what it does to itself harms nobody else
        log.warning("shadow_failed", challenger=challenger.version, error=type(error).__name__)
        return
    shadows = [
        Shadow(
            article_id=pending.id,
            version=pending.version,
            probability=said.probability,
            signal=said.signal,
            champion_probability=read.reading.probability,
            champion_signal=read.reading.signal,
        )
        for (pending, read), said in zip(pairs, readings, strict=True)
    ]
    with desk.writing, desk.register.writing() as session:
        models.shadowed(
            session, challenger=challenger.version, champion=champion.version, readings=shadows, now=desk.now()
        )
