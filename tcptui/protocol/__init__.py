"""The words that every room shares, pure: no sockets, no clock, no files, no Textual."""
