"""What the database itself refuses, on both engines: the journal only grows, as do accesses and refused attempts."""

SQLITE = (
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)

POSTGRES = (
    "CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuses()",
    "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()",
)

_ACCESS_SQLITE = (
    "CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log "
    "BEGIN SELECT RAISE(ABORT, 'the log of accesses is append-only'); END",
    "CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log "
    "WHEN OLD.at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-24 months') "
    "BEGIN SELECT RAISE(ABORT, 'the log of accesses is kept 24 months'); END",
)

_ACCESS_POSTGRES = (
    "CREATE FUNCTION access_log_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '24 months' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'the log of accesses is append-only for 24 months'; END $$",
    "CREATE TRIGGER access_log_no_change BEFORE UPDATE OR DELETE ON access_log "
    "FOR EACH ROW EXECUTE FUNCTION access_log_refuses()",
    "CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()",
)

_SAME = ("hour", "actor", "office", "role", "action", "object_id", "why", "first_at")
_REWRITTEN = f"({', '.join(f'NEW.{c}' for c in _SAME)}) <> ({', '.join(f'OLD.{c}' for c in _SAME)})"
_LOWERED = f"NEW.times <= OLD.times OR NEW.last_at < OLD.last_at OR {_REWRITTEN}"

_ATTEMPTS_SQLITE = (
    f"CREATE TRIGGER refused_attempt_grows BEFORE UPDATE ON refused_attempt WHEN {_LOWERED} "
    "BEGIN SELECT RAISE(ABORT, 'refused attempts are only counted up'); END",
    "CREATE TRIGGER refused_attempt_no_delete BEFORE DELETE ON refused_attempt "
    "WHEN OLD.last_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-24 months') "
    "BEGIN SELECT RAISE(ABORT, 'refused attempts are kept 24 months'); END",
)

_ATTEMPTS_POSTGRES = (
    "CREATE FUNCTION refused_attempt_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'DELETE' THEN IF OLD.last_at <= now() - interval '24 months' THEN RETURN OLD; END IF; "
    f"ELSIF NOT ({_LOWERED}) THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION 'refused attempts are counted up and kept 24 months'; END $$",
    "CREATE TRIGGER refused_attempt_no_change BEFORE UPDATE OR DELETE ON refused_attempt "
    "FOR EACH ROW EXECUTE FUNCTION refused_attempt_refuses()",
    "CREATE TRIGGER refused_attempt_no_truncate BEFORE TRUNCATE ON refused_attempt "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()",
)


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements of the first step for an engine."""
    return POSTGRES if dialect == "postgresql" else SQLITE


def journal_off(dialect: str) -> tuple[str, ...]:
    """Return what takes the journal's triggers away, for a step of migration that adds columns to it."""
    if dialect == "postgresql":
        return ("DROP TRIGGER journal_no_change ON journal", "DROP TRIGGER journal_no_truncate ON journal")
    return ("DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete")


def journal_on(dialect: str) -> tuple[str, ...]:
    """Return what puts the journal's triggers back."""
    return POSTGRES[1:] if dialect == "postgresql" else SQLITE


def access_log(dialect: str) -> tuple[str, ...]:
    """Return the statements for the log of accesses."""
    return _ACCESS_POSTGRES if dialect == "postgresql" else _ACCESS_SQLITE


def refused_attempts(dialect: str) -> tuple[str, ...]:
    """Return the statements for the counts of refused attempts."""
    return _ATTEMPTS_POSTGRES if dialect == "postgresql" else _ATTEMPTS_SQLITE
