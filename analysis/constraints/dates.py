"""date_after, date_before, date_between, share_days_before, sets_days_before: dates known from the frame."""

from __future__ import annotations

import re
from datetime import date

from analysis.synthetic.ledger import Claim
from analysis.synthetic.quantity import Quantity, hold
from analysis.synthetic.scene import Rows, Scene

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def post_after(claim: Claim, scene: Scene) -> None:
    """The date is later than the other date, for everyone."""
    scene.fact(all(days > 0 for days in _days(claim, scene)))


def post_before(claim: Claim, scene: Scene) -> None:
    """The date is earlier than the other date, for everyone."""
    scene.fact(all(days < 0 for days in _days(claim, scene)))


def post_between(claim: Claim, scene: Scene) -> None:
    """The date lies between two dates, both included, wherever the frame holds it."""
    low, high = (date.fromisoformat(str(claim.value[key])) for key in ("from", "to"))
    holder = scene.tables["frame_participants"]
    scene.fact(all(low <= day <= high for day in _dates(holder, scene.variables(claim)[0])))


def post_share(claim: Claim, scene: Scene) -> None:
    """Percent of rows whose date lies at least `min_days` before the other date."""
    days = _days(claim, scene)
    early = sum(-gap >= int(claim.measure["min_days"]) for gap in days)
    hold(scene.model, Quantity(early, len(days), len(days), 100), claim, claim.value)


def post_sets(claim: Claim, scene: Scene) -> None:
    """The number of rows whose last date lies within `max_days` before the other date."""
    table, other, most = (
        scene.tables[claim.place],
        str(claim.measure["other"]),
        int(claim.measure["max_days"]),
    )
    gaps = [
        (_date(table, other, row) - _last_date(table, other, row)).days for row in range(len(table.known))
    ]
    hold(scene.model, Quantity(sum(0 <= gap <= most for gap in gaps), 1, len(gaps)), claim, claim.value)


def _last_date(table: Rows, other: str, row: int) -> date:
    """The latest date on the row, the other one apart: what people went through last."""
    texts = [str(table.known[name].iat[row]) for name in table.known.columns if name != other]
    return max(date.fromisoformat(text) for text in texts if ISO_DATE.fullmatch(text))


def _days(claim: Claim, scene: Scene) -> list[int]:
    table = scene.tables[claim.place]
    own, other = _dates(table, scene.variables(claim)[0]), _dates(table, str(claim.measure["other"]))
    return [(a - b).days for a, b in zip(own, other, strict=True)]


def _dates(table: Rows, name: str) -> list[date]:
    return [_date(table, name, row) for row in range(len(table.known))]


def _date(table: Rows, name: str, row: int) -> date:
    return date.fromisoformat(str(table.known[name].iat[row]))
