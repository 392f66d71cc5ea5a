"""The workbench's screens: the workbench itself, and the questions that stand before it."""
