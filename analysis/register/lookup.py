"""A municipality register with validity dates: what a code stood for on a date, and what became of it.

The file is a CSV with one row a code and period in which nothing about it changed: `number, name, county,
kostra_group, written_standard, valid_from, valid_to, becomes`, and one column `population_<year>` for each year
(1 January). `valid_to` is the first day the row no longer holds; empty dates mean always. `becomes` names the codes
that followed, with a space between; it stands in the last row of a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from survey.messages import Finding, SvarError, did_you_mean, finding

PERIOD = ["valid_from", "valid_to"]
GIVES = ["name", "county", "kostra_group", "written_standard"]
COLUMNS = ["number", *GIVES, *PERIOD, "becomes"]
POPULATION = "population"
"""What a plan asks for; the register has one column a year."""


@dataclass(frozen=True)
class Register:
    """The register as it was on one date. `rows`: text columns as in the file, missing where nothing is known."""

    rows: pd.DataFrame
    at: str

    def look_up(self, codes: pd.Series, gives: str) -> tuple[pd.Series, list[Finding]]:
        """What each code gave on the date (missing where unknown), and one finding a code that gave nothing.

        Raises SvarError (P001) when the register has no such column.
        """
        known = [*GIVES, *([POPULATION] if self._years else [])]
        if gives not in known:
            raise SvarError([finding("P001", "register", gives, suggestion=did_you_mean(gives, known))])
        values, findings = {}, []
        for code in codes.dropna().unique():
            problem = self._problem(code, str(codes.name))
            value = None if problem else self._value(code, gives)
            if problem is None and value is None:
                problem = finding("D064", "register", code, column=gives, at=self.at)
            values[code] = value
            findings += [problem] if problem else []
        return codes.map(values).astype("str"), findings

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes that what `code` stood for belongs to on the date; empty when nobody took over."""
        found: dict[str, None] = {}
        todo, seen = [code], set()
        while todo:
            current = todo.pop(0)
            if current in seen:
                continue
            seen.add(current)
            if current in self._valid:
                found[current] = None
            todo += self._followed_by(current)
        return tuple(found)

    def _value(self, code: str, gives: str) -> str | None:
        if gives != POPULATION:
            value = self._valid[code][gives]
            return None if pd.isna(value) else str(value)
        mine = self.rows[self.rows["number"] == code]
        for year in sorted(self._years, reverse=True):
            counts = mine[f"{POPULATION}_{year}"].dropna()
            if year <= int(self.at[:4]) and len(counts):
                return str(counts.iloc[-1])
        return None

    def _problem(self, code: str, column: str) -> Finding | None:
        """Why the code has no class on the date, or nothing."""
        if code in self._valid:
            return None
        mine = self.rows[self.rows["number"] == code]
        if mine.empty:
            # Spreadsheets eat the leading zero: 301 is Oslo.
            likely = [n for n in self._numbers if n == code.zfill(4)] or self._numbers
            suggestion = did_you_mean(code.zfill(4), likely)
            return finding("D060", "register", code, column=column, suggestion=suggestion)
        ended = mine[mine["valid_to"].notna() & (mine["valid_to"] <= self.at)]
        if ended.empty:
            return self._too_early(code, column, str(mine["valid_from"].min()))
        return self._expired(code, column, str(ended["valid_to"].max()))

    def _expired(self, code: str, column: str, until: str) -> Finding:
        names = [self._named(number) for number in self.successors(code)]
        words = {"column": column, "until": until, "at": self.at}
        if len(names) > 1:
            return finding("D062", "register", code, **words, successors=_list(names))
        return finding("D061", "register", code, **words, successor=names[0] if names else "nothing")

    def _too_early(self, code: str, column: str, since: str) -> Finding:
        before = [n for n in self._valid if code in self.rows_after(n)]
        names = _list([self._named(number) for number in before]) or "nothing"
        return finding("D063", "register", code, column=column, since=since, at=self.at, predecessors=names)

    def rows_after(self, code: str) -> set[str]:
        """Every code that followed `code`, however late."""
        found: set[str] = set()
        todo = [code]
        while todo:
            new = [n for n in self._becomes.get(todo.pop(), ()) if n not in found]
            found |= set(new)
            todo += new
        return found

    def _followed_by(self, code: str) -> tuple[str, ...]:
        """The codes that took over by the date."""
        mine = self.rows[
            (self.rows["number"] == code) & self.rows["becomes"].notna() & (self.rows["valid_to"] <= self.at)
        ]
        return tuple(n for cell in mine["becomes"] for n in str(cell).split())

    def _named(self, code: str) -> str:
        row = self._valid.get(code)
        return code if row is None or pd.isna(row["name"]) else f"{code} {row['name']}"

    @cached_property
    def _valid(self) -> dict[str, pd.Series]:
        """Code → its row on the date."""
        begun = self.rows["valid_from"].isna() | (self.rows["valid_from"] <= self.at)
        lasting = self.rows["valid_to"].isna() | (self.rows["valid_to"] > self.at)
        return {str(row["number"]): row for _, row in self.rows[begun & lasting].iterrows()}

    @cached_property
    def _becomes(self) -> dict[str, tuple[str, ...]]:
        given = self.rows[self.rows["becomes"].notna()]
        return {str(n): tuple(str(b).split()) for n, b in zip(given["number"], given["becomes"], strict=True)}

    @cached_property
    def _numbers(self) -> list[str]:
        return list(dict.fromkeys(self.rows["number"]))

    @cached_property
    def _years(self) -> list[int]:
        names = [c.removeprefix(f"{POPULATION}_") for c in self.rows.columns if c.startswith(POPULATION)]
        return [int(name) for name in names if name.isdigit()]


def as_register(rows: pd.DataFrame, at: str, path: str) -> Register:
    """The register in `rows` on the date `at`; SvarError (D017) when a column is missing."""
    lost = [name for name in COLUMNS if name not in rows.columns]
    if lost:
        raise SvarError([finding("D017", f"{path}:1", name) for name in lost])
    return Register(rows, at)


def _list(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
