"""The page for everyone: by keyboard, with a screen reader, in light and dark, on desktop and phone; and in trouble."""

import json

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.articles import FERRY
from tests.browser.conftest import SIZES, paste
from tests.browser.test_digest import TEXTS, gather, make
from tests.browser.test_history import store


def _intake(page, address):
    expect(page.get_by_role("button", name="Summarise")).to_be_visible()


def _reading(page, address):
    paste(page, f"Share this article\n\n{FERRY}\nSubscribe to our newsletter\n")


def _comparing(page, address):
    paste(page, FERRY)
    page.get_by_label("Compare with").select_option("luhn")
    expect(page.locator(".panel")).to_have_count(2)


def _gathering(page, address):
    gather(page, TEXTS)


def _digest(page, address):
    gather(page, TEXTS)
    make(page)


def _history(page, address):
    store(address, *TEXTS)
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Delete").first.click()


def _problem(page, address):
    page.get_by_role("button", name="Summarise").click()
    expect(page.get_by_role("alert")).to_be_visible()


VIEWS = {
    "intake": _intake,
    "reading": _reading,
    "comparing": _comparing,
    "gathering": _gathering,
    "digest": _digest,
    "history": _history,
    "problem": _problem,
}


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_at_any_size_in_light_and_dark(page, address, view):
    VIEWS[view](page, address)

    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it must not scroll sideways"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"


def test_everything_can_be_done_by_keyboard_alone(page):
    def tab_to(name):
        for _ in range(40):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(e => e.labels?.[0]?.textContent || e.ariaLabel || e.textContent)(document.activeElement)"
            )
            if focused.strip().startswith(name):
                return
        pytest.fail(f"Tab never came to '{name}'.")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to("Article")
    page.keyboard.insert_text(FERRY)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#title")).to_be_focused()
    tab_to("Length")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sentences li")).to_have_count(4)
    expect(page.locator("#status")).to_contain_text("4 sentences")
    tab_to("The island's only ferry")
    page.keyboard.press("Enter")
    expect(page.locator("#text-pane a.chosen").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sentences li a").first).to_be_focused()
    tab_to("Markdown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_a_reader_can_choose_another_theme_than_the_systems_and_it_stays(open_page):
    page = open_page(scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()

    assert dark != light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.get_by_role("button", name="Light")).to_be_visible()


def test_an_error_is_told_in_the_words_of_the_service_and_goes_away(page, address):
    page.get_by_role("textbox", name="Article").fill("...")
    page.get_by_role("button", name="Summarise").click()
    told = requests.post(f"{address}/summarise", json={"text": "..."}, timeout=10).json()

    expect(page.get_by_role("alert")).to_contain_text(told["title"])
    expect(page.get_by_role("alert")).to_contain_text(told["detail"])
    paste(page, FERRY)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_address_is_handed_to_the_service_which_says_what_it_makes_of_it(page, address):
    page.get_by_role("textbox", name="Article").fill("  https://example.org/story \n")
    page.get_by_role("button", name="Summarise").click()
    told = requests.post(f"{address}/articles", json={"url": "https://example.org/story"}, timeout=10).json()

    expect(page.get_by_role("alert")).to_contain_text(told["detail"])


@pytest.mark.parametrize("place", ["summaries", "articles"])
def test_an_address_of_what_is_not_there_says_so(open_page, place):
    page = open_page(view=f"#/{place}/0190a6b2-0000-7000-8000-000000000000")

    expect(page.get_by_role("alert")).to_contain_text("There is no")


def test_a_service_that_does_not_answer_is_told(page):
    page.route("**/articles", lambda route: route.abort())

    page.get_by_role("textbox", name="Article").fill(FERRY)
    page.get_by_role("button", name="Summarise").click()

    expect(page.get_by_role("alert")).to_contain_text("The service does not answer")


def test_an_answer_in_place_of_the_services_is_told(page):
    page.route("**/articles", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))

    page.get_by_role("textbox", name="Article").fill(FERRY)
    page.get_by_role("button", name="Summarise").click()

    expect(page.get_by_role("alert")).to_contain_text("502")


def test_a_key_is_asked_for_where_the_service_wants_one_and_forgotten_with_the_tab(open_page):
    page = open_page()
    seen = []

    def guard(route):
        key = route.request.headers.get("authorization")
        seen.append(key)
        problem = {"title": "A key is needed", "status": 401, "detail": "Send a key."}
        if key == "Bearer sesame":
            route.continue_()
        else:
            route.fulfill(status=401, content_type="application/problem+json", body=json.dumps(problem))

    page.route("**/articles", guard)
    page.get_by_role("textbox", name="Article").fill(FERRY)
    page.get_by_role("button", name="Summarise").click()
    page.get_by_label("API key").fill("sesame")
    page.get_by_role("button", name="Use it").click()
    page.locator(".sentences li").first.wait_for()

    assert seen == [None, "Bearer sesame"]
    assert "sesame" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="curl").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "sesame" not in copied
    assert "$STANDFIRST_KEY" in copied


def test_without_a_key_the_services_refusal_is_told(page):
    problem = {"title": "A key is needed", "status": 401, "detail": "Send a key."}
    page.route("**/articles", lambda route: route.fulfill(status=401, body=json.dumps(problem)))

    page.get_by_role("textbox", name="Article").fill(FERRY)
    page.get_by_role("button", name="Summarise").click()
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("alert")).to_contain_text("A key is needed")


def test_only_the_last_of_many_moves_counts(page):
    paste(page, FERRY)
    for length in (5, 4, 2, 6, 1):
        page.locator("#length").fill(str(length))

    expect(page.locator(".sentences li")).to_have_count(1)
    expect(page.locator("#length-shown")).to_have_text("1 sentence")
