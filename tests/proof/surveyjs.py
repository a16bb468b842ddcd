"""SurveyJS asks the same questions of the same people: survey-core runs our export beside our own evaluator.

    python tests/proof/surveyjs.py [INSTRUMENT.yaml …] [--modules node_modules] [--vectors 2000] [--plant [8]]

Each made-up respondent loads answers and then changes some, so that answers to questions that became hidden occur too.
After every step the visible questions and choices, and the answers left, must be those of `survey.conditions`. Also
checked: no jsonErrors, no findings of SurveyJS's linter, every text in every language. `--plant` then turns round one
operator after the other, and every one must be noticed. Needs node and the npm package survey-core.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from surveyjs_people import Data, Instrument, cases, expected, from_data

from survey.conditions import UNTICKED
from survey.forms.repeats import spoken
from survey.forms.surveyjs import interface, survey
from survey.load import load_questionnaire
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".mjs")
GALLERIES = ("forms_gallery", "piping", "repeats")
QUICK = 80
"""Answer vectors that a planted mistake is first tried with."""


# ── the comparison ───────────────────────────────────────────────────────────────────────────────


@dataclass
class Verdict:
    """What came of one instrument."""

    name: str
    people: int = 0
    states: int = 0
    """Answer vectors compared: each person has one to begin with, and one after each change."""
    hidden: int = 0
    """States in which an answer stood to a question that is hidden."""
    problems: list[str] = field(default_factory=list)
    seen: dict[str, set[bool]] = field(default_factory=dict)


def compare(instrument: Instrument, result: Data) -> Verdict:
    """Every difference between SurveyJS and us."""
    verdict = Verdict(instrument.path.stem, people=len(result["cases"]))
    verdict.problems += [f"jsonErrors: {e}" for e in result["errors"]]
    verdict.problems += [f"linter: {f}" for f in result["findings"]]
    for number_, states in enumerate(result["cases"]):
        for state in states:
            difference = compare_state(instrument, state, verdict)
            if difference:
                verdict.problems.append(f"person {number_}: {difference}")
    return verdict


def compare_state(instrument: Instrument, state: Data, verdict: Verdict) -> str:
    left = from_data(instrument, state["data"])
    kept = {name: value for name, value in state["raw"].items() if name not in instrument.resets}
    typed = from_data(instrument, kept) | left
    visible, answers = expected(instrument, typed)
    verdict.states += 1
    kinds = instrument.questionnaire.variables
    counted = {
        name: value
        for name, value in answers.items()
        if value is not None and not (kinds[name].kind == "tick" and value == UNTICKED)
    }
    verdict.hidden += bool(set(typed) - set(counted))
    shown = set(state["visible"]) - instructions(state["visible"])
    for name in instrument.named:
        verdict.seen.setdefault(name, set()).add(name in visible)
    if shown != visible:
        return f"visible differs: {sorted(shown ^ visible)[:6]} with {state['data']}"
    if left != counted:
        return f"answers differ: {sorted(set(left.items()) ^ set(counted.items()))[:6]} with {state['data']}"
    return ""


def instructions(visible: list[str]) -> set[str]:
    return {name for name in visible if name.endswith("_instruction")}


def load(path: Path) -> Instrument:
    """The instrument at `path`, with its export."""
    whole = load_questionnaire(path)
    words = load_words(ROOT / "questionnaires/text", whole.languages)
    own = {language: interface(words[language]) for language in whole.languages if language != "en"}
    names_ = {"no" if language == "nb" else language: strings for language, strings in own.items()}
    return Instrument(path, spoken(whole, words), survey(whole, words), names_)


def node(given: list[Data], modules: Path) -> list[Data]:
    """What survey-core makes of the surveys."""
    done = subprocess.run(
        ["node", str(SCRIPT), str(modules)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"node: {done.stderr[-2000:]}")
    return list(json.loads(done.stdout))


def request(instrument: Instrument, made: list[Data], survey_json: Data) -> Data:
    """What the script needs to know; as many answer vectors are compared as there are respondents."""
    words = {k: v for k, v in instrument.words.items() if k != "no"}
    name = instrument.path.stem
    return {"name": name, "json": survey_json, "words": words, "states": len(made), "cases": made}


def missing_texts(result: Data, instrument: Instrument) -> list[str]:
    """Elements without words in a language."""
    return [
        f"{locale}: {name} has no text"
        for locale, told in result["texts"].items()
        for name, text in told
        if not text or text == name
    ]


# ── planted mistakes ─────────────────────────────────────────────────────────────────────────────

FLIPS = (
    (r" contains ", " notcontains "),
    (r" = ", " <> "),
    (r" anyof ", " noneof "),
    (r" notempty", " empty"),
    (r"(?<!not)(?<= )empty", "notempty"),
    (r" >= ", " < "),
    (r" <= ", " > "),
    (r" and ", " or "),
    (r" or ", " and "),
    (r"!\(", "("),
)


def plants(survey_json: Data) -> Iterator[tuple[str, Data]]:
    """Copies of the survey, each with one operator turned round."""
    for place, text in expressions(survey_json):
        for right, wrong in FLIPS:
            for found in re.finditer(right, text):
                planted = copy.deepcopy(survey_json)
                at(planted, place[:-1])[place[-1]] = text[: found.start()] + wrong + text[found.end() :]
                yield f"{text!r}: {found[0].strip()!r} turned into {wrong.strip()!r}", planted


def expressions(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    entries: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        if key == "visibleIf":
            yield (*place, key), inner
        else:
            yield from expressions(inner, (*place, key))


def at(value: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


# ── the command ──────────────────────────────────────────────────────────────────────────────────


def instruments() -> list[Path]:
    """Every instrument that is shipped, and the galleries of the tests."""
    shipped = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
    return [*shipped, *(ROOT / f"tests/surveys/{name}.yaml" for name in GALLERIES)]


def prove(path: Path, args: argparse.Namespace) -> bool:
    """One line of the table; whether all is well."""
    start = perf_counter()
    instrument = load(path)
    rng = random.Random(args.seed)
    routed = bool(instrument.conditional)
    made = cases(instrument, args.vectors if routed else min(args.vectors, 50), rng)
    (result,) = node([request(instrument, made, instrument.json)], args.modules)
    verdict = compare(instrument, result)
    verdict.problems += missing_texts(result, instrument)
    one_sided = [name for name in instrument.conditional if verdict.seen.get(name) != {True, False}]
    verdict.problems += [f"never both shown and hidden: {name}" for name in sorted(one_sided)]
    row = (
        f"{path.stem:<28}{len(instrument.named):>6}{len(instrument.conditional):>12}{verdict.states:>9}"
        f"{verdict.people:>8}{verdict.hidden:>8}{len(verdict.problems):>10}{perf_counter() - start:>8.1f}"
    )
    print(row, flush=True)
    for problem in verdict.problems[: args.show]:
        print("   ", problem)
    return not verdict.problems


def prove_plants(path: Path, args: argparse.Namespace) -> bool:
    """Whether every planted mistake is noticed; few respondents first, all of them for what these do not notice."""
    instrument = load(path)
    rng = random.Random(args.seed)
    made = cases(instrument, args.vectors, rng)
    every = list(plants(instrument.json))
    left = rng.sample(every, min(args.plant, len(every)))
    count = len(left)
    for states in (QUICK, args.vectors):
        left = unnoticed(instrument, left, made[:states], args.modules)
    print(f"{path.stem:<28}{count:>6} planted of {len(every)}, {count - len(left)} found", flush=True)
    for what, _ in left:
        print("    missed:", what)
    return not left


def unnoticed(
    instrument: Instrument, planted: list[tuple[str, Data]], made: list[Data], modules: Path
) -> list[tuple[str, Data]]:
    """The planted mistakes that make no difference to these respondents; the linter's opinion does not count."""
    given = [request(instrument, made, survey_json) for _, survey_json in planted]
    results = node(given, modules) if given else []
    fine = [not compare(instrument, {**result, "findings": []}).problems for result in results]
    return [one for one, unseen in zip(planted, fine, strict=True) if unseen]


def main() -> None:
    """Print the table; exit with 1 when anything differs, or a planted mistake goes unnoticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("instruments", nargs="*", type=Path)
    modules = os.environ.get("NODE_PATH") or "node_modules"
    parser.add_argument("--modules", type=Path, default=Path(modules), help="folder that holds survey-core")
    parser.add_argument("--vectors", type=int, default=2000, help="answer vectors compared an instrument")
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--show", type=int, default=5, help="problems shown an instrument")
    parser.add_argument(
        "--plant",
        type=int,
        nargs="?",
        const=8,
        default=0,
        help="mistakes planted an instrument; each must be noticed",
    )
    args = parser.parse_args()
    heads = f"{'instrument':<28}{'parts':>6}{'conditional':>12}{'vectors':>9}{'people':>8}{'hidden':>8}"
    print(f"{heads}{'problems':>10}{'seconds':>8}")
    paths = args.instruments or instruments()
    fine = [prove(path, args) for path in paths]
    fine += [prove_plants(path, args) for path in paths] if args.plant else []
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
