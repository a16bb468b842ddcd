"""`from analysis import crosstab`: one cross-tab for a notebook or a script, through the same gate as the reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.asking.answer import Answer
from analysis.asking.ask import Terms, ask
from analysis.asking.request import Request
from analysis.asking.study import load_study, project
from analysis.asking.where import Wanted
from survey.conditions import Condition


def crosstab(  # noqa: PLR0913 (what may be asked for, by name)
    study: str,
    rows: str | Iterable[str],
    by: str | Iterable[str],
    *,
    where: Wanted | Iterable[Wanted] = (),
    measure: str | Iterable[str] = (),
    weights: str | None = None,
    clustered: bool | None = None,
    internal: bool = False,
    language: str | None = None,
    root: str | Path | None = None,
) -> Answer:
    """Cross `rows` (questions, items, indexes or "all") with `by` (segments; `size*role` nests two).

    where: conditions such as "changes: yes", or nested data as in the questionnaire; all must hold.
    measure: share, top, bottom, net, mean, median …; several may be given. None: shares, and means where there are any.
    weights, clustered: what the numbers rest on; None takes what the plan publishes.
    internal: skip the privacy gate. Everything the result writes is then stamped.
    language: of labels and words; None takes the study's.
    root: the project's folder; None looks for params.yaml here and upwards.

    Returns an Answer: `frame` (tidy), `table()`, `plot()`, `to_excel()`, `to_csv()`, `to_word()`, `to_markdown()`.
    Raises SvarError with a code and advice for anything that is not clear, and when the pipeline has not run.
    """
    folder = Path(root) if root is not None else project(Path.cwd())
    request = Request(_several(rows), _several(by), _conditions(where), _several(measure), weights, clustered)
    return ask(load_study(study, folder), request, Terms(internal, language))


def _several(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _conditions(where: Wanted | Iterable[Wanted]) -> tuple[Wanted, ...]:
    return (where,) if isinstance(where, str | dict | Condition) else tuple(where)
