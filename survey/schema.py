"""Write the JSON Schema of a questionnaire, so that an editor completes and checks the YAML while one writes it.

`svar schema` writes it; `svar schema --check` writes nothing and exits with 1 when the file is out of date.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from survey.messages import SvarError, finding
from survey.model import Questionnaire
from survey.stage import say

PATH = Path(__file__).with_name("questionnaire.schema.json")


def questionnaire_schema() -> str:
    """The schema as JSON text; the keys are those of the YAML."""
    schema = Questionnaire.model_json_schema(by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Questionnaire",
        "description": "One instrument in Svar; docs/questionnaire.md tells how to write it.",
    }
    whole = head | {key: value for key, value in _untitled(schema).items() if key not in head}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _untitled(node: Any) -> Any:
    """`node` without the titles that only repeat a key; a key called `title` stays."""
    if isinstance(node, list):
        return [_untitled(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    return {k: _untitled(v) for k, v in node.items() if k != "title" or isinstance(v, dict)}


def stale(path: Path) -> bool:
    """Whether the file at `path` is missing or differs from the model."""
    return not path.is_file() or path.read_text(encoding="utf-8") != questionnaire_schema()


def main() -> None:
    """The command `svar schema`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 when the file is out of date"
    )
    parser.add_argument("--out", type=Path, default=PATH, help="where to write it")
    asked = parser.parse_args()
    if asked.check and stale(asked.out):
        raise SvarError([finding("S014", asked.out.as_posix())])
    if not asked.check:
        asked.out.write_text(questionnaire_schema(), encoding="utf-8")
    say("schema", "", f"{asked.out.name} is up to date")
