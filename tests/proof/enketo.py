"""Enketo asks the same questions of the same people: our XLSForms in enketo-core, driven in Chromium.

    python tests/proof/enketo.py [INSTRUMENT.yaml …] [--modules node_modules] [--vectors 200] [--plant]

pyxform makes the XForm, Enketo's own transformer the page. Made-up respondents answer one after the other in the same
form, so that answers to questions that became hidden are there too. After each, the visible questions and choices must
be those of `survey.conditions`, and Enketo must have reported no error. `--plant` turns one operator of a relevance
round in each instrument, and it must be noticed. Needs node, Chromium, and the npm packages of package.json.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from pyxform.xls2xform import convert

from survey.conditions import TICKED
from survey.forms import xlsform
from survey.forms.answers import Routed, route
from survey.forms.repeats import spoken
from survey.load import load_questionnaire
from survey.model import Information, MultipleChoice, Questionnaire
from survey.questions.common import conditions
from survey.walk import numbers_asked_about, random_answers
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".mjs")
GALLERIES = ("forms_gallery", "routing", "piping", "repeats")
FAULTS = ((" = 'yes'", " != 'yes'"), ("selected(", "not(selected("), (" or ", " and "), ("&gt;=", "&lt;="))

Vector = list[tuple[str, str]]


@dataclass
class Instrument:
    """A questionnaire with its repetitions written out, its XForm, and the answers that are tried."""

    name: str
    questionnaire: Questionnaire
    xform: str
    vectors: list[Vector]

    @property
    def fields(self) -> list[str]:
        """Everything Enketo has a field for, in the order asked: a multiple choice is one."""
        found: list[str] = []
        for _, question in self.questionnaire.questions():
            columns = self.questionnaire.columns[question.id]
            found += [question.id] if isinstance(question, MultipleChoice) else []
            found += [v.name for v in columns if v.kind != "tick"]
        return found

    @property
    def told(self) -> list[str]:
        """Information pages."""
        return [q.id for _, q in self.questionnaire.questions() if isinstance(q, Information)]

    def task(self, xform: str) -> dict[str, Any]:
        """What the browser is given."""
        return {"xform": xform, "vectors": self.vectors, "names": self.fields, "told": self.told}


def instrument(path: Path, vectors: int) -> Instrument:
    """Everything that is needed to prove one questionnaire."""
    loaded = load_questionnaire(path)
    words = load_words(ROOT / "questionnaires/text", loaded.languages)
    flat = spoken(loaded, words)
    (content,) = xlsform.files(loaded, words).values()
    xform = convert(io.BytesIO(content), validate=False, file_type=".xlsx").xform
    rng, cuts = random.Random(2019), numbers_asked_about(flat)
    looked = asked_about(flat)
    made = [vector(flat, random_answers(flat, cuts, rng), looked) for _ in range(vectors)]
    return Instrument(f"{path.parent.name}-{path.stem}", flat, xform, made)


def asked_about(questionnaire: Questionnaire) -> set[str]:
    """Questions that some condition looks at, and their columns: the others change nothing."""
    found: set[str] = set()
    for block, question in questionnaire.questions():
        given = [*conditions(block, question)]
        for variable in questionnaire.columns[question.id]:
            given += [*variable.conditions, *([variable.offered] if variable.offered else [])]
        given += [o.when for o in getattr(question, "options", ()) if o.when]
        found |= {str(leaf.question) for condition in given for leaf in condition.leaves()}
    owners = {v.question for vs in questionnaire.columns.values() for v in vs if v.name in found}
    return found | {q.id for _, q in questionnaire.questions() if q.id in owners}


def vector(questionnaire: Questionnaire, typed: dict[str, str], looked: set[str]) -> Vector:
    """The answers as Enketo keeps them, in the order asked."""
    found: Vector = []
    for _, question in questionnaire.questions():
        columns = questionnaire.columns[question.id]
        if isinstance(question, MultipleChoice) and question.id in looked:
            codes = [v.name.removeprefix(f"{question.id}_") for v in columns if typed.get(v.name) == TICKED]
            found.append((question.id, " ".join(codes)))
        found += [(v.name, typed.get(v.name, "")) for v in columns if v.kind != "tick" and v.name in looked]
    return found


def typed_of(questionnaire: Questionnaire, kept: dict[str, str]) -> dict[str, str]:
    """What stands in Enketo's model, as columns."""
    typed: dict[str, str] = {}
    for _, question in questionnaire.questions():
        for v in questionnaire.columns[question.id]:
            if v.kind == "tick":
                if v.name.removeprefix(f"{question.id}_") in kept[question.id].split():
                    typed[v.name] = TICKED
            elif kept[v.name]:
                typed[v.name] = kept[v.name]
    return typed


def difference(one: Instrument, state: dict[str, Any]) -> str:
    """What Enketo shows otherwise than we do; empty when nothing."""
    questionnaire = one.questionnaire
    routed = route(questionnaire, typed_of(questionnaire, state["kept"]))
    wanted = {name: asked for name, asked in routed.asked.items()}
    shown = {**columns_shown(questionnaire, state["shown"]), **state["told"]}
    wanted |= {name: routed.shown[name] for name in state["told"]}
    wrong = sorted(name for name in wanted if wanted[name] != shown.get(name))
    return ", ".join(f"{name}: Enketo {shown.get(name)}" for name in wrong) or choices(one, state, routed)


def columns_shown(questionnaire: Questionnaire, shown: dict[str, list[str] | None]) -> dict[str, bool]:
    """Visible fields and choices, as columns."""
    found: dict[str, bool] = {}
    for _, question in questionnaire.questions():
        for v in questionnaire.columns[question.id]:
            if v.kind == "tick":
                code = v.name.removeprefix(f"{question.id}_")
                found[v.name] = code in (shown[question.id] or ())
            else:
                found[v.name] = shown[v.name] is not None
    return found


def choices(one: Instrument, state: dict[str, Any], routed: Routed) -> str:
    """Options of single choices that depend on something."""
    for key, open_ in routed.offered.items():
        name, _, code = key.partition("=")
        listed = state["shown"][name]
        if listed is not None and (code in listed) != open_:
            return f"{key}: Enketo {code in listed}"
    return ""


def driven(tasks: list[dict[str, Any]], args: argparse.Namespace) -> list[dict[str, Any]]:
    """What the browser found, one result a task."""
    given = {"chromium": args.chromium, "out": str(args.out) if args.out else "", "forms": tasks}
    done = subprocess.run(
        ["node", str(SCRIPT), str(args.modules)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def problems(one: Instrument, result: dict[str, Any]) -> list[str]:
    """Everything that is wrong with one instrument."""
    found = [f"error: {error}" for error in result["errors"]]
    for number, state in enumerate(result["states"]):
        if wrong := difference(one, state):
            found.append(f"vector {number}: {wrong}")
    return found


def planted(one: Instrument) -> str:
    """The XForm with one operator of its relevances turned round; empty when there is none."""
    for right, wrong in FAULTS:
        start = one.xform.find(right, one.xform.find("relevant="))
        if start > 0:
            return one.xform[:start] + wrong + one.xform[start + len(right) :]
    return ""


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--vectors", type=int, default=200)
    parser.add_argument("--plant", action="store_true")
    parser.add_argument("--out", type=Path, help="where a picture is left")
    return parser.parse_args()


def main() -> int:
    """One line an instrument, then the sums; exits with 1 when anything is wrong."""
    args, start, wrong, states = parse(), perf_counter(), 0, 0
    shipped = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
    paths = args.paths or [*shipped, *(ROOT / f"tests/surveys/{name}.yaml" for name in GALLERIES)]
    made = [instrument(path, args.vectors) for path in paths]
    for one, result in zip(made, driven([one.task(one.xform) for one in made], args), strict=True):
        found = problems(one, result)
        wrong += len(found)
        states += len(result["states"])
        print(f"enketo   {one.name:<34}{len(result['states'])} vectors, {len(found)} differences")
        print("".join(f"         {line}\n" for line in found[:5]), end="")
    print(
        f"enketo   {len(made)} forms, {states} vectors, {wrong} differences, {perf_counter() - start:.0f} s"
    )
    if args.plant:
        faulty = [(one, form) for one in made if (form := planted(one))]
        results = driven([one.task(form) for one, form in faulty], args)
        missed = [
            one.name for (one, _), result in zip(faulty, results, strict=True) if not problems(one, result)
        ]
        print(f"enketo   {len(faulty)} faults planted, {len(missed)} missed {' '.join(missed)}")
        wrong += len(missed)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
