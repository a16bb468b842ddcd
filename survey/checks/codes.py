"""D001: a closed answer must be one of the codes; surrounding blanks are no fault of the respondent."""

from __future__ import annotations

from survey.checks.checked import Checked


def check(checked: Checked) -> None:
    """Set aside what is not a code."""
    for name, variable in checked.variables("single", "item", "tick", "coded"):
        values = checked.rows[name].str.strip()
        checked.rows[name] = values.mask(values == "")
        checked.put_aside("D001", checked.rows[name].notna() & ~checked.rows[name].isin(variable.codes), name)
