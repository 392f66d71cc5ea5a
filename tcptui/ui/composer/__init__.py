"""The composer: a message by form, its bytes as they will go, and the way out. Nothing of it is imported before F2."""
