"""Repetitions that our own export wrote out as groups → one repeated block again."""

from __future__ import annotations

import re
from typing import Any

from survey.imports.xlsform_form import Data

_FIRST = re.compile(r"(.+)_r1")
_TITLE = re.compile(r"(.*): (.*) (\d+)")


def folded(blocks: list[Data]) -> list[Data]:
    """The blocks with every run `b_r1`, `b_r2`, … as one repeated block; a run that differs within stays as it is."""
    found: list[Data] = []
    place = 0
    while place < len(blocks):
        run = _run(blocks[place:])
        block = _folded(run) if len(run) > 1 else None
        found.append(block or blocks[place])
        place += len(run) if block else 1
    return found


def _run(blocks: list[Data]) -> list[Data]:
    first = _FIRST.fullmatch(blocks[0]["id"])
    run: list[Data] = []
    for number, block in enumerate(blocks, start=1):
        if first is None or block["id"] != f"{first[1]}_r{number}":
            break
        run.append(block)
    return run


def _folded(run: list[Data]) -> Data | None:
    base = run[0]["id"].removesuffix("_r1")
    plain = [_plain(block, base, number) for number, block in enumerate(run, start=1)]
    titles = {language: _TITLE.fullmatch(words) for language, words in run[0]["title"].items()}
    if any(questions != plain[0] for questions in plain) or not all(titles.values()):
        return None
    title = {language: found[1] for language, found in titles.items() if found}
    label = {language: found[2] for language, found in titles.items() if found}
    head = {k: v for k, v in run[0].items() if k not in ("id", "title", "questions")}
    repeat = {"maximum": len(run), "label": label}
    return {"id": base, "title": title, **head, "repeat": repeat, "questions": plain[0]}


def _plain(block: Data, base: str, number: int) -> list[Data]:
    """The block's questions under their names without number, without the one that asks for more."""
    ending = f"_r{number}"
    asked = [q for q in block["questions"] if q["id"] != f"{base}_more{ending}"]
    own = {q["id"] for q in asked} | {item["id"] for q in asked for item in q.get("items", [])}
    plain: list[Data] = _renamed(asked, own, ending)
    return plain


def _renamed(data: Any, own: set[str], ending: str) -> Any:
    if isinstance(data, list):
        return [_renamed(part, own, ending) for part in data]
    if not isinstance(data, dict):
        return data
    return {
        key: value.removesuffix(ending)
        if key in ("id", "question", "options_from") and value in own
        else _renamed(value, own, ending)
        for key, value in data.items()
    }
