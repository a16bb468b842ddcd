"""The benchmark's workload, made small: the product's numbers are those of pandas and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from analysis.crosstab import crosstab
from analysis.tables import Counter
from benchmarks import rivals, workload

QUESTIONNAIRE = workload.questionnaire()


@pytest.fixture(scope="module")
def counted() -> tuple[Counter, pd.DataFrame]:
    """The study of 151 people from its frames, and its estimates."""
    counter = Counter(*workload.frames(workload.study(151)), QUESTIONNAIRE)
    return counter, crosstab(counter, workload.plan(), QUESTIONNAIRE, 0.95)


def test_the_workload_is_that_of_the_benchmark() -> None:
    pairs = rivals.pairs()
    assert len(pairs) == len(set(pairs)) == 240
    kinds = pd.Series([QUESTIONNAIRE.variables[item].kind for item in workload.items()]).value_counts()
    assert kinds.to_dict() == {"item": 30, "tick": 20, "single": 10}


def test_same_numbers_as_pandas_and_scipy(counted: tuple[Counter, pd.DataFrame]) -> None:
    _, estimates = counted
    study = workload.study(151)
    for item, segment in rivals.pairs()[::7]:
        answers, groups = workload.words(study.items[item]), workload.groups(study.background[segment])
        table = pd.crosstab(groups, answers)
        own = estimates[(estimates["item"] == item) & (estimates["segment"] == segment)]
        wide = own[own["measure"] == "count"].pivot(index="group", columns="answer", values="estimate")
        pd.testing.assert_frame_equal(
            wide.loc[table.index.tolist(), table.columns.tolist()],
            table.astype(float),
            check_names=False,
            check_index_type=False,
            check_column_type=False,
        )
        shares = own[own["measure"] == "share"].pivot(index="group", columns="answer", values="estimate")
        expected = 100 * table.to_numpy() / table.to_numpy().sum(axis=1, keepdims=True)
        found = shares.loc[table.index.tolist(), table.columns.tolist()]
        np.testing.assert_allclose(found.to_numpy(), expected, rtol=1e-12)
        if item.startswith("five"):
            means = answers.astype(float).groupby(groups).mean()
            mine = own[own["measure"] == "mean"].set_index("group")["estimate"]
            np.testing.assert_allclose(mine[means.index.tolist()], means, rtol=1e-12)


def test_the_rival_computes_what_scipy_says() -> None:
    study = workload.study(151)
    answers, groups = workload.words(study.items["single0"]), workload.groups(study.background["unit"])
    found = rivals.one_table(answers, groups, None)
    assert found["p"] == chi2_contingency(pd.crosstab(groups, answers), correction=False).pvalue


def test_frames_and_coded_study_are_the_same_people(counted: tuple[Counter, pd.DataFrame]) -> None:
    direct = crosstab(
        Counter.of(workload.study(151), QUESTIONNAIRE),
        workload.plan(),
        QUESTIONNAIRE,
        0.95,
        workload.DESIGNED,
    )
    read = crosstab(counted[0], workload.plan(), QUESTIONNAIRE, 0.95, workload.DESIGNED)
    pd.testing.assert_frame_equal(direct, read, rtol=1e-12)
