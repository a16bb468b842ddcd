# `make report` and `make test` set everything up by themselves: Python 3.11, make and git are all they need.

PYTHON ?= python3
VENV := .venv
# Stages call `python`; without this they would run on another one than the one set up here.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONHASHSEED := 0
# A stage lives a second or two; compiling every module anew would double that.
unexport PYTHONDONTWRITEBYTECODE
READY := $(VENV)/.ready
PROOF := build/prove

.PHONY: report test lint types prove bench disclosure lock clean

# Two studies at a time, one a core; DVC locks what each writes. The last `dvc repro` is the judge: it finishes what a busy
# lock has stopped, shows what is wrong if anything is, and otherwise finds nothing to do.
report: $(READY)
	-@dvc stage list --name-only | sed -n 's/^write@//p' | xargs -P 2 -I STUDY dvc repro write@STUDY tabulate@STUDY
	@dvc repro
	@for f in data/write/*/*.docx; do echo "made $$f"; done

test: $(READY)
	ruff check .
	ruff format --check .
	mypy
	pytest -n auto --dist loadfile

lint: $(READY)
	ruff check .
	ruff format --check .

types: $(READY)
	mypy

# Speed beside numpy, pandas + scipy and R survey (where installed); writes benchmarks/results.md. See docs/benchmarks.md.
bench: $(READY)
	OPENBLAS_NUM_THREADS=1 python -m benchmarks.run
	python -m benchmarks.null
	python -m benchmarks.mutations --changes 300
	python -m benchmarks.merge
	@if Rscript -e 'library(survey)' > /dev/null 2>&1; then python benchmarks/parity.py; \
	else echo "500 designs against R: not run, R's package survey is not installed"; fi

# 200 random studies through the privacy gate, audited, 1 000 suppressions taken back. Hours; goes on where it was stopped.
disclosure: $(READY)
	dvc repro render@som
	python -m benchmarks.disclosure

# Needs node, Java and Chromium beside Python; see tests/proof/README.md.
prove: $(READY) $(PROOF)/.ready
	python tests/proof/run.py --modules $(PROOF)/node_modules

$(PROOF)/.ready: tests/proof/package.json
	mkdir -p $(PROOF)
	cp tests/proof/package.json $(PROOF)/
	cd $(PROOF) && npm install --no-audit --no-fund --no-package-lock --ignore-scripts
	$(PYTHON) -m venv $(PROOF)/python
	$(PROOF)/python/bin/pip install --quiet --disable-pip-version-check docx-plus==0.6.2 page-validation==0.11.0
	@touch $@

lock: $(READY)
	pip install --quiet uv
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements.lock

# Made anew when the lock changes; the stamp is written last, so that an interrupted set-up starts again.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build *.egg-info
