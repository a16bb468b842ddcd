"""figures.yaml: which figures a report has. Misspelt names and settings that would be ignored are errors."""

from __future__ import annotations

from pathlib import Path

from analysis.plan import Plan
from reports.drawing.checks import Problem, Study
from reports.figures import KINDS, Figure
from survey.load import Document, Place, build, read_document
from survey.messages import Finding, finding
from survey.model import Part, Questionnaire


class FigurePlan(Part):
    """The figures of one report, in their order."""

    figures: tuple[Figure, ...]


def load_figures(path: Path, questionnaire: Questionnaire, plan: Plan) -> tuple[Figure, ...]:
    """The figures at `path`, checked against questionnaire and plan; raises SvarError listing every mistake."""
    study = Study(questionnaire, plan)

    def references(figures: FigurePlan, document: Document) -> list[Finding]:
        found = _repeated(figures, document)
        for i, figure in enumerate(figures.figures):
            problems = [*KINDS[figure.kind].check(figure, study), *_untranslated(figure, questionnaire)]
            found += [_finding(problem, document, ("figures", i)) for problem in problems]
        return found

    return build(FigurePlan, read_document(path), [references]).figures


def _finding(problem: Problem, document: Document, place: Place) -> Finding:
    return finding(problem.code, document.where((*place, *problem.place)), problem.value, **problem.words)


def _repeated(figures: FigurePlan, document: Document) -> list[Finding]:
    ids = [figure.id for figure in figures.figures]
    places = [i for i, figure_id in enumerate(ids) if figure_id in ids[:i]]
    return [finding("R003", document.where(("figures", i, "id")), ids[i]) for i in places]


def _untranslated(figure: Figure, questionnaire: Questionnaire) -> list[Problem]:
    texts = {"caption": figure.caption, **({"note": figure.note} if figure.note else {})}
    return [
        Problem("Q009", (key,), language, {"language": language})
        for key, text in texts.items()
        for language in questionnaire.languages
        if language not in text
    ]
