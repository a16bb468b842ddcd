"""docs/report.md and docs/delivery.md: their examples load, and what they list is what there is."""

import re
from pathlib import Path

import yaml

from reports import deliver, inspect
from reports.inspecting import RULES
from reports.make_template import TEMPLATES
from reports.sections import KINDS
from reports.style.outline import load_outline
from survey.messages import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
REPORT, DELIVERY = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("report.md", "delivery.md")
)
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REPORT, re.DOTALL)


def test_the_outline_example_loads(tmp_path, labels):
    example = EXAMPLES[0].replace("[region]", "[size]")
    for file in re.findall(r"file: (\w+\.md)", example):
        (tmp_path / file).write_text("# One\n", encoding="utf-8")
    (tmp_path / "outline.yaml").write_text(example, encoding="utf-8")
    outline = load_outline(tmp_path / "outline.yaml", labels.plan)
    assert {section.kind for section in outline.sections} <= set(KINDS)
    assert outline.footer == "The Directorate"


def test_the_template_example_names_a_template_that_there_is():
    named = yaml.safe_load(EXAMPLES[1])["write"]["template"]
    assert (ROOT / named).is_file() and named in {f"reports/{name}.docx" for name in TEMPLATES}


def test_the_styles_named_are_those_of_the_template():
    styles = (ROOT / "reports/template/word/styles.xml").read_text(encoding="utf-8")
    ours = set(re.findall(r'<w:name w:val="([^"]+)"/>', styles))
    told = REPORT[REPORT.index("needs these styles") : REPORT.index("A style is found by its name")]
    plain = re.sub(r"\s+", " ", told)
    absent = {
        name
        for name in ours - {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
        if re.sub(r" \d$", "", name) not in plain and name.removeprefix("Banner ") not in plain
    }
    assert absent == set()


def test_every_rule_stands_in_the_table_with_its_codes():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|$", REPORT, re.MULTILINE))
    for rule in RULES:
        name = rule.__name__.rpartition(".")[2]
        source = Path(rule.__file__).read_text(encoding="utf-8")
        assert set(re.findall(r'"(R1\d\d)"', source)) <= set(re.findall(r"R1\d\d", rows[name])), name


def test_the_commands_have_the_options_that_are_shown():
    assert deliver.parse(["NAME", "--out", "x", "--language", "nn"]).language == "nn"
    assert inspect.parse(["a.docx", "b.docx"]).files == [Path("a.docx"), Path("b.docx")]
    assert set(re.findall(r"R1\d\d", REPORT + DELIVERY)) <= set(CATALOGUE)
    assert deliver.DELIVERED.as_posix() in DELIVERY and deliver.SUMS in DELIVERY
