"""Two runs of a conversation beside each other on the screen: what differs, and what may."""
