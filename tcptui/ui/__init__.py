"""The face: Textual lives in this room, and nothing outside it imports Textual."""
