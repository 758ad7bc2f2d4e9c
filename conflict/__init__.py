"""The domain of social conflict: vocabularies, values that travel between rooms, rules that decide.

Standard library only: no clock, no files, no network, no environment. What needs one of those lives a floor up.
"""
