"""An article as the machine reads it, out of its row and that of its source."""

from register.rows import PendingArticle
from register.tables import ArticleRow


def pending_of(article: ArticleRow, source_name: str, department: str, municipality: str) -> PendingArticle:
    """Return an article with what locating it needs to know of its source."""
    return PendingArticle(
        id=article.id,
        key=article.key,
        version=article.version,
        title=article.title,
        summary=article.summary,
        body=article.body,
        published_at=article.published_at,
        first_seen_at=article.first_seen_at,
        source_id=article.source_id,
        source_name=source_name,
        source_department=department,
        source_municipality=municipality,
        categories=tuple(article.categories),
    )
