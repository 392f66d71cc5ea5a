"""A replay beside the recording, or beside another replay: what differs, and what may. Pure."""

from tcptui.requests.comparing.compare import compare, rejudged
from tcptui.requests.comparing.difference import Comparison, Difference, Pair
from tcptui.requests.comparing.incidents import incidents
from tcptui.requests.comparing.rules import ALWAYS_CHANGING, Rule, RuleError, parse_rule, parse_rules, rule_for
from tcptui.requests.comparing.secrets import Hiding
from tcptui.requests.comparing.transcript import Incident, Transcript, Utterance

__all__ = [
    "ALWAYS_CHANGING",
    "Comparison",
    "Difference",
    "Hiding",
    "Incident",
    "Pair",
    "Rule",
    "RuleError",
    "Transcript",
    "Utterance",
    "compare",
    "incidents",
    "parse_rule",
    "parse_rules",
    "rejudged",
    "rule_for",
]
