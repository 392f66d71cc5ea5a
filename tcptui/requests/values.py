"""The variables of one replay: where each value comes from, and templates filled with them.

Of one name the first of these counts: what a step captured, `--var`, an `--env` file, the request's file, the target's
own `target`, `host` and `port`. `{ env = "NAME" }` is looked for in the `--env` files, then in the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from typing import Final

from tcptui.protocol.nearest import did_you_mean
from tcptui.protocol.units import exact
from tcptui.requests.functions import FUNCTIONS, Surroundings, call, check_function
from tcptui.requests.model import Variable
from tcptui.requests.secrets.masking import Mask
from tcptui.requests.templates import Call, Expression, Literal, Name, Template, TemplateError, read_template

BUILT_IN: Final = ("target", "host", "port")
"""Variables that every request has: its target as `host:port`, and the two parts of that."""


class UnknownVariableError(TemplateError):
    """A variable that nothing gives a value. name: which."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class Values:
    """The variables of one replay. What a file's variable stands for is found once, so that it stays the same."""

    def __init__(self, variables: Sequence[Variable], given: Mapping[str, str], world: Surroundings) -> None:
        """given: those of `--var`, over those of `--env` files."""
        self._declared = {one.name: one for one in variables}
        self._given = given
        self._world = world
        self._captured: dict[str, str] = {}
        self._found: dict[str, str] = {}  # what those of the file stand for
        self._finding: list[str] = []
        self._built_in: dict[str, str] = {}
        self._secret = {one.name for one in variables if one.secret}
        self.mask = Mask()
        """Hides the values of secret variables, as far as they are known."""
        for name in self._secret & given.keys():
            self.mask.add(given[name])

    def at_target(self, host_port: str, host: str, port: str) -> None:
        """The target is known from now on."""
        self._built_in = dict(zip(BUILT_IN, (host_port, host, port), strict=True))

    def captured(self, name: str, value: str, *, secret: bool) -> None:
        """A step has found a value. What was secret stays so, whatever is found anew."""
        self._captured[name] = value
        self._found = {one: known for one, known in self._found.items() if not self._stands_for(one, {name})}
        if secret:
            self._secret.add(name)
        if name in self._secret:
            self.mask.add(value)

    def fill(self, template: Template, literal: Callable[[str], str] = str, value: Callable[[str], str] = str) -> str:
        """The text with everything filled in. literal, value: what becomes of its own texts, and of values.

        Raises TemplateError for an unknown variable or function, and for values of more than `MOST` characters.
        """
        done: list[str] = []
        size = 0
        for piece in template.pieces:
            if isinstance(piece, str):
                done.append(literal(piece))
            else:
                done.append(value(self._value(piece)))
                size = _bounded(size + len(done[-1]))
        return "".join(done)

    def check(self, template: Template, captured: Set[str]) -> None:
        """Raises TemplateError for what will not be known even when these have been captured."""
        for one in template.expressions():
            match one:
                case Name(name) if name not in captured:
                    self._check_variable(name, captured)
                case Call(function):
                    check_function(function)
                case _:
                    pass

    def _check_variable(self, name: str, captured: Set[str]) -> None:
        behind = self._behind(name)
        if behind is None or not self.uses(behind, captured):
            self._variable(name)  # is known now
            return
        with self._inside(name):
            self.check(behind, captured)

    def uses(self, template: Template, names: Set[str]) -> bool:
        """Whether one of these variables is in it, or behind a variable of the file that is. Raises TemplateError."""
        seen: set[str] = set()
        left = [template]
        while left:
            for one in left.pop().expressions():
                if not isinstance(one, Name) or one.name in seen:
                    continue
                if one.name in names:
                    return True
                seen.add(one.name)
                if behind := self._behind(one.name):
                    left.append(behind)
        return False

    def _stands_for(self, variable: str, names: Set[str]) -> bool:
        return (behind := self._behind(variable)) is not None and self.uses(behind, names)

    def _behind(self, name: str) -> Template | None:
        """What the file says that a variable stands for; None where that is said elsewhere."""
        variable = self._declared.get(name)
        if variable is None or variable.env is not None or name in self._given:
            return None
        return read_template(variable.value)

    def _value(self, expression: Expression) -> str:
        match expression:
            case Literal(text):
                return text
            case Name(name):
                return self._variable(name)
            case Call(function, arguments):
                check_function(function)
                values = self._arguments(arguments)
                result = call(function, values, self._world)
                if function == "base64" and any(self.mask(one) != one for one in values):
                    self.mask.add(result)  # whoever sees it can read the secret
                return result

    def _arguments(self, expressions: Sequence[Expression]) -> list[str]:
        values: list[str] = []
        size = 0
        for one in expressions:
            values.append(self._value(one))
            size = _bounded(size + len(values[-1]))
        return values

    def _variable(self, name: str) -> str:
        if name in self._captured:
            return self._captured[name]
        if name in self._given:
            return self._given[name]
        if name in self._found:
            return self._found[name]
        if name in self._declared:
            return self._find(self._declared[name])
        if name in self._built_in:
            return self._built_in[name]
        raise UnknownVariableError(name, self._unknown(name))

    def _find(self, variable: Variable) -> str:
        if variable.env is not None:
            value = self._world.environment.get(variable.env)
            if value is None:
                raise TemplateError(
                    f"the variable {variable.name} is the environment's {variable.env}, which is not set: "
                    f"export it, or give --var {variable.name}=…"
                )
        else:
            value = self._filled(variable)
        if variable.secret:
            self.mask.add(value)
        self._found[variable.name] = value
        return value

    def _filled(self, variable: Variable) -> str:
        with self._inside(variable.name):
            return self.fill(read_template(variable.value))

    @contextmanager
    def _inside(self, name: str) -> Iterator[None]:
        """What is found meanwhile is for this variable, which stands for it. Raises TemplateError for circles."""
        if name in self._finding:
            circle = " -> ".join([*self._finding[self._finding.index(name) :], name])
            raise TemplateError(f"variables stand for each other in a circle: {circle}.")
        if len(self._finding) == _DEEPEST:
            raise TemplateError(f"{name} is behind more than {_DEEPEST} variables that stand for each other.")
        self._finding.append(name)
        try:
            yield
        finally:
            self._finding.pop()

    def _unknown(self, name: str) -> str:
        if name in FUNCTIONS:
            return f"the variable {name} is not known; the function is {name}()."
        if name in BUILT_IN:
            return f"the variable {name} is the target's, which is not known yet: give it with --var {name}=…"
        hint = did_you_mean(name, self._known())
        return f"the variable {name} is not known.{hint or f' Give it with --var {name}=…, or in [variables].'}"

    def _known(self) -> Iterator[str]:
        yield from self._captured
        yield from self._given
        yield from self._declared
        yield from BUILT_IN


def _bounded(size: int) -> int:
    if size > MOST:
        raise TemplateError(f"what its variables stand for is longer than {exact(MOST, 'character')}.")
    return size


MOST: Final = 64 << 20
"""Characters that the values in one text may have together: a few variables that double each other have no end."""

_DEEPEST = 50
