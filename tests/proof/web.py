"""The web form in a real browser: routing, keyboard, no JavaScript, axe-core, the HTML checker, and pictures.

    python tests/proof/web.py [--modules node_modules] [--only routing walks vnu] [--vectors 2000] [--plant] [--out DIR]

`routing`: the script that stands in the form, run by node, asks the same questions as `survey.conditions` of at least
2 000 random respondents an instrument; with `--plant` its operators are turned round one by one, and each must be
noticed. `walks`: every instrument from start to receipt in both faces and languages, axe-core on every step, nothing
scrolls sideways; the study's own survey by keyboard only, in the file and, with JavaScript off, in the preview.
`vnu`: every page is valid HTML. Needs node, Chromium, Java, and the npm packages playwright-core, axe-core, vnu-jar.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from survey.conditions import TICKED, UNTICKED, holds
from survey.forms import html
from survey.forms.answers import read_number, route
from survey.forms.repeats import spoken
from survey.forms.spec import routes
from survey.forms.templates import FOLDER
from survey.load import load_questionnaire
from survey.model import Information, MultipleChoice, Questionnaire, SingleChoice, Variable
from survey.produce import instruments
from survey.questions.common import conditions
from survey.simulate import simulate
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".mjs")
ROUTING = FOLDER / "routing.js"
GALLERIES = ("forms_gallery", "repeats", "piping", "routing")
NUMBERS = ("0", "10", "16", "17.5", "18", "24", "25", "66", "67", "99")
DATES = ("1999-12-31", "2024-02-29")
FAULTS = (
    ("condition.any.some", "condition.any.every"),
    ("condition.all.every", "condition.all.some"),
    ("!holds(condition.not", "holds(condition.not"),
    ("value === condition.is", "value !== condition.is"),
    ("condition.in.includes(value)", "!condition.in.includes(value)"),
    ('value === "yes"', 'value !== "yes"'),
    ('(value !== null && value !== "") === condition.answered', "condition.answered"),
    ("number >= condition.at_least", "number > condition.at_least"),
    ("number <= condition.at_most", "number >= condition.at_most"),
)

Typed = dict[str, str]
Answers = dict[str, str | None]

RUN = """
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const made = { exports: {} };
new Function("module", given.source)(made);
process.stdout.write(JSON.stringify(given.typed.map((typed) => {
  const found = made.exports.route(given.questions, typed);
  return [Object.keys(found.shown).filter((id) => found.shown[id]), found.answers];
})));
"""


# ── routing ────────────────────────────────────────────────────────────────────────────────────


def anything(questionnaire: Questionnaire, rng: random.Random) -> Typed:
    """What somebody may have typed anywhere, also where the routing hides it."""
    given = {
        name: _value(variable, rng)
        for name, variable in questionnaire.variables.items()
        if variable.kind != "coded" and rng.random() < 0.75
    }
    ticks = {name for name, variable in questionnaire.variables.items() if variable.kind == "tick"}
    return {name: value for name, value in given.items() if not (name in ticks and value == UNTICKED)}


def _value(variable: Variable, rng: random.Random) -> str:
    other = {"number": NUMBERS, "date": DATES, "text": ("ord",)}
    return rng.choice(variable.codes or other[variable.kind])


class Evaluator:
    """Who meets what, by `survey.conditions.holds` alone, column by column; slow and plain."""

    def __init__(self, questionnaire: Questionnaire):
        self.questionnaire = questionnaire
        self.boxes = {
            q.id: [f"{q.id}_{option.code}" for option in questionnaire.options_of(q)]
            for _, q in questionnaire.questions()
            if isinstance(q, MultipleChoice)
        }

    def visible(self, typed: Typed) -> tuple[list[str], Answers]:
        """(questions met, answers that count)."""
        answers: Answers = {}
        met = []
        for block, question in self.questionnaire.questions():
            told = isinstance(question, Information)
            asked = [told and all(holds(c, answers) for c in conditions(block, question))]
            for variable in self.questionnaire.columns[question.id]:
                needed = [*variable.conditions, *([variable.offered] if variable.offered else [])]
                asked.append(all(holds(condition, answers) for condition in needed))
                answers[variable.name] = self._counts(variable, typed, answers) if asked[-1] else None
            boxes = self.boxes.get(question.id, [])
            some = any(answers[box] == TICKED for box in boxes)
            answers.update({box: (answers[box] or UNTICKED) if some else None for box in boxes})
            met += [question.id] if any(asked) else []
        return met, answers

    def _counts(self, variable: Variable, typed: Typed, answers: Answers) -> str | None:
        """What was typed, unless it is an option that is not offered."""
        question, value = self.questionnaire.question(variable.question), typed.get(variable.name)
        if isinstance(question, SingleChoice) and variable.kind == "single":
            chosen = next((o for o in self.questionnaire.options_of(question) if o.code == value), None)
            return None if chosen and chosen.when and not holds(chosen.when, answers) else value
        return value


@dataclass
class Sample:
    """An instrument, random respondents, and what each of them must meet."""

    questionnaire: Questionnaire
    typed: list[Typed]
    wanted: list[tuple[list[str], Answers]]

    @classmethod
    def drawn(cls, questionnaire: Questionnaire, vectors: int) -> Sample:
        rng, evaluator = random.Random(2019), Evaluator(questionnaire)
        typed = [anything(questionnaire, rng) for _ in range(vectors)]
        return cls(questionnaire, typed, [evaluator.visible(one) for one in typed])

    def script(self, source: str) -> int:
        """How many respondents the script `source` leads another way."""
        sent = {"source": source, "questions": routes(self.questionnaire), "typed": self.typed}
        command = ["node", "-e", RUN]
        done = subprocess.run(command, input=json.dumps(sent), capture_output=True, text=True, check=True)
        found = [(met, answers) for met, answers in json.loads(done.stdout)]
        return sum(one != wanted for one, wanted in zip(found, self.wanted, strict=True))

    def server(self) -> int:
        """How many respondents the server's routing leads another way."""
        routed = [route(self.questionnaire, one) for one in self.typed]
        found = [([name for name, shown in one.shown.items() if shown], one.answers) for one in routed]
        return sum(one != wanted for one, wanted in zip(found, self.wanted, strict=True))


def prove_routing(forms: list[Questionnaire], args: argparse.Namespace) -> int:
    """How many instruments are routed otherwise somewhere; with `--plant`, how many faults went unnoticed too."""
    source, wrong, samples = ROUTING.read_text(encoding="utf-8"), 0, list[Sample]()
    for questionnaire in forms:
        sample = Sample.drawn(questionnaire, args.vectors)
        script, server = sample.script(source), sample.server()
        wrong += bool(script or server)
        said = f"{len(sample.typed)} respondents, {script} differ in the script, {server} in the server"
        print(f"routing   {questionnaire.id:<24}{said}", flush=True)
        samples.append(Sample(questionnaire, sample.typed[:300], sample.wanted[:300]))
    for right, other in FAULTS if args.plant else ():
        assert source.count(right) == 1, right
        noticed = [one for one in samples if one.script(source.replace(right, other))]
        wrong += not noticed
        print(f"planted   {other:<52}noticed in {len(noticed)} instruments", flush=True)
    return wrong


# ── walks ──────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def preview(study: str) -> Iterator[str]:
    """The address of a preview that runs while the block does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "survey.preview", study, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def answers_of(questionnaire: Questionnaire) -> dict[str, str]:
    """One made-up respondent who meets as much as possible of the questionnaire."""
    frame, _ = simulate(questionnaire, 40, 7)
    columns = [name for name, variable in questionnaire.variables.items() if variable.kind != "coded"]
    table = frame[columns]
    row = table.loc[table.notna().sum(axis=1).idxmax()].dropna()
    return {str(name): _tidy(questionnaire.variables[str(name)], str(value)) for name, value in row.items()}


def _tidy(variable: Variable, value: str) -> str:
    return (read_number(value) or value) if variable.kind == "number" else value


def walks_of(form: Questionnaire, main: bool, url: str, folder: Path) -> list[dict[str, Any]]:
    """Both faces in every language with axe; the study's own survey also by keyboard and without JavaScript."""
    answers, respondent = answers_of(form), {"respondent": form.respondent}
    first = next((q.id for _, q in form.questions() if q.required), None)
    found = []
    for language in form.languages:
        for face in ("file", "server"):
            file = (folder / html.file_name(form, language)).as_uri()
            where = file if face == "file" else f"{url}/{form.id}/{language}/start"
            walk = {
                **respondent,
                "face": face,
                "url": where,
                "answers": answers,
                "script": True,
                "axe": True,
                "widths": True,
            }
            found.append(
                {**walk, "name": f"{form.id}-{face}-{language}", "hand": "pointer", "keep": face == "server"}
            )
    if main and first:
        step = _step_of(form, first)
        shots = {**respondent, "shots": [360, 1280], "stumble": step, "answers": answers, "hand": "keyboard"}
        file = (folder / html.file_name(form, form.languages[0])).as_uri()
        found.append({**shots, "name": "keyboard-file", "face": "file", "url": file, "script": True})
        served = f"{url}/{form.id}/{form.languages[-1]}/start"
        found.append({**shots, "name": "keyboard-server", "face": "server", "url": served, "script": False})
    return found


def _step_of(form: Questionnaire, question: str) -> str:
    from survey.forms.steps import steps

    return next(step.key for step in steps(form) if question in {q.id for q in step.questions})


def prove_walks(forms: list[Questionnaire], args: argparse.Namespace) -> int:
    """How many walks failed, broke a rule of accessibility, scrolled sideways or lost an answer."""
    wrong = checks = 0
    for form in forms:
        for name, content in html.files(
            form, load_words(ROOT / "questionnaires/text", form.languages)
        ).items():
            (args.out / name).write_bytes(content)
    with preview(args.study) as url:
        walks = [w for i, form in enumerate(forms) for w in walks_of(form, i == 0, url, args.out)]
        walks = [walk for walk in walks if args.walks in walk["name"]]
        given = {"chromium": args.chromium, "out": str(args.out), "walks": walks}
        command = ["node", str(SCRIPT), str(args.modules)]
        done = subprocess.run(
            command, input=json.dumps(given), stdout=subprocess.PIPE, text=True, check=False
        )
    if done.returncode:
        return 1
    for walk, found in zip(walks, json.loads(done.stdout), strict=True):
        problems = [
            *found["violations"],
            *(f"scrolls sideways: {w}" for w in found["wide"]),
            *found["refused"],
        ]
        problems += [found["failed"]] if "failed" in found else []
        problems += lost(walk, found["stored"]) if "stored" in found else []
        checks += found["checks"]
        wrong += bool(problems)
        said = f", errors {found['said']}" if found["said"] else ""
        print(f"walk      {walk['name']:<40}{len(found['steps'])} steps, {len(problems)} problems{said}")
        print("".join(f"          {p}\n" for p in problems), end="")
    print(f"walk      {len(walks)} walks, axe-core on {checks} pages")
    return wrong


def lost(walk: dict[str, Any], stored: Typed) -> list[str]:
    """What is not stored as it was answered; the file also names who, when and in which language."""
    answers = walk["answers"]
    more = set(stored) - set(answers) - {"submitted", "language", walk["respondent"]}
    differ = sorted(name for name in answers if stored.get(name) != answers[name])
    return [f"stored otherwise: {name}" for name in differ] + [
        f"stored besides: {name}" for name in sorted(more)
    ]


def prove_html(args: argparse.Namespace) -> int:
    """How many errors the HTML checker finds in the files and the server's pages of the walks."""
    pages = sorted(args.out.glob("*.html"))
    jar = args.modules / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [m for m in json.loads(done.stderr)["messages"] if m["type"] == "error"]
    for one in found[:20]:
        print(f"vnu       {Path(one['url']).name}: {one['message']}")
    print(f"vnu       {len(pages)} pages, {len(found)} errors")
    return len(found)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("study", nargs="?", default="som")
    parser.add_argument("--only", nargs="+", default=["routing", "walks", "vnu"])
    parser.add_argument("--walks", default="", help="only walks with this in their name")
    parser.add_argument("--instrument", nargs="+", default=[], help="only these (ids)")
    parser.add_argument("--modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--vectors", type=int, default=2000)
    parser.add_argument("--plant", action="store_true")
    parser.add_argument("--out", type=Path, help="where pages and pictures are left (default: nowhere)")
    return parser.parse_args()


def main() -> int:
    """Everything asked for; the exit code is 1 when anything is wrong."""
    args, start, wrong = parse(), perf_counter(), 0
    paths = instruments(ROOT / "params.yaml", args.study)
    loaded = [load_questionnaire(path if path.is_absolute() else ROOT / path) for path in paths]
    forms = [q for q in loaded if not args.instrument or q.id in args.instrument]
    with tempfile.TemporaryDirectory() as folder:
        args.out = (args.out or Path(folder)).resolve()
        args.out.mkdir(parents=True, exist_ok=True)
        words = load_words(ROOT / "questionnaires/text", ["nb", "nn", "en"])
        if "routing" in args.only:
            galleries = [load_questionnaire(ROOT / f"tests/surveys/{name}.yaml") for name in GALLERIES]
            wrong += prove_routing([spoken(q, words) for q in (*forms, *galleries)], args)
        if "walks" in args.only:
            wrong += prove_walks(forms, args)
        if "vnu" in args.only:
            wrong += prove_html(args)
    print(f"{'all is well' if not wrong else f'{wrong} wrong'} in {perf_counter() - start:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
