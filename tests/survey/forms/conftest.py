"""Node, for the scripts of the forms."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def node() -> Callable[[str, Any], Any]:
    """Run a piece of JavaScript in node: it finds its input in `given` and calls `answer(…)` once."""
    program = shutil.which("node")
    if program is None:
        pytest.fail("these tests run the form's own script and need node (Debian: apt install nodejs)")

    def call(script: str, given: Any) -> Any:
        wrapped = (
            "let text = ''; process.stdin.on('data', (part) => text += part).on('end', () => {"
            "const given = JSON.parse(text); const answer = (value) => process.stdout.write(JSON.stringify(value));"
            f"{script} }});"
        )
        done = subprocess.run(
            [program, "-e", wrapped],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call
