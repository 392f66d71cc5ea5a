"""Saved requests for other programs: curl, `.http`, Python, nc, raw bytes; and recorded exchanges as HAR."""
