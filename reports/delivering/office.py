"""LibreOffice, started for one delivery and asked over its UNO bridge how a file falls on pages.

It runs with a profile folder of its own, so that an open LibreOffice on the same machine is neither used nor
disturbed, and every question has a time limit.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from survey.messages import SvarError, finding

SECONDS = 180.0
_SCRIPT = Path(__file__).with_name("uno_pages.py")
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
)
_PYTHONS = ("/usr/bin/python3", "python3", "python")


@dataclass(frozen=True)
class Programs:
    """What is needed: LibreOffice, and a Python that can talk to it. `problem` when either is not there."""

    office: str = ""
    python: str = ""
    problem: str = ""


def installed() -> Programs:
    """Where LibreOffice is on this machine, and what is missing if it cannot be used."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *_PLACES))
    office = next((found for name in _PROGRAMS if (found := shutil.which(name, path=path))), "")
    if not office:
        return Programs(problem="it is not installed")
    beside = str(Path(office).resolve().parent / "python")
    for candidate in (*_PYTHONS, beside, sys.executable):
        python = shutil.which(candidate)
        if python and _speaks(python):
            return Programs(office, python)
    return Programs(office, problem="its Python bridge (uno) is not installed")


def _speaks(python: str) -> bool:
    with suppress(OSError, subprocess.TimeoutExpired):
        command = [python, "-c", "import uno"]
        done = subprocess.run(command, check=False, capture_output=True, timeout=20)  # noqa: S603  (found on PATH)
        return done.returncode == 0
    return False


@dataclass(frozen=True)
class Office:
    """A running LibreOffice."""

    programs: Programs
    pipe: str
    seconds: float = SECONDS

    def pages(self, file: Path, pdf: Path | None = None) -> dict[str, int]:
        """Bookmark → page of `file`, which is also written as a tagged PDF to `pdf`; SvarError (R181) on failure."""
        command = [self.programs.python, str(_SCRIPT), self.pipe, str(file), *([str(pdf)] if pdf else [])]
        try:
            done = subprocess.run(  # noqa: S603  (a script of ours)
                command, capture_output=True, text=True, timeout=self.seconds, check=True
            )
        except subprocess.TimeoutExpired:
            raise _failed(file, f"no answer within {self.seconds:.0f} seconds") from None
        except subprocess.CalledProcessError as error:
            lines = (error.stderr or "").strip().splitlines() or ["it stopped without a word"]
            raise _failed(file, lines[-1].rstrip(".")) from None
        return {name: int(page) for name, page in json.loads(done.stdout).items()}


def _failed(file: Path, problem: str) -> SvarError:
    return SvarError([finding("R181", "svar deliver", file.name, problem=problem)])


@contextmanager
def running(programs: Programs, seconds: float = SECONDS) -> Iterator[Office]:
    """LibreOffice, for as long as the block lasts."""
    pipe = f"svar{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            programs.office,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(  # noqa: S603  (found on PATH)
            command, stdout=quiet, stderr=quiet, start_new_session=True
        )
        with process:
            try:
                yield Office(programs, pipe, seconds)
            finally:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and the processes it has started."""
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal_)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
            return
