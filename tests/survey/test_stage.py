"""What a stage shows of itself while it works."""

import gc
import io
import sys

import pytest

from survey.messages import SvarError, finding
from survey.stage import GARBAGE, progress, run


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_counts_along_for_whoever_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert list(progress(range(3), "suppress", "som")) == [0, 1, 2]
    assert "suppress    som" in shown.getvalue() and "0/3" in shown.getvalue()


def test_nobody_looks_on_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    assert list(progress(range(3), "suppress", "som")) == [0, 1, 2]
    assert shown.getvalue() == ""


def test_a_stage_looks_for_garbage_seldom_and_refuses_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[int] = []

    def main() -> None:
        seen.append(gc.get_threshold()[0])
        raise SvarError([finding("Y003", "answers.csv")])

    with pytest.raises(SystemExit) as left:
        run(main)
    assert seen == [GARBAGE] and left.value.code == 1
    told = capsys.readouterr().err
    assert "answers.csv" in told and "1 to mend." in told and "Traceback" not in told
