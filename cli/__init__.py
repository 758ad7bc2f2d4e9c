"""The command atalaya: one file per group of verbs, Spanish in, Spanish out.

Reads arguments, calls a room, prints the answer, chooses the exit code. No rules.
"""
