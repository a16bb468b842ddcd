"""Made-up answers that respect routing, required questions and piped options: to try an evaluation before fieldwork.

In: the questionnaire, and how many respondents. Out: answers.csv and frame.csv as our own collection would export them,
every row marked SYNTHETIC. People differ (a latent trait), so that batteries hang together as real ones do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from survey.conditions import TICKED, UNTICKED, holds
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.model import Background, Date, MultipleChoice, Number, Questionnaire, Variable
from survey.stage import arguments, params, run, say
from survey.validate import SYNTHETIC

START = datetime(2024, 1, 8, 8, 0)
"""First possible time of an answer; a fixed date, because the same seed must give the same bytes."""

Answers = dict[str, str | None]


@dataclass
class Person:
    """One made-up respondent: who they are and how high they tend to answer (about -2 to 2)."""

    answers: Answers
    trait: float
    rng: np.random.Generator


def simulate(questionnaire: Questionnaire, respondents: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(answers, frame): `respondents` rows of answers, and a frame of about twice as many invited people."""
    rng = np.random.default_rng(seed)
    invited = [_background(questionnaire, i, rng) for i in range(2 * respondents)]
    answered = sorted(rng.choice(len(invited), size=respondents, replace=False))
    rows = [_respond(questionnaire, invited[i], rng) for i in answered]
    columns = [questionnaire.respondent, "submitted", "language", *_exported(questionnaire), "data_origin"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(invited)


def _exported(questionnaire: Questionnaire) -> list[str]:
    return [name for name, variable in questionnaire.variables.items() if variable.kind != "coded"]


def _background(questionnaire: Questionnaire, number: int, rng: np.random.Generator) -> Answers:
    person: Answers = {questionnaire.respondent: f"s{number + 1:04d}"}
    if questionnaire.cluster:
        person[questionnaire.cluster] = f"c{number % max(2, 20):03d}"
    for variable in questionnaire.background:
        person[variable.id] = str(rng.choice([o.code for o in variable.options], p=_falling(variable)))
    return {**person, "data_origin": SYNTHETIC}


def _falling(variable: Background) -> np.ndarray:
    weights = np.array([1 / (1 + 0.4 * i) for i in range(len(variable.options))])
    return np.asarray(weights / weights.sum())


def _respond(questionnaire: Questionnaire, who: Answers, rng: np.random.Generator) -> Answers:
    person = Person({}, float(rng.normal()), rng)
    for _, question in questionnaire.questions():
        names = [
            n for n, v in questionnaire.variables.items() if v.question == question.id and v.kind != "coded"
        ]
        if isinstance(question, MultipleChoice):
            _tick(questionnaire, question, names, person)
        for name in names:
            if name not in person.answers:
                person.answers[name] = _answer(questionnaire, questionnaire.variables[name], person)
    time = START + timedelta(minutes=int(rng.integers(0, 14 * 24 * 60)))
    language = str(rng.choice(questionnaire.languages))
    head = {
        questionnaire.respondent: who[questionnaire.respondent],
        "submitted": time.isoformat(),
        "language": language,
    }
    return {**head, **person.answers, "data_origin": SYNTHETIC}


def _tick(questionnaire: Questionnaire, question: MultipleChoice, names: list[str], person: Person) -> None:
    """Tick at least one box of those offered; an exclusive one stands alone."""
    boxes = [n for n in names if questionnaire.variables[n].kind == "tick"]
    variable = questionnaire.variables[boxes[0]]
    if not all(holds(condition, person.answers) for condition in variable.conditions):
        person.answers.update(dict.fromkeys(boxes, None))
        return
    options = dict(zip(boxes, questionnaire.options_of(question), strict=True))
    offered = [b for b, o in options.items() if o.when is None or holds(o.when, person.answers)]
    chance = [0.06 if options[b].exclusive else 0.55 / (1 + 0.25 * i) for i, b in enumerate(offered)]
    ticked = {b for b, p in zip(offered, chance, strict=True) if person.rng.random() < p} or set(offered[:1])
    alone = [b for b in ticked if options[b].exclusive]
    ticked = {alone[0]} if alone else ticked
    # Without a single box to tick the question is not met at all.
    person.answers.update({b: (TICKED if b in ticked else UNTICKED) if offered else None for b in boxes})


def _answer(questionnaire: Questionnaire, variable: Variable, person: Person) -> str | None:
    if not all(holds(condition, person.answers) for condition in variable.conditions):
        return None
    if not variable.required and variable.kind != "text" and person.rng.random() < 0.03:
        return None
    return _MAKERS[variable.kind](questionnaire, variable, person)


def _choose(questionnaire: Questionnaire, variable: Variable, person: Person) -> str:
    codes = variable.substantive
    if not variable.ordinal:
        weights = np.array([1 / (1 + 0.5 * i) for i in range(len(codes))])
        return str(person.rng.choice(codes, p=weights / weights.sum()))
    # A latent value, cut into as many steps as the scale has; the item's own level comes from its place in
    # its question.
    level = (sum(map(ord, variable.name)) % 7 - 3) / 4
    latent = 0.8 * person.trait + level + float(person.rng.normal(scale=0.8))
    step = int(np.clip((latent + 2.2) / 4.4 * len(codes), 0, len(codes) - 1))
    return codes[step]


def _number(questionnaire: Questionnaire, variable: Variable, person: Person) -> str:
    question = questionnaire.question(variable.question)
    assert isinstance(question, Number)
    low = question.minimum if question.minimum is not None else 0.0
    high = question.maximum if question.maximum is not None else low + 100.0
    middle = (low + high) / 2 + person.trait * (high - low) / 8
    value = float(np.clip(person.rng.normal(middle, (high - low) / 6), low, high))
    return f"{value:.{question.decimals}f}"


def _date(questionnaire: Questionnaire, variable: Variable, person: Person) -> str:
    question = questionnaire.question(variable.question)
    assert isinstance(question, Date)
    day = (START + timedelta(days=int(person.rng.integers(0, 365)))).date().isoformat()
    return min(max(day, question.earliest or day), question.latest or day)


def _words(questionnaire: Questionnaire, variable: Variable, person: Person) -> str | None:
    given = person.rng.random() < 0.3 or variable.required
    return f"{SYNTHETIC} {int(person.rng.integers(1000, 9999))}" if given else None


_MAKERS: dict[str, Callable[[Questionnaire, Variable, Person], str | None]] = {
    "single": _choose,
    "item": _choose,
    "number": _number,
    "date": _date,
    "text": _words,
}


def main() -> None:
    """Write data/raw/<study>/answers.csv and frame.csv for a study listed under `simulated` in params.yaml."""
    args = arguments(__doc__, "questionnaire", "out")
    settings = params(args.params, "simulated").get(args.study) or {}
    respondents, seed = int(settings.get("respondents", 200)), int(settings.get("seed", 1))
    answers, frame = simulate(load_questionnaire(args.questionnaire), respondents, seed)
    write_frame(answers, args.out / "answers.csv")
    write_frame(frame, args.out / "frame.csv")
    say("simulate", args.study, f"{len(answers)} made-up respondents of {len(frame)} invited (seed {seed})")


if __name__ == "__main__":
    run(main)
