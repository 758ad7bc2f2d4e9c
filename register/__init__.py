"""The memory: tables (private), commands (the only door for writes), queries (the only window).

The only room that speaks SQLAlchemy. Rules are asked from conflict; nothing is decided here.
"""
