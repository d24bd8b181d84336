"""How far the splits that are wanted are, in the words of the page of groups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.selectors.splits import SplitProgress

MANY = SplitProgress(wanted=392, complete=7, partial=0, asked=0, not_asked=385, with_owner=0)

A_SPLIT = "A split shows one measure by one kind of group. The framework asks for"


def test_a_split_is_explained_and_each_count_is_a_sentence_of_its_own() -> None:
    assert MANY.text == (
        f"{A_SPLIT} 392 splits. Figures are published for 7. "
        "Nobody has been asked for the other 385. Nobody is working on the missing ones."
    )


def test_where_none_is_wanted_nothing_is_said() -> None:
    assert SplitProgress(0, 0, 0, 0, 0, 0).text == ""


@pytest.mark.parametrize(
    ("counts", "published", "asked", "on_it"),
    [
        ({"complete": 1}, "Figures are published for it.", "", ""),
        ({"partial": 1}, "Figures are published for part of it.", "", "Nobody is working on it."),
        (
            {"asked": 1, "with_owner": 1},
            "No figures are published yet.",
            "1 has been asked for but not published.",
            "Somebody is working on it.",
        ),
        (
            {"not_asked": 1},
            "No figures are published yet.",
            "Nobody has been asked for it.",
            "Nobody is working on it.",
        ),
    ],
)
def test_one_split_reads_as_sentences(
    counts: dict[str, int], published: str, asked: str, on_it: str
) -> None:
    none = SplitProgress(wanted=1, complete=0, partial=0, asked=0, not_asked=0, with_owner=0)

    said = " ".join(each for each in (published, asked, on_it) if each)

    assert replace(none, **counts).text == f"{A_SPLIT} 1 split. {said}"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"complete": 392, "not_asked": 0}, "splits. Figures are published for all of them."),
        ({"complete": 0, "not_asked": 392}, "yet. Nobody has been asked for any of them. Nobody"),
        ({"complete": 1, "not_asked": 391}, "for 1. Nobody has been asked for the other 391."),
        ({"complete": 6, "partial": 1}, "for 6, and for part of 1 more. Nobody has been asked for"),
        ({"complete": 0, "partial": 7}, "Figures are published for part of 7. Nobody"),
        ({"not_asked": 0, "asked": 385}, "7. 385 have been asked for but not published. Nobody is"),
        ({"not_asked": 384, "asked": 1}, "1 has been asked for but not published. Nobody has been"),
        ({"not_asked": 1, "asked": 384}, "Nobody has been asked for 1. Nobody is working on the m"),
        ({"with_owner": 1}, "385. Somebody is working on 1 of the 385 missing ones."),
        ({"with_owner": 385}, "385. Somebody is working on each of the 385 missing ones."),
        ({"complete": 391, "not_asked": 1}, "the other one. Nobody is working on the missing one."),
        ({"complete": 391, "not_asked": 1, "with_owner": 1}, "Somebody is working on the missing"),
    ],
)
def test_each_count_is_told_where_it_is_there(counts: dict[str, int], words: str) -> None:
    assert words in replace(MANY, **counts).text
