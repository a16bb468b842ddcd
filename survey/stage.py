"""What every stage's `main` needs: paths from the command line, its block of params.yaml, a line of progress."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from survey.load import read_document
from survey.messages import SvarError

T = TypeVar("T")
GARBAGE = 200_000
"""New objects after which a stage looks for garbage."""


def arguments(description: str | None, *names: str, optional: tuple[str, ...] = ()) -> argparse.Namespace:
    """Paths given as `--name PATH` for each of `names`; also `--study` and `--params`. Paths stand only in dvc.yaml."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--study", default="", help="the study's name, shown in progress lines")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    for name in names:
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in optional:
        parser.add_argument(f"--{name}", type=Path, default=None)
    return parser.parse_args()


def params(path: Path, block: str) -> dict[str, Any]:
    """The block of params.yaml that belongs to a stage; empty when there is none."""
    return dict(read_document(path).data.get(block) or {})


def study_settings(path: Path, study: str) -> dict[str, Any]:
    """What params.yaml says of one study: its files and its language."""
    return dict(read_document(path).data["studies"][study])


def say(stage: str, study: str, sentence: str) -> None:
    """One line of progress for the person at the terminal."""
    sys.stdout.write(f"{stage:<12}{study:<12}{sentence}\n")


def progress(things: Sequence[T], stage: str, study: str) -> Iterable[T]:
    """`things` one by one, with a bar for the person at the terminal; without one where nobody looks on."""
    if not sys.stderr.isatty():
        return things
    from tqdm import tqdm

    return cast("Iterable[T]", tqdm(things, f"{stage:<12}{study:<12}".rstrip(), leave=False))


def write_json(data: Any, path: Path) -> None:
    """Readable JSON with stable order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """What `write_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def run(main: Callable[[], None]) -> None:
    """Run a stage's main; a refusal is printed as its findings, without a traceback, and exits with 1."""
    # A stage makes much and throws away little: looking for garbage as often as usual is a tenth of its work.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    try:
        main()
    except SvarError as error:
        sys.stderr.write(f"{error}\n{len(error.findings)} to mend.\n")
        sys.exit(1)
