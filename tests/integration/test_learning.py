"""Learnt furniture, from HTTP to the database and back; each on SQLite and on PostgreSQL."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from uuid6 import uuid7

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from service.storage import ANONYMOUS
from service.storage.tables import article_lines
from service.use_cases import ArticleUseCases, NewArticle, RetentionUseCases
from service.use_cases.articles import recurring_of
from service.worker.runner import runner_of
from tests.integration.test_retention import LIMITS

HEAD = "The Skerry Gazette tells the islands what the mainland forgets."
FOOT = "Every morning we print eleven hundred copies and keep one for the lighthouse."
TOPICS = ("ferry", "school", "bakery", "harbour", "library", "reservoir")


def story(topic, *, head=HEAD, foot=FOOT, middle=()):
    """An article of its own about the topic, with the site's lines around it."""
    paragraphs = [
        f"The {topic} will close at the end of the month, the county said on Tuesday after a long debate about it.",
        f"About four hundred people need the {topic} every day, and most of them live on the far side of the island.",
        *middle,
        f"The council has looked at the books of the {topic} and found that nothing has been put aside for six years.",
        f"A petition to keep the {topic} open had gathered three hundred names in the evening, and went on all night.",
    ]
    return "\n\n".join(part for part in (head, *paragraphs, foot) if part)


def store(client, text, **fields):
    response = client.post("/articles", json={"text": text, **fields})
    assert response.status_code == 201, response.json
    return response.json


def summarise(client, text, **fields):
    response = client.post("/summarise", json={"text": text, "sentences": 10, **fields})
    assert response.status_code in {200, 201}, response.json
    return response.json


def on(site, number):
    return f"https://{site}/{number}"


def left_out(article):
    return {entry["text"] for entry in article["removed"] if entry["reason"] == "recurring"}


def texts(summary):
    return {sentence["text"] for sentence in summary["sentences"]}


def warned(summary):
    return {warning["code"] for warning in summary["warnings"]}


def lines_in(database):
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(article_lines)).scalar_one()


@pytest.fixture
def taught(client):
    """A service that has read three different articles of one site; and their ids."""
    return [store(client, story(topic), url=on("gazette.example", topic))["id"] for topic in TOPICS[:3]]


def test_lines_at_the_edge_of_three_articles_of_a_site_are_left_out_of_the_fourth(client, taught):
    url = on("www.Gazette.example", "harbour")

    summary = summarise(client, story("harbour"), url=url)

    assert not texts(summary) & {HEAD, FOOT}
    assert "recurring-lines" in warned(summary)
    article = client.get(f"/articles/{summary['articles'][0]['id']}").json
    assert left_out(article) == {HEAD, FOOT}
    assert all(article["text"][e["offset"] : e["offset"] + e["length"]] == e["text"] for e in article["removed"])


def test_two_articles_teach_nothing(client):
    for topic in TOPICS[:2]:
        assert not left_out(store(client, story(topic), url=on("gazette.example", topic)))

    summary = summarise(client, story("harbour"), url=on("gazette.example", "harbour"))

    assert {HEAD, FOOT} <= texts(summary)
    assert "recurring-lines" not in warned(summary)


def test_what_one_site_taught_does_not_hold_on_another_but_for_a_text_without_a_url(client, taught):
    elsewhere = summarise(client, story("harbour"), url=on("other.example", "harbour"))
    pasted = summarise(client, story("harbour"))

    assert {HEAD, FOOT} <= texts(elsewhere)
    assert not texts(pasted) & {HEAD, FOOT}


def test_a_sentence_inside_of_the_articles_is_never_learnt(client):
    background = "The county runs eleven islands, of which seven have people on them in winter."
    for topic in TOPICS[:5]:
        store(client, story(topic, middle=[background]), url=on("gazette.example", topic))

    summary = summarise(client, story(TOPICS[5], middle=[background]), url=on("gazette.example", TOPICS[5]))

    assert background in texts(summary)
    assert not texts(summary) & {HEAD, FOOT}


def test_what_was_learnt_at_the_edge_stays_where_it_stands_among_the_article(client, taught):
    text = story("harbour", head=None, foot=None, middle=[FOOT])

    assert FOOT in texts(summarise(client, text, url=on("gazette.example", "harbour")))


def test_copies_of_one_story_teach_nothing_however_often_they_are_stored(client):
    for number in range(5):
        store(client, story("ferry"), url=on(f"outlet{number}.example", "ferry"), metadata={"n": number})

    summary = summarise(client, story("ferry"), url=on("outlet9.example", "ferry"))

    assert {HEAD, FOOT} <= texts(summary)
    assert not left_out(store(client, story("ferry")))


def test_a_correction_is_never_left_out(client):
    correction = "Correction: The Gazette is printed at nine and not at ten."
    for topic in TOPICS[:4]:
        store(client, story(topic, foot=correction), url=on("gazette.example", topic))

    summary = summarise(client, story("harbour", foot=correction), url=on("gazette.example", "harbour"))

    assert correction in texts(summary)
    assert [notice["text"] for notice in summary["notices"]] == [correction]


def test_an_article_is_read_as_when_it_was_stored_whatever_is_stored_later(client):
    first = summarise(client, story("harbour"), url=on("gazette.example", "harbour"))
    for topic in TOPICS[:3]:
        store(client, story(topic), url=on("gazette.example", topic))

    again = summarise(client, story("harbour"), url=on("gazette.example", "harbour"))
    by_id = summarise_by_id(client, first["articles"][0]["id"], sentences=9)
    unstored = summarise(client, story("harbour"), url=on("gazette.example", "harbour"), store=False)

    assert again["id"] == first["id"]
    assert texts(unstored) == texts(first) == texts(by_id)
    client.delete(f"/articles/{first['articles'][0]['id']}")
    anew = summarise(client, story("harbour"), url=on("gazette.example", "harbour"))
    assert not texts(anew) & {HEAD, FOOT}


def summarise_by_id(client, article_id, **options):
    return client.post("/summarise", json={"article_id": article_id, **options}).json


def test_an_article_that_was_stored_without_a_line_has_the_same_sentences_by_every_way(client, taught):
    url = on("gazette.example", "harbour")
    article = store(client, story("harbour"), url=url)

    by_id = summarise_by_id(client, article["id"], sentences=10)
    by_text = summarise(client, story("harbour"), url=url, sentences=9)
    for topic in taught:
        client.delete(f"/articles/{topic}")
    later = summarise_by_id(client, article["id"], sentences=8)

    assert texts(by_id) == texts(by_text) == texts(later)
    assert not texts(by_id) & {HEAD, FOOT}
    assert {"recurring-lines"} <= warned(by_id) & warned(by_text) & warned(later)


def test_with_store_false_what_was_learnt_is_used_and_nothing_is_written(client, database, taught):
    before = lines_in(database)

    summary = summarise(client, story("harbour"), url=on("gazette.example", "harbour"), store=False)

    assert not texts(summary) & {HEAD, FOOT}
    assert "recurring-lines" in warned(summary)
    assert lines_in(database) == before


def test_an_article_that_is_not_stored_has_the_same_ledger_as_one_that_is(client, taught):
    text, url = story("harbour"), on("gazette.example", "harbour")

    unstored = client.post("/articles", json={"text": text, "url": url, "store": False}).json

    assert left_out(unstored) == {HEAD, FOOT}
    assert unstored["removed"] == store(client, text, url=url)["removed"]


def test_with_clean_false_every_line_stays(client, taught):
    summary = summarise(client, story("harbour"), url=on("gazette.example", "harbour"), clean=False)

    assert {HEAD, FOOT} <= texts(summary)
    assert "recurring-lines" not in warned(summary)
    article = client.get(f"/articles/{summary['articles'][0]['id']}").json
    assert left_out(article) == {HEAD, FOOT}


def test_nothing_of_deleted_articles_is_left(client, database, taught):
    assert lines_in(database)

    for number, article_id in enumerate(taught):
        before = lines_in(database)
        assert client.delete(f"/articles/{article_id}").status_code == 204
        assert lines_in(database) < before
        summary = summarise(client, story("harbour"), url=on("gazette.example", "harbour"), store=False)
        assert {HEAD, FOOT} <= texts(summary), number

    assert lines_in(database) == 0


def test_nothing_of_purged_articles_is_left(client, database, taught):
    RetentionUseCases(database).purge(days=1, now=dt.datetime.now(dt.UTC) + dt.timedelta(days=2))

    assert lines_in(database) == 0


def test_no_line_can_be_read_out_of_what_was_learnt(database, taught):
    with database.reading() as connection:
        rows = connection.execute(select(article_lines)).all()

    assert rows
    assert all(isinstance(value, int) for row in rows for value in row)


def test_one_setting_switches_it_off(database_url, database):
    app = create_app(Settings(database_url=database_url, learn_furniture=False))
    client = app.test_client()
    for topic in TOPICS[:3]:
        store(client, story(topic), url=on("gazette.example", topic))

    summary = summarise(client, story("harbour"), url=on("gazette.example", "harbour"))

    assert {HEAD, FOOT} <= texts(summary)
    assert lines_in(database) == 0
    app.extensions["standfirst"].database.close()


def test_what_one_owner_stored_teaches_no_other(database):
    articles = ArticleUseCases(database, LIMITS)
    mine, yours = uuid7(), uuid7()
    for topic in TOPICS[:3]:
        articles.store(NewArticle(text=story(topic), url=on("gazette.example", topic)), owner=mine)
    new = NewArticle(text=story("harbour"), url=on("gazette.example", "harbour"))

    assert articles.recurring(new, owner=yours) == ()
    assert len(articles.recurring(new, owner=mine)) == 2


def test_articles_stored_at_once_are_each_counted(database):
    articles = ArticleUseCases(database, LIMITS)

    def keep(number: int) -> None:
        articles.store(
            NewArticle(text=story(f"place number {number}"), url=on("gazette.example", number)), owner=ANONYMOUS
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(24)))

    with database.reading() as connection:
        counted = connection.execute(select(func.count(article_lines.c.article.distinct()))).scalar_one()
    assert counted == 24
    found, _ = articles.store(NewArticle(text=story("bridge"), url=on("gazette.example", "bridge")), owner=ANONYMOUS)
    assert len(recurring_of(found)) == 2


def test_who_is_overtaken_by_the_same_article_answers_from_the_one_that_is_stored(app, client, database, taught):
    url = on("gazette.example", "harbour")
    reader = app.extensions["standfirst"].articles
    read = reader.read

    def overtaken(new, **options):
        """Before this article is stored, somebody who has not learnt the lines stores the same."""
        reader.read = read
        ArticleUseCases(database, LIMITS, learning=False).store(
            NewArticle(text=story("harbour"), url=url), owner=ANONYMOUS
        )
        return read(new, **options)

    reader.read = overtaken
    summary = summarise(client, story("harbour"), url=url)

    assert {HEAD, FOOT} <= texts(summary)
    assert texts(summarise(client, story("harbour"), url=url, sentences=9)) == texts(summary)


def test_without_its_database_an_answer_that_is_not_stored_says_that_nothing_was_compared(tmp_path):
    client = create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3")).test_client()

    summary = summarise(client, story("harbour"), store=False)

    assert {HEAD, FOOT} <= texts(summary)
    assert "not-compared" in warned(summary)


def test_an_article_without_a_line_to_compare_needs_no_database_when_it_is_not_stored(tmp_path):
    client = create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3")).test_client()

    summary = summarise(client, story("harbour").replace("\n\n", " "), store=False)

    assert "not-compared" not in warned(summary)


def test_a_batch_learns_and_leaves_out_as_single_requests_do(app, client):
    parts = app.extensions[EXTENSION]
    runner = runner_of(Settings(), parts, lambda: True)

    def batch(*topics):
        items = [{"id": topic, "text": story(topic), "url": on("gazette.example", topic)} for topic in topics]
        place = client.post("/batches", json={"items": items, "sentences": 10}).headers["Location"]
        while runner.run_once():
            pass
        return [json.loads(line)["summary"] for line in client.get(f"{place}/results").text.splitlines()]

    first = batch(*TOPICS[:3])
    [fourth] = batch("harbour")
    runner.stop()

    fifth = summarise(client, story("library"), url=on("gazette.example", "library"))
    assert all({HEAD, FOOT} <= texts(summary) for summary in first)
    for summary in (fourth, fifth):
        assert not texts(summary) & {HEAD, FOOT}
        assert "recurring-lines" in warned(summary)
        assert left_out(client.get(f"/articles/{summary['articles'][0]['id']}").json) == {HEAD, FOOT}
