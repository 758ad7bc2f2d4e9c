"""The only window for reads. Each query takes a session and returns frozen rows; no mapped object leaves."""
