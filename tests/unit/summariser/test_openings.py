import pytest

from service.summariser.document import Sentence
from service.summariser.openings import pointing_back


def points_back(text, language="en"):
    return pointing_back([Sentence(text, 0, 1, 0, ())], language)[0]


@pytest.mark.parametrize(
    "text",
    [
        "He blamed the county.",
        "“But the county refused,” said Marit Holm.",
        "However, the line goes on.",
        "In addition, two firms have asked.",
        "It’s the third winter without a bridge.",
        "“The line is lost,” she said.",
        "“The line is lost,” said he.",
        "We carried the island as long as we could.",
        "On Friday she told the county that the line was lost.",
        "In a letter to the county, they blamed the winter.",
        "Many of them held up tickets.",
        "Three years later the line went on.",
    ],
)
def test_an_opening_or_a_speaker_that_needs_the_sentence_before_points_back(text):
    assert points_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hedda Weld blamed the county.",
        "There were four hundred people on the island.",
        "Both the county and the owner refused.",
        "“The line is lost,” said Marit Holm.",
        "Butter is dearer on the island.",
        "On Friday Hedda Weld said that she blamed the county.",
        "In the school on the island the teachers fear that they will lose pupils.",
        "Many of the teachers held up tickets.",
        "12 boats sail a day.",
        "…",
    ],
)
def test_a_sentence_that_stands_alone_does_not_point_back(text):
    assert not points_back(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Sie gab dem Kreis die Schuld."),
        ("de", "Das teilte der Kreis am Montag mit."),
        ("fr", "C’est la troisième fois."),
        ("es", "Sin embargo, la línea sigue."),
        ("pt", "Ela culpou o condado."),
        ("cs", "Ale kraj odmítl."),
        ("ru", "Но округ отказался."),
        ("no", "Hun ga fylket skylden."),
    ],
)
def test_other_languages_have_their_own_words(language, text):
    assert points_back(text, language)


def test_a_language_without_a_list_has_none():
    assert not points_back("He blamed the county.", "th")


def test_the_first_sentence_may_point_at_nothing():
    assert pointing_back([Sentence("He blamed the county.", 0, 0, 0, ())], "en") == (True,)
