"""Referee for XLSForm: every instrument converts with pyxform without a warning, and ODK Validate accepts it.

Run it as `python tests/proof/xlsform.py [FILE.yaml …]` (all instruments without names). It needs Java 11 or newer.
Prints one line an instrument and the sums; exits with 1 when anything is wrong.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyxform
from pyxform.xls2xform import convert

from survey.forms import xlsform
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.words import load_words

ROOT = Path(__file__).parents[2]
JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
FIXTURES = ("forms_gallery", "routing", "piping", "repeats", "other_text", "numbers_dates")


def instruments() -> list[Path]:
    """Every shipped instrument, and the tiny questionnaires that hold one of everything."""
    shipped = [p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text"]
    return [*sorted(shipped), *(ROOT / f"tests/surveys/{name}.yaml" for name in FIXTURES)]


def xform(path: Path) -> tuple[str, list[str], int]:
    """(XForm, pyxform's warnings, rows in the survey sheet) of the questionnaire at `path`."""
    questionnaire = load_questionnaire(path)
    words = load_words(ROOT / "questionnaires/text", questionnaire.languages)
    (content,) = xlsform.files(questionnaire, words).values()
    result = convert(io.BytesIO(content), validate=False, file_type=".xlsx")
    return result.xform, list(result.warnings), len(xlsform.sheets(questionnaire, words)["survey"])


def odk(files: list[Path]) -> tuple[int, str]:
    """ODK Validate's exit code and words on several XForms."""
    done = subprocess.run(
        ["java", "-Xmx512m", "-jar", str(JAR), *map(str, files)], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def broken(file: Path) -> Path:
    """A copy of the form with a route by a function that does not exist: the referee must be awake."""
    copy = file.with_name("broken.xml")
    text = file.read_text(encoding="utf-8")
    copy.write_text(text.replace("<bind ", '<bind relevant="no_such_function(1)" ', 1), encoding="utf-8")
    return copy


def main() -> int:
    """Convert all, then let ODK Validate read all."""
    start, wrong = time.perf_counter(), 0
    paths = [Path(name) for name in sys.argv[1:]] or instruments()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for path in paths:
            try:
                form, warnings, rows = xform(path)
            except SvarError as error:
                print(f"xlsform  {path.stem:<28} not made: the questionnaire has mistakes\n{error}")
                wrong += 1
                continue
            wrong += len(warnings)
            file = Path(folder) / f"{path.parent.name}-{path.stem}.xml"
            file.write_text(form, encoding="utf-8")
            files.append(file)
            print(f"xlsform  {path.stem:<28} {rows:>4} rows, {len(warnings)} warnings")
            print("".join(f"         {line}\n" for line in warnings), end="")
        code, said = odk(files)
        awake = odk([broken(files[0])])[0] != 0
    print(f"xlsform  ODK Validate: {'valid' if code == 0 else said}")
    print(f"xlsform  ODK Validate refuses a form broken on purpose: {'yes' if awake else 'NO'}")
    seconds = time.perf_counter() - start
    print(f"xlsform  {len(files)} of {len(paths)} forms made, {wrong} problems, {seconds:.1f} s")
    return 1 if wrong or code or not awake else 0


if __name__ == "__main__":
    sys.exit(main())
