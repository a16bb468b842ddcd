"""Makes every form and export of every instrument of a study, and reads files that come back.

`svar forms STUDY` makes; `svar forms STUDY --read FILE` turns filled-in forms into answers; `svar forms --import FILE`
turns another platform's file into a questionnaire. A study's instruments are the YAML files beside its questionnaire.
An instrument with mistakes does not stop the others; its findings come at the end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING

from survey.forms import EXPORTS, FORMS, READERS
from survey.forms.theme import dress, load_theme
from survey.frames import write_frame
from survey.load import load_questionnaire, read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire
from survey.stage import params, run, say
from survey.words import Words, load_words

if TYPE_CHECKING:
    import pandas as pd

OUT = Path("build/forms")
ANSWERS = Path("build/answers.csv")
IMPORTED = Path("build/questionnaire.yaml")
_COLUMNS = ("instrument", "asks", "questions", "columns", "languages", "files", "kB", "seconds")


@dataclass(frozen=True)
class Made:
    """What came of one instrument: its files on disk and how long they took."""

    questionnaire: Questionnaire
    files: int
    size: int
    seconds: float

    def row(self) -> tuple[str, ...]:
        """The cells of the summary table, in the order of its header."""
        written = (question for block in self.questionnaire.blocks for question in block.questions)
        asking = sum(question.type != "information" for question in written)
        return (
            self.questionnaire.id,
            self.questionnaire.unit,
            str(asking),
            str(len(self.questionnaire.variables)),
            " ".join(self.questionnaire.languages),
            str(self.files),
            f"{self.size / 1000:.0f}",
            f"{self.seconds:.1f}",
        )


def kinds() -> dict[str, ModuleType]:
    """Everything that can be made of a questionnaire, by the name that `--only` takes."""
    return {module.__name__.rpartition(".")[2]: module for module in (*FORMS, *EXPORTS)}


def chosen(names: Sequence[str]) -> dict[str, ModuleType]:
    """The kinds called `names`, all when there are none; raises SvarError (S030) for names that do not exist."""
    known = kinds()
    wrong = [name for name in names if name not in known]
    if wrong:
        listed = ", ".join(known)
        raise SvarError(
            [finding("S030", "svar forms", n, suggestion=did_you_mean(n, known), known=listed) for n in wrong]
        )
    return {name: module for name, module in known.items() if name in names or not names}


def instruments(params: Path, study: str) -> list[Path]:
    """The study's instruments, the analysed one first; raises SvarError (S011) when there is no such study."""
    studies = read_document(params).data.get("studies") or {}
    if study not in studies:
        listed = ", ".join(studies)
        raise SvarError(
            [finding("S011", "svar forms", study, suggestion=did_you_mean(study, studies), known=listed)]
        )
    analysed = Path(studies[study]["questionnaire"])
    return [analysed, *sorted(path for path in analysed.parent.glob("*.yaml") if path != analysed)]


def make(
    questionnaire: Questionnaire, words: Mapping[str, Words], parts: Mapping[str, ModuleType], folder: Path
) -> Made:
    """Write what each of `parts` makes of `questionnaire` into `folder`, which is made when missing."""
    start, files, size = perf_counter(), 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts.values():
        for name, content in part.files(questionnaire, words).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            files, size = files + 1, size + len(content)
    return Made(questionnaire, files, size, perf_counter() - start)


def make_all(args: argparse.Namespace) -> tuple[list[Made], list[Finding]]:
    """Every instrument of the study with a line of progress each, and the findings of those that failed."""
    parts, made, found = chosen(args.only), list[Made](), list[Finding]()
    theme = load_theme(params(args.params, "render").get("theme") or {}, str(args.params), Path())
    for path in instruments(args.params, args.study):
        try:
            questionnaire = load_questionnaire(path)
            words = dress(load_words(args.words, questionnaire.languages), theme)
            one = make(questionnaire, words, parts, (args.out or OUT / args.study) / path.stem)
        except SvarError as error:
            found += error.findings
            say("forms", args.study, f"{path.stem}: not made, {len(error.findings)} to mend")
        else:
            made.append(one)
            say("forms", args.study, f"{path.stem}: {one.files} files in {one.seconds:.1f} s")
    return made, found


def table(made: Sequence[Made]) -> str:
    """The summary: one line an instrument, and the sums; words stand to the left, numbers to the right."""
    rows = [_COLUMNS, *(one.row() for one in made), _sums(made)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    return "\n".join(_line(row, widths) for row in rows)


def _sums(made: Sequence[Made]) -> tuple[str, ...]:
    rows = [one.row() for one in made]
    questions, columns, files = (str(sum(int(row[place]) for row in rows)) for place in (2, 3, 5))
    size, seconds = sum(one.size for one in made) / 1000, sum(one.seconds for one in made)
    return (f"{len(made)} in all", "", questions, columns, "", files, f"{size:.0f}", f"{seconds:.1f}")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    left = ("instrument", "asks", "languages")
    cells = zip(_COLUMNS, row, widths, strict=True)
    return "  ".join(c.ljust(w) if name in left else c.rjust(w) for name, c, w in cells).rstrip()


def reader_of(path: Path, readers: Mapping[str, ModuleType]) -> ModuleType:
    """The module that reads files ending as `path` does; raises SvarError (Y003 no such file, S031 no reader)."""
    if not path.is_file():
        raise SvarError([finding("Y003", str(path))])
    if path.suffix.lower() not in readers:
        raise SvarError([finding("S031", str(path), path.suffix, known=", ".join(readers))])
    return readers[path.suffix.lower()]


def import_file(path: Path, out: Path) -> list[Finding]:
    """Write the questionnaire that another platform's file becomes; the findings say what was not carried over."""
    from survey.imports import IMPORTERS
    from survey.imports.emit import to_yaml

    data, found = reader_of(path, {module.SUFFIX: module for module in IMPORTERS}).read(path)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(to_yaml(data), encoding="utf-8")
    return list(found)


def read_forms(paths: Sequence[Path], known: Sequence[Path]) -> tuple[pd.DataFrame, list[Finding]]:
    """One row of answers a filled-in form, in the columns of answers.csv, and what could not be read.

    The forms must be of one instrument, which is found among `known` by the id that the form carries.
    """
    import pandas as pd

    questionnaires = {q.id: q for q in map(load_questionnaire, known)}
    rows, found = list[dict[str, str | None]](), list[Finding]()
    for path in paths:
        reader = reader_of(path, READERS)
        row, new = reader.read(path, questionnaires)
        rows, found = [*rows, row], [*found, *new]
    return pd.DataFrame(rows), found


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line of `svar forms`."""
    parser = argparse.ArgumentParser(prog="svar forms", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("study", nargs="?", metavar="STUDY", help="the evaluation, as params.yaml calls it")
    parser.add_argument("--only", nargs="+", default=[], metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("--out", type=Path, help=f"where to write (default: {OUT}/STUDY/INSTRUMENT)")
    parser.add_argument("--import", type=Path, dest="source", metavar="FILE", help="another platform's form")
    parser.add_argument("--read", type=Path, nargs="+", metavar="FILE", help="forms that were filled in")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    parser.add_argument("--words", type=Path, default=Path("questionnaires/text"), help="the shared words")
    args = parser.parse_args(arguments)
    if args.study is None and args.source is None:
        parser.error("which STUDY? Or '--import FILE' for a form from another platform")
    return args


def main() -> None:
    """Make, read or import; exits with 1 when something could not be made."""
    args = parse(sys.argv[1:])
    if args.source:
        out = args.out or IMPORTED
        found = import_file(args.source, out)
        say("forms", "import", f"{out}, findings: {len(found)}")
    elif args.read:
        out = args.out or ANSWERS
        frame, found = read_forms(args.read, instruments(args.params, args.study))
        write_frame(frame, out)
        say(
            "forms",
            args.study,
            f"{len(frame)} filled-in forms read into {out}, findings: {len(found)}",
        )
    else:
        made, found = make_all(args)
        sys.stdout.write(f"\n{table(made)}\n")
    sys.stdout.writelines(f"{f}\n" for f in found if f.severity == "warning")
    if errors := [f for f in found if f.severity == "error"]:
        raise SvarError(errors)


if __name__ == "__main__":
    run(main)
