"""Putting a register together from what the files say, and taking one apart to add to it (columns: see `lookup`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from analysis.register.lookup import COLUMNS, POPULATION
from analysis.register.sources import Change, Fact, Period, Sources
from survey.messages import Finding, SvarError, finding

_ALWAYS = "0000-00-00"
_STILL = "9999-99-99"
Row = dict[str, object]


def compose(sources: Sources) -> tuple[pd.DataFrame, list[Finding]]:
    """The register, one row a code and period in which nothing changed, sorted; and what did not fit together.

    Raises SvarError (S073) when no file has a code.
    """
    periods, findings = _ended_by_changes(_begun_by_changes(_periods(sources), sources.changes), sources)
    if not periods:
        raise SvarError([finding("S073", "register")])
    kostra, standards = _by_code(sources.kostra), _by_code(sources.standards)
    becomes = _followers(sources.changes)
    rows: list[Row] = []
    for number in sorted(periods):
        facts = {"kostra_group": kostra.get(number, []), "written_standard": standards.get(number, [])}
        for period in periods[number]:
            for since, until in _cuts(period, [fact for listed in facts.values() for fact in listed]):
                values = {name: _value_at(listed, since) for name, listed in facts.items()}
                rows.append(_row(period, since, until, values))
            rows[-1]["becomes"] = " ".join(becomes.get((number, period.until or ""), ())) or None
    findings += _place_population(rows, sources.population)
    findings += _homeless("KOSTRA group", kostra, periods) + _homeless("written standard", standards, periods)
    years = sorted({year for _, year in sources.population})
    columns = [*COLUMNS, *(f"{POPULATION}_{year}" for year in years)]
    return pd.DataFrame(rows, columns=columns, dtype="str"), findings


def decompose(register: pd.DataFrame) -> Sources:
    """What a register says, as sources that newer files can be added to."""
    sources = Sources()
    for row in register.astype(object).where(register.notna(), None).to_dict("records"):
        number, since, until = str(row["number"]), row["valid_from"], row["valid_to"]
        sources.periods.append(Period(number, str(row["name"] or ""), since, until))
        for name, facts in (("kostra_group", sources.kostra), ("written_standard", sources.standards)):
            if row[name] is not None:
                facts.append(Fact(number, str(row[name]), since, until))
        for new in str(row["becomes"] or "").split():
            sources.changes.append(Change(number, "", new, "", str(until)))
        for column in register.columns:
            year = str(column).removeprefix(f"{POPULATION}_")
            if year != column and row[column] is not None:
                sources.population[number, int(year)] = int(row[column])
    return sources


def _periods(sources: Sources) -> dict[str, list[Period]]:
    """Code → its periods in time. A list is whole: a code that it lacks had ended by then."""
    listed = [
        Period(number, name, one.since, one.until)
        for one in sources.lists
        for number, name in one.names.items()
    ]
    known = [*sources.periods, *listed]
    found: dict[str, list[Period]] = defaultdict(list)
    for period in [*known, *_only_in_changes(sources.changes, {period.code for period in known})]:
        missed = [
            one.since
            for one in sources.lists
            if (period.since or _ALWAYS) < one.since < (period.until or _STILL)
            and period.code not in one.names
        ]
        found[period.code].append(period._replace(until=min(missed, default=period.until)))
    return {number: _joined(periods) for number, periods in found.items()}


def _staying(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """(Code, day) of codes that gave something away that day and went on."""
    return {(change.old, change.day) for change in changes if change.old == change.new}


def _only_in_changes(changes: list[Change], known: set[str]) -> list[Period]:
    """Codes that no list has: from the change that made them to the one that ended them."""
    begun = {c.new: c.day for c in changes if c.new != c.old}
    staying = _staying(changes)
    ended = {c.old: c.day for c in changes if (c.old, c.day) not in staying}
    names: dict[str, str] = {}
    for change in sorted(changes, key=lambda c: c.day):
        names.setdefault(change.old, change.old_name)
        names[change.new] = change.new_name
    unlisted = sorted(set(names) - known - {""})
    return [Period(n, names[n], begun.get(n), ended.get(n)) for n in unlisted]


def _joined(periods: list[Period]) -> list[Period]:
    """Periods in order; those of one name that touch are one, and an earlier name ends where a later begins."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda p: p.since or _ALWAYS):
        before = found[-1] if found else None
        touches = before is not None and (before.until or _STILL) >= (period.since or _ALWAYS)
        if before is not None and touches and before.name in (period.name, ""):
            last = max(before.until or _STILL, period.until or _STILL)
            found[-1] = period._replace(since=before.since, until=None if last == _STILL else last)
        elif before is not None and touches:
            found[-1] = before._replace(until=period.since)
            found.append(period)
        else:
            found.append(period)
    return found


def _begun_by_changes(periods: dict[str, list[Period]], changes: list[Change]) -> dict[str, list[Period]]:
    """A list of 2024 does not say that its codes are from 2024: a change may have made one earlier."""
    for change in changes:
        if change.new and change.new != change.old:
            first = periods[change.new][0]
            if change.day < (first.since or _ALWAYS):
                periods[change.new][0] = first._replace(since=change.day)
    return periods


def _ended_by_changes(
    periods: dict[str, list[Period]], sources: Sources
) -> tuple[dict[str, list[Period]], list[Finding]]:
    """Open periods end where a change says so; a change that the code lists contradict is a finding."""
    staying = _staying(sources.changes)
    listed = {number: one.since for one in sorted(sources.lists) for number in one.names}
    findings = []
    for change in sources.changes:
        if not change.old or (change.old, change.day) in staying:
            continue
        last = periods[change.old][-1]
        seen = max(last.since or _ALWAYS, listed.get(change.old, _ALWAYS))
        if last.until is None and seen < change.day:
            periods[change.old][-1] = last._replace(until=change.day)
        elif change.day not in [period.until for period in periods[change.old]]:
            words = {
                "successor": change.new or "nothing",
                "since": change.day,
                "until": last.until or "today",
            }
            findings.append(finding("D070", "register", change.old, **words))
    return periods, findings


def _followers(changes: Iterable[Change]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(Code, day) → the codes that came of it that day."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for change in changes:
        if change.old and change.new and change.old != change.new:
            found[change.old, change.day][change.new] = None
    return {key: tuple(sorted(new)) for key, new in found.items()}


def _by_code(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.code].append(fact)
    return found


def _cuts(period: Period, facts: list[Fact]) -> list[tuple[str | None, str | None]]:
    """The period in pieces: a new one wherever a fact begins or ends and something is different from then on."""
    low, high = period.since or _ALWAYS, period.until or _STILL
    days = sorted({day for fact in facts for day in (fact.since, fact.until) if day and low < day < high})
    edges = [period.since, *days, period.until]
    return list(pairwise(edges))


def _value_at(facts: list[Fact], day: str | None) -> str | None:
    """The value on the day: of the facts that hold, the one that began last; of equals, the one read last."""
    when = day or _ALWAYS
    holding = [f for f in facts if (f.since or _ALWAYS) <= when < (f.until or _STILL)]
    return max(enumerate(holding), key=lambda p: (p[1].since or _ALWAYS, p[0]))[1].value if holding else None


def _row(period: Period, since: str | None, until: str | None, values: dict[str, str | None]) -> Row:
    # In Norway the first two digits of a municipality's number are its county's.
    place = {"number": period.code, "name": period.name or None, "county": period.code[:2]}
    return {**place, **values, "valid_from": since, "valid_to": until, "becomes": None}


def _place_population(rows: list[Row], population: dict[tuple[str, int], int]) -> list[Finding]:
    """Each figure into the row that held on 1 January of its year; one finding for those without a row."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[str(row["number"])].append(row)
    lost = []
    for (number, year), count in sorted(population.items()):
        first = f"{year}-01-01"
        home = [
            row
            for row in by_code[number]
            if str(row["valid_from"] or _ALWAYS) <= first < str(row["valid_to"] or _STILL)
        ]
        if home:
            home[0][f"{POPULATION}_{year}"] = str(count)
        else:
            lost.append(f"{number} ({year})")
    return _left_out("population", lost)


def _homeless(wanted: str, facts: dict[str, list[Fact]], periods: dict[str, list[Period]]) -> list[Finding]:
    return _left_out(wanted, sorted(set(facts) - set(periods)))


def _left_out(wanted: str, lost: list[str]) -> list[Finding]:
    shown = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
    return [finding("D072", "register", len(lost), wanted=wanted, codes=shown)] if lost else []
