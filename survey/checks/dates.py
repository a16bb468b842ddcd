"""D011: dates are written YYYY-MM-DD and exist."""

from __future__ import annotations

import pandas as pd

from survey.checks.checked import Checked


def check(checked: Checked) -> None:
    """Set aside what is not such a date."""
    for name, _ in checked.variables("date"):
        written = checked.rows[name].str.strip()
        exists = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce").notna()
        long_enough = written.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).astype(bool)
        checked.put_aside("D011", checked.rows[name].notna() & ~(exists & long_enough), name)
