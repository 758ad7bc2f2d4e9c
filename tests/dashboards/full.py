"""A register in which every page has something to show, filled as people would: through the forms."""

import re
from datetime import timedelta

from conflict.permissions import NATIONAL_UNIT
from register.commands import control
from tests.dashboards.conftest import Site, completed, named
from tests.dashboards.test_calendar_page import BLOCKADE
from tests.dashboards.test_ficha import PDF, attach, registered, send
from tests.make import a_reading, an_article, no_conflict

LONG = "Contrataciónirregularydesproporcionadísimadepersonaleventual" * 2
FORMS = (
    ("accion", {"tipo": "verificacion_en_sitio", "texto": f"Se visitó el punto. {LONG}"}),
    ("hecho", {"tipo": "medida", "medida": "bloqueo", "cuando": "2026-11-20T08:00", "lugar": "Cruce de Prueba",
               "puntos": "3", "texto": "Comenzó el bloqueo indefinido.", "fuente": "Radio Cerro"}),
    ("afectacion", {"tipo": "herida", "grupo": "tercero", "cantidad": "2", "certeza": "reportada",
                    "fuente": "Hospital de Prueba", "identidad": "Persona Inventada de Uncía"}),
    ("codigo", {"sistema": "simat", "codigo": "simat-2026/77"}),
    ("acuerdo", {"fecha": "2026-11-19", "firman": "Sindicato y Alcaldía locales", "texto": "Se paga en un mes."}),
    ("recomendacion", {"documento": "Resolución 7", "entidad": "Alcaldía de Prueba", "fecha": "2026-11-18",
                       "texto": "Que se pague lo adeudado."}),
    ("lugar", {"departamento": ["05"], "municipios": "Llallagua, Uncía"}),
)  # fmt: skip
TRANSFER = {"oficina": NATIONAL_UNIT, "motivo": "demandado_nacional", "texto": "Interviene el nivel central."}


def addresses(site: Site) -> dict[str, str]:
    """Fill an empty register and return what stands for the blanks of each route's path.

    A case with everything that hangs from one, a second one on its way to the national unit, rows in the queue with an
    announced date, a control sample.
    """
    site.fill(
        *(an_article(n) for n in range(1, 8)),
        an_article(8, title=LONG),
        reading=lambda n: a_reading(deadline=BLOCKADE) if n > 4 else a_reading(),
    )
    site.fill(*(an_article(n, "medio-tranquilo") for n in range(60, 100)), reading=lambda n: no_conflict())
    site.now += timedelta(days=1)
    with site.register.writing() as session:
        control.draw_due(session, now=site.now)
    ana = named(site, "Ana Q.", "Regional Llallagua")
    full, handed = registered(ana), registered(ana)
    for path, values in FORMS:
        assert send(ana, full, path, **values).status_code == 303, path
    agreement = re.search(r'name="acuerdo" value="(\d+)"', ana.get(f"/registros/{full}").text).group(1)
    promised = {"acuerdo": agreement, "texto": "Pagar dos sueldos completos", "debe": "Alcaldía", "vence": "2026-12-20"}
    assert send(ana, full, "compromiso", **promised).status_code == 303
    assert attach(ana, full, "acta final.pdf", PDF).status_code == 303
    completed(ana, full)
    assert send(ana, handed, "accion", tipo="gestion_ante_autoridad", texto="Se habló hoy.").status_code == 303
    assert send(ana, handed, "transferir", **TRANSFER).status_code == 303
    entity = {"nombre": "Servicio de Prueba", "clase": "servicio", "departamento": "05", "contacto": "ventanilla 3"}
    number = ana.post("/directorio", data=entity).headers["location"].rpartition("/")[2]
    row = re.search(r'href="/cola/(P-\d{6}-\d{3})', site.client().get("/cola").text).group(1)
    return {"row": row, "code": full, "number": number, "semana": "2026-S47"}
