"""What the codes of the journal say to a person; pure."""

OBJECTS = {
    "afectacion": "Personas afectadas",
    "cite": "CITE de un requerimiento",
    "codigo": "Código de otro sistema",
    "derivacion": "Derivación",
    "recomendacion": "Recomendación",
    "relacion": "Relación entre organizaciones",
    "reservado": "Identidad reservada",
    "segunda_lectura": "Segunda lectura",
}
"""Objects whose code is not their Spanish word already."""
DONE = {
    "accion": "acción anotada",
    "aceptada": "aceptada",
    "alta": "se agregó",
    "agregar": "se agregó",
    "anular": "se anuló",
    "avisos": "cambió qué se le avisa",
    "asignar": "pasó a otra persona",
    "autorizar": "autorizada",
    "cerrar": "cerrada con su resultado",
    "codigo": "código de otro sistema",
    "cambio": "cambió su tarjeta",
    "completa": "con su resultado",
    "convertir": "se convirtió en conflicto",
    "corregir": "se corrigió",
    "direccion": "se aceptó su nueva dirección",
    "deshacer": "se deshizo",
    "deshacer_correccion": "se deshizo una corrección",
    "editar": "datos cambiados",
    "enviar": "enviada",
    "fase": "cambió de fase",
    "frases": "cambió cómo empieza y termina",
    "frases_de_origen": "volvió al texto de origen",
    "frente": "cambió el conflicto mayor",
    "lugar": "cambió el lugar",
    "nivel": "cambió el nivel",
    "pausar": "en pausa hasta una fecha",
    "pedir": "se pidió",
    "plazo": "plazo nuevo",
    "proponer": "se propuso un paso",
    "cambiar": "se cambió",
    "quitar": "se quitó",
    "rechazar": "no se aprobó",
    "reanudar": "se reanudó",
    "recordar": "se recordó",
    "recibida": "la entidad la recibió",
    "relevo": "pasó a la lista del operador",
    "reprogramar": "se reprogramó",
    "retirar": "se retiró",
    "separar": "se separó",
    "titulo": "cambió el título",
    "unir": "se unió con otra",
}


def said_in_journal(action: str) -> str:
    """Return an action of the journal as words: `plazo.cumplido` is «Plazo: cumplido»."""
    thing, _, what = action.partition(".")
    return f"{OBJECTS.get(thing, thing.capitalize())}: {DONE.get(what, what.replace('_', ' '))}"
