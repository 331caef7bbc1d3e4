"""Several articles on the page, each with its colour, and who says the same."""

import requests
from playwright.sync_api import expect

from tests.articles import BAKERY, FERRY
from tests.contract.test_digest import OTHER

TEXTS = [FERRY, OTHER, BAKERY]


def gather(page, texts):
    page.get_by_role("link", name="Digest", exact=True).click()
    for number, text in enumerate(texts, start=1):
        page.get_by_label("Add an article").fill(text)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("#gathered li")).to_have_count(number)


def make(page):
    page.get_by_role("button", name="Sum them up").click()
    page.locator("#digest-panel li").first.wait_for()


def test_a_digest_names_the_source_of_each_sentence_and_who_says_the_same(page, address):
    gather(page, TEXTS)
    make(page)

    body = {"articles": [{"text": text} for text in TEXTS], "sentences": 5, "store": False}
    answer = requests.post(f"{address}/summarise", json=body, timeout=10).json()
    shown = page.locator("#digest-panel li").all()
    assert any(sentence["also_in"] for sentence in answer["sentences"])
    assert len(shown) == len(answer["sentences"]) == 5
    for item, sentence in zip(shown, answer["sentences"], strict=True):
        numbers = [sentence["article"] + 1, *(other["article"] + 1 for other in sentence["also_in"])]
        assert item.locator("a").first.inner_text() == sentence["text"]
        assert item.locator(".badge").all_inner_texts() == [str(number) for number in numbers]
        assert f"source-{sentence['article']}" in item.get_attribute("class")


def test_a_corroboration_leads_to_its_place_and_back(page):
    gather(page, TEXTS)
    make(page)
    also = page.locator("#digest-panel a.badge").first
    said = also.get_attribute("title").partition(": ")[2]

    also.click()
    place = page.locator(".source a.also:focus")
    expect(place).to_have_text(said)
    place.click()
    expect(page.locator("#digest-panel li a:focus")).to_have_count(1)


def test_length_and_fair_share_answer_at_once_and_the_digest_is_found_again(page, address):
    gather(page, TEXTS)
    make(page)
    page.locator("#digest-length").fill("3")
    expect(page.locator("#digest-panel li")).to_have_count(3)

    page.get_by_label("One of each article first").check()
    expect(page.locator("#digest-panel li.source-2")).to_have_count(1)
    page.get_by_role("button", name="Keep this version").click()
    expect(page.get_by_role("button", name="Keep this version")).to_have_count(0)

    newest = requests.get(f"{address}/summaries", timeout=10).json()["items"][0]
    assert {sentence["article"] for sentence in newest["sentences"]} == {0, 1, 2}
    page.goto(f"{address}/#/history")
    page.get_by_role("link", name="Digest: ").first.click()
    expect(page.locator("#digest-title")).to_have_text("Digest of 3 articles")


def test_in_private_nothing_of_a_digest_is_stored_and_each_sentence_still_has_its_source(page, address):
    page.get_by_role("link", name="Digest", exact=True).click()
    page.locator("#digest-view").get_by_label("Private").check()
    gather(page, TEXTS)
    make(page)

    assert requests.get(f"{address}/articles", timeout=10).json()["items"] == []
    classes = " ".join(item.get_attribute("class") for item in page.locator("#digest-panel li").all())
    assert {"source-0", "source-1"} <= set(classes.split())


def test_several_files_at_once_and_one_taken_out_again(page, tmp_path):
    page.get_by_role("link", name="Digest", exact=True).click()
    files = []
    for number, text in enumerate(TEXTS):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(text)

    page.locator("#digest-files").set_input_files(files)
    expect(page.locator("#gathered li")).to_have_count(3)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator("#gathered li")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("button", name="Sum them up")).to_be_disabled()


def test_what_was_left_out_of_one_of_several_is_shown_and_cannot_be_asked_back(page):
    gather(page, [f"Share this article\n\n{FERRY}", BAKERY])
    make(page)

    expect(page.locator(".removed-row")).to_contain_text("Share this article")
    expect(page.get_by_role("button", name="Bring back")).to_have_count(0)
