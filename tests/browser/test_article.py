"""One article on the page: pasted, read beside its summary, changed, taken along."""

import json
import re
import subprocess

import pytest
import requests
from playwright.sync_api import expect

from tests.articles import FERRY
from tests.browser.conftest import chosen, marked, paste
from tests.conftest import PROJECT

TRAM = (PROJECT / "tests/samples/harbour_tram.txt").read_text()
RESERVOIR = (PROJECT / "tests/samples/dry_reservoir.txt").read_text()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("text", [TRAM, RESERVOIR])
def test_a_pasted_article_is_summed_up_in_the_sentences_that_the_service_gives(open_page, address, text, size):
    page = open_page(size=size)
    paste(page, text)

    answer = requests.post(f"{address}/summarise", json={"text": text}, timeout=10).json()
    given = [sentence["text"] for sentence in answer["sentences"]]
    assert chosen(page) == given
    assert marked(page) == [sentence.replace("\n", " ") for sentence in given]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it must not scroll sideways"


def test_a_sentence_leads_from_the_summary_to_its_place_and_back(summed_up):
    in_summary = summed_up.locator(".sentences li a").nth(2)
    in_article = summed_up.locator("#text-pane a.chosen").nth(2)

    in_summary.click()
    expect(in_article).to_be_focused()
    expect(in_article).to_be_in_viewport()
    in_article.click()
    expect(in_summary).to_be_focused()


def test_the_length_answers_at_once(summed_up):
    summed_up.locator("#length").fill("5")

    expect(summed_up.locator(".sentences li")).to_have_count(5)
    expect(summed_up.locator("#text-pane a.chosen")).to_have_count(5)
    expect(summed_up.locator("#length-shown")).to_have_text("5 sentences")


def test_the_algorithm_and_the_words_in_focus_change_the_summary(summed_up, address):
    summed_up.locator("#algorithm").select_option("luhn")
    summed_up.locator("#query").fill("school teachers")

    body = {"text": FERRY, "algorithm": "luhn", "query": "school teachers", "store": False}
    answer = requests.post(f"{address}/summarise", json=body, timeout=10).json()
    expect(summed_up.locator(".sentences li a")).to_have_text([one["text"] for one in answer["sentences"]])


def test_two_algorithms_stand_side_by_side_and_mark_the_article_each_in_its_way(summed_up):
    summed_up.get_by_label("Compare with").select_option("sum-basic")

    expect(summed_up.locator(".panel")).to_have_count(2)
    first, second = (set(panel.locator("li a").all_inner_texts()) for panel in summed_up.locator(".panel").all())
    both = set(summed_up.locator("#text-pane a.side-both").all_inner_texts())
    assert both == first & second
    assert set(marked(summed_up)) == first | second
    assert first != second


def test_the_heat_of_a_sentence_is_its_salience(summed_up, address):
    answer = requests.post(
        f"{address}/summarise", json={"text": FERRY, "include_all": True, "store": False}, timeout=10
    ).json()

    heats = summed_up.locator(".heat").evaluate_all("all => all.map(one => one.style.getPropertyValue('--salience'))")
    by_place = sorted(answer["sentences"], key=lambda sentence: sentence["index"])
    assert heats == [f"{sentence['salience']:.3f}" for sentence in by_place]


def test_what_was_left_out_is_shown_with_its_reason_and_can_be_brought_back(page, address):
    paste(page, TRAM)
    article = requests.get(f"{address}/articles", timeout=10).json()["items"][0]
    ledger = requests.get(f"{address}/articles/{article['id']}", timeout=10).json()["removed"]

    shown = page.locator(".removed, .removed-inline").all_text_contents()
    for entry in ledger:
        assert any(" ".join(entry["text"].split()) in " ".join(part.split()) for part in shown), entry
    expect(page.locator(".removed-row", has_text="Share This Article")).to_contain_text("share links")
    expect(page.locator("#ledger")).to_contain_text(f"{len(ledger)} passages left out")

    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".removed")).to_have_count(0)
    page.get_by_role("button", name="Leave it out again").click()
    expect(page.locator(".removed").first).to_be_visible()


def test_one_passage_that_was_left_out_can_be_brought_back_and_stays_so_when_kept(page, address):
    paste(page, TRAM)
    row = page.locator(".removed-row", has_text="Share This Article")
    expect(row).to_be_visible()
    others = page.locator(".removed-row").count() - 1

    row.get_by_role("button", name="Bring back").click()
    expect(row).to_have_count(0)
    expect(page.locator(".removed-row")).to_have_count(others)
    page.get_by_role("button", name="Keep this version").click()
    expect(page.get_by_role("button", name="Link", exact=True)).to_be_visible()
    page.reload()

    expect(page.locator(".removed-row").first).to_be_visible()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".removed")).to_have_count(0)
    page.get_by_role("button", name="Leave it out again").click()
    expect(row).to_be_visible()


def test_places_are_right_behind_characters_of_two_units(page):
    text = f"Share this article\n\nThe 🦭 seal and the 🐋 whale came on Tuesday. {FERRY}\nSubscribe to our newsletter\n"
    paste(page, text)

    expect(page.locator(".removed").last).to_contain_text("Subscribe to our newsletter")
    assert all(sentence in text for sentence in marked(page))


@pytest.mark.parametrize("form", ["Text", "Markdown", "curl", "Link"])
def test_the_summary_can_be_taken_along(summed_up, address, form):
    summed_up.get_by_role("button", name=form, exact=True).click()
    expect(summed_up.get_by_role("button", name="Copied")).to_be_visible()

    copied = summed_up.evaluate("navigator.clipboard.readText()")
    ask = {"json": {"text": FERRY}, "timeout": 10}
    if form == "Text":
        assert copied == requests.post(f"{address}/summarise", **ask).json()["summary"]
    elif form == "Markdown":
        given = requests.post(f"{address}/summarise", headers={"Accept": "text/markdown"}, **ask)
        assert copied == given.text
    elif form == "Link":
        stored = requests.get(f"{address}/summaries", timeout=10).json()["items"][0]["id"]
        assert copied == f"{address}/#/summaries/{stored}"
    else:
        answer = subprocess.run(["bash", "-c", copied], capture_output=True, text=True, check=True, timeout=30)
        sentences = json.loads(answer.stdout)["sentences"]
        assert [one["text"] for one in sentences if one["chosen"]] == chosen(summed_up)


def test_what_is_read_in_private_is_not_stored(page, address):
    page.locator("#intake").get_by_label("Private").check()
    paste(page, FERRY)
    page.locator("#length").fill("5")
    expect(page.locator(".sentences li")).to_have_count(5)

    assert requests.get(f"{address}/articles", timeout=10).json()["items"] == []
    assert requests.get(f"{address}/summaries", timeout=10).json()["items"] == []
    expect(page.get_by_role("button", name="Link", exact=True)).to_have_count(0)


def test_a_version_is_kept_when_the_reader_says_so(summed_up, address):
    summed_up.locator("#length").fill("5")
    expect(summed_up.locator(".sentences li")).to_have_count(5)
    assert len(requests.get(f"{address}/summaries", timeout=10).json()["items"]) == 1

    summed_up.get_by_role("button", name="Keep this version").click()

    expect(summed_up.get_by_role("button", name="Keep this version")).to_have_count(0)
    newest = requests.get(f"{address}/summaries", timeout=10).json()["items"][0]
    assert [one["text"] for one in newest["sentences"]] == chosen(summed_up)
    expect(summed_up).to_have_url(re.compile(newest["id"]))


def test_a_link_opens_the_summary_in_another_window(summed_up, open_page):
    place = summed_up.url.partition("#")[2]

    other = open_page(view=f"#{place}")

    expect(other.locator(".sentences li a")).to_have_text(chosen(summed_up))


@pytest.mark.parametrize("name", ["leuchtturm.txt", "article.html"])
def test_a_file_can_be_chosen_or_dropped(page, tmp_path, name):
    html = f"<html><body><h1>The ferry stops</h1>{''.join(f'<p>{part}</p>' for part in FERRY.split(chr(10)))}</body>"
    data = html.encode() if name.endswith("html") else (PROJECT / "tests/samples" / name).read_bytes()
    (tmp_path / name).write_bytes(data)

    page.locator("#file").set_input_files(tmp_path / name)
    page.locator(".sentences li").first.wait_for()
    by_choosing = chosen(page)
    page.get_by_role("button", name="Another article").click()
    _drop(page, name, data)
    page.locator(".sentences li").first.wait_for()

    assert chosen(page) == by_choosing
    assert len(by_choosing) == 3


def _drop(page, name, data):
    page.locator("#intake").evaluate(
        """(form, {name, data}) => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(data)], name));
            form.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
        }""",
        {"name": name, "data": list(data)},
    )


def test_markup_in_an_article_is_shown_and_never_run(page):
    evil = "The <img src=x onerror=alert(1)> ferry & the <script>alert(2)</script> bakery closed on Monday. "
    paste(page, evil + FERRY)

    expect(page.locator("#text-pane")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#text-pane img, #text-pane script").count() == 0
