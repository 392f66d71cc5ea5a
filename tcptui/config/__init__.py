"""`tcptui.toml`: what people set once, the user's file and a project's; what is wrong in one is told with its line."""
