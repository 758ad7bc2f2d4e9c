"""The order of work: collect, assess, cycle. Thin Prefect flows over plain functions.

The only room that knows Prefect. No rules, no SQL, no sockets.
"""
