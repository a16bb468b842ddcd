"""Put a cross-tab into a plan's YAML as lines of text: comments, order and everything else stay as they are."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from analysis.plan import Crosstab, Plan
from analysis.plan_checks import load_plan
from survey.messages import SvarError, finding
from survey.model import ID_PATTERN, Questionnaire

BLOCK = "crosstabs"
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
# What YAML readers take for something else than text.
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
_WIDTH = 110


def save(path: Path, crosstab: Crosstab, questionnaire: Questionnaire) -> list[str]:
    """Add `crosstab` at the end of the plan's cross-tabs; returns the lines written.

    The new file is loaded and checked before the old one is touched. SvarError: P011 or Q016 when the id will not do,
    S013 when the cross-tabs are written in brackets, and whatever the plan's own checks find.
    """
    plan = load_plan(path, questionnaire)
    _require_id(crosstab, plan, path.as_posix())
    with path.open(encoding="utf-8", newline="") as file:
        before = file.read()
    after, lines = with_crosstab(before, crosstab, path.as_posix())
    _require(after, plan.model_copy(update={BLOCK: (*plan.crosstabs, crosstab)}), questionnaire, path)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(after)
    return lines


def _require_id(crosstab: Crosstab, plan: Plan, where: str) -> None:
    """An id becomes part of column names, and is one cross-tab's own."""
    if crosstab.id and not re.fullmatch(ID_PATTERN, crosstab.id):
        words = {"key": "id", "problem": "only a-z, 0-9 and _, a letter first"}
        raise SvarError([finding("Q016", where, crosstab.id, **words)])
    if crosstab.id and crosstab.id in [other.id for other in plan.crosstabs]:
        raise SvarError([finding("P011", where, crosstab.id)])


def with_crosstab(text: str, crosstab: Crosstab, where: str) -> tuple[str, list[str]]:
    """The plan's text with `crosstab` after the last one, and the lines that are new."""
    top: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    found = [value for key, value in top.value if key.value == BLOCK]
    if not found or found[0].flow_style or not isinstance(found[0], yaml.SequenceNode):
        raise SvarError([finding("S013", where, BLOCK)])
    sequence = found[0]
    new = as_lines(crosstab, sequence.start_mark.column)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    last = _last_line(sequence)
    lines[last + 1 : last + 1] = new
    # A file whose last line lacks its line break keeps lacking it nowhere: the new lines come after it.
    return end.join(lines if lines[-1] == "" else [*lines, ""]), new


def _last_line(node: Any) -> int:
    """The line that a node ends on: YAML's own end mark stands after the comments and blank lines that follow."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def as_lines(crosstab: Crosstab, indent: int) -> list[str]:
    """`crosstab` as one entry of a YAML list, `indent` spaces in."""
    data = crosstab.model_dump(by_alias=True, exclude_none=True)
    first, rest = " " * indent + "- ", " " * indent + "  "
    keys = [key for key in ("id", "questions", "by", "where") if key in data]
    lines = []
    for number, key in enumerate(keys):
        lines += _folded(f"{rest if number else first}{key}: {flow(data[key])}", f"{rest}  ")
    return lines


def _folded(line: str, indent: str) -> list[str]:
    """A long list over several lines, broken after commas."""
    lines = []
    while len(line) > _WIDTH and (cut := line.rfind(", ", len(indent), _WIDTH)) > 0:
        lines.append(line[: cut + 1])
        line = indent + line[cut + 2 :]
    return [*lines, line]


def flow(value: Any) -> str:
    """`value` as YAML on one line; text is quoted where a reader could take it for something else."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text not in _WORDS else json.dumps(text, ensure_ascii=False)


def _require(text: str, wanted: Plan, questionnaire: Questionnaire, path: Path) -> None:
    """The new text must load as the old plan and the new cross-tab, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / path.name
        trial.write_text(text, encoding="utf-8")
        loaded = load_plan(trial, questionnaire)
    if loaded != wanted:
        raise SvarError([finding("S013", path.as_posix(), BLOCK)])
