"""The same report is the same bytes whatever the machine's language, clock, time zone and hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
MAKE = f"""
import hashlib, importlib.util, io
from PIL import Image
from reports.document import Picture
spec = importlib.util.spec_from_file_location("conftest", {str(CONFTEST)!r})
fixtures = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fixtures)
buffer = io.BytesIO()
Image.new("RGB", (40, 20)).save(buffer, "PNG")
make = fixtures.whole.__wrapped__(lambda: Picture(buffer.getvalue(), "", "", "", 16.0))
print(hashlib.sha256(make()).hexdigest())
"""
MACHINES = [
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {"LC_ALL": "nb_NO.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/Caracas", "PYTHONHASHSEED": "4294967295", "PYTHONUTF8": "0"},
]


@pytest.fixture(scope="module")
def made():
    root = CONFTEST.parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", MAKE],
            env={**os.environ, **machine},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        for machine in MACHINES
    ]
    return [run.stdout.strip() for run in runs]


def test_the_bytes_are_the_same_on_every_machine(made):
    assert len(made[0]) == 64 and len(set(made)) == 1
