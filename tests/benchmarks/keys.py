"""From a key to its glyph on the screen, with nothing else to do and while a connection floods."""

from __future__ import annotations

import random
import time

from tests.benchmarks.processes import TCPTUI, Sender, Terminal, data_folder
from tests.benchmarks.report import Floor, percentile
from tests.benchmarks.start import FIRST_FRAME

# Letters that stand nowhere else on the screen: when one is seen, it is the one that was typed.
LETTERS = [chr(code) for code in range(ord("А"), ord("я") + 1)][:50]
ENDLESS = 1 << 50


def measure(rounds: int) -> list[Floor]:
    """Time `rounds` of 50 keys each way, interleaved; 7 rounds make 350 keys."""
    idle: list[float] = []
    flood: list[float] = []
    with Sender(ENDLESS, wait=True) as sender:
        for _ in range(rounds):
            idle += one_round(sender, flooding=False)
            flood += one_round(sender, flooding=True)
    floors: list[Floor] = []
    print("key to its glyph on the screen")
    for name, values, p50, p99 in (("idle", idle, 3, 6), ("under flood", flood, 6, 30)):
        half, most = percentile(values, 0.5) * 1e3, percentile(values, 0.99) * 1e3
        worst = max(values) * 1e3
        print(f"  {name:<32} p50 {half:6.2f} ms  p99 {most:6.2f} ms  worst {worst:6.2f} ms  ({len(values)} keys)")
        floors += [Floor(f"key, {name}, p50", half, p50, unit="ms"), Floor(f"key, {name}, p99", most, p99, unit="ms")]
    print()
    return floors


def one_round(sender: Sender, *, flooding: bool) -> list[float]:
    """Type each letter once into a fresh workbench; seconds for each."""
    with data_folder() as (_, environment):
        with Terminal([TCPTUI, "127.0.0.1", str(sender.port)], environment) as terminal:
            sender.accepted()
            terminal.wait_for(FIRST_FRAME)
            terminal.drain(0.5)
            if flooding:
                sender.go()
                terminal.drain(0.2)
            times = [one_key(terminal, letter) for letter in LETTERS]
        if not flooding:
            sender.go()  # the connection is gone: it goes on to the next
    return times


def one_key(terminal: Terminal, letter: str) -> float:
    """Seconds from the write of a key to the read of its glyph, at a random moment."""
    terminal.drain(random.uniform(0.01, 0.03))
    seen = len(terminal.output)
    typed = time.monotonic()
    terminal.write(letter.encode())
    return terminal.wait_for([letter.encode()], start=seen) - typed
