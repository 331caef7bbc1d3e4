"""The web page as it is served: its files, their types, and a policy under which nothing foreign can run."""

import re

import pytest

from tests.conftest import PROJECT

STATIC = PROJECT / "service/web/static"
FILES = sorted(path.name for path in STATIC.iterdir())


def test_the_page_stands_at_the_root_under_a_policy_that_lets_nothing_foreign_in(client):
    page = client.get("/")

    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == policy.pop("frame-ancestors") == "'none'"
    assert set(policy.values()) <= {"'self'", "'self' data:", "'none'"}
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_its_type_and_is_revalidated_by_its_etag(client, name):
    types = {
        "html": "text/html",
        "css": "text/css",
        "js": "text/javascript",
        "svg": "image/svg+xml",
        "txt": "text/plain",
    }

    first = client.get(f"/web/{name}")
    again = client.get(f"/web/{name}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == (STATIC / name).read_bytes()
    assert first.mimetype == types[name.rpartition(".")[2]]
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["../__init__.py", "%2e%2e/__init__.py", "none.js", "", "a" * 5_000, "%00"])
def test_what_is_no_file_of_the_page_is_a_404_problem(client, name):
    answer = client.get(f"/web/{name}")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".html", ".css", ".js"))])
def test_the_page_loads_nothing_from_elsewhere_and_never_takes_text_for_markup(name):
    source = (STATIC / name).read_text()

    assert not re.search(r"""(?:src|href|url|import|from)\s*[=(]?\s*["'(]\s*(?:https?:)?//""", source)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", source)
    if name.endswith(".html"):
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", source)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_what_a_script_imports_is_there(name):
    for imported in re.findall(r'from "\./([^"]+)"', (STATIC / name).read_text()):
        assert imported in FILES
