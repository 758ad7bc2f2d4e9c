"""The pages an analyst reads, in Spanish, made on the server.

Sees only the register and the domain. It never fetches, classifies or locates.
"""
