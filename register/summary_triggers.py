"""What the database itself refuses about summaries, on both engines: a published version never changes nor goes."""

SQLITE = (
    "CREATE TRIGGER summary_no_update BEFORE UPDATE ON summary_version WHEN OLD.state <> 'borrador' "
    "BEGIN SELECT RAISE(ABORT, 'a published summary never changes'); END",
    "CREATE TRIGGER summary_no_delete BEFORE DELETE ON summary_version WHEN OLD.state <> 'borrador' "
    "BEGIN SELECT RAISE(ABORT, 'a published summary never changes'); END",
)

POSTGRES = (
    "CREATE FUNCTION summary_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a published summary never changes'; END $$",
    "CREATE TRIGGER summary_no_change BEFORE UPDATE OR DELETE ON summary_version "
    "FOR EACH ROW WHEN (OLD.state <> 'borrador') EXECUTE FUNCTION summary_refuses()",
    "CREATE TRIGGER summary_no_truncate BEFORE TRUNCATE ON summary_version "
    "FOR EACH STATEMENT EXECUTE FUNCTION summary_refuses()",
)


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements for an engine."""
    return POSTGRES if dialect == "postgresql" else SQLITE
