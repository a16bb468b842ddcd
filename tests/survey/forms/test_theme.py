"""An evaluator's colours and logo: in one place, legible, and nothing changes without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.forms import html
from survey.forms.templates import asset
from survey.forms.theme import CONTRAST, GROUNDS, PLAIN, contrast, dress, load_theme
from survey.messages import SvarError
from survey.model import Questionnaire
from survey.words import Words


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "logo.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return path


def test_nothing_changes_without_a_theme(gallery: Questionnaire, words: dict[str, Words]) -> None:
    assert load_theme({}, "params.yaml", Path()) == PLAIN
    assert html.files(gallery, dress(words, PLAIN)) == html.files(gallery, words)


def test_colour_and_logo_reach_the_page(gallery: Questionnaire, words: dict[str, Words], logo: Path) -> None:
    settings = {"accent": "#7A1F5C", "logo": logo.name, "name": "Et <firma>"}
    page = html.form(gallery, dress(words, load_theme(settings, "params.yaml", logo.parent)), "nb")
    assert "--accent: #7a1f5c;" in page and "img-src data:;" in page
    assert 'src="data:image/svg+xml;base64,' in page and 'alt="Et &lt;firma&gt;"' in page


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b4f8a", "#0b4f8a") == pytest.approx(1)


def test_our_own_colours_are_legible() -> None:
    colours = dict(
        line.strip().removeprefix("--").rstrip(";").split(": ")
        for line in asset("colours.css").splitlines()
        if line.strip().startswith("--")
    )
    assert (colours["paper"], colours["ground"]) == GROUNDS
    for ink in ("ink", "muted", "accent", "accent-strong"):
        for ground in ("paper", "ground", "accent-tint"):
            assert contrast(colours[ink], colours[ground]) >= CONTRAST, (ink, ground)
    assert contrast(colours["error"], colours["error-tint"]) >= CONTRAST


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"accent": "#ff8800"}, "S041"),
        ({"accent": "blue"}, "S040"),
        ({"accent": 12}, "S040"),
        ({"acent": "#000000"}, "S040"),
        ({"logo": "missing.svg", "name": "N"}, "S040"),
        ({"logo": "logo.gif", "name": "N"}, "S040"),
        ({"logo": "logo.svg"}, "S040"),
    ],
)
def test_what_cannot_be_used_is_refused(settings: dict[str, object], code: str, logo: Path) -> None:
    with pytest.raises(SvarError) as refused:
        load_theme(settings, "params.yaml", logo.parent)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_large_logo_is_refused(logo: Path) -> None:
    logo.write_bytes(b" " * 200_001)
    with pytest.raises(SvarError) as refused:
        load_theme({"logo": logo.name, "name": "N"}, "params.yaml", logo.parent)
    assert "200 kB" in str(refused.value)
