"""The history of what was sent, over all runs. Imported when it is first opened."""
