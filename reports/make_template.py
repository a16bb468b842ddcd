"""Makes reports/template.docx of the XML files in reports/template/: page, styles, numbering and language.

Run `python -m reports.make_template` after a change there. Another house's template may replace the result: a
report needs its style names only (see docs/report.md).
"""

from __future__ import annotations

from pathlib import Path

from reports.word.package import zipped


def template(folder: Path) -> bytes:
    """The files of `folder` as a .docx file."""
    parts = [path for path in folder.rglob("*") if path.is_file()]
    return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in parts})


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "template.docx").write_bytes(template(here / "template"))
