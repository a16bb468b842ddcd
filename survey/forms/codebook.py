"""The codebook for people: what each column of the answers holds, who was asked, what the codes mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey.conditions import TICKED, UNTICKED, Condition
from survey.forms.repeats import spoken
from survey.forms.templates import asset, fill, number
from survey.model import (
    Background,
    Battery,
    Block,
    Date,
    MultipleChoice,
    Number,
    Option,
    Question,
    Questionnaire,
    Scale,
    SingleChoice,
    Variable,
)
from survey.who import Who
from survey.words import Words

STYLES = ("colours.css", "codebook.css")


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: `codebook.<language>.html` for each language."""
    questionnaire = spoken(questionnaire, words)
    return {
        f"codebook.{language}.html": codebook(questionnaire, words[language], language).encode()
        for language in questionnaire.languages
    }


def codebook(questionnaire: Questionnaire, words: Words, language: str) -> str:
    """The whole page in one language."""
    reader = Reader(questionnaire, words, language)
    return fill(
        "codebook.html",
        questionnaire=questionnaire,
        language=language,
        w=words["codebook"],
        t=lambda text: text[language],
        reader=reader,
        entries={block.id: reader.entries(block) for block in questionnaire.blocks},
        uncertain=uncertain(questionnaire),
        ticks=(TICKED, UNTICKED),
        style="".join(asset(name) for name in STYLES),
    )


@dataclass(frozen=True)
class Line:
    """A data column, or a code, with what there is to know about it."""

    name: str
    text: str
    remarks: tuple[str, ...]
    basis: str
    note: str | None


@dataclass(frozen=True)
class Entry:
    """A question in the codebook."""

    question: Question
    facts: tuple[str, ...]
    who: str
    columns: tuple[Line, ...]
    codes: dict[str, tuple[Line, ...]]
    """Heading → the codes below it: the question's own, and those of each column of sorted open answers."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Reads a questionnaire in one language."""

    questionnaire: Questionnaire
    words: Words
    language: str

    @property
    def who(self) -> Who:
        """Says who was asked."""
        return Who(self.questionnaire, self.words, self.language)

    def entries(self, block: Block) -> list[Entry]:
        """The questions of a block that own columns."""
        return [self.entry(question) for question in block.questions if question.type != "information"]

    def entry(self, question: Question) -> Entry:
        """Everything the codebook tells about one question."""
        asked = self._asked(question)
        own = [v for v in self.questionnaire.variables.values() if v.question == question.id]
        scale = self._scale(question)
        return Entry(
            question,
            facts=self._facts(question),
            who=" ".join([self.who.sentence(asked), *self._piping(question)]),
            columns=tuple(self._column(question, variable, asked) for variable in own),
            codes=self._codes(question, own, scale),
            notes=tuple(part.note for part in (question, scale) if part is not None and part.note),
        )

    def background(self, variable: Background) -> list[Line]:
        """The codes of a background variable."""
        return [self._code(option, None) for option in variable.options]

    def _asked(self, question: Question) -> tuple[Condition, ...]:
        block = next(block for block, other in self.questionnaire.questions() if other is question)
        return tuple(c for c in (block.when, question.when) if c is not None)

    def _piping(self, question: Question) -> list[str]:
        if not (isinstance(question, MultipleChoice) and question.options_from):
            return []
        source = self.questionnaire.question(question.options_from).text[self.language]
        return [self.words["codebook"]["piped"].format(question=self.who.quote(source))]

    def _scale(self, question: Question) -> Scale | None:
        return self.questionnaire.scales.get(getattr(question, "scale", None) or "")

    def _facts(self, question: Question) -> tuple[str, ...]:
        words = self.words["codebook"]
        facts = [words["types"][question.type], words["required" if question.required else "optional"]]
        if isinstance(question, Number) and question.unit:
            facts.append(f"{words['unit_of_number']}: {question.unit[self.language]}")
        if limits := self._limits(question):
            facts.append(f"{words['limits']}: {limits}")
        return tuple(facts)

    def _limits(self, question: Question) -> str:
        ends: dict[str, str] = {}
        if isinstance(question, Number):
            given = {"from": question.minimum, "to": question.maximum}
            ends = {end: number(value, self.words) for end, value in given.items() if value is not None}
        elif isinstance(question, Date):
            ends = {end: day for end, day in (("from", question.earliest), ("to", question.latest)) if day}
        return " ".join(f"{self.words['codebook'][end]} {value}" for end, value in ends.items())

    def _column(self, question: Question, variable: Variable, asked: Iterable[Condition]) -> Line:
        words, text = self.words["codebook"], variable.label[self.language]
        part = self._part(question, variable)
        remarks = []
        if variable.offered and not (isinstance(part, Option) and _piped(question, part)):
            remarks.append(self.who.sentence([variable.offered], "offered"))
        if tuple(variable.conditions) != tuple(asked):
            remarks.append(self.who.sentence(variable.conditions))
        if isinstance(part, Option) and part.exclusive:
            remarks.append(words["exclusive"])
        if variable.kind == "coded":
            text = words["coded_text"].format(option=text)
        elif isinstance(part, Option) and variable.kind == "text":
            text = words["open_text"].format(option=text)
        return Line(
            variable.name, text, tuple(remarks), variable.basis, None if part is question else part.note
        )

    def _part(self, question: Question, variable: Variable) -> Any:
        """The item, option or question that a column comes from."""
        if isinstance(question, Battery):
            return next(item for item in question.items if item.id == variable.name)
        if isinstance(question, MultipleChoice | SingleChoice):
            for option in self.questionnaire.options_of(question):
                tick = f"{question.id}_{option.code}"
                own = (tick, f"{tick}_text", option.coding.variable if option.coding else tick)
                if variable.name in own or (option.open and variable.label == option.label):
                    return option
        return question

    def _codes(
        self, question: Question, own: list[Variable], scale: Scale | None
    ) -> dict[str, tuple[Line, ...]]:
        words, found = self.words["codebook"], {}
        if isinstance(question, SingleChoice | Battery):
            options = self.questionnaire.options_of(question)
            found[words["code"]] = tuple(self._code(option, scale) for option in options)
        for variable in (v for v in own if v.kind == "coded"):
            heading = words["code_in"].format(column=variable.name)
            found[heading] = tuple(self._code(option, None) for option in variable.options)
        return found

    def _code(self, option: Option, scale: Scale | None) -> Line:
        words = self.words["codebook"]
        remarks = [self.who.sentence([option.when], "offered")] if option.when else []
        if option.missing:
            remarks.append(words["missing_code"])
        if scale is not None:
            remarks += [words[end] for end in ("top", "bottom") if option.code in getattr(scale, end)]
        return Line(option.code, option.label[self.language], tuple(remarks), option.basis, option.note)


def _piped(question: Question, option: Option) -> bool:
    """Whether the option comes from an earlier question."""
    return isinstance(question, MultipleChoice) and option not in question.options


def uncertain(questionnaire: Questionnaire) -> bool:
    """Whether anything is marked as other than published, so that the marks need explaining."""
    parts: list[Any] = [question for _, question in questionnaire.questions()]
    parts += [*questionnaire.scales.values(), *questionnaire.background]
    parts += [inner for part in parts for key in ("items", "options") for inner in getattr(part, key, ())]
    return any(part.basis != "published" for part in parts)
