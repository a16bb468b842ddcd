"""Enketo asks the same questions of the same people: our XLSForms in enketo-core, driven in Chromium.

    python tests/proof/enketo.py [INSTRUMENT.yaml …] [--modules node_modules] [--vectors 200] [--plant]

pyxform makes the XForm, Enketo's own transformer the page. Made-up respondents answer one after the other in the same
form, so that answers to questions that became hidden are there too. After each, the visible questions and choices must
be those of `survey.conditions`; Enketo must have taken every answer, in the right language, and have reported no error.
`--plant` turns round, in each instrument, two operators of relevances and choice filters, one by one; each must lead
somebody another way (an error is not enough). Needs node, Chromium, and the npm packages in tests/proof/package.json.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from pyxform.xls2xform import convert

from survey.conditions import TICKED
from survey.forms import xlsform
from survey.forms.answers import Routed, read_number, route
from survey.forms.repeats import spoken
from survey.load import load_questionnaire
from survey.model import Information, MultipleChoice, Questionnaire
from survey.questions.common import conditions
from survey.sample import numbers_asked_about, random_answers
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".mjs")
GALLERIES = ("forms_gallery", "routing", "piping", "repeats")
MODULES = os.environ.get("SVAR_PROOF_MODULES", "build/prove/node_modules")
PLANTED = 60  # respondents who meet a planted fault
FAULTS = (
    (" = '", " != '"),
    (" != '", " = '"),
    (" and ", " or "),
    (" or ", " and "),
    ("&gt;=", "&lt;"),
    ("&lt;=", "&gt;"),
    (r"selected\([^()]*\)", r"not(\g<0>)"),
)
"""An operator as a pattern, and what replaces it; the XPath stays valid."""

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
    def conditional(self) -> set[str]:
        """Columns that not everybody meets."""
        columns = self.questionnaire.columns.values()
        return {v.name for own in columns for v in own if v.conditions or v.offered}

    def task(self, xform: str, count: int | None = None) -> dict[str, Any]:
        """What the browser is given: this XForm, in the first language, and the first `count` respondents."""
        told = [q.id for _, q in self.questionnaire.questions() if isinstance(q, Information)]
        tried = {"vectors": self.vectors[:count], "names": self.fields, "told": told}
        return {"xform": xform, "language": self.questionnaire.languages[0], **tried}


def instrument(path: Path, vectors: int) -> Instrument:
    """Everything that is needed to prove one questionnaire."""
    loaded = load_questionnaire(path)
    words = load_words(ROOT / "questionnaires/text", loaded.languages)
    flat = spoken(loaded, words)
    (content,) = xlsform.files(loaded, words).values()
    xform = convert(io.BytesIO(content), validate=False, file_type=".xlsx").xform
    rng, cuts = random.Random(2019), numbers_asked_about(flat)
    looked = asked_about(flat)
    made = []
    for number in range(vectors):
        typed = random_answers(flat, cuts, rng)
        made.append(vector(flat, thinned(flat, typed, rng) if number % 2 else typed, looked))
    return Instrument(f"{path.parent.name}-{path.stem}", flat, xform, made)


def thinned(questionnaire: Questionnaire, typed: dict[str, str], rng: random.Random) -> dict[str, str]:
    """The same answers with one box at most in each question; with many, no box of a long «or» matters alone."""
    kept = dict(typed)
    for columns in questionnaire.columns.values():
        boxes = [v.name for v in columns if v.kind == "tick" and v.name in typed]
        for name in set(boxes) - {rng.choice(boxes)} if boxes else ():
            del kept[name]
    return kept


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


def refused(form: Instrument, given: Vector, state: dict[str, Any]) -> str:
    """Answers to visible questions that Enketo did not take; empty when it has them all."""
    wrong = []
    for name, value in given:
        variable, listed = form.questionnaire.variables.get(name), state["shown"][name]
        wanted, kept = set(value.split()), set(state["kept"][name].split())
        if variable is None or variable.codes:
            wanted &= set(listed or ())
        elif variable.kind == "number":
            wanted, kept = ({read_number(one) or one for one in some} for some in (wanted, kept))
        if listed is not None and kept != wanted:
            wrong.append(f"{name}: Enketo keeps «{state['kept'][name]}», answered «{value}»")
    return ", ".join(wrong)


def both_ways(one: Instrument, states: list[dict[str, Any]]) -> int:
    """How many of the conditional columns some respondents met and others did not."""
    seen = [columns_shown(one.questionnaire, state["shown"]) for state in states]
    return sum(len({shown[name] for shown in seen}) == 2 for name in one.conditional)


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
    for number, (given, state) in enumerate(zip(one.vectors, result["states"], strict=False)):
        if wrong := difference(one, state) or refused(one, given, state):
            found.append(f"vector {number}: {wrong}")
    return found


def planted(one: Instrument) -> dict[str, str]:
    """What was turned round → the XForm with that one fault; nothing for a form without routing."""
    found: dict[str, str] = {}
    for where in ("relevant", "nodeset"):
        for right, wrong in FAULTS:
            place = re.search(rf'(\b{where}="[^"]*?)({right})', one.xform)
            if place:
                turned = place[1] + re.sub(right, wrong, place[2])
                found[f"{where}: {right}"] = one.xform[: place.start()] + turned + one.xform[place.end() :]
    return found


def prove_planted(made: list[Instrument], args: argparse.Namespace) -> int:
    """How many planted faults led nobody another way; 1 when there was nowhere to plant."""
    faults = []
    for number, one in enumerate(made):
        found = list(planted(one).items())
        chosen = {(number + turn) % len(found) for turn in (0, 1)} if found else set()
        faults += [(one, *found[index]) for index in sorted(chosen)]
    missed = []
    results = driven([one.task(form, PLANTED) for one, _, form in faults], args)
    for (one, name, _), result in zip(faults, results, strict=True):
        if not any(difference(one, state) for state in result["states"]):
            missed.append(f"{one.name} {name}")
    print(f"enketo   {len(faults)} faults planted, {len(missed)} missed")
    print("".join(f"         {line}\n" for line in missed), end="")
    return len(missed) or int(not faults)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--modules", type=Path, default=Path(MODULES))
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
    print(f"enketo   {'form':<28}{'vectors':>8}{'fields':>8}{'both ways':>11}{'differ':>8}{'seconds':>9}")
    for one, result in zip(made, driven([one.task(one.xform) for one in made], args), strict=True):
        found = problems(one, result)
        wrong += len(found)
        states += len(result["states"])
        said = f"{both_ways(one, result['states'])}/{len(one.conditional)}"
        counts = f"{len(result['states']):>8}{len(one.fields):>8}{said:>11}{len(found):>8}"
        print(f"enketo   {one.name:<28}{counts}{result['seconds']:>9.1f}")
        print("".join(f"         {line}\n" for line in found[:5]), end="")
    print(f"enketo   {len(made)} forms, {states} vectors, {wrong} differ, {perf_counter() - start:.0f} s")
    if args.plant:
        wrong += prove_planted(made, args)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
