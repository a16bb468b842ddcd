"""The whole reconstruction: who was invited, who answered, then block after block of answers, each given the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.constraints import STATISTICS
from analysis.synthetic.form import simulate_block
from analysis.synthetic.frame import make_clusters, make_people, make_sets
from analysis.synthetic.ledger import RESPONDENTS, Claim, Ledger, expand, mentioned
from analysis.synthetic.scene import Rows
from analysis.synthetic.solve import RESPONDED, Effort, Outcome, Task, as_column, solve
from analysis.synthetic.traits import Crowd, simulate
from analysis.synthetic.world import SolveBlock, World
from survey.conditions import TICKED, UNTICKED, column_of
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Option, Questionnaire, Variable


@dataclass(frozen=True)
class Study:
    """What is given: the instrument, the ledger and where it stands, the world, the seed."""

    questionnaire: Questionnaire
    ledger: Ledger
    world: World
    seed: int
    place: str

    @property
    def cluster(self) -> str:
        """The column of the group that respondents belong to."""
        assert self.questionnaire.cluster is not None
        return self.questionnaire.cluster


@dataclass(frozen=True)
class Made:
    """What came out: participant list, its clusters, respondents with all answers, and the work of each block."""

    people: pd.DataFrame
    clusters: pd.DataFrame
    respondents: pd.DataFrame
    outcomes: dict[str, Outcome]


Tell = Callable[[str], None]


def make(study: Study, tell: Tell) -> Made:
    """A data set that satisfies every claim; raises SvarError naming block and claims when there is none."""
    homes = assign(study)
    clusters = make_clusters(study.world, study.cluster, study.seed)
    people = make_people(study.world, clusters, (study.questionnaire.respondent, study.cluster), study.seed)
    tables = {
        "frame_participants": Rows(people, study.cluster),
        "frame_municipalities": Rows(clusters, study.cluster),
        "frame_sets": Rows(make_sets(study.world), study.cluster),
    }
    outcomes = {RESPONDED: who_answered(study, tables, people, homes[RESPONDED])}
    _tell(tell, RESPONDED, outcomes[RESPONDED])
    answered = [code == TICKED for code in outcomes[RESPONDED].answers[RESPONDED]]
    known = people[answered].reset_index(drop=True)
    for block in study.world.blocks:
        outcomes[block.id] = outcome = answer_block(study, block, tables, known, homes[block.id])
        known = known.assign(
            **{name: as_column(codes, known.index) for name, codes in outcome.answers.items()}
        )
        _tell(tell, block.id, outcome)
    return Made(people, clusters, known, outcomes)


def _tell(tell: Tell, block: str, outcome: Outcome) -> None:
    share = 100 * outcome.changed / max(outcome.given, 1)
    tell(
        f"{block}: {outcome.claims} claims, {outcome.given} answers, {outcome.changed} changed ({share:.1f} %)"
    )


def who_answered(study: Study, tables: dict[str, Rows], people: pd.DataFrame, claims: list[Claim]) -> Outcome:
    """The people who answered: the likeliest ones with which all claims on the frame hold."""
    response = study.world.response
    yes_no = (Option(code=TICKED, label={"en": "yes"}), Option(code=UNTICKED, label={"en": "no"}))
    variable = Variable(
        name=RESPONDED, question=RESPONDED, kind="single", options=yes_no, label={"en": RESPONDED}
    )
    crowd = Crowd(people, study.cluster, study.world, study.seed)
    column = simulate(variable, response.profile, crowd, [True] * len(people))
    places = {**tables, RESPONDENTS: Rows(people, study.cluster, size=response.answered)}
    task = Task(RESPONDED, places, {RESPONDED: column}, claims, study.questionnaire, study.world.aliases)
    return solve(task, _effort(study), study.place)


def answer_block(
    study: Study, block: SolveBlock, tables: dict[str, Rows], known: pd.DataFrame, claims: list[Claim]
) -> Outcome:
    """The answers to one block's variables, given everything known of the respondents."""
    crowd = Crowd(known, study.cluster, study.world, study.seed)
    columns = simulate_block(variables_of(block, study), crowd, study.questionnaire)
    places = {**tables, RESPONDENTS: Rows(known, study.cluster)}
    task = Task(block.id, places, columns, claims, study.questionnaire, study.world.aliases)
    return solve(task, _effort(study, block.limit), study.place)


def _effort(study: Study, limit: float | None = None) -> Effort:
    return Effort(limit or study.world.limit, study.world.gap, study.seed)


def variables_of(block: SolveBlock, study: Study) -> tuple[str, ...]:
    """The block's variables, wildcards written out, without those of an earlier block."""
    taken: set[str] = set()
    for earlier in study.world.blocks:
        if earlier.id == block.id:
            break
        taken |= set(expand(earlier.variables, study.questionnaire))
    return tuple(name for name in expand(block.variables, study.questionnaire) if name not in taken)


def assign(study: Study) -> dict[str, list[Claim]]:
    """Block → its claims: the block that solves the last of the variables a claim speaks of.

    Claims that only the frame and the instrument can fulfil belong to the first block. Raises SvarError (S022–S025).
    """
    order = [RESPONDED, *(block.id for block in study.world.blocks)]
    home = {name: block.id for block in study.world.blocks for name in variables_of(block, study)}
    findings = _unprofiled(study, home) + _unrouted(study, home, order)
    homes: dict[str, list[Claim]] = {block: [] for block in order}
    for claim in [*study.ledger.claims, *study.world.structure, *_peaks(study, home)]:
        asked = sorted(mentioned(claim, study.questionnaire) & set(study.questionnaire.variables))
        lost = [name for name in asked if name not in home]
        if lost:
            findings.append(finding("S022", study.place, claim.id, problem=f"{lost[0]} is never solved"))
        elif claim.statistic not in STATISTICS:
            findings.append(
                finding(
                    "S023", study.place, claim.statistic, suggestion=did_you_mean(claim.statistic, STATISTICS)
                )
            )
        else:
            homes[max([RESPONDED, *(home[name] for name in asked)], key=order.index)].append(claim)
    if findings:
        raise SvarError(findings)
    return homes


def _unprofiled(study: Study, home: Iterable[str]) -> list[Finding]:
    profiles, solved = study.world.profiles, list(home)
    missing = [name for name in solved if name not in profiles]
    idle = [name for name in profiles if name not in solved]
    return [
        *(finding("S024", study.place, name, suggestion=did_you_mean(name, idle)) for name in missing),
        *(finding("S027", study.place, name, suggestion=did_you_mean(name, missing)) for name in idle),
    ]


def _unrouted(study: Study, home: Mapping[str, str], order: list[str]) -> list[Finding]:
    """A question can be put only to those whose earlier answers are known."""
    found = []
    for name, block in home.items():
        for condition in study.questionnaire.variables[name].conditions:
            gates = [column_of(leaf) for leaf in condition.leaves()]
            late = [
                gate for gate in gates if gate not in home or order.index(home[gate]) >= order.index(block)
            ]
            found += [finding("S025", study.place, name, question=gate) for gate in late]
    return found


def _peaks(study: Study, home: Iterable[str]) -> list[Claim]:
    """Rated answers rise to one code and fall after it, unless the world file says otherwise."""
    claims = []
    for name in home:
        variable, profile = study.questionnaire.variables[name], study.world.profiles.get(name)
        if variable.ordinal and profile is not None and profile.single_peak:
            peak = variable.substantive[profile.shape.index(max(profile.shape))]
            claims.append(
                Claim(id=f"peak:{name}", variable=name, measure={"stat": "single_peak"}, value=peak)
            )
    return claims
