"""What was stored, on the page."""

import requests
from playwright.sync_api import expect

from tests.articles import BAKERY, FERRY
from tests.conftest import PROJECT
from tests.contract.test_digest import OTHER


def store(address, *texts):
    for text in texts:
        assert requests.post(f"{address}/summarise", json={"text": text}, timeout=10).status_code == 201


def entries(page):
    return page.locator("#history-list li")


def test_the_history_is_searched_as_one_types_and_an_entry_opens(open_page, address):
    store(address, FERRY, BAKERY)
    page = open_page(view="#/history")
    expect(entries(page)).to_have_count(2)

    page.get_by_label("Search").fill("ovens")
    expect(entries(page)).to_have_count(1)
    entries(page).first.get_by_role("link").click()

    expect(page.locator("#text-pane")).to_contain_text("heat its ovens with waste wood")


def test_words_that_nothing_holds_are_told_to_hold_nothing(open_page, address):
    store(address, FERRY)
    page = open_page(view="#/history")

    page.get_by_label("Search").fill("zeppelin")

    expect(page.locator("#history-empty", has_text="Nothing that is stored holds all these words.")).to_be_visible()


def test_a_long_history_comes_page_by_page(open_page, address):
    store(address, *(f"Crate {number} was opened in the old harbour on Monday." for number in range(23)))
    page = open_page(view="#/history")
    expect(entries(page)).to_have_count(20)

    page.get_by_role("button", name="Show more").click()

    expect(entries(page)).to_have_count(23)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_a_summary_is_deleted_after_a_second_word_and_an_article_with_all_of_its_summaries(open_page, address):
    store(address, FERRY, BAKERY)
    page = open_page(view="#/history")

    entries(page).first.get_by_role("button", name="Delete").click()
    entries(page).first.get_by_role("button", name="The summary", exact=True).click()
    expect(entries(page)).to_have_count(1)
    assert len(requests.get(f"{address}/articles", timeout=10).json()["items"]) == 2

    entries(page).first.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="The article and all of its summaries").click()
    expect(entries(page)).to_have_count(0)
    assert len(requests.get(f"{address}/articles", timeout=10).json()["items"]) == 1


def test_stored_articles_are_chosen_for_a_digest_and_for_reading(open_page, address):
    for text in (FERRY, OTHER):
        requests.post(f"{address}/articles", json={"text": text}, timeout=10)
    page = open_page()
    page.get_by_role("link", name="Stored articles").click()
    expect(entries(page)).to_have_count(2)

    for box in page.get_by_label("Choose for a digest").all():
        box.check()
    page.get_by_role("button", name="Digest of these 2 articles").click()
    expect(page.locator("#digest-title")).to_have_text("Digest of 2 articles")

    page.goto(f"{address}/#/history/articles")
    entries(page).first.get_by_role("link").click()
    expect(page.locator("#panels li")).to_have_count(3)


def test_a_stored_summary_is_shown_as_it_was_stored_whatever_it_was_asked_with(open_page, address):
    asked = {"text": FERRY, "query": "school teachers", "words": 60, "order": "rank"}
    stored = requests.post(f"{address}/summarise", json=asked, timeout=10).json()
    given = [sentence["text"] for sentence in stored["sentences"]]
    page = open_page(view=f"#/summaries/{stored['id']}")

    expect(page.locator("#panels li a")).to_have_text(given)
    expect(page.locator("#text-pane a.chosen")).to_have_count(len(given))
    page.get_by_role("button", name="curl").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"curl -s '{address}/summaries/{stored['id']}'\n"
    page.get_by_role("button", name="Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert all(text in page.evaluate("navigator.clipboard.readText()") for text in given)

    page.locator("#length").fill("2")
    expect(page.get_by_role("button", name="Keep this version")).to_be_visible()


def test_a_stored_summary_of_everything_that_was_pasted_shows_it_all(open_page, address):
    text = (PROJECT / "tests/samples/dry_reservoir.txt").read_text()
    asked = {"text": text, "clean": False, "sentences": 30}
    stored = requests.post(f"{address}/summarise", json=asked, timeout=10).json()
    page = open_page(view=f"#/summaries/{stored['id']}")

    expect(page.locator("#panels li a")).to_have_count(len(stored["sentences"]))
    expect(page.get_by_role("button", name="Leave it out again")).to_be_visible()


def test_a_stored_digest_is_shown_as_it_was_stored(open_page, address):
    asked = {"articles": [{"text": FERRY}, {"text": OTHER}], "query": "school", "sentences": 3, "fair_share": True}
    stored = requests.post(f"{address}/summarise", json=asked, timeout=10).json()
    page = open_page(view=f"#/summaries/{stored['id']}")

    expect(page.locator("#digest-panel li > a")).to_have_text([one["text"] for one in stored["sentences"]])
