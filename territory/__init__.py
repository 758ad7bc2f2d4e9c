"""Where it happens: the gazetteer of Bolivia, mentions in a text, and the place they resolve to.

Never guesses between homonyms: an absence has a reason.
"""
