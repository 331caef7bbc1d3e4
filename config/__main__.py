"""Print the page of settings: ``python -m config > docs/settings.md``."""

import dataclasses
import sys
from typing import Any

from config.settings import PREFIX, Settings

HEAD = """# Settings

Every setting is an environment variable. A variable of the same name with `_FILE` behind it may name a file that holds
the value instead, which is how secrets come in. A wrong value stops the start, with every wrong one named.

| variable | meaning | default |
| --- | --- | --- |
"""


def shown(default: Any) -> str:
    """A default as one writes it in a variable."""
    return str(default).lower() if isinstance(default, bool) else str(default)


def page() -> str:
    rows = (
        f"| `{PREFIX}{field.name.upper()}` | {field.metadata['about']} | `{shown(field.default)}` |\n"
        for field in dataclasses.fields(Settings)
    )
    return HEAD + "".join(rows).replace("| `` |", "| – |")


if __name__ == "__main__":
    sys.stdout.write(page())
