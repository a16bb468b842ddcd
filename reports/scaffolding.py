"""What `svar new` writes: templates filled in, and entries put into params.yaml without touching the rest.

Templates stand in reports/scaffold/: YAML and Markdown with `[[ … ]]` and `[% … %]` for what is filled in
here, so that the report's own `{{ … }}` stays. A language is a file in words/ and a folder in chapters/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.confirm import confirm
from survey.lint.lock import lock_path
from survey.load import Document, read_document
from survey.messages import SvarError, did_you_mean, finding
from survey.words import Words, load_words

FOLDER = Path(__file__).parent / "scaffold"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# YAML readers take these for something else than text, and Windows for devices.
NOT_NAMES = ("true", "false", "null", "yes", "no", "on", "off", "con", "nul", "prn", "aux")


@dataclass(frozen=True)
class Scaffold:
    """What is asked for: a name, a title (empty: made from the name), languages (first: the report's), a date."""

    name: str
    title: str = ""
    languages: tuple[str, ...] = ("en",)
    respondents: int = 200
    date: str = "2025-01-01"


def known_languages() -> list[str]:
    """The languages there are words for, in alphabetical order."""
    return sorted(path.stem for path in (FOLDER / "words").glob("*.yaml"))


def make(scaffold: Scaffold, root: Path) -> list[Path]:
    """Write the evaluation below `root` and return its files; raises SvarError before anything is written."""
    document = read_document(root / "params.yaml")
    files = dict(_files(scaffold))
    refuse(scaffold, document, root, list(files))
    params = with_entries((root / "params.yaml").read_text(encoding="utf-8"), document, _entries(scaffold))
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "params.yaml").write_text(params, encoding="utf-8")
    return [*files, *_confirmed(scaffold, root)]


def _confirmed(scaffold: Scaffold, root: Path) -> list[Path]:
    """The lock of the new questionnaire: its texts come from one place, so its translations are right."""
    questionnaire = Path("questionnaires") / scaffold.name / "survey.yaml"
    confirm(root / questionnaire)
    return [path for path in (lock_path(questionnaire),) if (root / path).exists()]


def refuse(scaffold: Scaffold, document: Document, root: Path, files: list[Path]) -> None:
    """Raises SvarError (S007, S008, S010) when the name will not do or something of that name is there."""
    name = scaffold.name
    if not NAME.fullmatch(name) or name in NOT_NAMES:
        raise SvarError([finding("S007", "svar new", name)])
    missing = [block for block in ("studies", "simulated") if block not in document.data]
    if missing:
        raise SvarError([finding("S010", document.path, block) for block in missing])
    taken = [
        document.where((block, name))
        for block in ("studies", "simulated")
        if name in (document.data[block] or {})
    ]
    # A module of that name beside the report's folder would be mistaken for it.
    folders = {
        *files,
        *(path.parent for path in files if path.parent.name == name),
        Path("reports") / f"{name}.py",
    }
    taken += sorted(path.as_posix() for path in folders if (root / path).exists())
    if taken:
        raise SvarError([finding("S008", where, name) for where in taken])


def _refuse_languages(languages: tuple[str, ...]) -> None:
    known = known_languages()
    found = [
        finding("S009", "svar new", code, suggestion=did_you_mean(code, known), known=", ".join(known))
        for code in languages
        if code not in known
    ]
    if found:
        raise SvarError(found)


def _files(scaffold: Scaffold) -> Iterator[tuple[Path, str]]:
    """(path, content) of every file of the new evaluation."""
    _refuse_languages(scaffold.languages)
    words = load_words(FOLDER / "words", scaffold.languages)
    name = scaffold.name
    yield Path("questionnaires") / name / "survey.yaml", fill("survey.yaml", scaffold, words)
    yield Path("analysis") / "plans" / f"{name}.yaml", fill("plan.yaml", scaffold, words)
    yield Path("reports") / name / "outline.yaml", fill("outline.yaml", scaffold, words)
    yield Path("reports") / name / "figures.yaml", fill("figures.yaml", scaffold, words)
    chapters = Path("chapters") / scaffold.languages[0]
    for template in sorted((FOLDER / chapters).glob("*.md")):
        yield (
            Path("reports") / name / template.name,
            fill((chapters / template.name).as_posix(), scaffold, words),
        )


def fill(template: str, scaffold: Scaffold, words: dict[str, Words]) -> str:
    """One template filled in, with the names of `_names`."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (YAML and Markdown, not HTML)
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**_names(scaffold, words))


def _names(scaffold: Scaffold, words: dict[str, Words]) -> dict[str, Any]:
    """What a template may use: `text` and `title` in all languages, `report` in the report's, and plain values."""
    codes = scaffold.languages
    titles = {c: scaffold.title or words[c]["title"].format(name=scaffold.name) for c in codes}
    return {
        "name": scaffold.name,
        "date": scaffold.date,
        "languages": codes,
        "title": lambda indent: as_mapping(titles, indent),
        "text": lambda word, indent: as_mapping({c: words[c][word] for c in codes}, indent),
        "report": lambda word: _quoted(titles[codes[0]] if word == "title" else words[codes[0]][word]),
    }


def _quoted(words: str) -> str:
    """`words` as a YAML string in double quotes."""
    return json.dumps(words, ensure_ascii=False)


def as_mapping(texts: dict[str, str], indent: int) -> str:
    """`texts` as lines of YAML, one a language, `indent` spaces in; quoted, so that any words will do."""
    space = " " * indent
    return "".join(f"\n{space}{code}: {_quoted(words)}" for code, words in texts.items())


def _entries(scaffold: Scaffold) -> dict[str, dict[str, Any]]:
    name = scaffold.name
    study = {
        "questionnaire": f"questionnaires/{name}/survey.yaml",
        "plan": f"analysis/plans/{name}.yaml",
        "report": f"reports/{name}",
        "language": scaffold.languages[0],
        # No published statements to check the results against.
        "claims": "analysis/claims/none.yaml",
        "names": "analysis/claims/none_names.yaml",
    }
    simulated = {"questionnaire": study["questionnaire"], "seed": 1, "respondents": scaffold.respondents}
    return {"studies": {name: study}, "simulated": {name: simulated}}


def with_entries(params: str, document: Document, entries: dict[str, dict[str, Any]]) -> str:
    """The text of params.yaml with `entries` (block → name → settings) at the end of their blocks.

    Everything else, comments too, stays as it is. Raises SvarError (S013) when that cannot be done.
    """
    lines = params.splitlines()
    keys = sorted((mark[0], str(place[0])) for place, mark in document.marks.items() if len(place) == 1)
    # From the bottom up, so that line numbers stay true.
    for start, block in reversed(keys):
        if block in entries:
            after = next((line for line, _ in keys if line > start), len(lines) + 1)
            new = _as_lines(entries[block], _indent(document, block))
            _insert(lines, slice(start - 1, after - 1), new)
    text = "\n".join(lines) + "\n"
    if not _adds(params, text, entries):
        raise SvarError([finding("S013", document.path, next(iter(entries["studies"])))])
    return text


def _indent(document: Document, block: str) -> int:
    """How far in the entries of a block stand; 2 where there are none."""
    columns = [
        mark[1] - 1 for place, mark in document.marks.items() if place[:1] == (block,) and len(place) == 2
    ]
    return columns[0] if columns else 2


def _as_lines(entry: dict[str, Any], indent: int) -> list[str]:
    space = " " * indent
    return [
        line
        for name, settings in entry.items()
        for line in (f"{space}{name}:", *(f"{space * 2}{key}: {value}" for key, value in settings.items()))
    ]


def _insert(lines: list[str], block: slice, new: list[str]) -> None:
    """Put `new` after the last line of `block` that says something."""
    start, last = block.start, block.stop - 1
    # `simulated: {}` becomes `simulated:` with lines below it.
    lines[start] = re.sub(r":\s*\{\s*\}", ":", lines[start], count=1)
    while last > start and (not lines[last].strip() or lines[last].startswith("#")):
        last -= 1
    lines[last + 1 : last + 1] = new


def _adds(before: str, after: str, entries: dict[str, dict[str, Any]]) -> bool:
    """Whether `after` holds what `before` holds and the entries, and nothing else."""
    wanted = yaml.safe_load(before)
    for block, entry in entries.items():
        wanted[block] = {**(wanted[block] or {}), **entry}
    try:
        return bool(yaml.safe_load(after) == wanted)
    except yaml.YAMLError:
        return False
