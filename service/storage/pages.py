"""One page of a list, newest first, and where the next begins."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """``after`` is the id of the last item where more follow, else None."""

    items: tuple[Item, ...]
    after: UUID | None
