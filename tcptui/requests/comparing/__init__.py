"""A replay beside the recording, or beside another replay: what differs, and what may. Pure."""

from tcptui.requests.comparing.compare import compare
from tcptui.requests.comparing.difference import Comparison, Difference, Pair
from tcptui.requests.comparing.rules import ALWAYS_CHANGING, Rule, RuleError, parse_rule, parse_rules, rule_for
from tcptui.requests.comparing.transcript import Incident, Transcript, Utterance

__all__ = [
    "ALWAYS_CHANGING",
    "Comparison",
    "Difference",
    "Incident",
    "Pair",
    "Rule",
    "RuleError",
    "Transcript",
    "Utterance",
    "compare",
    "parse_rule",
    "parse_rules",
    "rule_for",
]
