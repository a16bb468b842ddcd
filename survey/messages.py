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
    "Q070": Message(
        "no open answer is sorted into {value}{suggestion}", "use a 'variable' that stands under 'coding'"
    ),
    "Q071": Message("{value} is no category of {column}{suggestion}", "use one of: {allowed}"),
    "Q072": Message("{value} stands twice in the codebook", "keep one"),
    "Q073": Message(
        "the category {value} of {column} has no definition",
        "write what belongs there and what not",
        "warning",
    ),
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
        "the report points to {value}, but never shows it",
        "show it with figure() or table(), or remove ref()",
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
    "R022": Message("{value} is no way to show figures", "set write.figures to native or picture"),
    "R030": Message(
        "a comparison that nothing carries: {value}",
        "put the sentence into {{% guard %}}, or into {{% wording %}} if it compares no results; see docs/prose.md",
    ),
    "R031": Message("{value} and {other} are not the same kind of number", "compare shares with shares"),
    "R032": Message(
        "groups of {value} are compared without a finding", "use {{% guard %}} with the item and the segment"
    ),
    "R033": Message("{value} has no scale, so its means have no words", "compare the numbers with holds()"),
    "R034": Message("a guard knows no {value}", "use one or more of: {allowed}"),
    "R160": Message("this is not a whole Word file: {problem}", "make it anew"),
    "R161": Message("the table cell {value} does not end in a paragraph", "add one; Word refuses the file"),
    "R162": Message("the {kind} {value} is used {count} times", "give each its own"),
    "R163": Message("the field {value} {problem}", "make the file anew, or remove the field in Word"),
    "R164": Message("the bookmark {value} {problem}", "make the file anew, or remove the bookmark in Word"),
    "R165": Message(
        "a {kind} leads to {value}, which is not there", "point to something in the file, or remove it"
    ),
    "R166": Message("the relation {value} leads nowhere: {problem}", "make the file anew"),
    "R167": Message("the relation {value} leads out of the file", "put what it needs into the file"),
    "R168": Message(
        "the file tells the {kind}: {value}",
        "remove it, in Word with 'Inspect Document'; an author is named in the outline",
    ),
    "R169": Message(
        "the heading {value} has level {level} after level {before}", "go down one level at a time"
    ),
    "R170": Message("a heading of level {level} is empty", "write it, or remove the paragraph"),
    "R171": Message("{kind} {value} is not described in words", "give it an alternative text"),
    "R172": Message(
        "table {place} ({value}) has no row of headings at its top",
        "mark the first row as 'repeat header row'",
    ),
    "R173": Message("the language is {value}: {problem}", "let the whole file be in one language"),
    "R174": Message("the file has no title", "write 'title' in the outline"),
    "R175": Message(
        "{value} on {ground} has a contrast of {ratio} ({kind})", "use colours with a contrast of 4.5 or more"
    ),
    "R176": Message(
        "{kind} shows {value}, counted anew it is {expected}",
        "update the fields in Word, or make the file anew",
    ),
    "R177": Message("{value} is {problem} in the list", "update the list in Word, or make the file anew"),
    "R178": Message(
        "the text holds {value}, a mark of ours that nobody should see", "report it as a mistake in Svar"
    ),
    "R050": Message(
        "{value} was edited in Word when it said «{was}», which it no longer does; the chapter's own words are used",
        "mend the chapter by hand, or make the edit anew; then remove it from the file",
        "warning",
    ),
    "R051": Message(
        "the paragraph {value}, put in after {after}, has lost its place and is left out",
        "put it into the chapter by hand and remove it from the file, or write another place under 'after'",
        "warning",
    ),
    "R052": Message(
        "{value} is no number of this paragraph",
        "use {{{{ n1 }}}} … as listed under 'numbers', or \\{{ for a brace",
    ),
    "R053": Message(
        "{value} holds {number}, which nothing in the report stands for any more",
        "look at the sentence in the report, and mend it in the chapter or the file",
        "warning",
    ),
    "R054": Message(
        "{value} was written from other words or numbers than those here: {problem}",
        "give the file as it was written with --original, or check out the version it was made from",
    ),
    "R055": Message(
        "{value} cannot be read as a Word file: {problem}", "save it as .docx in Word and try again"
    ),
    "R056": Message(
        "{value} is edited in Word, but the report has no such chapter", "correct or remove it", "warning"
    ),
    "R179": Message(
        "the file names an author: {value}",
        "leave 'author' empty in the outline, unless it is to be told",
        "warning",
    ),
    "R180": Message(
        "LibreOffice cannot be asked for page numbers: {problem}",
        "install libreoffice-writer and python3-uno and run again; until then no page numbers and no PDF",
        "warning",
    ),
    "R181": Message(
        "LibreOffice did not manage {value}: {problem}", "open the file in LibreOffice to see why"
    ),
    "R182": Message("there is no {value} to deliver", "run 'dvc repro' first"),
    "R183": Message(
        "the page numbers do not settle: {value} changes for every time they are filled in",
        "shorten or lengthen what stands before it by a line",
    ),
    "R184": Message(
        "the template has no style {value}{suggestion}", "define it there; until then ours is used", "warning"
    ),
    "R185": Message("{value} is not among the report's languages{suggestion}", "use one of: {allowed}"),
    "R060": Message(
        "{was}, which is computed, was changed by hand to {now}",
        "the report keeps what is computed; where that is wrong, correct the data or the chapter",
        "warning",
    ),
    "R061": Message(
        "{value} has lost its binding, and nobody can tell which of the texts is the number",
        "it is kept as typed; write {{{{ n1 }}}} in overrides.yaml where it must follow the data",
        "warning",
    ),
    "R062": Message(
        "the number {value} was typed", "it is kept as typed, and will not follow the data", "warning"
    ),
    "R063": Message(
        "{value} was written where {was} is computed",
        "change the data, the questionnaire's labels or the report's words instead; the report keeps what it computes",
        "warning",
    ),
    "R064": Message(
        "rows, columns or a whole table differ: «{was}» → «{now}»",
        "change the chapter, the plan or the words that make the table",
        "warning",
    ),
    "R065": Message(
        "only the look was changed", "looks are the template's; put **bold** into the chapter", "warning"
    ),
    "R066": Message(
        "only kinds of spaces, hyphens or quotation marks differ",
        "nothing, if you did not mean it",
        "warning",
    ),
    "R067": Message(
        "something that is no text was put in: {value}", "put its words into the chapter by hand", "warning"
    ),
    "R068": Message(
        "nobody can tell which paragraph this was: {value}",
        "put it into the right chapter by hand",
        "warning",
    ),
    "R069": Message("{value} comments: «{now}»", "answer it, or change the chapter", "warning"),
    "R070": Message(
        "the number of a figure or a table was changed by hand: {was} → {now}",
        "figures are numbered in the order they stand; move figure() in the chapter",
        "warning",
    ),
    "R071": Message(
        "what stands outside the text was changed ({value}): «{now}»",
        "change the outline, the figures or the words it is made of",
        "warning",
    ),
    "R072": Message("{value} was taken out", "remove figure() from the chapter, and ref() to it", "warning"),
    "R073": Message("{value} cannot be left out", "remove what it stands over from the chapter", "warning"),
    "R074": Message("{value} cannot be moved in Word", "move it in the chapter", "warning"),
    "R076": Message(
        "this was edited in another copy too; that edit stays, and this one is not carried: «{now}»",
        "decide between them, and write the one you want into overrides.yaml",
        "warning",
    ),
    "R075": Message(
        "the file no longer says what it was made of, as when another program than Word has saved it; {value}",
        "look through the merge report with care",
        "warning",
    ),
    "R186": Message(
        "the template is no Word file: {problem}", "give write.template in params.yaml a .docx file"
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
    "D060": Message(
        "{value} in {column} is no code of the register{suggestion}",
        "correct it, or add it to the register; until then the group is shown as unknown",
    ),
    "D061": Message(
        "{value} in {column} was a code until {until}, not on {at}; it became {successor}",
        "use the code of that date, or read the codes at an earlier one; the group is shown as unknown",
    ),
    "D062": Message(
        "{value} in {column} was a code until {until}, not on {at}; it was divided and became {successors}",
        "find out which of them is meant; until then the group is shown as unknown",
    ),
    "D063": Message(
        "{value} in {column} is a code from {since} only, not on {at}; it was {predecessors} before",
        "use the code of that date, or read the codes at a later one; the group is shown as unknown",
    ),
    "D064": Message(
        "the register says nothing of {column} for {value} on {at}",
        "add it with 'svar register'; until then the group is shown as unknown",
    ),
    "D065": Message(
        "the group {value} of {segment} has {count} respondents, fewer than {under}",
        "counted as {into}, as the plan says",
        "warning",
    ),
    "D066": Message(
        "{value} stands in more than one row of {column}",
        "keep one row each in that file; until then its columns are unknown",
    ),
    "D067": Message(
        "{value} stands more than once in the list of the invited",
        "keep one row a person; only the first was counted",
    ),
    "D068": Message(
        "the outcome {value} of {column} is listed under no outcome in the plan{suggestion}",
        "add it under 'outcomes'; until then it counts as unknown, other",
    ),
    "D069": Message(
        "{value} respondents have an answer, but an outcome that says otherwise ({outcomes})",
        "correct the outcomes; the rates follow the plan's column",
        "warning",
    ),
    "D070": Message(
        "{value} became {successor} on {since}, but the code lists have it until {until}",
        "look at both files; the code lists were believed",
    ),
    "D071": Message(
        "{value} is no {wanted}", "correct the cell, or remove the row; it was left out", "warning"
    ),
    "D072": Message(
        "{value} codes have a {wanted}, but are in no code list at that date: {codes}",
        "add a code list or changes that have them; they were left out",
        "warning",
    ),
    "D090": Message(
        "{count} respondents have no known group of {segment}",
        "complete the frame; they are weighted as a group of their own, or keep their weight",
        "warning",
    ),
    "D091": Message(
        "nobody of the group {value} of {segment} has answered, so the {count} invited people in it have no voice",
        "merge the group with another one in the plan; until then its share falls to the others alike",
    ),
    "D092": Message(
        "the weights do not meet the margins: the worst is {count} percentage points off",
        "widen 'trim', merge small groups, or weight to fewer segments",
    ),
    "D093": Message(
        "{count} respondents have no usable weight",
        "give each a number from 0 up; they count for nothing now",
    ),
    "D094": Message(
        "{count} respondents are in the group {value} of {segment}, which the frame does not have",
        "correct the frame; until then the group keeps its share of the respondents",
    ),
    "D095": Message(
        "not everybody in the {count} clusters of stratum {value} has answered",
        "no finite population correction is made for clusters; standard errors are a little too large",
        "warning",
    ),
    "D096": Message(
        "the stratum {value} has one unit only, so it tells nothing about spread",
        "merge it with another stratum; tables with people of it get no standard errors",
    ),
    "D040": Message(
        "{value} is no category of {column}{suggestion}", "use one of: {allowed}; until then it is not coded"
    ),
    "D041": Message(
        "respondent {value} has no answer that is sorted into {column}",
        "correct the row, or remove it; it was left out",
    ),
    "D042": Message(
        "{count} of {total} answers have no usable code in {value}: {respondents}",
        "code them, or leave them if this coder was to code a part",
        "warning",
    ),
    "D043": Message(
        "the answer of {value} is undecided: {problem}",
        "write the code that counts in adjudicated.csv; until then it is not coded",
        "warning",
    ),
    "D044": Message(
        "the answer in the row of {value} is not what this respondent wrote ({column})",
        "look whether the rows were sorted apart; the row was left out",
    ),
    "D045": Message("the coder {value} has both a .csv and an .xlsx", "keep the one that was filled in"),
    "D046": Message(
        "{value} in {column}: one code is asked for", "choose one, or write 'multiple: true' under 'coding'"
    ),
    "D047": Message(
        "the coders agree about {value} ({said}), but another code was decided",
        "the decision counts; look whether it was meant",
        "warning",
    ),
    "D048": Message(
        "there is a finished coding, and {value} coders' files beside it",
        "the finished one counts; remove it to use the coders'",
        "warning",
    ),
    "D050": Message(
        "the cleared answer of {value} ({column}) is not what this respondent wrote",
        "clear it anew; until then it cannot be quoted",
    ),
    "D051": Message(
        "the text that replaces the answer of {value} ({column}) still holds: {kinds}",
        "write it without; until then it cannot be quoted",
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
    "S045": Message("this is no spreadsheet that can be read: {problem}", "save it as .xlsx or .csv"),
    "S046": Message(
        "there are no checked answers of {value} yet",
        "run 'dvc repro' first, or give the folder with --clean",
    ),
    "S047": Message(
        "the questionnaire sorts no open answer", "write 'coding' under a question with open text"
    ),
    "S048": Message(
        "{value} cannot be part of a file name", "use letters, digits, - and _ for the name of a coder"
    ),
    "S049": Message("there are no coders' files", "save filled-in sheets as {value}"),
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
    "S070": Message(
        "this is no {wanted} that can be read: {problem}",
        "export it anew; docs/segments.md says in which form",
    ),
    "S071": Message(
        "the file does not say from when it holds", "write the date behind its name: {value}@2024-01-01"
    ),
    "S072": Message(
        "two numbers for {value} in {year}",
        "export one figure a municipality and year: no sexes or ages apart",
    ),
    "S073": Message(
        "there is nothing to make a register of", "give at least one file with --codes or --changes"
    ),
    "S080": Message(
        "{value} is no report whose numbers can be traced: {problem}", "give a .docx that 'svar' has made"
    ),
    "S090": Message("{value} has not been made yet", "run '{command}' first"),
    "S091": Message("{value} could be any of: {known}", "write more of the one you mean"),
    "S092": Message(
        "the condition {value} cannot be read: {problem}",
        "write it like 'question: answer', or see docs/crosstab.md",
    ),
    "S093": Message("no measure is called {value}{suggestion}", "use one of: {known}"),
    "S094": Message("none of the rows has the measure {value}", "for these rows there is: {known}"),
    "S095": Message("no question, item or index is called {value}{suggestion}", "look it up in the codebook"),
    "S096": Message("nothing here can show cross-tabs: {value} is missing", "install the package anew"),
    "S097": Message(
        "{value} is made of {item}: crossing them says nothing", "choose another segment, or other rows"
    ),
    "S098": Message(
        "the number at {value} cannot be shown to be protected, so nothing of the study is published",
        "leave that question or segment out of the plan's crosstabs, or merge small groups (merge_small)",
    ),
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
