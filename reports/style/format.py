"""Numbers as people write them.

The format is data (`numbers:` in reports/text/<language>.yaml); this module only applies it. Rounding is half
away from zero on the decimal value: 62.5 becomes 63, -0.25 becomes -0.3. A value closer to a tie than 1e-9 is
that tie, because 23/40 * 100 is 57.49999999999999 only in binary.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isnan

from survey.model import Part
from survey.words import Words


class NumberFormat(Part):
    """How one language writes numbers. Every method takes a number, or None/NaN for «no value»."""

    decimal_mark: str
    thousands: str
    minus: str
    percent: str
    percent_in_prose: str
    missing: str

    def count(self, n: float | None) -> str:
        """A whole number with its thousands apart: «12 345»."""
        return self.decimal(n, 0)

    def decimal(self, x: float | None, places: int = 1) -> str:
        """A number with exactly `places` decimals: «2,9»."""
        if x is None or isnan(x):
            return self.missing
        rounded = round_half_away(x, places)
        digits = f"{abs(rounded):,f}".replace(",", "\0").replace(".", self.decimal_mark)
        return (self.minus if rounded < 0 else "") + digits.replace("\0", self.thousands)

    def percent_table(self, percent: float | None, places: int = 0) -> str:
        """Percent for tables and figures: «62 %»."""
        return self._percent(self.percent, percent, places)

    def percent_prose(self, percent: float | None, places: int = 0) -> str:
        """Percent for running text: «62 prosent»."""
        return self._percent(self.percent_in_prose, percent, places)

    def _percent(self, pattern: str, percent: float | None, places: int) -> str:
        number = self.decimal(percent, places)
        return number if number == self.missing else pattern.format(number)


def number_format(words: Words) -> NumberFormat:
    """The number format of a language's words (the `numbers` of reports/text/<language>.yaml)."""
    return NumberFormat.model_validate(words["numbers"])


def round_half_away(x: float, places: int = 0) -> Decimal:
    """`x` with `places` decimals, ties away from zero (see the module's docstring); never a negative zero."""
    near = Decimal(repr(round(float(x), 9)))
    return near.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + Decimal(0)
