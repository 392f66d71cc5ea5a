"""A connection's events become its verdict: pure, the same for the screen and the headless commands."""
