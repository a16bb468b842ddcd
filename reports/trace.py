"""Says of every number in a report where it comes from: the published cell and its base, or the part of the report.

`svar trace FILE.docx` reads only the file, and counts the numbers of each part; `--to FILE.csv` writes a row a number.
Exit 1 when a number is unbound, or when what is printed is not what its sources give. `--against FOLDER` (a study's
folder in data/suppress) also looks whether the published numbers are still those.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.tracing.frames import DATA
from reports.tracing.printed import TYPED, problem, same_value
from reports.tracing.published import PublishedFiles
from reports.tracing.reading import File, Spot, read
from reports.tracing.told import told
from reports.word.bound import Binding
from survey.messages import SvarError, finding

COLUMNS = ("part", "where", "text", "state", "problem", "how", "sources", "around")
STATES = ("bound", "structural", "field", "edited", "UNBOUND")


@dataclass(frozen=True)
class Line:
    """One number with what was found out about it."""

    spot: Spot
    state: str
    problem: str
    binding: Binding | None


def lines(file: File, published: PublishedFiles | None = None) -> Iterator[Line]:
    """Every number of a file, in order."""
    problems: dict[tuple[int, str], str] = {}
    for spot in file.spots():
        binding = file.trace.bindings.get(spot.place) if spot.place is not None else None
        if binding is None or spot.place is None:
            yield Line(spot, "field" if spot.field else "UNBOUND", "", None)
            continue
        key = (spot.place, spot.text)
        if key not in problems:
            problems[key] = _problem(spot, binding, file, published)
        yield Line(spot, _state(binding), problems[key], binding)


def _state(binding: Binding) -> str:
    frames = {source.frame.partition(".")[0] for source in binding.sources}
    if TYPED in frames:
        return "edited"
    return "bound" if frames & set(DATA) else "structural"


def _problem(spot: Spot, binding: Binding, file: File, published: PublishedFiles | None) -> str:
    found = _same_text(spot, binding) or (
        same_value(binding, spot.text) if spot.kept else problem(binding, file.trace.about)
    )
    if found or published is None:
        return found
    differing = (f"{told(source)} {now}" for source in binding.sources if (now := published.differs(source)))
    return next(differing, "")


def _same_text(spot: Spot, binding: Binding) -> str:
    if spot.kept or spot.text.split() == binding.printed.split():
        return ""
    return f"the text was changed; it was made as «{binding.printed}»"


def row(line: Line) -> dict[str, str]:
    """A line for the list."""
    binding = line.binding
    return {
        "part": line.spot.part,
        "where": line.spot.where,
        "text": line.spot.text,
        "state": line.state,
        "problem": line.problem,
        "how": binding.how if binding else line.spot.field,
        "sources": "; ".join(map(told, binding.sources)) if binding else "",
        "around": line.spot.around,
    }


def summary(found: Iterable[Line]) -> str:
    """How many numbers of each state there are in each part."""
    counted = Counter((line.spot.part, line.state) for line in found)
    parts = list(dict.fromkeys(part for part, _ in counted))
    rows = [("", *STATES), *((part, *(str(counted[part, state]) for state in STATES)) for part in parts)]
    rows.append(("in all", *(str(sum(counted[part, state] for part in parts)) for state in STATES)))
    return "".join(f"{one[0]:<12}" + "".join(f"{cell:>12}" for cell in one[1:]) + "\n" for one in rows)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar trace`."""
    parser = argparse.ArgumentParser(prog="svar trace", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE.docx", help="a report made by Svar")
    parser.add_argument("--to", type=Path, metavar="FILE.csv", help="write a row a number")
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="the published data: data/suppress/<study>"
    )
    return parser.parse_args(arguments)


def main() -> None:
    """Read, print the summary and what is wrong; exit 1 when anything is."""
    args = parse(sys.argv[1:])
    if not args.file.is_file():
        raise SvarError([finding("S080", str(args.file), args.file.name, problem="it does not exist")])
    file = read(args.file.read_bytes(), str(args.file))
    published = PublishedFiles(args.against) if args.against else None
    found = list(lines(file, published))
    if args.to:
        write(found, args.to)
    sys.stdout.write(summary(found))
    wrong = [line for line in found if line.problem or line.state == "UNBOUND"]
    sys.stdout.writelines(f"{_sentence(line)}\n" for line in wrong)
    other = published is not None and published.fingerprint != file.trace.about.get("data")
    if other:
        sys.stdout.write("The report was made from other data than these.\n")
    if wrong or other:
        sys.exit(1)


def _sentence(line: Line) -> str:
    where = f"{line.spot.part}, {line.spot.where}: «{line.spot.text}»"
    return f"{where} {line.problem or 'is unbound'}" + (
        f" – {line.spot.around[:160]}" if line.spot.around else ""
    )


def write(found: Iterable[Line], path: Path) -> None:
    """The list as a CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(row, found))


if __name__ == "__main__":
    from survey.stage import run

    run(main)
