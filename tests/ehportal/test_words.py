"""What a text must be like to be stored."""

from __future__ import annotations

import pytest

from ehportal.words import why_not_kept


@pytest.mark.parametrize("bad", ["a\x00b", "\x1b[0m", "\ud800", "\ufffe", "a\x7f"])
def test_characters_that_no_database_keeps_are_refused_with_advice(bad: str) -> None:
    assert "cannot be kept" in why_not_kept(bad, longest=200)


def test_a_text_without_end_is_refused_with_its_length() -> None:
    advice = why_not_kept("a" * 1_000_000, longest=5000)

    assert advice == "must be 5,000 characters or fewer; this is 1,000,000"


@pytest.mark.parametrize(
    "kept", ["", "Two posts\nwere vacant.\t", "বাংলা", "مرحبا", "😀", "\u200f12"]
)
def test_words_in_every_script_are_kept(kept: str) -> None:
    assert why_not_kept(kept, longest=200) == ""
