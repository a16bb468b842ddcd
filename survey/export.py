"""Stage export: a data set shipped inside an installed Python package → answers.csv and frame.csv of a study.

In: an export file (which package, which columns, which codes) and the questionnaire that says what they mean.
Out: `data/raw/<study>/answers.csv` and, when the export file names columns for it, `frame.csv`.
Nothing is fetched: the package's own reader reads its own files.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from survey.conditions import Code
from survey.frames import write_frame
from survey.load import Document, Place, build, load_questionnaire, read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Id, Part, Questionnaire
from survey.stage import arguments, run, say

_SHOWN = 20
_NO_TABLE = " that is a pandas DataFrame"


class Package(Part):
    """Where the table is: `module.reader()` gives an object whose attribute `table` is a pandas DataFrame."""

    module: str = Field(description="An installed Python module, by its full name.")
    reader: str = Field(description="A function of the module that takes no arguments.")
    table: str | None = Field(
        None, description="Attribute of what the reader returns, unless that is the table."
    )


class Respondents(Part):
    """How rows get an id: the prefix and the row number (from 1), padded with zeros."""

    prefix: str = ""
    digits: int = Field(4, ge=1, le=12)


class Column(Part):
    """One column of the package's table and how its values become ours."""

    from_: str = Field(alias="from", description="The column's name in the package.")
    codes: dict[Code, Code] | None = Field(None, description="Value → code; every value must be listed.")
    missing: tuple[Code, ...] = Field((), description="Values that mean that there is no answer.")


class Export(Part):
    """An export file: what of a package's table goes where, under which names."""

    citation: str = Field(description="Whose data these are, as they want to be cited.")
    package: Package
    respondents: Respondents = Respondents()
    language: str = Field(description="The language the answers were given in.")
    submitted: str | None = Field(None, description="When they were given (ISO date), if one date fits all.")
    data_origin: str = Field("", description="What the column data_origin says of every row.")
    answers: dict[Id, Column] = Field(min_length=1, description="Variable of the questionnaire → column.")
    frame: dict[Id, Column] = Field({}, description="Background known without asking → column.")


def load_export(path: Path, questionnaire: Questionnaire) -> tuple[Export, Document]:
    """The export file at `path`, checked against `questionnaire`; raises SvarError listing every mistake."""

    def names(export: Export, document: Document) -> list[Finding]:
        known = list(questionnaire.variables)
        return [
            finding("S004", document.where(("answers", name)), name, suggestion=did_you_mean(name, known))
            for name in export.answers
            if name not in known
        ]

    document = read_document(path)
    return build(Export, document, [names]), document


def read_table(package: Package, document: Document) -> pd.DataFrame:
    """The package's table; raises SvarError (S002, S003) when the package does not have it."""
    try:
        module = importlib.import_module(package.module)
    except ImportError as error:
        where = document.where(("package", "module"))
        raise SvarError([finding("S002", where, package.module, problem=error)]) from None
    result = _part(module, "reader", package.reader, document)()
    table = _part(result, "table", package.table, document) if package.table else result
    if not isinstance(table, pd.DataFrame):
        where = document.where(("package", "table" if package.table else "reader"))
        raise SvarError([finding("S003", where, package.table or package.reader, suggestion=_NO_TABLE)])
    return table


def _part(whole: Any, key: str, name: str, document: Document) -> Any:
    if not hasattr(whole, name):
        known = [part for part in dir(whole) if not part.startswith("_")]
        where = document.where(("package", key))
        raise SvarError([finding("S003", where, name, suggestion=did_you_mean(name, known))])
    return getattr(whole, name)


def export_tables(
    export: Export, table: pd.DataFrame, questionnaire: Questionnaire, document: Document
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(answers, frame): a row for each row of `table`, all text; raises SvarError (S005, S006).

    Nothing is guessed: a value without a code stops the export, and each such value is listed with its count.
    """
    source = _Source(table.reset_index(drop=True), document)
    answers = {
        name: source.column(("answers", name), column, questionnaire.variables[name].codes)
        for name, column in export.answers.items()
    }
    background = {name: source.column(("frame", name), column) for name, column in export.frame.items()}
    if source.findings:
        raise SvarError(source.findings)
    key = {questionnaire.respondent: respondent_ids(len(table), export.respondents)}
    origin = {"data_origin": export.data_origin or None}
    # A variable that the package does not hold becomes an empty column: we have no answers to it.
    variables = {n: answers.get(n) for n, v in questionnaire.variables.items() if v.kind != "coded"}
    head = {"submitted": export.submitted, "language": export.language}
    return pd.DataFrame({**key, **head, **variables, **origin}), pd.DataFrame({**key, **background, **origin})


def respondent_ids(rows: int, rule: Respondents) -> pd.Series:
    """`rows` ids: prefix and zero-padded row number, counted from 1."""
    ids = [f"{rule.prefix}{number:0{rule.digits}d}" for number in range(1, rows + 1)]
    return pd.Series(ids, dtype=object)


@dataclass
class _Source:
    """The package's table, read column by column; what has no place is collected in `findings`."""

    table: pd.DataFrame
    document: Document
    findings: list[Finding] = field(default_factory=list)

    def column(self, place: Place, column: Column, allowed: tuple[str, ...] = ()) -> pd.Series | None:
        """One column in our codes; None when the table has no such column. `allowed` empty: any value."""
        known = [str(name) for name in self.table.columns]
        if column.from_ not in known:
            self._unknown(place, column.from_, known)
            return None
        values = as_text(self.table[column.from_])
        values = values.where(~values.isin(column.missing), None)
        strangers = without_code(values, tuple(column.codes or allowed))
        if strangers:
            self._lost(place, strangers)
        return values.map(column.codes, na_action="ignore") if column.codes else values

    def _unknown(self, place: Place, name: str, known: list[str]) -> None:
        words = {"suggestion": did_you_mean(name, known), "known": ", ".join(known)}
        self.findings.append(finding("S005", self.document.where((*place, "from")), name, **words))

    def _lost(self, place: Place, strangers: str) -> None:
        self.findings.append(finding("S006", self.document.where(place), column=place[-1], values=strangers))


def without_code(values: pd.Series, known: tuple[str, ...]) -> str:
    """The values that are not in `known`, with their counts: «8 (3 rows), 9 (1 row)»; empty when all are."""
    if not known:
        return ""
    counts = values[values.notna() & ~values.isin(known)].value_counts()
    named = [f"{v} ({count} {'row' if count == 1 else 'rows'})" for v, count in sorted(counts.items())]
    more = f" and {len(named) - _SHOWN} more values" if len(named) > _SHOWN else ""
    return ", ".join(named[:_SHOWN]) + more


def as_text(values: pd.Series) -> pd.Series:
    """Numbers as people write them (7.0 is «7», 0.5 is «0.5»), missing as None, the rest as its text."""

    def cell(value: Any) -> str | None:
        if pd.isna(value):
            return None
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value)) if whole else str(value)

    return pd.Series([cell(value) for value in values.tolist()], index=values.index, dtype=object)


def main() -> None:
    """`--source` export file, `--questionnaire` (or its structure), `--out` the study's raw folder."""
    args = arguments(__doc__, "source", "questionnaire", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    export, document = load_export(args.source, questionnaire)
    answers, frame = export_tables(export, read_table(export.package, document), questionnaire, document)
    write_frame(answers, args.out / "answers.csv")
    write_frame(frame, args.out / "frame.csv")
    source = f"{len(export.answers)} variables from {export.package.module}"
    say("export", args.study, f"{len(answers)} respondents, {source}")


if __name__ == "__main__":
    run(main)
