"""XLSForm (ODK, KoboToolbox, SurveyCTO) → a questionnaire of ours, and a finding for everything not carried over.

Groups become blocks, tables batteries, repeats repeated blocks; routes, filters and limits become conditions and limits
where they have a counterpart. Nothing is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from survey.imports.xlsform_blocks import Blocks, Context, tree
from survey.imports.xlsform_book import Row, read_book
from survey.imports.xlsform_choices import prepare
from survey.imports.xlsform_form import Data, Form, plain_id
from survey.imports.xlsform_repeats import folded
from survey.messages import Finding, SvarError, finding

SUFFIX = ".xlsx"
START = "form_start"
"""The first note of our own export: the title in every language, and why people are asked."""
NO_PLACE = (
    "short labels, notes and basis, ends of scales, declared non-answers, categories of open answers, "
    "background, cluster and unit of response"
)
_CARRIED = ("type", "name", "relevant", "required", "constraint", "choice_filter", "repeat_count")
_LOOKS = ("appearance", "parameters")
_KNOWN_SETTINGS = ("form_title", "form_id", "version", "default_language", "style")


def read(path: Path) -> tuple[dict[str, Any], list[Finding]]:
    """(questionnaire as plain data, findings) of the workbook at `path`; raises SvarError (S060) when it is none."""
    book = read_book(path)
    form = Form(book, findings=book.findings)
    names = [row.get("name") for row in book.survey]
    form.own = START in names
    prepare(form)
    blocks = Blocks(form)
    start, respondent, rest = _opening(form)
    title = _title(form, path, start)
    blocks.walk(rest, Context("", {"title": title}))
    if not blocks.found:
        raise SvarError([finding("S060", book.path, problem="it asks nothing that can be carried over")])
    _leftovers(form)
    head: Data = {
        "id": plain_id(book.settings.get("form_id", "") or path.name.partition(".")[0]),
        "version": book.settings.get("version"),
        "languages": book.languages,
        **({"mode": "web"} if "pages" in book.settings.get("style", "") else {}),
        **respondent,
        "title": title,
        "purpose": form.text(start, "hint") if start else None,
    }
    data = {
        **{key: value for key, value in head.items() if value is not None},
        **({"scales": form.scales} if form.scales else {}),
        "blocks": [_without_empty(block) for block in (folded(blocks.found) if form.own else blocks.found)],
    }
    return data, list(dict.fromkeys(form.findings))


def _opening(form: Form) -> tuple[Row | None, Data, list[Any]]:
    """(the note our own export begins with, who answered, everything else)."""
    nodes = tree(form)
    if not form.own:
        return None, {}, nodes
    rows = [node for node in nodes if isinstance(node, Row)]
    start = next((row for row in rows if row.get("name") == START), None)
    hidden = next((row for row in rows if row.get("type") == "hidden"), None)
    respondent = {"respondent": hidden.get("name")} if hidden else {}
    return start, respondent, [node for node in nodes if node is not start and node is not hidden]


def _title(form: Form, path: Path, start: Row | None) -> dict[str, str]:
    words = form.text(start) if start else None
    plain = form.book.settings.get("form_title") or form.book.settings.get("form_id") or path.stem
    return words or dict.fromkeys(form.book.languages, plain)


def _without_empty(data: Any) -> Any:
    """Plain data without keys that hold nothing."""
    if isinstance(data, list):
        return [_without_empty(part) for part in data]
    if isinstance(data, dict):
        return {key: _without_empty(value) for key, value in data.items() if value is not None}
    return data


def _leftovers(form: Form) -> None:
    """What nobody has read: a finding for each cell that matters, one for each column of looks or messages."""
    book = form.book
    for row in book.survey:
        for column, cell in row.cells.items():
            if column not in (*_CARRIED, *_LOOKS) and cell.lower() not in ("no", "false", "false()"):
                form.lost(row, f"{column} of {row.get('name')}", f"we have no counterpart to {cell!r}")
    if form.own:
        why, advice = (
            f"an XLSForm has no place for {NO_PLACE}",
            "take them from the questionnaire it was made from",
        )
        form.findings.append(
            finding("S061", book.path, "the rest of the questionnaire", problem=why, advice=advice)
        )
    else:
        _messages(form)
    for language, numbers in form.untranslated.items():
        why = f"there is none in rows {_listed(numbers)}; the text of another language stands there"
        found = finding(
            "S061", book.where(min(numbers)), f"text in {language!r}", problem=why, advice="translate it"
        )
        form.findings.append(found)
    for key, value in book.settings.items():
        if key not in _KNOWN_SETTINGS:
            why, advice = f"we have no counterpart to {value!r}", "add what you need by hand"
            form.findings.append(finding("S061", book.where(2, "settings"), key, problem=why, advice=advice))


def _messages(form: Form) -> None:
    """Looks and messages of the platform, which our forms have of their own."""
    for column in ("constraint_message", "required_message", "appearance"):
        numbers = [
            row.number
            for row in form.book.survey
            if row.text(column) or (column == "appearance" and row.get(column) not in _UNDERSTOOD)
        ]
        if numbers:
            why = f"rows {_listed(numbers)}; our forms have their own"
            where = form.book.where(numbers[0])
            form.findings.append(
                finding("S061", where, column, problem=why, advice="nothing, if that will do")
            )


_UNDERSTOOD = ("", "multiline", "field-list", "table-list", "label", "list-nolabel")


def _listed(numbers: Iterable[int]) -> str:
    given = sorted(set(numbers))
    more = f" and {len(given) - 10} more" if len(given) > 10 else ""
    return ", ".join(map(str, given[:10])) + more
