"""Stage segment: who belongs to which group, who answered, and how well they stand for the rest.

In: clean answers and their status, the raw frame and cluster table, the plan, its register if it has one.
Out: segments.csv (one row a respondent: id, cluster, every segment of the plan in use, `weight_<id>`, `stratum`);
design.json; weights.csv (diagnostics); findings.csv; response.csv (RESPONSE_COLUMNS); response_rates.csv
(RATE_COLUMNS); representativity.csv (REPRESENTATIVITY_COLUMNS); response.json (the metrics); and, when there is a
frame, frame.csv (one row an invited person: frame and cluster columns, the segments that the frame can tell, the
outcome in `aapor`, answered yes/no).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.design.finite import STRATUM, design_findings, finite
from analysis.plan import FILTERED, Plan, SegmentPlan, groups_of
from analysis.plan_checks import load_plan
from analysis.register.lookup import Register, as_register
from analysis.response.frames import response
from analysis.response.limits import Limits
from analysis.response.results import Response, respond
from analysis.segments import KINDS
from analysis.segments.known import Known
from analysis.segments.people import read_people
from analysis.weights import weigh, weight_findings
from survey.conditions import column_of
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.messages import finding
from survey.model import Questionnaire
from survey.stage import arguments, params, run, say, write_json
from survey.validate import findings_frame


def known_of(
    answers: pd.DataFrame,
    people: pd.DataFrame | None,
    questionnaire: Questionnaire,
    register: Register | None = None,
) -> Known:
    """What is known of the respondents: their answers, and what the frame says of them."""
    key = questionnaire.respondent
    joined = answers
    if people is not None:
        new = [c for c in people.columns if c == key or c not in answers.columns]
        joined = answers.merge(people[new], on=key, how="left", validate="many_to_one")
    return Known(joined, frozenset(questionnaire.variables), register)


def segment(
    answers: pd.DataFrame, people: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> pd.DataFrame:
    """One row a respondent: id, cluster and the group of each segment (missing where unknown)."""
    return divide(known_of(answers, people, questionnaire), plan, questionnaire)


def divide(known: Known, plan: Plan, questionnaire: Questionnaire) -> pd.DataFrame:
    """The same for what is known; `known` then holds the segments, what was merged and the findings."""
    for part in plan.segments_in_use:
        known.made[part.id] = groups(known, part, plan, questionnaire)
    wanted = (questionnaire.respondent, questionnaire.cluster, plan.design.clusters)
    columns = {name: known.columns[name] for name in wanted if name and name in known.columns}
    table = {**columns, **known.made}
    if plan.design.strata:
        known.require([plan.design.strata], "design")
        table[STRATUM] = known.column(plan.design.strata)
    return pd.DataFrame(table)


def groups(known: Known, part: SegmentPlan, plan: Plan, questionnaire: Questionnaire) -> pd.Series:
    """The group of each person; SvarError (P001) when what the segment is made of is not there."""
    base, _, crosstab = part.id.partition(FILTERED)
    if crosstab:
        whole = known.made.get(base)
        if whole is None:
            whole = groups(known, plan.segment(base), plan, questionnaire)
        # A cross-tab narrows the segment as it is, with its own `where` and what was merged in the whole study.
        return _only(whole, part, known)
    known.require(list(part.of), part.id)
    found = _only(KINDS[part.kind](part, known), part, known)
    codes = groups_of(plan, part.id, questionnaire)
    return _merge_small(found.where(found.isin(codes), None), part, codes, known)


def _only(found: pd.Series, part: SegmentPlan, known: Known) -> pd.Series:
    return found if part.where is None else found.where(known.meets(part.where), None)


def _merge_small(found: pd.Series, part: SegmentPlan, codes: tuple[str, ...], known: Known) -> pd.Series:
    """Groups with too few respondents counted as another; those invited follow what was decided for respondents."""
    rule = part.merge_small
    if rule is None:
        return found
    if part.id not in known.merged:
        counts = {code: int((found == code).sum()) for code in codes if code != rule.into}
        small = {code: count for code, count in counts.items() if count < rule.under}
        known.merged[part.id] = dict.fromkeys(small, rule.into)
        words = {"segment": part.id, "under": rule.under, "into": rule.into}
        known.findings += [finding("D065", part.id, code, count=n, **words) for code, n in small.items()]
    return found.mask(found.isin(list(known.merged[part.id])), rule.into)


def frame(
    people: pd.DataFrame,
    segments: pd.DataFrame,
    plan: Plan,
    questionnaire: Questionnaire,
    like: Known | None = None,
) -> pd.DataFrame:
    """One row an invited person: frame columns, segments that the frame can tell, and whether they answered.

    `like` is what was known of the respondents: the same register, the same merging of small groups. It gets the
    findings about everybody invited.
    """
    key, asked = questionnaire.respondent, [c for c in people.columns if c in questionnaire.variables]
    known = Known(people.drop(columns=asked), frozenset(questionnaire.variables))
    if like is not None:
        known.register, known.merged, known.findings = like.register, like.merged, like.findings
    columns = {name: people[name] for name in people.columns}
    for part in plan.segments_in_use:
        if _can_tell(part, known, plan):
            columns[part.id] = known.made[part.id] = groups(known, part, plan, questionnaire)
        else:
            # A column that only shares its name with a segment made of answers is not that segment.
            columns.pop(part.id, None)
            known.columns = known.columns.drop(columns=part.id, errors="ignore")
    columns["answered"] = people[key].isin(segments[key]).map({True: "yes", False: "no"})
    return pd.DataFrame(columns)


def _can_tell(part: SegmentPlan, known: Known, plan: Plan) -> bool:
    """Whether everything the segment is made of is known without asking."""
    base = part.id.partition(FILTERED)[0]
    if base != part.id and base not in known.made and not _can_tell(plan.segment(base), known, plan):
        return False
    if part.kind == "nested" and not all(name in known.made for name in part.of):
        return False
    conditions = [*(part.conditions or {}).values(), *([part.where] if part.where else [])]
    looked_at = [column_of(leaf) for condition in conditions for leaf in condition.leaves()]
    return not any(name in known.questions for name in looked_at) and not known.lacks([*part.of, *looked_at])


def main() -> None:
    """Read answers, frame and plan; write groups, weights and response."""
    args = arguments(__doc__, "questionnaire", "plan", "raw", "clean", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    people, findings = read_people(args.raw, plan)
    known = known_of(read_frame(args.clean / "answers.csv"), people, questionnaire, _register(plan))
    segments = divide(known, plan, questionnaire)
    invited = None if people is None else frame(people, segments, plan, questionnaire, known)
    weights, diagnostics = weigh(_with_given(segments, known, plan), invited, plan, questionnaire)
    design = finite(segments, invited, plan, questionnaire)
    status, limits = read_frame(args.clean / "status.csv"), Limits(**params(args.params, "segment"))
    result = respond(invited, status, plan, questionnaire, limits)
    write_frame(pd.concat([segments, weights], axis=1), args.out / "segments.csv")
    write_frame(diagnostics, args.out / "weights.csv")
    write_json(design, args.out / "design.json")
    _write(result, args.out)
    write_frame(response(segments, result.invited, plan, questionnaire), args.out / "response.csv")
    findings += [
        *known.findings,
        *weight_findings(diagnostics),
        *design_findings(design, plan),
        *result.findings,
    ]
    write_frame(findings_frame(list(dict.fromkeys(findings))), args.out / "findings.csv")
    say("segment", args.study, _summary(segments, known, plan))


def _with_given(segments: pd.DataFrame, known: Known, plan: Plan) -> pd.DataFrame:
    """The segments, and the columns that hold the weights of kind `given`."""
    given = [str(weight.of) for weight in plan.weights if weight.kind == "given"]
    known.require(given, "weights")
    return segments.assign(**{name: known.column(name) for name in given})


def _register(plan: Plan) -> Register | None:
    given = plan.register_
    return as_register(read_frame(Path(given.file)), given.at, given.file) if given else None


def _write(result: Response, out: Path) -> None:
    if result.invited is not None:
        write_frame(result.invited, out / "frame.csv")
    write_frame(result.rates, out / "response_rates.csv")
    write_frame(result.representativity, out / "representativity.csv")
    write_json(result.metrics, out / "response.json")


def _summary(segments: pd.DataFrame, known: Known, plan: Plan) -> str:
    declared = [part.id for part in plan.segments]
    unknown = int(segments[declared].isna().any(axis=1).sum())
    merged = sum(len(small) for small in known.merged.values())
    line = f"{len(segments)} respondents, {len(known.made)} segments; {unknown} with an unknown group"
    return f"{line}; {merged} small groups merged" if merged else line


if __name__ == "__main__":
    run(main)
