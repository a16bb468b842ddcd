"""D009, D010: numbers are numbers (decimal point or comma) and within the limits the respondent was given."""

from __future__ import annotations

import pandas as pd

from survey.checks.checked import Checked
from survey.model import Number


def check(checked: Checked) -> None:
    """Set aside what is not a number or lies outside; write the others with a decimal point."""
    for name, variable in checked.variables("number"):
        question = checked.questionnaire.question(variable.question)
        assert isinstance(question, Number)
        written = checked.rows[name].str.strip().str.replace(",", ".")
        plain = written.str.fullmatch(r"-?\d+(\.\d+)?").fillna(False).astype(bool)
        checked.put_aside("D009", checked.rows[name].notna() & ~plain, name)
        values = pd.to_numeric(written.where(plain), errors="coerce")
        low = float("-inf") if question.minimum is None else question.minimum
        high = float("inf") if question.maximum is None else question.maximum
        checked.rows[name] = checked.rows[name].where(~plain, written)
        checked.put_aside("D010", values.notna() & ~values.between(low, high), name, low=low, high=high)
