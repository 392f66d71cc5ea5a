"""Search over the whole record of a connection: what is looked for, where it is, and the thread that looks."""
