"""Secrets: found in what is to be saved, hidden in what is told, and marked in what is recorded."""
