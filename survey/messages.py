"""Every message a person sees: its code, what is wrong, and what to do. One catalogue, no sentence elsewhere.

Codes: Y = YAML, Q = questionnaire, P = analysis plan, C = claim ledger, R = report, D = data, S = system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Message(NamedTuple):
    """A catalogue entry; `{…}` are filled in where the finding is made."""

    what: str
    cure: str
    severity: Severity = "error"


CATALOGUE: dict[str, Message] = {
    "Y001": Message(
        "this is not valid YAML: {problem}", "mend the line; look for a missing colon, quote or space"
    ),
    "Y002": Message(
        "the key {value} stands twice in the same place", "keep one of them; the other was being ignored"
    ),
    "Y003": Message("the file does not exist", "check the path in params.yaml"),
    "Q001": Message(
        "unknown key {value}{suggestion}", "correct the key or remove it; it would have been ignored"
    ),
    "Q002": Message("the key {value} is missing", "add it"),
    "Q003": Message("{problem}", "see docs/questionnaire.md for what may stand here"),
    "Q004": Message(
        "the id {value} is used more than once", "give each question, item and option column its own name"
    ),
    "Q005": Message(
        "no question, item or option is called {value}{suggestion}", "correct the name in the condition"
    ),
    "Q006": Message(
        "the condition looks at {value}, which is not asked before it",
        "move the question, or ask on an earlier answer",
    ),
    "Q007": Message("{value} is not an answer to {question}{suggestion}", "use one of: {allowed}"),
    "Q008": Message("no scale is called {value}{suggestion}", "define it under 'scales' or correct the name"),
    "Q009": Message("the text in {language} is missing", "write it, or remove the language from 'languages'"),
    "Q010": Message("{value} has no effect here: {problem}", "remove it, or put it where it works"),
    "Q011": Message("the code {value} stands twice among the options", "give each option its own code"),
    "Q012": Message(
        "a choice needs options: give 'options' or 'scale', not both and not neither", "keep exactly one"
    ),
    "Q013": Message("the test {value} does not fit {question}: {problem}", "use one of: {allowed}"),
    "Q014": Message("the id {value} is reserved for the system", "choose another id"),
    "Q015": Message("{value} is not a possible {key}{suggestion}", "use one of: {allowed}"),
    "Q016": Message("{value} cannot stand as {key}: {problem}", "write it another way"),
    "Q017": Message("{key} must be {wanted}, not {found}", "{advice}"),
    "Q018": Message("{key} is empty", "write something, or remove the line"),
    "Q019": Message("{value} is not a code of this scale{suggestion}", "use one of: {allowed}"),
    "Q020": Message(
        "the codes of an ordinal scale must be rising numbers; {value} is not",
        "number the answers 1, 2, 3 …, or write 'kind: nominal'",
    ),
    "Q021": Message("the limits leave nothing to answer: {problem}", "put the lower limit first"),
    "Q022": Message(
        "the code {value} cannot be part of the column name {column}",
        "use only small letters a–z, digits and _",
    ),
    "Q023": Message(
        "the condition is incomplete: {problem}", "write {{question: …, is: …}}, or one of all, any, not"
    ),
    "Q024": Message("the language {value} is not known{suggestion}", "use one of: {allowed}"),
    "Q025": Message("{key} needs at least {least}", "add what is missing"),
    "Q026": Message(
        "{value} is asked once in each repetition of the block {block}, so it has no single answer here",
        "ask on a question outside that block, or put this one into it",
    ),
    "Q030": Message(
        "the column name {value} has {count} characters; SPSS of older make and several platforms take {most}",
        "shorten the id or the code before fieldwork, or accept it in the lock file",
        "warning",
    ),
    "Q031": Message(
        "{value} has the same answers as {other}, but {problem}",
        "use one scale for both, or word the answers differently",
    ),
    "Q032": Message(
        "the label {value} ({language}) stands twice among the answers",
        "word them so that respondents can tell them apart",
    ),
    "Q033": Message(
        "the option {value} reads as if it rules out the others, but it can be ticked beside them",
        "add 'exclusive: true', or word it differently",
        "warning",
    ),
    "Q034": Message(
        "the option {value} rules out the others, but stands before some of them",
        "put exclusive options last",
        "warning",
    ),
    "Q035": Message(
        "the option {value} reads as a non-answer, but is counted as an answer",
        "add 'missing: true', or accept it in the lock file",
        "warning",
    ),
    "Q036": Message(
        "the {language} text may be out of date: {original} is not what it was when the translation was confirmed",
        "read them side by side, mend the translation, then run 'svar check --accept-translations'",
    ),
    "Q037": Message(
        "the acceptance of {value} has no effect: {problem}", "remove it from the lock file", "warning"
    ),
    "Q038": Message(
        "nobody has confirmed the translations: there is no {value}",
        "read the languages side by side, then run 'svar check --accept-translations'",
        "warning",
    ),
    "Q039": Message("every option rules out the others, so only one can be ticked", "use 'type: single'"),
    "Q040": Message(
        "straight quotation marks ({language})", "use those of the language: {wanted}", "warning"
    ),
    "Q041": Message("two spaces in a row ({language})", "keep one", "warning"),
    "Q042": Message(
        "{value} looks like a leftover of HTML ({language})",
        "remove it; texts are shown as they stand",
        "warning",
    ),
    "Q043": Message("a space before {value} ({language})", "remove the space", "warning"),
    "Q044": Message("a hyphen is used as a dash ({language})", "write – (a dash) instead", "warning"),
    "Q045": Message(
        "the column name {value} has {count} characters; no export takes more than 64",
        "shorten the id or the code",
    ),
    "Q050": Message(
        "{value} may ask two things at once ({language}): one answer cannot say which was meant",
        "ask about one thing, or make two questions",
        "warning",
    ),
    "Q051": Message(
        "{value} leads the respondent ({language}): it shows which answer is expected",
        "ask so that every answer is as easy to give",
        "warning",
    ),
    "Q052": Message(
        "{value} is absolute ({language}): few can say yes to it, so the answers say little",
        "leave it out, or ask how often or how much",
        "warning",
    ),
    "Q053": Message(
        "a sentence of {count} words ({language}): more than {most} are hard to keep in mind",
        "divide it, or leave something out",
        "warning",
    ),
    "Q054": Message(
        "{value} negates what is to be judged ({language}): disagreeing with it becomes a double negation",
        "state it without a negation",
        "warning",
    ),
    "Q055": Message("two negations in one sentence ({language}): {value}", "say it positively", "warning"),
    "Q060": Message("nobody is ever asked {value}", "correct the conditions that lead to it, or remove it"),
    "Q061": Message(
        "this condition is never true for anybody who gets here", "correct it; what it guards is never shown"
    ),
    "Q062": Message("this condition is always true for everybody who gets here", "remove it, or correct it"),
    "Q063": Message(
        "a respondent can get stuck at {value}: {problem}", "offer an answer to everybody who is asked"
    ),
    "Q064": Message("the routing goes in a circle: {value}", "let each question look only at earlier ones"),
    "P001": Message(
        "no segment source is called {value}{suggestion}", "use a column of the frame or a question id"
    ),
    "P002": Message("no question or item is called {value}{suggestion}", "correct the name in the plan"),
    "P003": Message(
        "no segment is called {value}{suggestion}", "define it under 'segments' or correct the name"
    ),
    "P004": Message(
        "the bands of {value} overlap or leave a gap: {problem}", "make each band start where the last ended"
    ),
    "P005": Message(
        "the segment {value} has no labels",
        "add it under 'background' in the questionnaire, with one option a group",
    ),
    "P006": Message(
        "the group {value} of segment {segment} has no label{suggestion}", "add it under 'background'"
    ),
    "P007": Message("{value} has no effect on a segment of kind {kind}", "remove it, or choose another kind"),
    "P008": Message("the nested segment {value} needs two segments or more", "list them under 'of'"),
    "P009": Message(
        "the segment {value} is made of more than one column", "name one; only 'nested' takes several"
    ),
    "P010": Message("a cross-tab with 'where' has no id", "give it one: its tables are told apart by it"),
    "P011": Message("the cross-tab {value} stands twice", "give each cross-tab its own id"),
    "P012": Message(
        "the items of the index {value} do not share one ordered scale", "list items of one scale"
    ),
    "P013": Message("the index {value} has the name of a question or item", "give it an id of its own"),
    "P014": Message(
        "the weight {value} has no frame of invited people to weight to", "add the frame, or use kind 'given'"
    ),
    "P015": Message("no weight is called {value}{suggestion}", "define it under 'weights', or write none"),
    "C001": Message("the claim {value} stands twice", "give each claim its own id"),
    "C002": Message("no claim is called {value}{suggestion}", "correct the id under 'same_as'"),
    "R001": Message(
        "no question or item is called {value}{suggestion}", "correct the name in the report's file"
    ),
    "R002": Message(
        "{value} cannot be drawn as {kind}: {problem}", "choose another kind of figure or another question"
    ),
    "R003": Message("the figure {value} stands twice", "give each figure its own id"),
    "R010": Message("the chapter {value} does not exist", "write it, or correct the name in the outline"),
    "R011": Message("{value} is not an answer to {item}{suggestion}", "use one of: {allowed}"),
    "R012": Message(
        "{item} is not crossed with a segment called {value}{suggestion}", "use one of: {allowed}"
    ),
    "R013": Message("{value} is not a group of {segment}{suggestion}", "use one of: {allowed}"),
    "R014": Message("no figure is called {value}{suggestion}", "use one of: {allowed}"),
    "R015": Message(
        "the chapter cannot be filled in: {problem}", "see docs/report.md for what may stand in a chapter"
    ),
    "R016": Message(
        "the report points to figure {value}, but never shows it", "show it with figure(), or remove ref()"
    ),
    "R017": Message(
        "a number is typed by hand: {value}", "take it from share(), count(), mean(), n() or facts"
    ),
    "R018": Message("{item} has no {value}", "use one of: {allowed}"),
    "R019": Message(
        "the figure {value} is drawn but never shown", "show it with figure(), or do not draw it", "warning"
    ),
    "R020": Message("the figure {value} is shown twice", "show it once, and point to it with ref()"),
    "R021": Message(
        "{value} is not crossed with any segment",
        "cross it under 'crosstabs' in the plan, or remove findings()",
    ),
    "D001": Message(
        "{value} is not one of the codes for {column}", "correct the code, or add it to the questionnaire"
    ),
    "D002": Message(
        "{column} was answered although it was not asked of this respondent",
        "check the routing or the import",
    ),
    "D003": Message("{column} rules out other ticks, but {value} is ticked too", "decide which was meant"),
    "D004": Message(
        "respondent {value} stands more than once", "keep one; all rows of this respondent are set aside"
    ),
    "D005": Message(
        "the column {value} is missing{suggestion}", "check the export; its answers count as unanswered"
    ),
    "D006": Message(
        "the file is not UTF-8; it was read as {value}",
        "save it as UTF-8 to be sure that letters with accents are right",
        "warning",
    ),
    "D007": Message(
        "cells are separated by {value}; read accordingly", "nothing, if the columns look right", "warning"
    ),
    "D008": Message(
        "the row has {value} cells, but the header has {expected}",
        "mend the row; it is set aside, not shifted",
    ),
    "D009": Message("{column} must be a number, not {value}", "correct it"),
    "D010": Message("{column} is {value}, outside {low} to {high}", "correct it"),
    "D011": Message("{column} must be a date written YYYY-MM-DD, not {value}", "correct it"),
    "D012": Message(
        "{column} holds a character that no document can show ({value})",
        "shown as ␦ in the report; nothing is lost",
        "warning",
    ),
    "D013": Message("{column} is required and was asked, but has no answer", "kept as unanswered", "warning"),
    "D014": Message(
        "the column {value} is not in the questionnaire{suggestion}",
        "kept aside; rename or remove it",
        "warning",
    ),
    "D015": Message("the row has no {column}", "every row needs one; the row is set aside"),
    "D016": Message("respondent {value} is not in the frame", "add the participant or remove the answer"),
    "D017": Message("the file has no header row with {value}", "the first row must name the columns"),
    "D018": Message(
        "{column} was ticked although that option was not offered to this respondent", "check the import"
    ),
    "D019": Message(
        "{column} has {value} characters, more than {high}",
        "kept whole; shortened where it is shown",
        "warning",
    ),
    "D020": Message(
        "only some options of {question} have an answer",
        "beside a tick, empty boxes count as not ticked; a lone no is set aside",
        "warning",
    ),
    "D021": Message(
        "respondent {value} stands more than once in {column}", "keep one row a respondent in that file"
    ),
    "D022": Message(
        "{value} in {column} matches no row of {table}", "add it to the table; the group is shown as unknown"
    ),
    "D030": Message(
        "{column} has ticks at {value}, where one answer was asked for",
        "look at the form and decide; until then it counts as unanswered",
    ),
    "D031": Message(
        "the field {value} belongs to no question of this form",
        "look at the form; what stands there was not read",
        "warning",
    ),
    "D032": Message(
        "the place for {value} is gone from the form",
        "its answer counts as unanswered; look at the form",
        "warning",
    ),
    "S001": Message("no command is called {value}{suggestion}", "'svar --help' lists the commands"),
    "S002": Message(
        "the Python module {value} cannot be loaded: {problem}", "correct the name, or install the package"
    ),
    "S003": Message(
        "the package has no {value}{suggestion}", "correct the name; see the package's own documentation"
    ),
    "S004": Message(
        "the questionnaire has no variable called {value}{suggestion}",
        "correct the name, or add the question",
    ),
    "S005": Message("the package's table has no column {value}{suggestion}", "use one of: {known}"),
    "S006": Message(
        "values of {column} without a code: {values}",
        "add them under 'codes', or under 'missing' if they are no answer",
    ),
    "S007": Message(
        "{value} cannot be the name of an evaluation", "use at most 40 of a-z, 0-9 and _, a letter first"
    ),
    "S008": Message("{value} exists already", "choose another name; nothing is overwritten"),
    "S009": Message(
        "there is no scaffold in the language {value}{suggestion}", "use one or more of: {known}"
    ),
    "S010": Message("the block '{value}' is missing", "add the line '{value}: {{}}' at the outermost level"),
    "S011": Message("no study is called {value}{suggestion}", "use one of: {known}"),
    "S012": Message("{value} is not a number of respondents", "give a whole number above zero"),
    "S013": Message(
        "the entries of {value} cannot be put in: the block is written in braces",
        "write it as indented lines",
    ),
    "S014": Message("the file does not match the model", "run 'svar schema' to write it anew"),
    "S020": Message(
        "no answers satisfy the block {value}; these claims contradict each other there: {claims}",
        "correct one of them, or what the world file demands beside them",
    ),
    "S021": Message(
        "no answers were found for the block {value} within the limit of {limit}",
        "raise 'limit' in the world file, or divide the block",
    ),
    "S022": Message(
        "{value} of the ledger has no block: {problem}", "add the variable to a block of the world file"
    ),
    "S023": Message(
        "no statistic of the ledger is called {value}{suggestion}", "correct 'measure', or add the statistic"
    ),
    "S024": Message(
        "{value} is in a block, but has no profile{suggestion}", "add it under 'profiles' in the world file"
    ),
    "S025": Message(
        "{value} is asked on the answer to {question}, which no earlier block solves",
        "put {question} in an earlier block",
    ),
    "S026": Message(
        "nothing is known about {value} when its effect is needed{suggestion}",
        "use a column of the participant list, or a variable that is solved before",
    ),
    "S027": Message(
        "the profile of {value} would be ignored: no block solves it{suggestion}",
        "correct the name, or remove it",
    ),
    "S030": Message("no form or export is called {value}{suggestion}", "use one or more of: {known}"),
    "S031": Message("files ending in {value} cannot be read", "give a file ending in one of: {known}"),
    "S040": Message(
        "the theme cannot use {value}: {problem}", "correct 'theme' under 'render'; see docs/forms.md"
    ),
    "S041": Message(
        "text in the colour {value} would have a contrast of only {ratio}:1",
        "choose a darker colour, with at least {least}:1 against white and light grey",
    ),
    "S042": Message("no instrument is called {value}{suggestion}", "use one of: {known}"),
    "S043": Message("port {value} is in use or not allowed", "give another one with --port"),
    "S050": Message(
        "this is no form that can be read: {problem}", "give the .docx file as it was saved after filling in"
    ),
    "S051": Message(
        "the form is of {value}, which is no instrument of this study{suggestion}", "use one of: {known}"
    ),
    "S052": Message(
        "the form is of version {value}, but the questionnaire is version {expected}",
        "read it with the questionnaire it was made from",
    ),
    "S060": Message(
        "this is no form that can be imported: {problem}", "export it anew from its own platform"
    ),
    "S061": Message("{value} is not carried over: {problem}", "{advice}", "warning"),
    "S062": Message(
        "the expression {value} could not be read: {problem}",
        "write the condition by hand; until then it holds for everybody, and 'note' keeps the words",
        "warning",
    ),
    "S063": Message(
        "{value} is called {name} here: {problem}", "use the new name when you join older answers", "warning"
    ),
    "S064": Message("{value} became {kind}: {problem}", "check that it still asks the same", "warning"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: code, place, value, what is wrong, what to do."""

    code: str
    where: str
    value: str
    message: str
    cure: str
    severity: Severity

    def __str__(self) -> str:
        return f"{self.where}: {self.code} {self.message}. {self.cure[:1].upper()}{self.cure[1:]}."


def finding(code: str, where: str, value: object = "", **words: object) -> Finding:
    """A finding with the catalogue's words; `words` fill the message's and the cure's places."""
    entry = CATALOGUE[code]
    shown = repr(value) if isinstance(value, str) else str(value)
    filled = {"suggestion": "", **words, "value": shown}
    return Finding(
        code, where, str(value), entry.what.format(**filled), entry.cure.format(**filled), entry.severity
    )


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely is a misspelling of."""
    names = list(known)
    swapped = [other for other in names if sorted(other) == sorted(name)]
    close = swapped or get_close_matches(name, names, n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """« (did you mean 'x'?)», or nothing when nothing known is close."""
    close = closest(name, known)
    return f" (did you mean {close!r}?)" if close else ""


class SvarError(Exception):
    """Anything Svar refuses to do, with one finding per reason. The command line prints them and exits with 1."""

    def __init__(self, findings: Sequence[Finding]):
        self.findings = tuple(findings)
        super().__init__("\n".join(str(f) for f in findings))
