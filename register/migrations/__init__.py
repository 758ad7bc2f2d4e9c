"""One small step per file, the same on SQLite and on PostgreSQL; a step that was released is never edited."""
