"""Stage tabulate: every published result as a workbook, with labels in all the languages of the report.

In: the suppress folder, the replicate folder (verdicts only; optional), questionnaire, plan, the report's outline, words.
Out: the .xlsx file that the outline names; nothing without a name.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.plan import Plan
from analysis.plan_checks import load_plan
from reports.prose.published import fingerprint
from reports.prose.verdicts import read_verdicts
from reports.style.labels import Labels
from reports.style.outline import Outline, load_outline, places
from reports.tables.book import Book, workbook
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, read_json, run, say, study_settings
from survey.words import load_words


def tabulate(args: argparse.Namespace, outline: Outline, asked: tuple[Questionnaire, Plan]) -> bytes:
    """The workbook; the first language is the report's main one."""
    languages = [place.language for place in places(study_settings(args.params, args.study)["language"])]
    every = load_words(args.words, languages)
    labels = {language: Labels(*asked, language, every[language]) for language in languages}
    about = {"title": outline.title, "study": args.study, "data": fingerprint(args.numbers)}
    if read_json(args.numbers / "quality.json").get("synthetic"):
        about["synthetic"] = str(every[languages[0]]["report"]["synthetic"]["property"])
    return workbook(Book(args.numbers, labels, about, read_verdicts(args.verdicts)))


def main() -> None:
    """One workbook a study, apart from its report: a changed sentence does not make it anew."""
    names = ("questionnaire", "plan", "outline", "numbers", "words", "out")
    args = arguments(__doc__, *names, optional=("verdicts",))
    place = places(study_settings(args.params, args.study)["language"])[0]
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    outline = load_outline(args.outline, plan, place)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    if outline.tables:
        made = tabulate(args, outline, (questionnaire, plan))
        (out / outline.tables).write_bytes(made)
        say("tabulate", args.study, f"{out / outline.tables}: {len(made) // 1024} kB")


if __name__ == "__main__":
    run(main)
