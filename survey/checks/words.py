"""D012, D019: open answers may hold anything and are kept whole; what no document can show is pointed out."""

from __future__ import annotations

from survey.checks.checked import Checked

UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"


def check(checked: Checked) -> None:
    """Note characters that XML forbids, and texts longer than the limit."""
    longest = int(checked.limits.get("longest_text", 20_000))
    for name, _ in checked.variables("text"):
        words = checked.rows[name].astype("object")
        odd = words.str.contains(UNPRINTABLE, regex=True).fillna(False).astype(bool)
        for line in words.index[odd]:
            first = next(c for c in words[line] if not c.isprintable() and c not in "\n\t\r")
            checked.findings.append(checked.at("D012", line, name, f"U+{ord(first):04X}"))
        long = words.str.len().fillna(0) > longest
        for line in words.index[long]:
            checked.findings.append(checked.at("D019", line, name, len(words[line]), high=longest))
