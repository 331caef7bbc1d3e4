import pytest

from service.api.strict_json import HostileJsonError, parse


def test_plain_json_is_read():
    assert parse(b'{"a": [1, -2.5, true, null, "\\u00fc"]}', max_depth=5) == {"a": [1, -2.5, True, None, "ü"]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b'{"a": 1, "a": 2}', '"a" stands twice'),
        (b"[NaN]", "NaN is not JSON"),
        (b"[-Infinity]", "Infinity is not JSON"),
        (b"[1e999]", "too large for a double"),
        (b"[9223372036854775808]", "63 bits"),
        (b"[" + b"9" * 100_000 + b"]", "63 bits"),
        (b'{"a": [[[[[]]]]]}', "deeper than 5"),
        (b"[" * 10_000 + b"]" * 10_000, "deeper than 5"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "deeper than 5"),
    ],
)
def test_what_could_not_be_kept_is_refused_in_words(body, said):
    with pytest.raises(HostileJsonError, match=said):
        parse(body, max_depth=5)


def test_a_duplicate_in_a_wide_object_is_found_at_once():
    members = ",".join(f'"k{number}":0' for number in range(200_000))

    with pytest.raises(HostileJsonError, match='"k7" stands twice'):
        parse(f'{{{members},"k7":1}}'.encode(), max_depth=5)


def test_nesting_up_to_the_limit_is_read():
    assert parse(b'{"a": [[[[]]]]}', max_depth=5) == {"a": [[[[]]]]}
