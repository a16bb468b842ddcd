"""What is known while a SurveyJS survey is read: languages, names, questions so far, what was not carried over."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from survey.conditions import Condition
from survey.imports.surveyjs_routes import Reader
from survey.imports.xlsform_form import plain_id
from survey.imports.xlsform_routes import Known
from survey.imports.xlsform_xpath import Unreadable
from survey.lint.ids import RESERVED
from survey.messages import Finding, finding
from survey.text import LANGUAGE_CODES

Data = dict[str, Any]
Element = dict[str, Any]
LANGUAGES = {"no": "nb", "nb-no": "nb", "nn-no": "nn"}
"""SurveyJS's locale → our language, where they differ."""
DEFAULT = "default"
LOOKS = frozenset(  # what is read one word a line would be a page
    """
    colCount width minWidth maxWidth startWithNewLine indent innerIndent titleLocation state size inputSize
    placeholder otherPlaceholder hideNumber showNumber questionTitleLocation descriptionLocation errorLocation
    requiredErrorText minErrorText maxErrorText stepErrorText otherErrorText allowClear alternateRows showHeader
    verticalAlign columnMinWidth rowTitleWidth autocomplete dataList textUpdateMode autoGrow allowResize rateType
    rateColorMode scaleColorMode displayMode rateDisplayMode searchEnabled closeOnSelect itemSize panelAddText
    panelRemoveText addRowText removeRowText templateTitle templateDescription templateErrorLocation
    showQuestionNumbers commentText commentPlaceholder placeHolder optionsCaption hasSelectAll showSelectAllItem
    labelPosition separateSpecialChoices choicesOrder rowOrder useDisplayValuesInDynamicTexts newPanelPosition
    panelsState confirmDelete newPanelAnimation itemTitleWidth navigationTitle navigationDescription
    navigationButtonsVisibility renderAs swapOrder correctAnswer hideIfChoicesEmpty hideIfRowsEmpty
    keyDuplicationError
    """.split()  # noqa: SIM905
)
"""Keys that change how something looks or is worded by the platform; one finding for each that occurs."""


@dataclass
class Form:
    """The state of one import."""

    path: str
    languages: list[str]
    default: str
    known: dict[str, Known] = field(default_factory=dict)
    questions: dict[str, Data] = field(default_factory=dict)
    """SurveyJS's name → our question."""
    scales: dict[str, Data] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    looks: dict[str, int] = field(default_factory=dict)
    untranslated: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    repeat: str | None = None
    """The repeated block that is being read."""

    def report(self, code: str, value: str, **words: object) -> None:
        """A finding about the file."""
        self.findings.append(finding(code, self.path, value, **words))

    def lost(self, value: str, problem: str, advice: str = "add what you need by hand") -> None:
        """Something that is not carried over."""
        self.report("S061", value, problem=problem, advice=advice)

    def unread(self, element: Element, *read: str) -> None:
        """A finding for each key of `element` that is not among those `read`; looks are counted for later."""
        for key, value in element.items():
            if key in LOOKS:
                self.looks[key] = self.looks.get(key, 0) + 1
            elif key not in read and value not in (False, None, "", []):
                shown = value if isinstance(value, str | int | float) else "its setting"
                self.lost(f"{key} of {element.get('name') or element.get('type')}", f"we have none ({shown})")

    def text(self, value: Any) -> dict[str, str] | None:
        """The words in every language; a language without words gets those of the first that has some."""
        given = {own: words for own, words in self._given(value).items() if own in self.languages}
        if not given:
            return None
        first = next(given[own] for own in [*self.languages, *given] if own in given)
        for language in self.languages:
            if language not in given:
                self.untranslated[language] = self.untranslated.get(language, 0) + 1
        return {language: given.get(language, first) for language in self.languages}

    def _given(self, value: Any) -> dict[str, str]:
        if value is None or isinstance(value, bool | list):
            return {}
        texts = value if isinstance(value, dict) else {DEFAULT: str(value)}
        named = {language_of(key, self.default): str(words) for key, words in texts.items() if key != DEFAULT}
        fallback = {self.default: str(texts[DEFAULT])} if DEFAULT in texts else {}
        return {own: plain(words) for own, words in (fallback | named).items() if plain(words)}

    def usual(self, words: str) -> dict[str, str]:
        """English words of the platform's own, which other languages lack."""
        for language in self.languages:
            if language != "en":
                self.untranslated[language] = self.untranslated.get(language, 0) + 1
        return dict.fromkeys(self.languages, words)

    def heading(self, element: Element, key: str = "title") -> dict[str, str]:
        """The title, or the name where there is none."""
        return self.text(element.get(key)) or dict.fromkeys(
            self.languages, str(element.get("name") or element.get("type"))
        )

    def claim(self, raw: str, columns: Iterable[str] = ()) -> str:
        """An id of ours for `raw`; `columns` are endings of further columns that must be free as well."""
        simple = plain_id(raw)
        name, number = simple, 2
        endings = ["", *columns]
        while any(f"{name}{ending}" in self.taken for ending in endings):
            name, number = f"{simple}_{number}", number + 1
        self.taken |= {f"{name}{ending}" for ending in endings}
        if name != raw:
            why = "the name is taken or reserved" if simple == raw else "ids are small letters, digits and _"
            self.report("S063", raw, name=repr(name), problem=why)
        return name

    def condition(self, element: Element, key: str = "visibleIf") -> Condition | None:
        """The condition of an element; None when there is none or when it cannot be read, which is reported."""
        text = element.get(key)
        if not text:
            return None
        try:
            return Reader(self.known, self.repeat).condition(str(text))
        except Unreadable as reason:
            self.report("S062", str(text), problem=reason)
            return None

    def unread_note(self, element: Element, condition: Condition | None) -> Data:
        """A note with the words of a condition that could not be read."""
        text = element.get("visibleIf")
        return {"note": f"SurveyJS visibleIf: {text}"} if text and condition is None else {}

    def remember(self, raw: str, question: Known) -> None:
        """Later elements may ask about this question."""
        self.known.setdefault(raw, question)

    def summary(self) -> None:
        """The findings that stand once for many elements."""
        for key, count in sorted(self.looks.items()):
            self.lost(key, f"{count} elements have it; our forms have their own", "nothing, if that will do")
        for language, count in self.untranslated.items():
            why = f"{count} texts have none; the text of another language stands there"
            self.lost(f"text in {language!r}", why, "translate it")


def language_of(locale: str, default: str) -> str:
    """Our language for a locale of SurveyJS."""
    if locale in ("", DEFAULT):
        return default
    own = LANGUAGES.get(locale.lower(), locale)
    return own if own in LANGUAGE_CODES else own.partition("-")[0]


def languages_in(survey: Any) -> Iterator[str]:
    """Every locale that some text of the survey has, in the order met."""
    if isinstance(survey, list):
        for part in survey:
            yield from languages_in(part)
    elif isinstance(survey, dict):
        if is_text(survey):
            yield from survey
        else:
            for part in survey.values():
                yield from languages_in(part)


def is_text(value: dict[str, Any]) -> bool:
    """Whether a mapping is words by locale."""
    locale = re.compile(r"default|fil|tel|[a-z]{2}(-[A-Za-z]{2})?")
    return bool(value) and all(isinstance(w, str) and locale.fullmatch(k) for k, w in value.items())


def plain(words: str) -> str:
    """Words without HTML: paragraphs are kept, tags go."""
    if "<" not in words and "&" not in words:
        return words.strip()
    broken = re.sub(r"(?i)<(?:/p|/div|/h\d|/li|br\s*/?)>", "\n\n", words)
    return re.sub(r"(\s*\n\s*){2,}", "\n\n", html.unescape(re.sub(r"</?[A-Za-z!][^>]*>", "", broken))).strip()
