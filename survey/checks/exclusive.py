"""D003: a tick that rules out the others cannot stand beside them; nobody can know which was meant."""

from __future__ import annotations

from survey.checks.checked import Checked
from survey.conditions import TICKED
from survey.model import MultipleChoice


def check(checked: Checked) -> None:
    """Set aside all ticks of the question where an exclusive one has company."""
    for _, question in checked.questionnaire.questions():
        if not isinstance(question, MultipleChoice):
            continue
        options = checked.questionnaire.options_of(question)
        columns = [f"{question.id}_{option.code}" for option in options]
        ticked = checked.rows[columns] == TICKED
        for option in options:
            own = f"{question.id}_{option.code}"
            if option.exclusive and (both := ticked[own] & (ticked.sum(axis=1) > 1)).any():
                for line in both.index[both]:
                    company = [c for c in columns if c != own and ticked.at[line, c]]
                    checked.findings.append(checked.at("D003", line, own, ", ".join(company)))
                _empty(checked, columns, both.index[both].tolist())


def _empty(checked: Checked, columns: list[str], lines: list[int]) -> None:
    for column in columns:
        checked.keep_and_empty("D003", lines, column)
