"""What a stage shows of itself while it works."""

import io
import sys

import pytest

from survey.stage import progress


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
