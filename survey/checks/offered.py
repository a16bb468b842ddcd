"""D018: a tick at an option that was not offered to this respondent (piped options)."""

from __future__ import annotations

from survey.checks.checked import Checked
from survey.conditions import TICKED, UNTICKED, mask


def check(checked: Checked) -> None:
    """Set aside such ticks; the option then counts as not ticked, as for everyone it was not offered to."""
    for name, variable in checked.variables("tick"):
        if variable.offered is None:
            continue
        wrong = (checked.rows[name] == TICKED) & ~mask(variable.offered, checked.rows)
        checked.put_aside("D018", wrong, name)
        checked.rows.loc[wrong, name] = UNTICKED
