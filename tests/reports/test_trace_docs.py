"""docs/trace.md names every operation that there is, and the command's options are those it shows."""

import re
from pathlib import Path

import pytest

from reports.prose.guard_tag import OF_FINDING
from reports.trace import parse
from reports.tracing import arithmetic

PAGE = (Path(__file__).resolve().parents[2] / "docs/trace.md").read_text(encoding="utf-8")


def test_every_operation_is_documented():
    named = set(re.findall(r"`([a-z_]+?)_?\d?(?:\(|`|:)", PAGE)) | set(re.findall(r"`(\w+)_`", PAGE))
    known = {
        *arithmetic._LEAVES,
        *arithmetic._PAIRS,
        *arithmetic._ORDERS,
        "words",
        "place",
        "all",
        "not",
        "count_of",
    }
    assert known <= named


@pytest.mark.parametrize("branch", OF_FINDING)
def test_every_branch_is_documented(branch):
    assert f"_{branch}`" in PAGE


def test_the_command_has_the_options_that_the_page_shows():
    (line,) = re.findall(r"svar trace (.*)\n", PAGE)
    args = parse(line.replace("[", "").replace("]", "").split())
    assert (args.file.name, args.to.name, args.against.name) == ("rapport.docx", "numbers.csv", "som")
