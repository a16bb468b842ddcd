"""What every part of a paper form needs at hand: the plan, the words of one language, and who is spoken to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from survey.conditions import Condition
from survey.forms.docx_xml import paragraph, run
from survey.forms.paper_plan import Asking, Plan
from survey.forms.paper_route import END, jumps
from survey.forms.templates import paragraphs
from survey.model import Battery, Information
from survey.text import Text
from survey.who import Who
from survey.words import Words

SPOKEN = ("phone", "face_to_face")
"""Modes in which somebody asks the questions, so that the form speaks to the interviewer."""


@dataclass(frozen=True)
class Sheet:
    """A paper form in one language."""

    plan: Plan
    words: Words
    language: str

    @property
    def own(self) -> dict[str, Any]:
        """The words that only paper forms have."""
        return dict(self.words["paper"])

    @property
    def voice(self) -> str:
        """`you` when the respondent fills in, `they` when somebody asks on the form's behalf."""
        return "they" if self.plan.questionnaire.mode in SPOKEN else "you"

    def text(self, text: Text) -> str:
        """A text of the questionnaire in the sheet's language."""
        return text[self.language]

    @cached_property
    def who(self) -> Who:
        """Says conditions with the numbers of questions in place of their texts."""
        # To an interviewer, “you answered” would be wrong: the voice may say the same of the answers instead.
        clauses = {**self.words["who"], **self.own[self.voice].get("who", {})}
        plain = Who(self.plan.questionnaire, {**self.words, "who": clauses}, self.language)
        return replace(plain, numbers=self._numbers(plain))

    def _numbers(self, who: Who) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for asking in self.plan.askings:
            found[asking.question.id] = self.own["of_question"].format(number=asking.number)
            if isinstance(asking.question, Battery):
                for item in asking.question.items:
                    name = who.quote(self.text(item.text))
                    found[item.id] = self.own["of_item"].format(item=name, number=asking.number)
        return found

    def only(self, key: str, conditions: Iterable[Condition | None], **shown: str) -> str:
        """“Answer only if …”: the sentence `key` when there is a condition, nothing when there is none."""
        given = tuple(condition for condition in conditions if condition is not None)
        if not given:
            return ""
        clause = self.who.clause(given[0] if len(given) == 1 else Condition(all=given))
        return str(self.own[self.voice][key]).format(clause=clause, **shown)

    def aside(self, condition: Condition | None) -> str:
        """“(applies only if …)”, for an answer or a line of a battery; nothing without a condition."""
        sentence = self.only("here", [condition]).rstrip(".")
        return f" ({sentence[:1].lower()}{sentence[1:]})" if sentence else ""

    @cached_property
    def _jumps(self) -> dict[tuple[str, str], int]:
        return jumps(self.plan)

    def jump(self, asking: Asking, code: str) -> str:
        """“Go to question 12” for those who choose `code`; nothing when the next question is theirs."""
        target = self._jumps.get((asking.question.id, code))
        if target is None:
            return ""
        if target == END:
            return str(self.own["jump_end"])
        goal = self.plan.askings[target]
        if goal.part.repetition and goal.part.block.id != asking.part.block.id:
            return str(self.own["jump_part"]).format(title=self.text(goal.part.block.title))
        return str(self.own["jump"]).format(number=goal.number)

    def marks_optional(self) -> bool:
        """Whether optional questions are marked: only where others are not."""
        asking = [a.question for a in self.plan.askings if not isinstance(a.question, Information)]
        return any(question.required for question in asking)

    def told(self, text: Text | None, style: str, *, keep: str = "") -> str:
        """The paragraphs of a text, each in `style`; `keep` is `KEEP` where they belong to what follows."""
        if text is None:
            return ""
        return "".join(paragraph(style, run(part), keep=keep) for part in paragraphs(self.text(text)))

    def instruction(self, text: Text | None) -> str:
        """A note to whoever asks or fills in, set apart from what is asked."""
        if text is None:
            return ""
        label = self.own["to_interviewer" if self.voice == "they" else "to_filler"]
        first, *rest = paragraphs(self.text(text))
        more = "".join(paragraph("Instruction", run(part)) for part in rest)
        return paragraph("Instruction", run(label, "Strong"), run(f" {first}")) + more
