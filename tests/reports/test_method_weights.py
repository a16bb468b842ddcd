"""The sentences on weights and uncertainty, for every basis and in every language."""

from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.plan import Basis, Design, Weight
from reports.method import weights
from reports.word.blocks import text_of
from reports.word.bound import bare
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
RAKED = Weight(id="w", kind="raked", to=("size",), trim=(0.5, 2.5))
POST = Weight(id="w", kind="post_stratified", to=("size",))
GIVEN = Weight(id="w", kind="given", of="w")


def said(numbers: Any, words: Any, **plan: Any) -> list[str]:
    labels = numbers.labels
    changed = SimpleNamespace(plan=labels.plan.model_copy(update=plan), segment=labels.segment)
    made = weights.blocks(SimpleNamespace(labels=changed, words=words, numbers=numbers))  # type: ignore[arg-type]
    return [bare(text_of(block.runs)) for block in made]  # type: ignore[union-attr]


def test_nothing_is_weighted(numbers: Any, words: Any) -> None:
    assert said(numbers, words)[1:] == [
        "Svarene er ikke vektet. Hvert svar teller like mye.",
        "Konfidensintervaller og tester regner med at alle har svart uavhengig av hverandre.",
    ]


def test_raked_and_clustered(numbers: Any, words: Any) -> None:
    found = said(numbers, words, weights=(RAKED,), published=Basis(weights="w", clustered=True))
    assert "Størrelse har etter vektingen samme fordeling" in found[1]
    assert "mindre enn 0,50 eller mer enn 2,50 ganger" in found[1]
    assert "fra den ene klyngen av folk til den neste" in found[2]
    assert "vektene som faste" in found[2]


def test_everybody_is_in_the_frame(numbers: Any, words: Any) -> None:
    plan = {"weights": (GIVEN,), "published": Basis(weights="w"), "design": Design(population="frame")}
    assert "er alle det gjelder" in said(numbers, words, **plan)[2]
    assert "er alle det gjelder" not in said(numbers, words, design=Design(population="frame"))[2]


def test_what_was_tried_beside_it(numbers: Any, words: Any) -> None:
    second = Basis(weights="w", clustered=True)
    assert "alt med vekter og med hensyn" in said(numbers, words, weights=(RAKED,), sensitivity=second)[3]
    assert len(said(numbers, words, sensitivity=Basis())) == 3


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_basis_has_its_sentences(numbers: Any, language: str) -> None:
    words = load_words(ROOT / "reports/text", [language])[language]["report"]
    found = set()
    for weight, clustered, other in product((None, RAKED, POST, GIVEN), (False, True), (False, True)):
        basis = Basis(weights="w" if weight else "none", clustered=clustered)
        second = Basis(weights="none" if weight else "w", clustered=other)
        plan = {"weights": (weight or RAKED,), "published": basis, "sensitivity": second}
        told = said(numbers, words, **plan)
        assert len(told) == 4
        assert not any("{" in text or "  " in text for text in told)
        found |= set(told)
    assert len(found) >= 4 + 2 + 4
