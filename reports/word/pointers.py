"""Names of what a text can point to, and the cross-references that show its number.

A reference may stand before what it points to: its number is filled in at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reports.word import ooxml
from reports.word.blocks import Run
from reports.word.marks import Pointer
from reports.word.setting import Setting
from survey.messages import SvarError, finding

TABLE = "table:"
"""Before the id of a table, where a run points to one."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_of(name: str, setting: Setting) -> str:
    """What stands before the number of `name` in running text."""
    return setting.table_in_text if name.startswith(TABLE) else setting.figure_in_text


@dataclass
class Pointers:
    """The bookmarks round caption numbers, by the name of what they are of."""

    anchors: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  # bookmark → «4-7», once it is placed

    def anchor(self, name: str) -> str:
        """The bookmark of `name`, the same every time; a new one for something that has no name."""
        made = f"_Ref{len(self.anchors) + 1:06d}"
        return self.anchors.setdefault(name or made, made)

    def run(self, run: Run, setting: Setting) -> str:
        """«figur 4-7» or «tabell 4-2», the number as a field; the number alone when the run has no text."""
        assert run.ref is not None
        word = word_of(run.ref, setting)
        before = ooxml.text_run(Run(f"{word}\u00a0", run.bold, run.italic)) if run.text else ""
        return before + ooxml.field(f"REF {self.anchor(run.ref)} \\h", "?")

    def known(self, setting: Setting) -> dict[str, Pointer]:
        """Everything with a number, by its bookmark."""
        numbers = self.numbers
        return {
            anchor: Pointer(name, word_of(name, setting), numbers[anchor])
            for name, anchor in self.anchors.items()
            if anchor in numbers
        }

    def fill(self, story: Any) -> None:
        """Put the numbers into the references of a part; SvarError (R016) for those that lead nowhere."""
        names = {anchor: name for name, anchor in self.anchors.items()}
        lost = []
        for instruction in story.iter(f"{_W}instrText"):
            words = instruction.text.split()
            if words[0] == "REF":
                run = instruction.getparent().getnext().getnext()
                run.find(f"{_W}t").text = self.numbers.get(words[1], "")
                if words[1] not in self.numbers:
                    lost.append(finding("R016", "report", names[words[1]].removeprefix(TABLE)))
        if lost:
            raise SvarError(lost)
