"""A browser, Debian's Chromium, in front of the service as it is run."""

import os
import shutil

import pytest
import requests

from tests.articles import FERRY
from tests.e2e.test_service import running

SLOWEST = 30_000  # milliseconds that a busy machine may take; only a failure waits for so long
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("The page is NOT tested here: there is no Chromium. Install the package 'chromium'.")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SLOWEST)

    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    with running(f"sqlite:///{folder}/x.sqlite3", STANDFIRST_WORKERS="1") as (found, _):
        yield found


@pytest.fixture
def address(service):
    """The address of a service with nothing stored."""
    while stored := requests.get(f"{service}/articles", timeout=10).json()["items"]:
        for article in stored:
            requests.delete(f"{service}/articles/{article['id']}", timeout=10)
    return service


@pytest.fixture
def open_page(browser, address):
    """Opens the page in a window of its own; nothing may go wrong in it that the test does not look for."""
    contexts, faults = [], []

    def opened(*, size="desktop", scheme="light", view="", grants=("clipboard-read", "clipboard-write")):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.grant_permissions(list(grants), origin=address)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SLOWEST)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
        page.on("request", lambda request: faults.append(request.url) if _leaves(request.url, address) else None)
        page.goto(f"{address}/{view}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(message):
    # A refused request is told in the console too, and each test looks at what the page makes of it.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def _leaves(url, address):
    return not url.startswith((address, "data:", "blob:"))


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def summed_up(page):
    """The page with an article in it, pasted."""
    paste(page, FERRY)
    return page


def paste(page, text):
    page.get_by_role("textbox", name="Article").fill(text)
    page.get_by_role("button", name="Summarise").click()
    page.locator(".sentences li").first.wait_for()


def chosen(page):
    """The sentences of the summary that is shown."""
    return page.locator(".panel").first.locator(".sentences li a").all_inner_texts()


def marked(page):
    return page.locator("#text-pane a.chosen").all_inner_texts()
