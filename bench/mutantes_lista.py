"""The checks that `mutantes.py` takes away, each where it stands, with the tests that must notice."""

from dataclasses import dataclass

PERMISSIONS = "conflict/permissions.py"
SIGHT = "register/sight.py"
ASKS = "tests/register/test_permissions.py"
SEES = "tests/register/test_sight.py"
HIDES = "tests/register/test_out_of_sight.py"
MATRIX = "tests/dashboards/test_matrix.py"
TABLE = "tests/dashboards/test_policies.py"
HOSTILE = "tests/dashboards/test_web_cases.py"
IDS = "tests/dashboards/test_ids.py"
QUERIES = f"{SEES}::test_no_query_returns_a_row_out_of_sight"
COMMANDS = f"{ASKS}::test_a_command_asks_the_table"
SAME = f"{SEES}::test_the_condition_in_sql_and_the_rule_in_python_say_the_same"
MOVED = f"{ASKS}::test_a_transfer_is_seen_and_answered_by_its_receiver_alone"
ENTRY = "guarding.demand_entry(entry, Ability.REVIEW, by)"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A line of a file, what it becomes («» for deleted), and the files of tests that are asked in their order."""

    what: str
    file: str
    line: str
    becomes: str
    tests: tuple[str, ...] = (QUERIES, HIDES, SAME, MOVED, SEES, ASKS, TABLE, MATRIX)


MUTANTS = (
    # The rule itself.
    Mutant("otro departamento", PERMISSIONS, "if not set(seen.departments) & set(thing.departments):", "if False:"),
    Mutant(
        "otro municipio", PERMISSIONS, "return bool(set(seen.municipalities) & set(thing.municipalities))",
        "return True",
    ),
    Mutant("sin territorio", PERMISSIONS, "return seen.unplaced", "return True"),
    Mutant("un rol sin alcance", PERMISSIONS, "return NOTHING", "return EVERYTHING"),
    Mutant("lo de otra oficina", PERMISSIONS,
           "return reach is Extent.DEPARTMENT and own_department and thing.office != NATIONAL_UNIT", "return True"),
    Mutant("lo de la unidad nacional", PERMISSIONS, " and thing.office != NATIONAL_UNIT", ""),
    Mutant("lo que no se ve", PERMISSIONS, "if not within(purview(person, looking), thing):", "if False:"),
    Mutant("lo que no se puede", PERMISSIONS, "if not allowed(person, ability, thing):", "if False:"),
    # The condition that every reading session of the pages carries.
    Mutant("filas de la cola", SIGHT, "found |= _only(QueueEntry, in_queue(sight.queue, QueueEntry))", ""),
    Mutant("fichas", SIGHT, "found |= _only(RecordRow, in_records(sight.records, RecordRow))", ""),
    Mutant("lo que cuelga de una ficha", SIGHT,
           "found |= _only(hanging, _there(_RECORD, hanging.record_id, record))", "pass"),
    Mutant("lo que cuelga de una fila", SIGHT, "found |= _only(table, _there(_QUEUE, table.entry_id, entry))", "pass"),
    Mutant("el calendario", SIGHT, "found |= _only(AnnouncementRow, in_places(sight.queue, AnnouncementRow))", "",
           ("tests/register/test_announcements.py", MATRIX)),
    Mutant("la muestra de control", SIGHT,
           "found |= _only(ControlItem, _there(_SIGNAL, ControlItem.signal_id, in_places(sight.queue, _SIGNAL.c)))", "",
           ("tests/register/test_control.py", MATRIX)),
    Mutant("una transferencia retirada", SIGHT,
           "asked = and_(_TRANSFER.c.receiver == seen.office, _TRANSFER.c.state.in_(REACHES_RECEIVER))",
           "asked = _TRANSFER.c.receiver == seen.office", (MOVED, ASKS, MATRIX)),
    Mutant("los municipios en la consulta", SIGHT, "if not seen.municipalities:\n        return true()",
           "if seen is not None:\n        return true()", (SAME, QUERIES, SEES, ASKS, MATRIX)),
    Mutant("la vista de la visita", "dashboards/personal.py", "return self.whole.reading(sight())",
           "return self.whole.reading()", (TABLE, MATRIX)),
    # What the commands ask.
    Mutant("decidir una fila", "register/commands/reviews.py", ENTRY, "", (COMMANDS, HIDES)),
    Mutant("deshacer una decisión", "register/commands/reviews.py",
           'demand(by, Ability.REVIEW, guarding.thing_of_entry(entry), f"la fila {entry.code}", UNDONE)', "",
           (HIDES, ASKS)),
    Mutant("unir a una ficha ajena", "register/commands/reviews.py",
           "guarding.demand_record(session, found, Ability.SEE_RECORDS, by)", "", (HIDES, ASKS, HOSTILE)),
    Mutant("abrir una fila", "register/commands/corrections.py", ENTRY, "", (HIDES, IDS)),
    Mutant("deshacer una corrección", "register/commands/uncorrecting.py",
           'demand(by, Ability.REVIEW, guarding.thing_of_entry(entry), f"la fila {code}", UNDONE)', "",
           ("tests/register/test_uncorrecting.py",)),
    Mutant("tomar una fila", "register/commands/leases.py", ENTRY, "", (HIDES, IDS)),
    Mutant("quién la tiene tomada", "register/commands/leases.py",
           " or not allowed(by, Ability.REVIEW, guarding.thing_of_entry(entry))", "", (HIDES, IDS)),
    Mutant("mover una fila", "register/commands/routing.py", ENTRY, "", (HIDES, IDS)),
    Mutant("asignar a quien no puede", "register/commands/assigning.py",
           " or not allowed(person, Ability.REVIEW, guarding.thing_of_entry(entry))", "",
           (f"{ASKS}::test_a_row_is_given_only_to_somebody_who_may_decide_it",)),
    Mutant("deshacer el lote de otra oficina", "register/commands/batches.py", " or batch.office != by.office", "",
           (f"{ASKS}::test_a_batch_is_taken_back_by_its_own_office_alone",)),
    Mutant("escribir en una ficha", "register/commands/recordkeeping.py",
           "guarding.demand_record(session, found, ability, by)", "", (HIDES, ASKS)),
    Mutant("lo que cuelga, por su número", "register/commands/recordkeeping.py",
           "guarding.demand_record(session, record, Ability.EDIT, by, missing)", "", (HIDES, ASKS)),
    Mutant("los lados de una transferencia", "register/commands/transfers.py",
           "demand(by, ability, replace(thing_of(session, record), office=office), "
           'f"la transferencia de {record.code}", absent)', "", (MOVED, HIDES, ASKS)),
    Mutant("sostener una fila", "register/commands/matching.py", "demand_entry(entry, Ability.REVIEW, by)", "pass",
           (HIDES, "tests/dashboards/test_api_decisions.py")),
    Mutant("sostener una ficha", "register/commands/matching.py",
           "demand_record(session, record, Ability.EDIT, by)", "pass",
           (HIDES, "tests/dashboards/test_api_records.py")),
    Mutant("responder el calendario", "register/commands/announcement_answers.py",
           "demand(by, Ability.REVIEW, Thing(tuple(row.departments), tuple(row.municipalities)), row.code, missing)",
           "", ("tests/register/test_announcements.py",)),
    Mutant("juzgar la muestra", "register/commands/control.py",
           'demand(by, Ability.REVIEW, thing, "esa nota de la muestra", NOT_THERE)', "",
           ("tests/register/test_control.py",)),
    Mutant("agregar donde no se revisa", "register/commands/entered.py",
           'demand(by, Ability.REVIEW, thing, "la cola", "No puede agregar filas a la cola.")', "",
           ("tests/register/test_entered.py", IDS)),
    Mutant("administrar cuentas", "register/commands/accounts.py",
           "if not allowed(by, Ability.MANAGE_USERS):", "if False:", ("tests/register/test_accounts.py",)),
    Mutant("publicar el resumen", "register/commands/summary_rows.py",
           "if not allowed(by, Ability.PUBLISH_SUMMARY):", "if False:", ("tests/register/test_summaries.py",)),
    Mutant("las reglas de avisos", "register/commands/messages.py",
           "if by is not None and not allowed(by, Ability.MANAGE_MESSAGES):", "if False:",
           ("tests/register/test_message_rules.py",)),
    Mutant("las frases de los avisos", "register/commands/wordings.py",
           "if not allowed(by, Ability.MANAGE_MESSAGES):", "if False:", ("tests/register/test_wordings.py",)),
    Mutant("lo que se avisa a una persona", "flows/to_persons.py",
           "register.reading(sight_of(one.person))", "register.reading()", ("tests/flows/test_to_persons.py",)),
    Mutant("avisar a quien ya no tiene cuenta", "register/queries/person_notices.py",
           "        .where(AccountRow.active)\n", "", ("tests/flows/test_to_persons.py",)),
    # What the gate asks.
    Mutant("la tabla de rutas", "dashboards/gate.py", "raise NotTheirs\n", "pass\n", (TABLE, MATRIX)),
    Mutant("haber entrado", "dashboards/gate.py",
           "raise NotEntered(request.state.fields, tuple(name for name, _ in request.state.files))", "pass", (TABLE,)),
    Mutant("la ficha del formulario", "dashboards/gate.py", "raise WithoutToken\n", "pass\n", (HOSTILE,)),
    Mutant("la bitácora de una ficha", "dashboards/policies.py",
           '"/registros/{code}/bitacora"): Ability.SEE_HISTORY', '"/registros/{code}/bitacora"): _RECORDS',
           (TABLE, MATRIX)),
    Mutant("las cuentas por dirección", "dashboards/policies.py",
           '("GET", "/ajustes/usuarios"): Ability.MANAGE_USERS', '("GET", "/ajustes/usuarios"): _SUMMARY',
           (TABLE, MATRIX)),
)  # fmt: skip
"""Some change a line rather than delete it, where nothing would be left that runs."""
