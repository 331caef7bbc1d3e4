import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.compression import OverTheLimitError, inflate


def raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


WHOLE = gzip.compress(b"x" * 99, mtime=0)  # the same bytes, and so the same names of tests, at any time
PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}


@pytest.mark.parametrize("coding", PACKERS)
@given(data=st.binary(max_size=2_000))
def test_what_was_packed_comes_back(coding, data):
    assert inflate(PACKERS[coding](data), coding, most=2_000) == data


@given(data=st.binary(min_size=1, max_size=2_000))
def test_deflate_without_its_header_is_unpacked_too(data):
    assert inflate(raw(data), "deflate", most=2_000) == data


@given(data=st.binary(max_size=300), coding=st.sampled_from(sorted(PACKERS)))
def test_any_bytes_are_unpacked_or_refused(data, coding):
    try:
        held = inflate(data, coding, most=100)
    except (ValueError, OverTheLimitError):
        held = b""

    assert len(held) <= 100


@pytest.mark.parametrize("size", [99, 100, 101])
def test_the_limit_is_exact(size):
    packed = gzip.compress(bytes(size))

    if size <= 100:
        assert len(inflate(packed, "gzip", most=100)) == size
    else:
        with pytest.raises(OverTheLimitError):
            inflate(packed, "gzip", most=100)


@pytest.mark.parametrize("broken", [b"", b"x", WHOLE[:-4], WHOLE + b"y"])
def test_what_is_broken_is_refused(broken):
    with pytest.raises(ValueError, match=r"not gzip|broken off|more than one piece"):
        inflate(broken, "gzip", most=100)
