"""Guarded sentences: the branch that is true, nothing that was hidden, what is listed, and bare comparisons."""

from dataclasses import replace

import pytest

from reports.prose.bare_words import bare_words
from reports.prose.called import prose_functions
from reports.prose.changes import changed, sentence, write_changes
from reports.prose.chapters import Shelf, render
from reports.prose.comparing import Comparing
from reports.prose.findings import Findings
from reports.prose.published import Cell
from reports.word.blocks import Paragraph, text_of
from reports.word.bound import bare, places_in
from survey.messages import SvarError

PATH = "reports/tiny/a.md"
ALL = """{% guard "talks", by="size", high="small" %}
{{ it.high_name | cap }} har klart høyere snitt enn {{ it.low_name }} ({{ it.high }} mot {{ it.low }}).
{% slight %}
De har noe høyere snitt.
{% none %}
Snittet er likt.
{% reversed %}
Det er {{ it.high_name }} som ligger øverst.
{% untold %}
Gruppene er for små.
{% endguard %}
"""


def with_test(numbers, item="talks", **found):
    tests = dict(numbers.published.tests)
    tests[item, "size"] = replace(tests[item, "size"], **{"note": "", **found})
    return replace(numbers, published=replace(numbers.published, tests=tests))


def hide(numbers, *key):
    cells = {
        k: Cell(None, None, "protected", "") if k[: len(key)] == key else cell
        for k, cell in numbers.published.cells.items()
    }
    return replace(numbers, published=replace(numbers.published, cells=cells))


def written(source, numbers, words):
    shelf = Shelf()
    called = {**numbers.functions(), **prose_functions(Findings(numbers, words["findings"]), shelf)}
    made = render(source, PATH, called, shelf)
    return " ".join(text_of(b.runs) for b in made if isinstance(b, Paragraph)), shelf.told


def told(source, numbers, words):
    return bare(written(source, numbers, words)[0])


@pytest.mark.parametrize(
    ("found", "branch", "begins"),
    [
        (
            {"finding": "clear"},
            "clear",
            "Små kommuner har klart høyere snitt enn store kommuner (4,1 mot 3,0).",
        ),
        ({"finding": "slight"}, "slight", "De har noe høyere snitt."),
        ({"finding": "none"}, "none", "Snittet er likt."),
        (
            {"finding": "clear", "high": "large", "low": "small"},
            "reversed",
            "Det er store kommuner som ligger øverst.",
        ),
        ({"finding": "clear", "p_adjusted": None, "method": ""}, "untold", "Gruppene er for små."),
        ({"finding": "", "hidden": "protected", "high": "", "low": ""}, "untold", "Gruppene er for små."),
    ],
)
def test_the_branch_that_is_true_is_written(numbers, words, found, branch, begins):
    text, noted = written(ALL, with_test(numbers, **found), words)
    assert bare(text).startswith(begins) and bare(text).count(".") == 1
    assert [(one.expected, one.written, one.where) for one in noted] == [("clear", branch, f"{PATH}:1")]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            {"finding": "clear"},
            "Tydelig forskjell: «Innlegg»\u00a0(4,1 mot 3,0) har høyest gjennomsnitt "
            "for små kommuner og lavest for store kommuner.",
        ),
        ({"finding": "none"}, "På «Innlegg» kan vi ikke påvise at svarene er ulike etter størrelse."),
        (
            {"finding": "", "hidden": "protected"},
            "På «Innlegg» kan vi ikke sammenligne gruppene etter størrelse.",
        ),
    ],
)
def test_a_branch_without_words_gets_those_of_the_text_files(numbers, words, found, text):
    made = with_test(numbers, **found)
    assert told('{% guard "talks", by="size" %}{% endguard %}', made, words) == text
    wanted = "slight" if found["finding"] == "clear" else "clear"
    assert (
        told(f'{{% guard "talks", by="size", expects="{wanted}" %}}Nei.{{% endguard %}}', made, words) == text
    )


def test_an_empty_branch_says_nothing(numbers, words):
    silent = '{% guard "talks", by="size" %}Ja.{% none %}{% endguard %}'
    assert told(silent, with_test(numbers, finding="none"), words) == ""


def test_a_small_base_brings_its_caution_by_itself(numbers, words):
    found = with_test(numbers, finding="clear", note="small_base", smallest_base=12)
    assert told(ALL, found, words).endswith(
        "Den minste gruppen har bare 12 svar, så dette må tolkes med forsiktighet."
    )
    assert "forsiktighet" not in told(ALL, with_test(numbers, finding="none", note="small_base"), words)


def test_hidden_numbers_of_a_finding_are_not_printed_by_the_default(numbers, words):
    found = hide(with_test(numbers, finding="clear"), "talks", "size")
    text = told('{% guard "talks", by="size", high="large", expects="none" %}x{% endguard %}', found, words)
    assert "4,1" not in text and "høyest gjennomsnitt for små kommuner" in text


def test_comparing_words_are_bound_to_the_finding(numbers, words):
    found = with_test(numbers, finding="clear")
    text, _ = written(ALL, found, words)
    bindings = {
        found.ledger.bindings[place].printed: found.ledger.bindings[place] for place in places_in(text)
    }
    assert bindings["høyere"].how == "branch_clear"
    assert [s.answer or s.group for s in bindings["høyere"].sources] == ["clear", "small>"]


def test_a_branch_without_comparing_words_is_bound_at_its_last_word(numbers, words):
    found = with_test(numbers, finding="none")
    text, _ = written(ALL, found, words)
    assert [found.ledger.bindings[place].printed for place in places_in(text)] == ["likt"]


HOLDS = (
    '{% guard holds(mean("talks"), ">", mean("tasks")) %}Innlegg ligger høyere.'
    "{% otherwise %}Oppgaver gjør det.{% endguard %}"
)


def with_means(numbers, talks, tasks):
    cells = dict(numbers.published.cells)
    for item, mean in (("talks", talks), ("tasks", tasks)):
        cells[item, "total", "all", "mean", ""] = Cell(mean, 40, "" if mean is not None else "protected", "")
    return replace(numbers, published=replace(numbers.published, cells=cells))


@pytest.mark.parametrize(
    ("talks", "tasks", "text"),
    [
        (3.4, 2.6, "Innlegg ligger høyere."),
        (2.6, 3.4, "Oppgaver gjør det."),
        (3.44, 3.36, "Oppgaver gjør det."),  # both print as 3,4
        (3.0, 2.9, "Innlegg ligger høyere."),
        (None, 2.6, ""),
    ],
)
def test_numbers_of_everyone_carry_a_comparison_only_as_printed(numbers, words, talks, tasks, text):
    assert told(HOLDS, with_means(numbers, talks, tasks), words) == text


def test_a_chain_of_numbers(numbers, words):
    values = 'share("goals_new"), ">", share("changed", "yes"), ">", share("goals_roles")'
    chain = f"{{% guard holds({values}) %}}Ja.{{% endguard %}}"
    assert told(chain, numbers, words) == "Ja."
    assert told(chain.replace(">", "<"), numbers, words) == ""
    assert (
        told('{% guard holds(mean("talks"), ">=", step("talks", "3")) %}Ja.{% endguard %}', numbers, words)
        == "Ja."
    )


def test_what_is_written_otherwise_than_expected_is_listed(numbers, words, tmp_path):
    _, noted = written(ALL + "\n" + HOLDS.replace('">"', '"<"'), with_test(numbers, finding="none"), words)
    found = changed(noted)
    assert [(one.expected, one.written) for one in found] == [("clear", "none"), ("holds", "otherwise")]
    assert (
        sentence(found[1])
        == f"{PATH}:13: talks (3,4) < tasks (2,6): expected holds, written otherwise – Oppgaver gjør det."
    )
    write_changes(found, tmp_path / "changes.csv")
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").count("\n") == 3
    expected = ALL.replace('high="small"', 'high="small", expects="none"')
    _, noted = written(
        expected.replace("{% none %}", "{% clear %}"), with_test(numbers, finding="none"), words
    )
    assert changed(noted) == []


def test_an_exact_tie_at_a_rank_that_is_named_is_listed(numbers, words):
    source = '{% set goals = ranked("goals") %}Flest har {{ goals[0].label }}.'
    _, noted = written(source, numbers, words)
    assert changed(noted) == []
    cells = dict(numbers.published.cells)
    cells["goals_roles", "total", "all", "share", "yes"] = cells["goals_new", "total", "all", "share", "yes"]
    tied = replace(numbers, published=replace(numbers.published, cells=cells))
    _, noted = written(source, tied, words)
    assert [(one.rests_on, one.text) for one in changed(noted)] == [("ranked goals", "Roller, Nye tiltak")]
    _, noted = written(source.replace('"goals")', '"goals", expects="several")'), tied, words)
    assert changed(noted) == []


def test_a_tie_that_no_sentence_names_is_not_listed(numbers, words):
    cells = dict(numbers.published.cells)
    cells["goals_roles", "total", "all", "share", "yes"] = cells["goals_new", "total", "all", "share", "yes"]
    tied = replace(numbers, published=replace(numbers.published, cells=cells))
    source = '{% set goals = ranked("goals") %}{% for goal in goals %}{{ goal.label }} {% endfor %}'
    _, noted = written(source, tied, words)
    assert changed(noted) == []
    _, noted = written(source + "Deretter {{ goals[1].label }}.", tied, words)
    assert [one.text for one in changed(noted)] == ["Roller, Nye tiltak"]


def test_beyond_what_is_shown_a_rank_is_hidden_not_an_error(numbers, words):
    text = told(
        '{% set r = ranked("rate") %}{{ r[0].label }} {{ r[0].value }}', hide(numbers, "talks"), words
    )
    assert text.startswith("Oppgaver 2,6")
    everything = hide(hide(numbers, "talks"), "tasks")
    assert (
        told('{% set r = ranked("rate") %}{{ r[0].label }} {{ r[-1].value }}', everything, words)
        == "«skjult» «skjult»"
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('{% guard "tals", by="size" %}{% endguard %}', "R001"),
        ('{% guard "talks", by="siz" %}{% endguard %}', "R012"),
        ('{% guard "talks", by="size", high="tiny" %}{% endguard %}', "R013"),
        ('{% guard "talks", by="size", hihg="small" %}{% endguard %}', "R034"),
        ('{% guard "talks", by="size" %}{% holds %}x{% endguard %}', "R034"),
        ('{% guard holds(mean("talks"), "~", mean("tasks")) %}{% endguard %}', "R034"),
        ('{% guard holds(mean("talks"), ">", share("goals_new")) %}{% endguard %}', "R031"),
        ('{% guard "talks", by="size" %}Det er 3.{% endguard %}', "R017"),
    ],
)
def test_mistakes_have_their_code(numbers, words, source, code):
    with pytest.raises(SvarError) as caught:
        written(source, numbers, words)
    assert [f.code for f in caught.value.findings] == [code]


@pytest.fixture
def comparing(labels):
    return Comparing.of(labels.words["guards"])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Små kommuner har høyere snitt.", ["høyere"]),
        ("Flere enn før, og oftere.", ["Flere enn", "oftere"]),
        (
            "De ser mer endring i samarbeidet innenfor kommunen enn utenfor.",
            ["mer endring i samarbeidet innenfor kommunen enn"],
        ),
        ("De krysset av for flere grunner.", []),
        ("Flest valgte {{ share('x') }}.", ["Flest"]),
        ("{% set g = ranked('goals') %}Flest valgte {{ g[0].label }}. Færrest valgte {{ g[-1].label }}.", []),
        ("{% set g = ranked('goals') %}Flest valgte {{ g[-1].label }}.", ["Flest"]),
        ("{% set g = ranked('goals') %}Færrest valgte {{ g[0].label }}.", ["Færrest"]),
        ("{% set g = ranked('goals') %}Flest valgte {{ g[0].label }}. Og mest av alt.", ["mest"]),
        ('{% guard "talks", by="size" %}Høyere.{% none %}Ikke høyere.{% endguard %} Lavere.', ["Lavere"]),
        ("Det er {% wording %}større{% endwording %} tro på det.", []),
        ("Utsagnet «har større tro» og {# større #}.", []),
        ("«{{ g[0].label }} er større»", ["større"]),
        ("## Høyere mål\n\nTekst.", []),
    ],
)
def test_comparing_words_need_something_to_rest_on(comparing, source, found):
    assert [f.value for f in bare_words(source, PATH, comparing)] == found


def test_a_bare_comparison_has_its_line(comparing):
    (found,) = bare_words(
        "En.\n\n{% guard holds(a, '>', b) %}\nHøyere.\n{% endguard %}\n\nTo er\nlavere.\n", PATH, comparing
    )
    assert (found.code, found.where) == ("R030", f"{PATH}:8")
