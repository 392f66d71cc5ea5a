"""The record on disk: one append-only log a run, its reader, rows for the screen, the catalogue and exports."""
