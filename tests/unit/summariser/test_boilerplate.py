from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.summariser.boilerplate import clean, short_lines
from service.summariser.boilerplate.credits import NO_NEWS_PICTURE, PICTURE_WORDS
from service.summariser.boilerplate.phrases import AFTERWORDS
from service.summariser.extraction import INVISIBLE, paragraphs
from service.summariser.words import runs

SAMPLES = Path(__file__).parents[2] / "samples"
TRAM, RESERVOIR, LIGHTHOUSE = (
    (SAMPLES / name).read_text("utf-8") for name in ("harbour_tram.txt", "dry_reservoir.txt", "leuchtturm.txt")
)
PROSE = [
    "The ferry to the northern islands stayed in harbour for a fifth day on Thursday because of the wind.",
    "About four hundred passengers are waiting on the quay, many of whom sleep in the school at night.",
    "“We have soup and we have blankets, but we have run out of card games,” said the headmistress.",
    "The forecast gives the boats a few calm hours on Saturday morning, before the next front arrives.",
    "Two of the islands have had no fresh bread since Monday, although their bakers have flour for a week.",
]
PIECES = st.sampled_from(
    [
        *PROSE,
        "Share This Article",
        "Leave a Reply",
        "Menu",
        "* Home",
        "* Weather",
        "Photo: A. Name/Reuters",
        "By A. Name",
        "Correction: The ferry sails at nine and not at ten.",
        "A heading",
        "Don't Miss",
        "© 2031 The Paper",
        "Short one.",
        "***",
        "\u200b",
    ]
)


def cleaned(text, title=None):
    return clean(text, paragraphs(text), title=title)


def kept(text, title=None):
    return [text[paragraph.offset : paragraph.end] for paragraph in cleaned(text, title).paragraphs]


def reasons(text, title=None):
    return {text[entry.offset : entry.offset + entry.length]: entry.reason for entry in cleaned(text, title).removed}


def page(*lines):
    return "\n\n".join(lines)


# The ledger


@given(st.lists(PIECES, max_size=30).map("\n\n".join) | st.text(max_size=200))
def test_every_visible_character_is_kept_or_in_the_ledger_once_and_in_order(text):
    found = cleaned(text)

    kept_places, removed_places = (
        [place for part in parts for place in range(part.offset, part.offset + part.length)]
        for parts in (found.paragraphs, found.removed)
    )
    assert kept_places == sorted(kept_places)
    assert removed_places == sorted(removed_places)
    assert not set(kept_places) & set(removed_places)
    assert {*kept_places, *removed_places} >= {
        place for place, character in enumerate(text) if not character.isspace() and character not in INVISIBLE
    }


@given(st.lists(PIECES, min_size=1, max_size=30))
def test_a_text_with_a_word_in_it_keeps_a_paragraph(lines):
    text = page(*lines)

    if any(map(str.isalnum, text)):
        assert any(paragraph.kind == "body" for paragraph in cleaned(text).paragraphs)


CORRECTIONS = st.sampled_from(
    [
        "Correction: The ferry sails at nine and not at ten.",
        "Correction (3 May): The ferry sails at nine and not at ten",
        "CORRECTION — An earlier version of this article said that the ferry sails at ten.",
        "- Correction: The ferry sails at nine and not at ten.",
        "* Clarification: The ferry belongs to the county.",
        "Editor’s note: This story was updated to mend the hour of the ferry.",
        "Update: The ferry sailed at noon.",
        "Korrektur: Die Fähre fährt um neun und nicht um zehn Uhr.",
    ]
)


@given(st.lists(PIECES, max_size=20), CORRECTIONS, st.lists(PIECES, max_size=20), st.sampled_from(["\n", "\n\n"]))
@pytest.mark.parametrize("known", [False, True], ids=["", "recurring, and given as the title"])
def test_a_correction_is_never_dropped(known, above, correction, below, parted):
    text = parted.join([*above, correction, *below])

    found = clean(
        text,
        paragraphs(text),
        title=correction if known else None,
        recurring=short_lines(text) if known else frozenset(),
    )

    told = correction.lstrip("-* ")
    assert told in "\n".join(text[part.offset : part.end] for part in found.paragraphs)
    assert told in "\n".join(text[notice.offset : notice.offset + notice.length] for notice in found.notices)


# Pages of the kind that people paste


def test_of_an_article_with_furniture_around_it_the_article_is_left():
    found = kept(TRAM)

    assert found[0].startswith("Port Ellery (Saltmarsh Courier) – The city council")
    assert found[-1].startswith("The ferry that the tram was to replace")
    assert "“The works took our summer and the vote took our reason,”" in found
    assert len(found) == 9


def test_the_ledger_says_why_each_line_was_left_out():
    found = reasons(TRAM)

    assert found["Council drops the harbour tram and keeps the ferry"] == "headline"
    assert found["Mirela Askwith"] == "byline"
    assert found["Credit: T. OYELARAN/Saltmarsh Pictures via REUTERS"] == "photo-credit"
    assert found["About Us"] == "about-publication"
    assert found["Share This Article"] == "share-links"
    assert found["Subscribe for Latest Updates"] == "newsletter"


def test_the_headline_becomes_the_title_and_its_repetition_furniture():
    found = cleaned(RESERVOIR)

    assert found.title == "Reservoir above Dunmarrow is empty for the first time since it was filled"
    assert [entry.reason for entry in found.removed[:3]] == ["headline", "repeated-headline", "date-line"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Ferry stays in harbour for a fifth day", "The wind leaves four hundred passengers on the quay"], 0),
        (["Islands and the wind", "Ferry stays in harbour for a fifth day"], 1),
        (["Ferry stays in harbour for a fifth day", "Ada Quill-Passengers"], 0),
    ],
    ids=["deck", "kicker", "name"],
)
def test_the_headline_is_neither_what_stands_below_it_nor_its_subject(lines, title):
    text = page("Menu", "Home", "Search", *lines, "3 May 2031", *PROSE, "Share This Article")

    assert cleaned(text).title == lines[title]


def test_a_headline_that_asks_is_a_teaser_below_a_label_and_a_question_elsewhere():
    lines = ["Read more", "Who owns the ferry?", "Bakers bake less", "Fog closes the airport"]
    text = page("Menu", "Home", "Search", *PROSE[:3], *lines, *PROSE[3:], "Leave a Reply")

    assert reasons(text)["Who owns the ferry?"] == "related-stories"
    assert "Who owns the ferry?" in kept(text.replace("Read more", "The owner"))


def test_below_the_first_paragraph_a_headline_has_a_date_and_a_crosshead_has_none():
    paper, line = "The Post has told the islands what is new since 1921.", "Ferry stays in harbour for a fifth day"

    assert cleaned(page(paper, line, "3 May 2031", *PROSE)).title == line
    assert cleaned(page(PROSE[0], line, *PROSE[1:])).title is None


@pytest.mark.parametrize(
    "date",
    [
        "3 May 2031",
        "May 3, 2031",
        "Samstag, 3. Mai 2031, 17:45 Uhr",
        "3 de mayo de 2031",
        "3 de maio de 2031",
        "1er mai 2031",
    ],
)
def test_a_date_is_a_date_in_many_languages(date):
    assert (
        reasons(page("Menu", "Home", "Search", "Ferry stays in harbour", date, *PROSE, "Share This"))[date]
        == "date-line"
    )


def test_a_deck_without_a_stop_is_kept_and_no_label_is():
    headline, deck = (
        "Ferry stays in harbour for a fifth day",
        "The wind leaves four hundred passengers on the quay at night",
    )
    text = page("Menu", "Home", "Search", headline, deck, *PROSE, "Share This Article")

    assert kept(text) == [deck, *PROSE]
    assert kept(text.replace(deck, "Northport")) == PROSE


def test_a_life_of_the_writer_is_not_taken_for_a_short_article():
    life = (
        "Ada Quill is a reporter at the Post, where she covers the sea. " + "Before, she wrote for another paper. " * 4
    )
    below = ["Share", "Save", "Topics", "Sea", "Weather", "Wind", life, "Share", "Most Popular"]
    text = page("Menu", "Home", "Most Popular", *PROSE[:2], *below)

    assert PROSE[0] in kept(text)
    assert reasons(text)[life.strip()] == "biography"


def test_the_article_goes_on_below_a_box_that_nothing_announces():
    text = page("Menu", "Home", "Search", *PROSE[:2], "Share", "Click here to follow the paper", *PROSE[2:3], "Privacy")

    assert PROSE[2] in kept(text)


def test_comment_forms_and_teasers_behind_the_article_are_left_out():
    found = kept(RESERVOIR)

    assert found[-1].endswith("the year of the flood.")
    assert "Drowned village" in found
    assert not [line for line in found if "sleeper" in line or "loaf" in line or "email" in line]


def test_a_whole_page_in_another_language_is_reduced_to_its_article():
    found = kept(LIGHTHOUSE)

    assert found[0].startswith("Nach neununddreißig Jahren")
    assert found[-1].startswith("Janßen zieht nach Emden")
    assert "Ein Licht ohne Menschen" in found
    assert len(found) == 6


def test_links_within_the_article_do_not_end_it():
    found = reasons(LIGHTHOUSE)

    assert found["Lesen Sie auch"] == "related-stories"
    assert "* Wattführer fordern neue Karten" in found


@pytest.mark.parametrize("text", [TRAM, RESERVOIR, LIGHTHOUSE])
def test_the_samples_give_no_warning(text):
    assert cleaned(text).warnings == ()


# Rules, one by one


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this story", "share-links"),
        ("Follow us on Facebook", "share-links"),
        ("Auf Facebook teilen", "share-links"),
        ("Sign up for our newsletter", "newsletter"),
        ("Get the day's best stories in your inbox every morning, and cancel whenever you like.", "newsletter"),
        ("We use cookies on this website to improve your experience.", "cookie-notice"),
        ("Wir verwenden Cookies. Mehr dazu in unseren Einstellungen.", "cookie-notice"),
        ("Advertisement", "advertisement"),
        ("Publicité", "advertisement"),
        ("4 min read", "read-time"),
        ("Lesezeit: 3 Minuten", "read-time"),
        ("Updated 3 May 2031, 10:15", "date-line"),
        ("Photo: A. Name/Reuters", "photo-credit"),
        ("The quay on Thursday morning. Photo by A. Name", "caption"),
        ("Read more: The bridge that nobody crosses", "related-stories"),
        ("À lire aussi", "related-stories"),
        ("© 2031 The Island Paper. All rights reserved.", "copyright"),
    ],
)
def test_furniture_between_paragraphs_is_told_by_its_form(line, reason):
    text = page(*PROSE[:3], line, *PROSE[3:])

    assert reasons(text) == {line: reason}


def test_what_stands_behind_the_last_sentence_about_the_article_is_left_out():
    text = page(*PROSE, "Ada Quill is a reporter for The Island Paper.", "Boris Penn contributed to this report.")

    assert list(reasons(text).values()) == ["biography", "byline"]


def test_only_the_last_sentence_of_a_paragraph_goes_where_only_it_is_about_the_article():
    text = page(*PROSE, PROSE[0].replace("fifth", "sixth") + " Boris Penn contributed to this report.")

    assert kept(text)[-1] == PROSE[0].replace("fifth", "sixth")
    assert reasons(text) == {"Boris Penn contributed to this report.": "byline"}


def test_a_space_before_the_closing_quotes_does_not_hide_the_stop():
    last = "« Nous avons de la soupe et des couvertures, mais plus de cartes. »"

    assert kept(page(*PROSE, last.replace(" »", "\u00a0»"))) == [*PROSE, last.replace(" »", "\u00a0»")]


def test_a_paragraph_that_comes_twice_is_kept_once():
    text = page(*PROSE, PROSE[1])

    assert kept(text) == PROSE
    assert reasons(text) == {PROSE[1]: "duplicate"}


def test_a_quotation_set_large_is_a_duplicate_on_a_page():
    text = page(
        "Menu", "Search", *PROSE[:3], "We have soup and we have blankets, but we have run out of card games", *PROSE[3:]
    )

    assert kept(text) == PROSE


def test_readers_comments_do_not_outweigh_the_article():
    article = [f"{line} {following}" for line, following in pairwise([*PROSE, PROSE[0].replace("fifth", "sixth")])]
    comments = [f"Reader {n}\n\n{' '.join([PROSE[n % 5]] * 4)} {n}." for n in range(12)]
    text = page("Menu", "Search", *article, "12 Comments", *comments)

    assert kept(text) == article


def test_teasers_with_their_headlines_are_not_the_article():
    teasers = [
        f"Another story with the number {n}\n\nWhat happened on day {n} of it, in a sentence that is cut short by"
        for n in range(9)
    ]
    text = page("Menu", "Search", *PROSE, "You may also like", *teasers)

    assert kept(text) == PROSE


def test_the_mark_of_a_list_goes_to_the_ledger_and_its_item_stays():
    text = page(*PROSE, "The captain named three reasons:", "* The wind is too strong.", "* The boat is too old.")

    assert kept(text)[-2:] == ["The wind is too strong.", "The boat is too old."]
    assert reasons(text) == {"*": "list-mark"}


def test_the_next_matches_belong_to_a_report_and_the_next_story_does_not():
    fixtures = ["UP NEXT", "Otters: Host the Kestrels on Friday night in Northport."]
    report = page("Menu", "Home", "Search", *PROSE, *fixtures, "Share This Article")
    story = page("Menu", "Home", "Search", *PROSE, "Up next", "Fog closes the airport", "Share This Article")

    assert kept(report) == [*PROSE, *fixtures]
    assert reasons(story)["Up next"] == "related-stories"


def test_a_hyphen_is_a_list_mark_beside_another_and_speech_alone():
    items = page("What to bring:", f"- {PROSE[0]}", f"- {PROSE[1]}")
    speech = page(PROSE[0], f"- {PROSE[1]}", PROSE[3])

    assert kept(items) == ["What to bring:", *PROSE[:2]]
    assert kept(speech) == speech.split("\n\n")


def test_a_page_without_an_article_gives_a_warning():
    text = page("Home", "Menu", "Sports", "Share on Facebook", "Tweet", "Log in", "Contact us")

    assert cleaned(text).warnings == ("mostly-boilerplate",)


def test_what_leads_to_a_form_is_navigation():
    text = page("Menu", "Home", "Search", *PROSE, "Share This Article", "Contact us")

    assert reasons(text)["Contact us"] == "navigation"


def test_a_title_from_the_caller_is_believed():
    text = page("Menu", "Search", "The islands wait", *PROSE)

    found = cleaned(text, title="The islands wait")

    assert found.title == "The islands wait"
    assert "headline" in {entry.reason for entry in found.removed}


def test_a_dateline_stays_with_its_sentence():
    text = page("Islands wait for the ferry", "Northport (Agency) – " + PROSE[0], *PROSE[1:])

    assert kept(text)[0] == "Northport (Agency) – " + PROSE[0]


def test_a_correction_below_its_own_heading_is_a_notice_as_well():
    text = page("Menu", "Search", *PROSE, "Leave a Reply", "Correction", PROSE[0].replace("fifth", "sixth"))

    assert [text[notice.offset : notice.offset + notice.length] for notice in cleaned(text).notices] == [
        "Correction",
        PROSE[0].replace("fifth", "sixth"),
    ]


# Text that is nothing but itself comes through


@pytest.mark.parametrize(
    "text",
    [
        page(*PROSE),
        PROSE[0],
        "The lamp is in the shed. Feed the cat.",
        page(*PROSE[:2], "A quiet day", *PROSE[2:]),
        page(*(line.upper() for line in PROSE)),
        dedent("""\
            The gulls have gone to sleep inland
            the tide has left the boats to lean
            and all that moves upon the sand
            is paper walking, once a magazine

            Come in, come in, the kettle sings
            Come in, come in, the kettle sings
            Come in, come in, the kettle sings
            and leave outside the weather's things"""),
        "Shopping\n\n- bread\n- milk\n- two lamps\n- string\n- soap\n- the blue paint\n- nails",
        "\n".join(
            f"{name}: {line}"
            for name, line in zip(
                ["Ana", "Boris"] * 4,
                ["are you there", "yes", "ok", "Follow me", "where", "home", "now?", "yes"],
                strict=True,
            )
        ),
        "My friends,\n\nwe have waited.\n\nWe have waited long.\n\nWe shall not wait tomorrow.\n\nThank you.",
        page(*PROSE, "The captain takes with him:", "- bread", "- lamp oil", "- the post"),
        page("Bake the cookies for nine minutes, and let them cool on the tray while you wash up.", *PROSE),
        page("Facebook, Twitter and Instagram were slow on the islands all week, the operator said on Friday.", *PROSE),
        page("Netflix said that its subscription would cost more from today, and that access stays as it is.", *PROSE),
    ],
    ids=[
        "article",
        "sentence",
        "note",
        "heading",
        "capitals",
        "poem",
        "list",
        "chat",
        "speech",
        "list at the end",
        "baking",
        "networks",
        "prices",
    ],
)
def test_plain_text_comes_through_untouched(text):
    removed = [entry for entry in cleaned(text).removed if entry.reason != "list-mark"]

    assert removed == []


def test_a_first_line_without_a_stop_is_the_headline_of_an_article():
    assert reasons(page("Ferry stays in harbour", *PROSE)) == {"Ferry stays in harbour": "headline"}


def test_where_nearly_all_would_go_less_goes_and_a_warning_comes():
    text = page(*["Share this story", "Leave a reply", "Advertisement"] * 3)

    found = cleaned(text)

    assert found.paragraphs
    assert found.warnings == ("mostly-boilerplate",)


# Where the article goes on


def test_a_last_paragraph_below_a_box_of_links_is_kept_where_it_tells_the_same_story():
    box = ["* Fog closes the airport", "* Bakers bake less", "* Ten years of the bridge"]
    last = (
        "Whether the ferry leaves the harbour of the northern islands on Saturday depends on the wind; its passengers "
        "have been told to be on the quay at seven."
    )

    found = kept(page("Menu", "Home", "Search", "* News", "* Sport", "* Wind", "* Sea", *PROSE, *box, last, "Imprint"))

    assert found[-1] == last
    assert not set(box) & set(found)


def test_labels_between_paragraphs_are_headings_and_links_are_furniture():
    text = page(
        "Menu", "Share this story", "Subscribe", "© 2031 The Paper", *PROSE[:3], "What next", *PROSE[3:4], "* A link"
    )

    found = kept(page(text, PROSE[4]))

    assert "What next" in found
    assert "* A link" not in found


def test_a_numbered_list_goes_on_past_the_lines_between_its_items():
    items = ["1) A kettle", "example.org/1", "2) A lamp", "example.org/2", "3) A pair of boots", "example.org/3"]
    text = page("Menu", "Share this story", "Subscribe", *PROSE[:4], "What to take along:", *items, "Leave a reply")

    assert set(items[:5]) <= set(kept(text))


def test_the_numbers_of_a_list_of_sentences_are_marks_and_the_number_of_a_day_is_none():
    day = "3. May was the day on which the ferry left the harbour for the last time before the storm came."
    listed = [f"{number}. {sentence}" for number, sentence in enumerate(PROSE, 1)]

    assert kept(page(*listed)) == PROSE
    assert reasons(page(*listed))["1."] == "list-mark"
    assert day in kept(page(*PROSE[:2], day, *PROSE[2:]))


def test_a_last_paragraph_that_its_desk_has_signed_is_kept():
    signed = "“We shall see,” the harbour master said of it. “It is over for this week.“ (abc)"

    assert kept(page("Ferry stays in harbour", *PROSE, signed))[-1] == signed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Atelier Nord/Mirela Askwith", "photo-credit"),
        ("All comments are read by a moderator, and what is not on the subject will not be published.", "comment-form"),
        (
            'Need more wind? Subscribe to our sister title "All About Wind" for the latest news from the far side.',
            "newsletter",
        ),
    ],
)
def test_furniture_without_a_label_is_told_by_its_form(line, reason):
    assert reasons(page(*PROSE[:3], line, *PROSE[3:]))[line] == reason


# Hostile texts


@pytest.mark.parametrize(
    "text",
    [
        "word\n" * 100_000,
        "* a link\n" * 60_000,
        "Share this\n\n" * 60_000,
        f"{PROSE[0]}\n" * 9_000,
        "a" * 1_000_000,
        "© " * 300_000,
    ],
    ids=["words", "links", "labels", "sentences", "one word", "one line"],
)
def test_hostile_text_is_cleaned(text):
    """That it takes linear time is measured by tests/benchmarks/cleaning.py."""
    assert clean(text, paragraphs(text), title=None).paragraphs


@given(data=st.data(), kind=st.sampled_from(AFTERWORDS))
def test_no_afterword_is_without_a_cue(data, kind):
    sentence = data.draw(st.from_regex(kind.pattern))

    assert any(cue in sentence.casefold() for cue in kind.cues)


@pytest.mark.parametrize("wording", NO_NEWS_PICTURE)
def test_no_wording_of_captions_is_without_one_of_its_words(wording):
    assert not PICTURE_WORDS.isdisjoint(runs(wording))


def test_a_line_that_begins_with_a_dateline_begins_the_article():
    begin = "NORTHPORT, Northshire (ABC) — The latest on the ferry that the wind keeps in harbour (all times local):"

    assert (
        kept(page("Menu", "Home", "Search", "News", "Sport", "Wind", "Ferry stays in harbour", begin, *PROSE))[0]
        == begin
    )


def test_a_list_that_completes_a_sentence_stays():
    text = page(
        *["Menu", "Share this story", "Subscribe", "© 2031 The Paper"],
        *PROSE[:3],
        "If you …",
        "* wait on the quay of the islands",
        "* sleep in the school",
        "… ask the headmistress for soup and blankets, since she has run out of card games.",
        *PROSE[3:],
    )

    assert "wait on the quay of the islands" in "\n".join(kept(text))
