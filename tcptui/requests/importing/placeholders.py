r"""The placeholders of `.http` files, `{{name}}` and `{{$function …}}`, in the words of our templates."""

from __future__ import annotations

import re

from tcptui.requests.model import Variable

_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_FUNCTIONS = {
    "$guid": "uuid()", "$uuid": "uuid()", "$random.uuid": "uuid()", "$timestamp": "now()",
    "$isoTimestamp": 'now("%Y-%m-%dT%H:%M:%SZ")', "$random.hexadecimal": "random()",
    "$datetime iso8601": 'now("%Y-%m-%dT%H:%M:%SZ")', "$datetime rfc1123": 'now("%a, %d %b %Y %H:%M:%S GMT")',
}  # fmt: skip
_OF_ANSWERS = re.compile(r"[A-Za-z_][\w-]*\.(?:request|response)\.(?:body|headers)\b.*", re.DOTALL)
_ENVIRONMENT = ("$processEnv", "$dotenv", "$env")


class Placeholders:
    """Takes over one file's placeholders. variables: those that they need beside the file's own."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self._remarks: dict[str, None] = {}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What could not be taken over, sentences without their place."""
        return tuple(self._remarks)

    def convert(self, text: str) -> str:
        """The text with our templates in the place of its placeholders."""
        # Behind the last closing braces nothing is looked for: each opening one would look up to the end.
        end = text.rfind("}}") + 2 if "}}" in text else 0
        return _PLACEHOLDER.sub(lambda found: f"{{{{{self._expression(found[1].strip())}}}}}", text[:end]) + text[end:]

    def name(self, written: str) -> str:
        """A name as our variables can have it."""
        if _NAME.fullmatch(written):
            return written
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", written)
        return name if _NAME.fullmatch(name) else f"_{name}"

    def _expression(self, said: str) -> str:
        word, _, rest = said.partition(" ")
        if said in _FUNCTIONS:
            return _FUNCTIONS[said]
        environment = next((one for one in _ENVIRONMENT if word == one or word.startswith(f"{one}.")), None)
        if environment is not None:
            return self._of_environment(word.removeprefix(environment).lstrip(".") or rest.strip().lstrip("%"))
        name = self.name(said)
        if _OF_ANSWERS.fullmatch(said):
            self._remark(f"{{{{{said}}}}} comes out of another request's answer: give it with --var {name}=…")
        elif name != said:
            self._remark(f"{{{{{said}}}}} is no variable here: it became {{{{{name}}}}}, give it with --var {name}=…")
        return name

    def _of_environment(self, variable: str) -> str:
        name = self.name(variable)
        self.variables[name] = Variable(name, env=variable)
        return name

    def _remark(self, sentence: str) -> None:
        self._remarks[sentence] = None
