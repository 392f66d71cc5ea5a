"""Saved requests on the screen: the collection, and what becomes one of it."""
