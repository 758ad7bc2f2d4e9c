"""Short Spanish words that an attempt may carry besides its outcome."""

PERMANENT_REDIRECT = "redireccion_permanente"
"""The answer came from `final_url` over permanent redirects only (301, 308)."""

OTHER_DOMAIN = "otro_dominio"
"""The answer came from a domain that somebody else may own."""

UNPROVEN_END = "fin_sin_prueba"
"""The end of the body was only the end of the connection: it may be whole, so it is read, but its validators are not
kept."""
