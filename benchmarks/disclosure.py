"""Random studies through the gate, audited; single suppressions removed, to see that each was needed. Run:
python -m benchmarks.disclosure

Each study has the questionnaire and plan of som (structure.json of a rendered study), 151 respondents in
44 clusters, random
groups, and answers whose people and clusters differ by chance (intra-cluster correlation 0 to 0.2),
routing respected. Writes one
JSON line a study to --out, and goes on where an earlier run stopped; `--summary` prints the table of
docs/protection.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial, reduce
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.audit import Published, audit
from analysis.compare import compare
from analysis.crosstab import crosstab
from analysis.disclosure.choose import UNMERGED
from analysis.disclosure.decide import Decision, People, Unprotected, Way, decide
from analysis.disclosure.frames import tested
from analysis.disclosure.measures import Judge, judged
from analysis.disclosure.rules import Rules
from analysis.plan import FILTERED, NESTED, Plan, SegmentPlan, groups_of
from analysis.plan_checks import load_plan
from analysis.results import ALL
from analysis.suppress import publish
from analysis.tables import Counter
from benchmarks.removals import removals
from survey.conditions import TICKED, UNTICKED, mask
from survey.load import load_questionnaire
from survey.model import MultipleChoice, Question, Questionnaire
from survey.stage import params

RESPONDENTS, CLUSTERS = 151, 44
EVERY = 10
"""One in so many studies also goes through the gate without merging answers."""


@dataclass(frozen=True)
class Setting:
    """What all random studies share."""

    plan: Plan
    questionnaire: Questionnaire
    rules: dict[str, Any]
    compare: dict[str, Any]


def people(setting: Setting, rng: np.random.Generator, size: tuple[int, int]) -> People:
    """Random respondents: (people, clusters) of `size`."""
    clusters = rng.integers(0, size[1], size[0])
    segments = pd.DataFrame({"respondent_id": [f"r{i:05d}" for i in range(size[0])]})
    segments["cluster"] = [f"c{c:02d}" for c in clusters]
    for k, part in enumerate(setting.plan.segments):
        groups = groups_of(setting.plan, part.id, setting.questionnaire)
        shares = rng.dirichlet(np.full(len(groups), 4.0))
        # Every other segment is a property of the cluster, as size and region are.
        drawn = rng.choice(len(groups), size[1], p=shares)[clusters] if k % 2 == 0 else None
        drawn = rng.choice(len(groups), size[0], p=shares) if drawn is None else drawn
        segments[part.id] = [groups[g] for g in drawn]
    answers = answered(setting.questionnaire, clusters, rng)
    status = pd.DataFrame("answered", index=answers.index, columns=answers.columns)
    for name, variable in setting.questionnaire.variables.items():
        asked = np.ones(size[0], dtype=bool)
        for condition in variable.conditions:
            asked &= mask(condition, answers).to_numpy()
        status[name] = np.where(answers[name].notna(), "answered", np.where(asked, "unanswered", "not_asked"))
    for part in setting.plan.segments_in_use:
        if part.id not in segments:
            segments[part.id] = _made(setting.plan, part, segments, answers)
    return People(answers, status, segments)


def _made(plan: Plan, part: SegmentPlan, segments: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """The groups of a nested or narrowed segment."""
    base, _, narrowed = part.id.partition(FILTERED)
    parts = [segments[name] for name in (plan.segment(base).of if NESTED in base else (base,))]
    whole = reduce(lambda one, other: one + NESTED + other, parts)
    return whole.where(mask(part.where, answers)) if narrowed and part.where else whole


def answered(questionnaire: Questionnaire, clusters: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Answers in the questionnaire's order, so that routing can look back."""
    alike = float(rng.choice([0.0, 0.05, 0.1, 0.2]))
    trait = np.sqrt(alike) * rng.normal(size=clusters.max() + 1)[clusters]
    trait = trait + np.sqrt(1 - alike) * rng.normal(size=len(clusters))
    answers = pd.DataFrame(index=range(len(clusters)))
    for _, question in questionnaire.questions():
        own = [n for n, v in questionnaire.variables.items() if v.question == question.id]
        for name in own:
            answers[name] = pd.Series(None, index=answers.index, dtype="str")
        if own:
            _answer(questionnaire, question, own, (answers, trait, rng))
    return answers


def _answer(
    questionnaire: Questionnaire,
    question: Question,
    own: list[str],
    state: tuple[pd.DataFrame, np.ndarray, np.random.Generator],
) -> None:
    answers, trait, rng = state
    if isinstance(question, MultipleChoice):
        _tick(questionnaire, question, state)
    for name in own:
        variable = questionnaire.variables[name]
        if variable.kind == "tick" or not variable.closed:
            continue
        asked = np.ones(len(trait), dtype=bool)
        for condition in variable.conditions:
            asked &= mask(condition, answers).to_numpy()
        if variable.kind == "coded":
            asked &= rng.random(len(trait)) < 0.5
        elif not variable.required:
            asked &= rng.random(len(trait)) < 0.97
        codes = np.array(variable.substantive)
        limits = np.cumsum(rng.dirichlet(np.full(len(codes), 1.5)))[:-1]
        place = np.argsort(np.argsort(0.7 * trait + rng.normal(size=len(trait)))) / len(trait)
        answers.loc[asked, name] = codes[np.searchsorted(limits, place)][asked]


def _tick(
    questionnaire: Questionnaire,
    question: MultipleChoice,
    state: tuple[pd.DataFrame, np.ndarray, np.random.Generator],
) -> None:
    """At least one box of those offered; an exclusive one stands alone."""
    answers, trait, rng = state
    options = {f"{question.id}_{o.code}": o for o in questionnaire.options_of(question)}
    first = questionnaire.variables[next(iter(options))]
    asked = np.ones(len(trait), dtype=bool)
    for condition in first.conditions:
        asked &= mask(condition, answers).to_numpy()
    offered = {n: mask(o.when, answers).to_numpy() & asked if o.when else asked for n, o in options.items()}
    ticked = {n: offered[n] & (rng.normal(size=len(trait)) + 0.4 * trait < rng.normal()) for n in options}
    exclusive = [n for n, o in options.items() if o.exclusive]
    for name in exclusive:
        ticked[name] = asked & (rng.random(len(trait)) < rng.uniform(0.03, 0.25))
        for other in options:
            if other != name:
                ticked[other] &= ~ticked[name]
    none = asked & ~np.logical_or.reduce(list(ticked.values()))
    for name in [n for n in options if n not in exclusive]:
        ticked[name] |= none & offered[name]
        none &= ~offered[name]
    asked = asked & np.logical_or.reduce(list(ticked.values()))
    for name in options:
        answers.loc[asked, name] = np.where(ticked[name], TICKED, UNTICKED)[asked]


def one(setting: Setting, seed: int, mutations: int, size: tuple[int, int]) -> dict[str, Any]:
    """What became of one random study."""
    rng = np.random.default_rng(seed)
    drawn = people(setting, rng, size)
    rules = Rules(**setting.rules)
    start = time.process_time()
    try:
        decision = decide(setting.plan, setting.questionnaire, drawn, rules)
    except Unprotected as refused:
        return {"seed": seed, "refused": str(refused)}
    seconds = time.process_time() - start
    counter = Counter(drawn.answers, drawn.status, drawn.segments, setting.questionnaire)
    estimates = crosstab(counter, setting.plan, setting.questionnaire, 0.95)
    judge = Judge(decision, setting.plan, setting.questionnaire)
    marked = judged(estimates, judge)
    published = _published(setting, publish(marked), decision)
    start = time.process_time()
    found = audit(published, setting.rules)
    result = {
        "seed": seed,
        "suppress_s": round(seconds, 1),
        "audit_s": round(time.process_time() - start, 1),
        "audited": len(found.spans),
        "exposed": ["/".join(place) for place in (*found.exposed, *found.unfollowed)],
        "narrowest": min((span.width for span in found.spans.values()), default=0.0),
        **_kept(marked, estimates, rules),
        **_findings(setting, counter, judge),
    }
    result["mutations"] = list(removals(published, setting.rules, (marked, estimates), (rng, mutations)))
    if seed % EVERY == 0:
        result["single"] = single(setting, drawn, counter, estimates)
    return result


def single(setting: Setting, drawn: People, counter: Counter, estimates: pd.DataFrame) -> dict[str, Any]:
    """What would be kept if answers were never merged, only hidden."""
    try:
        decision = decide(setting.plan, setting.questionnaire, drawn, Rules(**setting.rules), Way(UNMERGED))
    except Unprotected as refused:
        return {"refused": str(refused)}
    judge = Judge(decision, setting.plan, setting.questionnaire)
    kept = _kept(judged(estimates, judge), estimates, decision.rules)
    return kept | _findings(setting, counter, judge)


def _published(setting: Setting, estimates: pd.DataFrame, decision: Decision) -> Published:
    text = estimates.astype(object).where(estimates.notna(), None)
    for name in ("estimate", "n"):
        text[name] = [None if v is None else repr(float(v)) for v in text[name]]
    rows = []
    for key, value, seen in zip(
        decision.forms.keys, decision.forms.value, decision.choice.visible, strict=True
    ):
        if key[3] == "size" and decision.forms.shown[decision.forms.index[key]]:
            rows.append((key[1], key[2], str(value) if seen else None, "" if seen else "protected"))
    response = pd.DataFrame(rows, columns=["segment", "group", "answered", "hidden"])
    return Published(text, response, setting.plan, setting.questionnaire)


def _kept(marked: pd.DataFrame, estimates: pd.DataFrame, rules: Rules) -> dict[str, Any]:
    """Visible values of groups, beside those that primary rules alone would leave at the finest level."""
    groups = (estimates["group"] != ALL) & (estimates["n"] > 0)
    found: dict[str, Any] = {}
    for measure in ("count", "top", "mean"):
        own = marked[groups & (estimates["measure"] == measure)]
        found[measure] = [len(own), int((own["reason"] == "").sum())]
    counts = estimates[groups & (estimates["measure"] == "count")]
    primary = rules.sensitive(counts["estimate"].to_numpy(), counts["n"].to_numpy())
    found["primary_only"] = [len(counts), int((~primary).sum())]
    return found


def _findings(setting: Setting, counter: Counter, judge: Judge) -> dict[str, Any]:
    tests = compare(counter, setting.plan, setting.compare).tests
    told = tests[tests["finding"] != "none"]
    shown = tested(told, judge) if len(told) else told.assign(reason="")
    return {"findings": [len(told), int((shown["reason"] == "").sum())]}


def summary(lines: list[dict[str, Any]]) -> Iterator[str]:
    """The table of docs/protection.md."""
    refused = [line["seed"] for line in lines if "refused" in line]
    yield f"studies refused {len(refused)} {refused or ''}"
    lines = [line for line in lines if "refused" not in line]
    mutations = [m for line in lines for m in line["mutations"]]
    found = sum(m["found"] for m in mutations)
    audited, exposed = sum(x["audited"] for x in lines), sum(len(x["exposed"]) for x in lines)
    yield f"studies {len(lines)}, hidden numbers {audited}, exposed {exposed}"
    yield f"removals {len(mutations)}, found {found} ({100 * found / max(1, len(mutations)):.1f} %)"
    yield f"harmless, by worlds: {sum(m.get('harmless', False) for m in mutations)} of the other {len(mutations) - found}"
    for name in ("count", "primary_only", "top", "mean", "findings"):
        total, kept = (sum(line[name][i] for line in lines) for i in (0, 1))
        yield f"{name:<14}{total:>8} of which visible {kept:>8} ({100 * kept / max(1, total):.1f} %)"
    both = [line for line in lines if "refused" not in line.get("single", {"refused": ""})]
    for name in ("count", "top", "mean", "findings"):
        total = sum(line[name][0] for line in both)
        merged, alone = (sum(x[name][1] for x in each) for each in (both, [line["single"] for line in both]))
        yield (
            f"{len(both)} studies: {name} visible {_percent(merged, total)} with merging, {_percent(alone, total)} without"
        )
    for name in ("suppress_s", "audit_s"):
        yield f"{name:<14}median {np.median([line[name] for line in lines]):.1f} s CPU"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--studies", type=int, default=200)
    parser.add_argument("--mutations", type=int, default=5, help="a study")
    parser.add_argument("--jobs", type=int, default=2, help="studies at a time")
    parser.add_argument("--structure", type=Path, default=Path("data/render/som/structure.json"))
    parser.add_argument("--plan", type=Path, default=Path("analysis/plans/som.yaml"))
    parser.add_argument("--out", type=Path, default=Path("build/disclosure.jsonl"))
    parser.add_argument("--summary", action="store_true")
    args = parser.parse_args()
    lines = [json.loads(line) for line in args.out.read_text().splitlines()] if args.out.is_file() else []
    if not args.summary:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        left = sorted(set(range(args.studies)) - {line["seed"] for line in lines})
        run = partial(one, _setting(args), mutations=args.mutations, size=(RESPONDENTS, CLUSTERS))
        with Pool(args.jobs, maxtasksperchild=20) as pool, args.out.open("a") as file:
            for line in pool.imap_unordered(run, left):
                lines.append(line)
                file.write(json.dumps(line) + "\n")
                file.flush()
    sys.stdout.write("\n".join(summary(lines)) + "\n")


def _setting(args: argparse.Namespace) -> Setting:
    questionnaire = load_questionnaire(args.structure)
    blocks = [params(Path("params.yaml"), name) for name in ("suppress", "compare")]
    plan = load_plan(args.plan, questionnaire).model_copy(update={"sensitivity": None, "relations": ()})
    return Setting(plan, questionnaire, *blocks)


if __name__ == "__main__":
    main()
