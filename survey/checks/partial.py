"""D020: a multiple choice where only some boxes have a yes or no; empty ones may mean "no" or "not seen"."""

from __future__ import annotations

from survey.checks.checked import Checked
from survey.conditions import TICKED, UNTICKED
from survey.model import MultipleChoice


def check(checked: Checked) -> None:
    """Where at least one box is ticked, empty boxes beside it were seen and count as not ticked; else set aside.

    Many programmes export only the ticks. A lone "no" among empty cells decides nothing and is set aside.
    """
    for _, question in checked.questionnaire.questions():
        if not isinstance(question, MultipleChoice):
            continue
        columns = [f"{question.id}_{o.code}" for o in checked.questionnaire.options_of(question)]
        columns = [column for column in columns if column not in checked.absent]
        cells = checked.rows[columns]
        partly = cells.notna().any(axis=1) & cells.isna().any(axis=1) & ~checked.faulty[columns].any(axis=1)
        ticked = partly & (cells == TICKED).any(axis=1)
        for line in checked.rows.index[partly]:
            checked.findings.append(checked.at("D020", line, columns[0], "", question=question.id))
        checked.rows.loc[ticked, columns] = cells[ticked].fillna(UNTICKED)
        for column in columns:
            lines = cells.index[partly & ~ticked & cells[column].notna()].tolist()
            checked.keep_and_empty("D020", lines, column)
