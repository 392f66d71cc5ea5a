"""How fast tcptui is, beside other programs, in one interleaved run: `python -m tests.benchmarks`. No test needs it."""
