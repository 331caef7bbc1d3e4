import pytest

from service.summariser.quotations import quoted_share


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The ferry stays in harbour.", 0.0),
        ("The so-called “hot line” is cold.", 0.0),
        ("“We shall see it tomorrow,” he said.", 5 / 7),
        ("“We shall see it tomorrow", 1.0),
        ("„Wir werden es morgen sehen“, sagte er.", 5 / 7),
    ],
)
def test_the_share_that_a_sentence_quotes_is_counted_in_words(text, share):
    assert quoted_share(text) == pytest.approx(share)
