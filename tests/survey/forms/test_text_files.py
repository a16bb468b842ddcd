"""The words that every form shares: the same in every language, apart from the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from survey.words import Words


def sentences(words: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(words, dict):
        for key, value in words.items():
            yield from sentences(value, (*place, str(key)))
    else:
        yield place, words


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_same_keys_with_the_same_places_to_fill(language: str, words: dict[str, Words]) -> None:
    original, other = dict(sentences(words["nb"])), dict(sentences(words[language]))
    assert list(original) == list(other)
    for key, sentence in original.items():
        assert sorted(re.findall(r"\{\w+\}", sentence)) == sorted(re.findall(r"\{\w+\}", other[key])), key


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_word_is_text_with_tidy_typography(language: str, words: dict[str, Words]) -> None:
    for key, sentence in sentences(words[language]):
        assert isinstance(sentence, str) and sentence, key
        assert "  " not in sentence and '"' not in sentence, key


def test_nynorsk_is_not_bokmal(words: dict[str, Words]) -> None:
    bokmal = re.compile(
        r"\b(ikke|jeg|hva|hvem|hvor|fra|noen|bare|svarene|spørsmålene|skjemaer|uten|velg|et)\b", re.I
    )
    found = {key: sentence for key, sentence in sentences(words["nn"]) if bokmal.search(sentence)}
    assert found == {}
