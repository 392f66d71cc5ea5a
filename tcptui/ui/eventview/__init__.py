"""The events view: every event of a run in words, with what is known of each. Imported when it is first opened."""
