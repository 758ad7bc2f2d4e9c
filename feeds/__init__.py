"""The outside world, read politely and safely: sources.yaml, guarded fetch, boxed parse, articles out.

The only room that opens outgoing sockets for news and the only one that knows feedparser. Nothing is stored here.
"""
