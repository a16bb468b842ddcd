"""A small turn of benchmarks/mutations.py: no sentence stays that the changed numbers do not carry."""

from pathlib import Path

import pytest

from benchmarks import mutations
from benchmarks.mutating import CHANGES, frames_of
from reports.style.outline import Outline
from reports.tracing.published import PublishedFiles
from tests.reports.traced_study import OUTLINE, save

CHAPTER = """
{% set goals = ranked("goals") %}
{{ about_share("changed", "yes") | cap }} ser endringer. Flest har målet «{{ goals[0].label }}» ({{ goals[0].value }}).

{% guard "talks", by="size", high="small" %}
Små kommuner er klart mer fornøyde enn store.{% none %}De er like.
{% endguard %}

{% guard holds(mean("talks"), ">", mean("tasks")) %}Innleggene er bedre.{% otherwise %}Oppgavene er det.{% endguard %}

{{ findings("rate") }}

{{ findings("changed") }}
"""


@pytest.fixture
def folder(tmp_path, published):
    save(published, tmp_path / "published")
    return tmp_path / "published"


@pytest.fixture
def study(labels):
    template = Path("reports/template.docx").read_bytes()
    return mutations.Study(labels, Outline.model_validate(OUTLINE), {"a.md": CHAPTER}, template, ())


def test_nothing_is_stale_after_random_changes(study, folder):
    score = mutations.run(study, folder, changes=18, seed=7)
    assert score.stale == []
    assert score.affected == score.rewritten + score.moved + score.still_true > 5
    assert set(score.kinds) == {change.__name__ for change in CHANGES}


def test_a_sentence_that_stays_behind_is_called_stale(study, folder, tmp_path, published):
    """The judge is tried with a report that was not made anew."""
    before, score = mutations.render_all(study, folder), mutations.Score()
    frames = frames_of(folder, study.labels)
    frames.at["changed", "total", "all", "share", "yes"]["estimate"] = "12.5"
    mutations.save(frames, folder)
    mutations.judge(before, before, PublishedFiles(folder), score)
    assert score.affected == 1 and any("Over halvparten ser endringer" in one for one in score.stale)
