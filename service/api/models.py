"""The models of the OpenAI wire format: a name picks an algorithm and a length."""

from dataclasses import dataclass
from typing import Any, cast

from service.errors import NotFoundError
from service.summariser import ALGORITHMS, Options
from service.summariser.document import LENGTHS, Budget, Length

FAMILY = "standfirst"
# No model was ever trained; programs want a time, and sort by it.
CREATED = 1_795_305_600  # 2026-11-22

NO_PROMPTS = "It gives sentences of the article back verbatim. It does not read prompts."


@dataclass(frozen=True, slots=True)
class Model:
    """A name with what it stands for."""

    name: str
    options: Options

    @property
    def description(self) -> str:
        algorithm = ALGORITHMS[self.options.algorithm]
        budget = self.options.budget
        most = self.options.sentences if budget is None else LENGTHS[str(budget.amount)]
        return f"{algorithm.title}, at most {most} sentences. {NO_PROMPTS}"


def find_model(name: str) -> Model:
    """The model of that name: ``standfirst``, then an algorithm, a length, or both behind slashes.

    Raises:
        NotFoundError: there is none.
    """
    family, *choices = name.split("/")
    chosen: dict[str, Any] = {}
    if family == FAMILY and choices and choices[0] in ALGORITHMS:
        chosen["algorithm"] = choices.pop(0)
    if family == FAMILY and choices and choices[0] in LENGTHS:
        chosen["budget"] = Budget("length", cast("Length", choices.pop(0)))
    if family != FAMILY or choices:
        raise NotFoundError("model", name)
    return Model(name, Options(**chosen))


def every_model() -> list[Model]:
    """The models worth showing in a menu; a length can stand behind every algorithm, too."""
    default = Options().algorithm
    names = [*LENGTHS, *(name for name in ALGORITHMS if name != default)]
    return [find_model(FAMILY), *(find_model(f"{FAMILY}/{name}") for name in names)]
