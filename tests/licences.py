"""The licences of all that the lock installs: ``python -m tests.licences > docs/licences.md``."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata

from tests.conftest import PROJECT

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
# Some packages say it in words, some as an expression, some by a classifier alone.
KNOWN = {
    "LGPL": r"\bLGPL|Lesser General Public",
    "MIT": r"\bMIT\b",
    "BSD": r"\bBSD\b|BSD-\d|\b0BSD\b",
    "Apache-2.0": r"\bApache\b",
    "MPL": r"\bMPL|Mozilla Public",
    "PSF": r"\bPSF|Python Software Foundation",
    "ISC": r"\bISC\b",
    "Zlib": r"\bzlib\b",
    "GPL": r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public Licen[cs]e",
}
# What their metadata leave out, as their own repositories say it.
TOLD_ELSEWHERE = {"pysqlite3": "Zlib"}


def locked() -> list[str]:
    return sorted(set(LOCKED.findall((PROJECT / "requirements.lock").read_text())))


def licences(name: str) -> list[str] | None:
    """What a distribution may be used under, as it says itself; none where it is not installed here."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    text = " ".join(
        [
            told.get("License-Expression") or "",
            (told.get("License") or "")[:100],  # some put the whole text there
            *(line for line in told.get_all("Classifier", []) if line.startswith("License")),
        ]
    )
    found = [licence for licence, pattern in KNOWN.items() if re.search(pattern, text, re.IGNORECASE)]
    return found or [TOLD_ELSEWHERE.get(name, "unknown")]


def table() -> str:
    rows = [(name, licences(name)) for name in locked()]
    lines = [
        "# Licences",
        "",
        "What `requirements.lock` installs, and what each may be used under. Nothing of it is under the GPL alone.",
        "Packages for other systems than Linux are left out.",
        "",
        "| package | licences |",
        "| --- | --- |",
        *(f"| {name} | {', '.join(found)} |" for name, found in rows if found),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
