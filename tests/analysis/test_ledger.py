"""The ledger's model: every key is read or refused, with its place in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.checking.ledger import Expected, load_ledger, load_names
from survey.messages import SvarError

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "surveys" / "claims"


def broken(tmp_path: Path, old: str, new: str) -> list[tuple[str, str]]:
    text = (TINY / "ledger.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "ledger.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SvarError) as refused:
        load_ledger(path)
    return [(f.code, f.message + f.where.rsplit("ledger.yaml", 1)[1]) for f in refused.value.findings]


def test_reads_the_tiny_ledger() -> None:
    ledger = load_ledger(TINY / "ledger.yaml")
    assert len(ledger.claims) == 11
    claim = ledger.claims[7]
    assert claim.variables == ("set_a", "set_b", "set_c")
    assert isinstance(claim.value, Expected) and claim.value.given() == {
        "order": (("set_a",), ("set_b",), ("set_c",))
    }
    assert ledger.claims[9].measure.codes == ("4", "5")


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("strength: hard", "strengh: hard", "Q001", "unknown key 'strengh' (did you mean 'strength'?)"),
        (
            "rule: exact}",
            "rule: exact, min_gab: 3}",
            "Q001",
            "unknown key 'min_gab' (did you mean 'min_gap'?)",
        ),
        ("stat: base_n", "stat: base_n, coeds: [1]", "Q001", "unknown key 'coeds' (did you mean 'codes'?)"),
        ("{greater: [little", "{grater: [little", "Q001", "unknown key 'grater'"),
        ("of: 4}", "off: 4}", "Q001", "unknown key 'off'"),
        ("kind: base-size", "kind: base", "Q015", "did you mean 'base-size'"),
        ("unit: count", "unit: heads", "Q015", "unit"),
        ("id: went-on", "id: base", "C001", "the claim 'base' stands twice"),
        ("same_as: talks-high", "same_as: talk-high", "C002", "did you mean 'talks-high'"),
        ("    note: Eight answered.\n", "", "Q002", "the key 'note' is missing"),
    ],
)
def test_names_each_mistake(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    found = broken(tmp_path, old, new)
    assert any(c == code and words in message for c, message in found), found


def test_a_mistake_is_found_at_its_line(tmp_path: Path) -> None:
    ((code, message),) = broken(tmp_path, "strength: hard\n    note: Eight", "strengt: hard\n    note: Eight")
    assert (code, message.rsplit(":", 2)[1:]) == ("Q001", ["14", "5"]), message


def test_names_are_strict(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("tables:\n  people: {rows: school}\n", encoding="utf-8")
    with pytest.raises(SvarError, match="did you mean 'row'"):
        load_names(path)
