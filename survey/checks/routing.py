"""D002: an answer to a question that the routing hid from this respondent."""

from __future__ import annotations

import pandas as pd

from survey.checks.checked import Checked
from survey.conditions import UNTICKED, mask


def check(checked: Checked) -> None:
    """Set aside answers to hidden questions, in the order asked, so that what depended on them is hidden too.

    A box that is explicitly not ticked says nothing, so it is emptied without a finding.
    """
    for name, variable in checked.questionnaire.variables.items():
        if not variable.conditions:
            continue
        hidden = pd.Series(False, index=checked.rows.index)
        for condition in variable.conditions:
            hidden |= ~mask(condition, checked.rows)
        filled = hidden & checked.rows[name].notna()
        said_nothing = (
            filled & (checked.rows[name] == UNTICKED) if variable.kind == "tick" else filled & False
        )
        checked.rows.loc[said_nothing, name] = None
        checked.put_aside("D002", filled & ~said_nothing, name)
