"""The dispatcher: lists commands, runs one, and refuses others with a suggestion."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from survey.cli import GROUP, commands, dispatch, help_line, main, overview
from survey.messages import SvarError

GREETING = '''"""Greets people.

More."""
import sys


def main():
    print("hello", *sys.argv)
'''


def made_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, EntryPoint]:
    """Two commands in a module that would fail when imported without need."""
    (folder / "greeting.py").write_text(
        '"""Greets people.\n\nMore."""\nimport sys\n\n\ndef main():\n    print("hello", *sys.argv)\n',
        encoding="utf-8",
    )
    (folder / "costly.py").write_text('"""Costs a lot."""\nraise SystemExit("imported")\n', encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return {
        "costly": EntryPoint("costly", "costly:main", GROUP),
        "greet": EntryPoint("greet", "greeting:main", GROUP),
    }


def test_help_shows_one_line_a_command_without_importing_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = overview(made_up(tmp_path, monkeypatch))
    assert "  costly  Costs a lot\n" in shown
    assert "  greet   Greets people\n" in shown
    assert "costly" not in sys.modules


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_is_shown_in_every_way_of_asking(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    dispatch(words, {})
    assert "svar COMMAND" in capsys.readouterr().out


def test_a_command_gets_its_own_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svar", "greet", "you"])
    dispatch(["greet", "you"], made_up(tmp_path, monkeypatch))
    assert capsys.readouterr().out == "hello svar greet you\n"


def test_an_unknown_command_is_refused_with_a_suggestion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SvarError, match="no command is called 'gret' \\(did you mean 'greet'\\?\\)"):
        dispatch(["gret"], made_up(tmp_path, monkeypatch))


def test_a_refusal_prints_its_findings_and_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["svar", "no_such_command"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    printed = capsys.readouterr().err
    assert "S001" in printed and "Traceback" not in printed


def test_help_line_of_what_is_not_there_is_empty() -> None:
    assert help_line("no_such_package.at_all") == ""
    assert help_line("survey.cli").startswith("The command `svar`")


def test_installed_commands_are_in_alphabetical_order() -> None:
    assert list(commands()) == sorted(commands())
