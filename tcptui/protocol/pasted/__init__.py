"""What people type or paste to say where to connect: targets, URLs, other programs' command lines, requests."""
