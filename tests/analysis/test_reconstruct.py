"""The made-up data set: feasible, nearest to people, the same for a seed, and honest about what it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import constraints
from analysis.reconstruct import write
from analysis.synthetic.chance import apportion
from analysis.synthetic.ledger import Claim, Ledger, load_ledger, mentioned
from analysis.synthetic.plausibility import correlation, is_single_peaked, likeness, rated
from analysis.synthetic.quantity import RULES, Quantity, allowed
from analysis.synthetic.study import Made, Study, assign, make
from analysis.synthetic.world import World, load_world
from survey.frames import read_frame
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.model import Questionnaire

ROOT = Path(__file__).parents[2]
MOST_CHANGED = 10
"""Percent of the simulated answers of a block that the solver may change."""

TEXT = {"en": "text"}
SCALE = {"options": [{"code": str(i), "label": TEXT} for i in range(1, 6)]}
YES_NO = {"kind": "nominal", "options": [{"code": c, "label": TEXT} for c in ("yes", "no")]}
BOXES = [{"code": c, "label": TEXT} for c in ("red", "blue")]
NONE = {"code": "none", "label": TEXT, "exclusive": True}


def tiny_questionnaire() -> Questionnaire:
    questions: list[dict[str, Any]] = [
        {"id": "gate", "type": "single", "scale": "yes_no", "text": TEXT},
        {
            "id": "rate",
            "type": "battery",
            "scale": "five",
            "text": TEXT,
            "when": {"question": "gate", "is": "yes"},
            "items": [{"id": "rate_a", "text": TEXT}, {"id": "rate_b", "text": TEXT}],
        },
        {"id": "box", "type": "multiple", "text": TEXT, "options": [*BOXES, NONE]},
        {
            "id": "kept",
            "type": "multiple",
            "text": TEXT,
            "options_from": "box",
            "when": {"question": "box", "has": "red"},
        },
        {
            "id": "why",
            "type": "text",
            "text": TEXT,
            "when": {"question": "gate", "is": "no"},
            "coding": {
                "variable": "why_code",
                "options": [{"code": "late", "label": TEXT}, {"code": "ill", "label": TEXT}],
            },
        },
    ]
    data = {
        "id": "tiny",
        "title": TEXT,
        "languages": ["en"],
        "cluster": "team",
        "scales": {"five": SCALE, "yes_no": YES_NO},
        "blocks": [{"id": "only", "title": TEXT, "questions": questions}],
    }
    return Questionnaire.model_validate(data)


def tiny_world(**changes: Any) -> World:
    data = {
        "study": "tiny",
        "about": "Made up.",
        "limit": 2,
        "gap": 0.0,
        "frame": {
            "invited": [60, 60],
            "person_id": "p{:02d}",
            "cluster_id": "t{:02d}",
            "constants": {"sent": "2024-05-02"},
            "name_column": "name",
            "names": [f"Team {i}" for i in range(12)],
            "size": {
                "column": "heads",
                "level": "size",
                "persons": "people",
                "spread": 0.1,
                "bands": {
                    "little": {"range": [0, 9], "drawn": [2, 9], "persons": 4},
                    "big": {"range": [10, None], "drawn": [10, 90], "persons": 6},
                },
            },
            "sets": [{"columns": {"round": "one"}, "clusters": {"little": 6, "big": 6}}],
            "persons": {
                "job": {"shares": {"chief": 30, "clerk": 70}},
                "host": {"shares": {"no": 1}, "one": "yes"},
            },
            "language": {
                "column": "tongue",
                "by": "round",
                "forms": {"one": {"en": 1}},
                "answers": {"en": {"en": 1}},
            },
            "person_columns": ["respondent_id", "team", "job", "host", "sent"],
            "cluster_columns": ["team", "name", "heads"],
        },
        "response": {"answered": 40, "profile": {"shape": [66]}},
        "fieldwork": {"opens": "2024-05-02", "closes": "2024-05-10", "fading": 0.6},
        "spread": {"general": 0.1, "question": 0.3, "cluster": 0.15},
        "profiles": {
            "gate": {"shape": [70]},
            "rate_a": {"shape": [5, 15, 40, 30, 10]},
            "rate_b": {"shape": [10, 20, 40, 20, 10]},
            "box_red": {"shape": [60]},
            "box_blue": {"shape": [40]},
            "box_none": {"shape": [10]},
            "kept_red": {"shape": [60]},
            "kept_blue": {"shape": [50]},
            "why_code": {"shape": [30, 30]},
        },
        "blocks": [
            {"id": "gates", "variables": ["gate", "box_*"]},
            {"id": "rest", "variables": ["rate_*", "kept_*", "why_code"]},
        ],
        "texts": {"why_code": {"late": {"en": ["Too late."]}, "ill": {"en": ["I was ill."]}}},
    }
    return World.model_validate({**data, **changes})


def claim(name: str, variable: str, measure: dict[str, Any], value: Any = None, **tolerance: Any) -> Claim:
    rule = {"rule": "exact", **tolerance}
    return Claim(id=name, variable=variable, measure=measure, value=value, tolerance=rule)


CLAIMS = (
    claim("answered", "respondent_id", {"stat": "base_n"}, 40),
    claim("teams", "team", {"stat": "municipalities"}, {"municipalities": 12, "of": 12}),
    claim("gate", "gate", {"stat": "count", "codes": ["yes"]}, 25),
    claim(
        "gate-teams", "gate", {"stat": "municipalities", "codes": ["yes"]}, {"municipalities": 11, "of": 12}
    ),
    claim("red", "box_red", {"stat": "share", "codes": ["yes"]}, 60, rule="round0"),
    claim("why", "why_code", {"stat": "count", "codes": ["late"]}, 5),
    Claim(
        id="rate",
        variable="rate_a",
        population="gate==yes",
        measure={"stat": "mean"},
        value=3.4,
        tolerance={"rule": "round1"},
    ),
)


def tiny(seed: int = 1, claims: tuple[Claim, ...] = CLAIMS, **changes: Any) -> Study:
    return Study(tiny_questionnaire(), Ledger(claims=claims), tiny_world(**changes), seed, "ledger.yaml")


@cache
def made(seed: int) -> Made:
    return make(tiny(seed), lambda sentence: None)


def as_bytes(folder: Path, seed: int, outcome: Made) -> dict[str, bytes]:
    write(tiny(seed), outcome, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_claim_holds_and_the_form_is_obeyed() -> None:
    answers = made(1).respondents
    asked = answers[answers["gate"] == "yes"]
    assert len(answers) == 40 and answers["team"].nunique() == 12
    assert len(asked) == 25 and asked["team"].nunique() == 11
    assert (answers["box_red"] == "yes").sum() == 24
    assert 3.35 < asked["rate_a"].astype(int).mean() < 3.45
    assert (answers["why_code"] == "late").sum() == 5
    assert answers.loc[answers["gate"] == "no", ["rate_a", "rate_b"]].isna().all(axis=None)
    assert answers.loc[answers["box_red"] == "no", ["kept_red", "kept_blue"]].isna().all(axis=None)
    assert not ((answers["kept_blue"] == "yes") & (answers["box_blue"] == "no")).any()
    boxes = answers[["box_red", "box_blue", "box_none"]] == "yes"
    assert boxes.any(axis=1).all() and (boxes.sum(axis=1)[boxes["box_none"]] == 1).all()


def test_same_seed_same_bytes_and_another_seed_another_data_set(tmp_path: Path) -> None:
    first = as_bytes(tmp_path / "a", 1, made(1))
    again = as_bytes(tmp_path / "b", 1, make(tiny(1), lambda sentence: None))
    other = as_bytes(tmp_path / "c", 2, made(2))
    assert first == again
    assert set(first) == {"README.md", "answers.csv", "coding.csv", "frame.csv", "municipalities.csv"}
    assert all(first[name] != other[name] for name in ("answers.csv", "frame.csv"))


def test_files_look_like_our_own_export_and_say_what_they_are(tmp_path: Path) -> None:
    as_bytes(tmp_path, 1, made(1))
    answers, coding = read_frame(tmp_path / "answers.csv"), read_frame(tmp_path / "coding.csv")
    written = [v.name for v in tiny_questionnaire().variables.values() if v.kind != "coded"]
    assert list(answers) == ["respondent_id", "submitted", "language", *written, "data_origin"]
    assert list(coding) == ["respondent_id", "why_code", "data_origin"]
    assert set(answers["data_origin"]) == {"SYNTHETIC"} == set(coding["data_origin"])
    assert answers["submitted"].between("2024-05-02T08", "2024-05-10T19").all()
    words = answers.set_index("respondent_id")["why"]
    assert set(words[coding["respondent_id"]]) <= {"Too late.", "I was ill."}
    assert "SYNTHETIC" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_a_contradiction_names_the_block_and_only_the_claims_that_quarrel() -> None:
    impossible = claim("too-many", "gate", {"stat": "share", "codes": ["yes"]}, None, rule="gt", threshold=70)
    with pytest.raises(SvarError) as caught:
        make(tiny(claims=(*CLAIMS, impossible)), lambda sentence: None)
    message = str(caught.value)
    assert "S020" in message and "'gates'" in message
    assert message.split("there: ")[1].split(". ", maxsplit=1)[0] == "gate, too-many"


def test_mistakes_of_the_world_file_are_named() -> None:
    world = tiny_world().model_dump(by_alias=True)
    world["profiles"]["rate_c"] = world["profiles"].pop("rate_b")
    world["blocks"] = [{"id": "rest", "variables": ["gate", "box_*", "rate_*", "kept_*"]}]
    wrong = claim("odd", "gate", {"stat": "shares"}, 1)
    study = replace(tiny(claims=(*CLAIMS, wrong)), world=World.model_validate(world))
    with pytest.raises(SvarError) as caught:
        assign(study)
    assert {f.code for f in caught.value.findings} == {"S022", "S023", "S024", "S025", "S027"}
    assert "did you mean 'share'" in str(caught.value)


def test_an_effect_of_something_unknown_is_refused() -> None:
    profiles = tiny_world().model_dump(by_alias=True)["profiles"]
    profiles["gate"]["effects"] = {"jobb": {"chief": 1.0}}
    with pytest.raises(SvarError, match=r"S026.*did you mean 'job'"):
        make(tiny(profiles=profiles), lambda sentence: None)


@pytest.mark.parametrize(
    ("rule", "value", "quantity", "counts"),
    [
        ({"rule": "round0"}, 76, Quantity(0, 151, 151, 100), [115]),
        ({"rule": "round0"}, 56, Quantity(0, 67, 67, 100), []),
        ({"rule": "round1"}, 2.9, Quantity(0, 67, 335), list(range(191, 198))),
        ({"rule": "in", "set": [13, 14]}, None, Quantity(0, 1, 20), [13, 14]),
        ({"rule": "between", "low": 2, "high": 4}, None, Quantity(0, 1, 9), [2, 3, 4]),
        ({"rule": "gt", "threshold": 50}, None, Quantity(0, 4, 4, 100), [3, 4]),
        ({"rule": "lt", "threshold": 50}, None, Quantity(0, 4, 4, 100), [0, 1]),
        ({"rule": "interval", "low": 4.0, "high": 5.0}, None, Quantity(0, 4, 20), [17, 18, 19]),
    ],
)
def test_rules_allow_exactly_these_counts(
    rule: dict[str, Any], value: Any, quantity: Quantity, counts: list[int]
) -> None:
    assert allowed(quantity, lambda x: RULES[rule["rule"]](x, value, rule)) == counts


def test_every_constraint_file_is_listed() -> None:
    folder = Path(constraints.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {post.__module__.rpartition(".")[2] for post in constraints.STATISTICS.values()} == files


def test_apportion_adds_up_and_respects_the_least() -> None:
    assert apportion([1, 1, 8], 20, least=3) == [4, 4, 12]
    assert sum(apportion([3, 3, 3], 10)) == 10


def test_likeness_and_peaks_on_known_cases() -> None:
    clusters = pd.Series(["a", "a", "b", "b"])
    assert likeness(pd.Series([1.0, 1.0, 5.0, 5.0]), clusters) == 1
    assert likeness(pd.Series([1.0, 5.0, 1.0, 5.0]), clusters) < 0
    assert is_single_peaked([1, 3, 3, 2, 0]) and not is_single_peaked([9, 1, 0, 1, 9])


@cache
def shipped() -> Study:
    som = ROOT / "questionnaires/som/brukerundersokelse.yaml"
    ledger, world = ROOT / "analysis/claims/som.yaml", ROOT / "analysis/claims/som_world.yaml"
    return Study(load_questionnaire(som), load_ledger(ledger), load_world(world), 2019, ledger.name)


def test_every_claim_of_the_shipped_ledger_belongs_to_one_block() -> None:
    study = shipped()
    homes = assign(study)
    placed = [claim.id for claims in homes.values() for claim in claims]
    assert len(placed) == len(set(placed))
    assert {claim.id for claim in study.ledger.claims} <= set(placed)
    assert len(study.ledger.claims) == 296


def test_the_solver_changes_little_in_the_shipped_study() -> None:
    whole = shipped()
    world = whole.world
    blocks = tuple(block for block in world.blocks if block.id in ("routing", "participation", "usefulness"))
    solved = {
        name
        for name in world.profiles
        if name.startswith(("att_", "useful_", "worked_", "external", "changes"))
    }
    solved |= {"goals_continued", "use_little_or_nothing"}
    small = world.model_copy(
        update={
            "blocks": blocks,
            "profiles": {name: p for name, p in world.profiles.items() if name in solved},
            "structure": _about(whole, solved, world.structure),
        }
    )
    ledger = Ledger(claims=_about(whole, solved, whole.ledger.claims))
    outcome = make(replace(whole, world=small, ledger=ledger), lambda sentence: None)
    assert set(outcome.outcomes) == {"responded", "routing", "participation", "usefulness"}
    for block, done in outcome.outcomes.items():
        assert 100 * done.changed / done.given <= MOST_CHANGED, block


def _about(study: Study, solved: set[str], claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    variables = set(study.questionnaire.variables)
    return tuple(c for c in claims if mentioned(c, study.questionnaire) & variables <= solved)


def test_the_shipped_data_look_like_people() -> None:
    folder, study = ROOT / "data/raw/som", shipped()
    answers, frame = read_frame(folder / "answers.csv"), read_frame(folder / "frame.csv")
    assert set(answers["respondent_id"]) <= set(frame["respondent_id"])
    assert set(answers["data_origin"]) == {"SYNTHETIC"} == set(frame["data_origin"])
    homes = answers["respondent_id"].map(frame.set_index("respondent_id")["municipality_id"])
    batteries = rated(answers, study.questionnaire)
    alike = [likeness(items.mean(axis=1), homes) for items in batteries.values()]
    assert sum(alike) / len(alike) > 0
    for question, items in batteries.items():
        assert 0.1 < correlation(items) < 0.7, question
        for name in items:
            counts = [int((items[name] == code).sum()) for code in range(1, 6)]
            assert is_single_peaked(counts), name
            assert max(counts) < Fraction(2, 3) * len(items), name
