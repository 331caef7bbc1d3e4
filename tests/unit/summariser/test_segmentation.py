import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.summariser.document import Paragraph
from service.summariser.segmentation import Span, split

LANGUAGES = ("en", "de", "fr", "es", "cs", "pl", "pt", "it", "el", "uk", "ru", "ja", "xx")


def spans(text, language="en"):
    return split(text, Paragraph(0, len(text)), language)


def sentences(text, language="en"):
    return [text[span.offset : span.offset + span.length] for span in spans(text, language)]


def fragments(text, language="en"):
    return [text[span.offset : span.offset + span.length] for span in spans(text, language) if span.fragment]


ONE_SENTENCE = {
    "en": [
        "U.S. President Ann Weld met the mayor of St. Ives at 10 a.m. on Monday.",
        "The author J. K. Harrow and Dr. R. P. Moss read from No. 10 of the series.",
        "The mill was sold for $2.5 million, or 1.9 million pounds.",
        "“We view this negatively,” she said.",
        "“Is it so?” he asked.",
        "“Is it so?” Anna Weld asked.",
        "“Stop!” the driver shouted.",
        "'It is over.' she said, and left.",
        "The talks ended without an agreement., reports the Northern Echo.",
        "The mayor of Hull (he had served since 1999.) stepped down.",
        "He works for Ping! in the old town.",
        "The file is at www.example.org/a.b.html and in notes.txt for all to read.",
        "Weld v. Harrow was decided in Jan. 1987 by Judge P. Moss Jr. of Leeds.",
        "Well ... you see . . . I could not . . . He knew it.",
        "The firm Harrow & Sons Ltd. Hull made 5.5 p.c. more.",
        "Mill to close at the end of the year",
        "At 9 a.m. Mr. Harrow opened the gate.",
    ],
    "de": [
        "Der Rat tagte am 3. Oktober mit Dr. Anna Weber und dem 2. Vorsitzenden.",
        "Im 19. Jahrhundert war z. B. die Mühle ca. 20 m hoch.",
        "„Ist das so?“, fragte sie.",
    ],
    "fr": ["M. Dupré a vu Mme Rémy au no 5 de l'av. Foch.", "« Est-ce vrai ? » a demandé le maire."],
    "cs": ["Starosta Ing. Jan Novotný přišel 3. října ve 20. minutě.", "Stalo se to v roce 50 př. n. l. u řeky."],
    "pl": ["Prof. Anna Lis mówiła o ul. Długiej i o tys. spraw, np. o moście."],
    "es": ["El Sr. Gil y la Dra. Paz viven en EE. UU. desde enero."],
    "pt": ["O Dr. Reis e a Sra. Melo moram na Av. Central, n. 5."],
    "it": ["Il sig. Neri e il dott. Bassi citano l'art. 5 del codice."],
    "el": ["Ο κ. Νίκος Δέλτας είπε π.χ. ότι η γέφυρα έχει μήκος 20 χλμ. περίπου."],
    "ru": ["В 1999 г. Иванов жил на ул. Садовой, т. е. у реки."],
    "uk": ["У 1999 р. Іваненко жив на вул. Садовій, тобто біля річки."],
}

TWO_SENTENCES = {
    "en": [
        ("The mill closed.", "Nobody was hurt."),
        ("Did it close?", "Yes, it did."),
        ("It closed!", "What now?"),
        ("He lives in the U.S.", "He likes it there."),
        ("The deal was made by Harrow & Co.", "It closed yesterday."),
        ("She said: “We will go.”", "Nobody moved."),
        ("“We will go.", "We will not stay,” she said."),
        ("(It had rained.)", "The road was wet."),
        ("He arrived at 6 p.m.", "The others were late."),
        ("The rule came in 2019.", "Nobody kept it."),
        ("It grew by 2.5.", "That is much."),
        ("They walked and walked....", "Then it was night."),
        ("The bridge stood.[3]", "It was old."),
        ("The bridge stood. [3, 4]", "It was old."),
        ("The bridge is open. :-)", "Come and see."),
        ("It was vitamin C.", "The doctor knew."),
        ("Home at last :-)", "Come and see."),
        ("they left early.", "nobody saw them."),
        ("The house was sold.", "...and then it burnt."),
        ("He said so.", "¿Why?"),
    ],
    "de": [("Die Wahl war 1999.", "Danach kam nichts."), ("Er kam um 8 Uhr.", "Fast alle waren da.")],
    "fr": [("« C'est fini. »", "Il est parti."), ("Est-ce fini ?", "Oui.")],
    "es": [("Es el final.", "¿Qué pasa ahora?"), ("Hay pan, vino, etc.", "Nadie come.")],
    "el": [("Πού είναι η γέφυρα;", "Δεν ξέρω."), ("Έκλεισε ο μύλος.", "Κανείς δεν χτύπησε.")],
    "pl": [("Kupiła chleb, mleko itd.", "Potem wyszła."), ("To koniec.", "Nikt nie wie.")],
    "ru": [("Купили хлеб, молоко и т. д.", "Потом ушли."), ("Это конец.", "Никто не знает.")],
    "ja": [("工場は閉鎖された。", "けが人はいない。")],
    "zh": [("工厂关闭了！", "没有人受伤。")],
    "ar": [("هل أغلق المصنع؟", "نعم أغلق.")],
    "hi": [("पुल बंद है।", "कोई घायल नहीं हुआ।")],
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in ONE_SENTENCE.items() for text in texts]
)
def test_a_stop_that_ends_nothing_does_not_break(language, text):
    assert sentences(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "pair"), [(language, pair) for language, pairs in TWO_SENTENCES.items() for pair in pairs]
)
def test_a_stop_that_ends_a_sentence_breaks(language, pair):
    glue = "" if language in ("ja", "zh") else " "

    assert sentences(glue.join(pair), language) == list(pair)


@pytest.mark.parametrize(
    "items",
    [
        ["1) Mend the mill", "2) Paint the bridge", "3) Rest"],
        ["1. Mend the mill.", "2. Paint the bridge."],
        ["1.) Mend the mill", "2.) Paint the bridge"],
        ["a. Mend the mill", "b. Paint the bridge", "c. Rest"],
        ["• 1. Mend the mill", "• 2. Paint the bridge"],
        ["• Mend the mill", "• Paint the bridge"],
    ],
)
def test_the_items_of_a_list_in_one_line_are_sentences(items):
    assert sentences(" ".join(items)) == items


def test_a_missing_space_between_two_sentences_is_forgiven():
    assert sentences("The mill closed.Nobody was hurt.") == ["The mill closed.", "Nobody was hurt."]


def test_lines_broken_at_a_width_are_one_sentence():
    text = (
        "The council has agreed to mend the bridge over\n"
        "the river before the winter, and it will ask Dr.\n"
        "Weld to draw the plans, which nobody has seen so\n"
        "far. The work begins in May."
    )
    last = "The work begins in May."

    assert sentences(text) == [text.removesuffix(last).rstrip(), last]


def test_a_line_that_was_ended_on_purpose_is_its_own_sentence():
    text = "Mill to close\nThe mill at the river will close at the end of the year, the owner said on Monday."

    assert sentences(text) == text.split("\n")


def test_a_blank_line_always_breaks():
    assert sentences("The mill of Dr.\n\nWeld is closed") == ["The mill of Dr.", "Weld is closed"]


def test_a_list_below_a_line_breaks_at_each_item():
    assert sentences("What to bring:\n- a lamp\n- a rope") == ["What to bring:", "- a lamp", "- a rope"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_counts(end):
    assert sentences(f"Mill to close{end}Bridge to open{end}Road to stay as it is") == [
        "Mill to close",
        "Bridge to open",
        "Road to stay as it is",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He stated.",
        "Anna Weld said on Monday.",
        "Ms Weld added.",
        "“This causes concern for us, because we are many,”",
        "“This is different from our point of view”,",
        "‘This is different,’",
        "“We are here.",
        "We will stay.”",
        "...",
        "Wow!",
    ],
)
def test_what_cannot_stand_alone_is_a_fragment(text):
    assert fragments(text) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Нет."), ("de", "Er sagte."), ("fr", "Il a déclaré."), ("es", "Dijo el alcalde."), ("ru", "Он сказал.")],
)
def test_bare_attributions_are_fragments_in_other_languages(language, text):
    assert fragments(text, language) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The mill closed.",
        "“We will stay,” she said.",
        "She said “we will stay” and left.",
        "The firm announced losses.",
        "He said the mill would close in May and not open again.",
        "The reported loss grew.",
        '"We will stay," she said. "We are many."',
        "工場は閉鎖された。",
    ],
)
def test_what_stands_alone_is_no_fragment(text):
    assert fragments(text, "ja" if text[0] == "工" else "en") == []


def test_an_attribution_cut_from_its_quotation_by_a_blank_line_is_a_fragment():
    quotation, attribution = "“This causes concern for us,”", "Weld briefed the reporters in the town hall."
    text = f"{quotation}\n\n{attribution}"
    offset = text.index(attribution)

    assert split(text, Paragraph(offset, len(attribution)), "en") == (Span(offset, len(attribution), True),)


def test_half_a_quotation_behind_a_bare_attribution_is_told_apart_from_it():
    assert [span.fragment for span in spans("He stated. “We are watching this very closely.”")] == [True, False]


def test_only_the_paragraph_is_split_and_offsets_count_from_the_beginning_of_the_text():
    text = "Before it. The mill closed. Nobody knew. After it."

    assert split(text, Paragraph(11, 29), "en") == (Span(11, 16), Span(28, 12))


def test_a_paragraph_without_anything_in_it_has_no_sentence():
    assert spans(" \n\t ") == ()


pieces = st.sampled_from(
    [
        *("a", "B", "The", "mill", "Dr", "U.S", "3", "1", "2)", "said", "1.", "[1]", "e\u0301", "\u200b"),
        *(".", "...", "?", "!", "…", "。", "”", "“", '"', "(", ")", "•", "-", ",", ";", ":", "»"),
        *(" ", "  ", "\n", "\r\n", "\r", "\u2028"),
    ]
)


@given(st.one_of(st.text(st.characters()), st.lists(pieces, max_size=60).map("".join)), st.sampled_from(LANGUAGES))
def test_sentences_are_in_order_trimmed_and_cover_all_but_white_space(text, language):
    position = 0
    for offset, length, _ in spans(text, language):
        assert position <= offset
        assert not text[position:offset].strip()
        assert text[offset : offset + length] == text[offset : offset + length].strip() != ""
        position = offset + length

    assert not text[position:].strip()


@given(
    st.lists(pieces, max_size=20).map("".join),
    st.lists(pieces, max_size=40).map("".join),
    st.lists(pieces, max_size=20).map("".join),
)
def test_no_sentence_leaves_its_paragraph(before, inside, after):
    text = before + inside + after

    for offset, length, _ in split(text, Paragraph(len(before), len(inside)), "en"):
        assert len(before) <= offset
        assert offset + length <= len(before) + len(inside)
