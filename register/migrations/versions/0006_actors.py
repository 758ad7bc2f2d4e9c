"""Who asks whom for what: with every signal, on every row of the queue, and in every record."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TYPOLOGIES = (
    "'laboral', 'economico', 'gobernanza', 'cuestionamiento_de_autoridades', 'incumplimiento_de_convenios', 'limites', "
    "'tierra_y_territorio', 'loteamientos_y_vivienda', 'recursos_naturales_y_medio_ambiente', "
    "'servicios_basicos_y_combustible', 'educacion', 'salud', 'infraestructura_y_transporte', 'seguridad_ciudadana', "
    "'sistema_judicial_y_penitenciario', 'politico_electoral', 'leyes_y_normas', 'identidad_y_derechos_colectivos', "
    "'coca', 'comercio_y_contrabando', 'otro'"
)


def upgrade() -> None:
    """Apply the step. What is stored already was read without actors and keeps none: it is not read again.

    Written out, since SQLite adds a column with its constraint only this way without copying the table.
    """
    for name, rule in (
        ("actors", "TEXT NOT NULL DEFAULT '[]'"),
        ("demand_span", "TEXT"),
        ("pressures", "TEXT NOT NULL DEFAULT '[]'"),
        ("vocabulary", "TEXT NOT NULL DEFAULT ''"),
    ):
        op.execute(f"ALTER TABLE signal ADD COLUMN {name} {rule}")
    for table in ("queue_entry", "record"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN claimants TEXT NOT NULL DEFAULT '[]'")
        op.execute(f"ALTER TABLE {table} ADD COLUMN addressees TEXT NOT NULL DEFAULT '[]'")
        op.execute(f"ALTER TABLE {table} ADD COLUMN demand TEXT NOT NULL DEFAULT ''")
    for table in ("signal", "queue_entry", "record"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN typology TEXT "
            f"CONSTRAINT ck_{table}_typology_known CHECK (typology IN ({_TYPOLOGIES}))"
        )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
