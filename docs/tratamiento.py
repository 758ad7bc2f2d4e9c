"""Write the record of processing, build/tratamiento.md, from the tables there are: `make tratamiento`.

What a table is for and its level stand in docs/tratamiento.csv; how long it is kept, in the calendar's
conservacion.csv. A table without its row there, or a row without its table, is a mistake: a test says which.
"""

import csv
from pathlib import Path

from register.tableset import all_tables

ROOT = Path(__file__).resolve().parent.parent
PAGE, ROWS = ROOT / "build" / "tratamiento.md", ROOT / "docs" / "tratamiento.csv"
LEVELS = {"publica": "Noticia pública", "interna": "Interna", "reservada": "Reservada"}
KEPT_AS = {
    "access_log": "acceso",
    "article": "noticia",
    "article_version": "noticia",
    "draft": "borrador",
    "journal": "bitacora",
    "login_session": "sesion",
    "record": "ficha",
    "refused_attempt": "intento_negado",
    "reserved_identity": "identidad_reservada",
    "reserved_read": "lectura_reservada",
}
"""Tables that have a term of their own; the others last as long as what they hang from."""
HEAD = """# Registro de tratamiento de datos

Hecho por `python docs/tratamiento.py` a partir de las tablas; no se edita a mano.

**Responsable**: la Defensoría del Pueblo que instala Atalaya. **Finalidad**: alerta temprana y seguimiento de
conflictos sociales. **Destinatarios**: quienes tienen cuenta, según su rol y territorio (`conflict/permissions.py`), y
las direcciones que la institución escribe en sus reglas de avisos o cada persona para sí misma. No hay transferencia
a terceros ni decisión automática sobre personas: la máquina propone y una persona con nombre decide. **Derechos**
(Constitución, art. 130 y 131): `atalaya persona buscar`, `exportar`, `rectificar`, `nota` y `suprimir`.

## Niveles y cómo se protege cada uno

| nivel | qué es | quién lee | en registros técnicos | se conserva |
|---|---|---|---|---|
| Noticia pública | lo que un medio publicó | quien ve la cola | dirección y código | según su tabla |
| Interna | lo que la oficina hizo y quién | según rol y territorio | números y códigos | según su tabla |
| Reservada | víctimas, fuentes, daños | quien puede y dice para qué; queda anotado | nada | hasta su plazo |

La integridad de lo escrito por personas la sostiene la bitácora encadenada. El cifrado en disco es del equipo o de
la base de datos: Atalaya no cifra columnas. Ningún dato reservado sale en canales, avisos ni direcciones. Los plazos
están en `data/calendario/conservacion.csv`; `atalaya retencion` los aplica.
"""


def written() -> str:
    """Return the whole page."""
    with ROWS.open(encoding="utf-8") as file:
        known = {row["tabla"]: row for row in csv.DictReader(file)}
    with (ROOT / "data" / "calendario" / "conservacion.csv").open(encoding="utf-8") as file:
        terms = {row["clase"]: _term(row) for row in csv.DictReader(file)}
    names = {table.name: table for table in all_tables()}
    if strange := set(names) ^ set(known):
        raise SystemExit(f"docs/tratamiento.csv and the tables differ in: {', '.join(sorted(strange))}")
    parts = [HEAD]
    for level, words in LEVELS.items():
        parts += [f"## {words}\n", "| tabla | para qué | de quién | campos | se conserva |", "|---|---|---|---|---|"]
        for name in sorted(one for one in names if known[one]["nivel"] == level):
            fields = ", ".join(f"`{column.name}`" for column in names[name].columns) if level == "reservada" else ""
            told = fields or "los de la tabla"
            kept = terms.get(KEPT_AS.get(name, ""), "con aquello de que depende")
            row = known[name]
            parts.append(f"| `{name}` | {row['finalidad']} | {row['personas'] or 'de nadie'} | {told} | {kept} |")
        parts.append("")
    return "\n".join(parts)


def _term(row: dict[str, str]) -> str:
    return "siempre" if row["unidad"] == "siempre" else f"{row['cantidad']} {row['unidad']}".replace("dias", "días")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(written(), encoding="utf-8")
