"""The web page: one document and its files, served as they are. It is a client of the public API and nothing more."""

from pathlib import Path

from flask import Blueprint, Response, abort

pages = Blueprint("web", __name__)

STATIC = Path(__file__).parent / "static"

# Named here, since a machine's own table of types may call a script something that browsers refuse.
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

# Nothing runs, loads or is asked but what this service serves, and nothing frames the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pages.get("/")
def page() -> Response:
    """The page."""
    return _file("index.html")


@pages.get("/web/<name>")
def file(name: str) -> Response:
    """What the page is made of."""
    return _file(name)


def _file(name: str) -> Response:
    path = next((file for file in STATIC.iterdir() if file.name == name), None)  # a name may be no path at all
    if path is None:
        abort(404)
    response = Response(path.read_bytes(), content_type=f"{TYPES[path.suffix]}; charset=utf-8")
    # Revalidated by its ETag each time: after an upgrade no browser runs half of the old page.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
