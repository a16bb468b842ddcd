"""Make up a data set that agrees with everything a publication says, where its microdata are not public.

In: the questionnaire, the ledger of claims, the study's world file, a seed (params `reconstructed`, or --seed).
Out: frame.csv, municipalities.csv, answers.csv and coding.csv as our own collection exports them, and a README that
says SYNTHETIC. It can agree with the publication; it cannot corroborate it. --page renews the page of distributions.
"""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from pathlib import Path

from analysis.synthetic.export import answer_tables, frame_tables
from analysis.synthetic.ledger import load_ledger
from analysis.synthetic.page import readme, renew
from analysis.synthetic.study import Made, Study, make
from analysis.synthetic.world import load_world
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.stage import arguments, params, run, say

STAGE = "reconstruct"


def read_study(args: Namespace) -> Study:
    """Everything the reconstruction rests on; raises SvarError listing every mistake."""
    seed = int(str(args.seed)) if args.seed else params(args.params, "reconstructed")[args.study]["seed"]
    questionnaire, ledger = load_questionnaire(args.questionnaire), load_ledger(args.claims)
    return Study(questionnaire, ledger, load_world(args.world), int(seed), args.claims.as_posix())


def write(study: Study, made: Made, out: Path) -> None:
    """The files of the study's raw folder."""
    tables = frame_tables(study.world, made.people, made.clusters)
    tables |= answer_tables(study.world, made.respondents, study.questionnaire, study.seed)
    for name, table in tables.items():
        write_frame(table, out / name)
    (out / "README.md").write_text(readme(study, made), encoding="utf-8")


def main() -> None:
    """Read, solve, write."""
    args = arguments(__doc__, "questionnaire", "claims", "world", "out", optional=("seed", "page"))
    study = read_study(args)
    made = make(study, partial(say, STAGE, args.study))
    write(study, made, args.out)
    if args.page:
        renew(args.page, study, made)
    claims = len(study.ledger.claims)
    say(STAGE, args.study, f"{claims} claims satisfied with seed {study.seed} → {args.out.as_posix()}")


if __name__ == "__main__":
    run(main)
