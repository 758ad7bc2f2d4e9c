"""The nine departments of Bolivia by their official two-digit code (INE), and their letters in codes of records."""

DEPARTMENTS = {
    "01": "Chuquisaca",
    "02": "La Paz",
    "03": "Cochabamba",
    "04": "Oruro",
    "05": "Potosí",
    "06": "Tarija",
    "07": "Santa Cruz",
    "08": "Beni",
    "09": "Pando",
}

LETTERS = {
    "01": "CHU",
    "02": "LPZ",
    "03": "CBA",
    "04": "ORU",
    "05": "POT",
    "06": "TAR",
    "07": "SCZ",
    "08": "BEN",
    "09": "PAN",
}
"""Three letters of each: POT after the reference data model (early warning, code), the others made alike."""
