"""The tidy frame with labels joined: what is written as data."""

from __future__ import annotations

import pandas as pd

from analysis.asking.answer import Answer
from analysis.results import TOTAL
from reports.asking.speech import Speech


def labelled(answer: Answer, speech: Speech) -> pd.DataFrame:
    """The answer's frame with a column of words behind each column of codes, and the study before them."""
    frame = answer.frame.copy()
    frame.insert(0, "study", answer.study.id)
    labels = speech.labels
    add = {
        "item": [speech.item(item) for item in frame["item"]],
        "segment": ["" if s == TOTAL else labels.segment(s) for s in frame["segment"]],
        "group": [
            speech.say("everyone") if s == TOTAL else labels.group(s, g)
            for s, g in zip(frame["segment"], frame["group"], strict=True)
        ],
        "measure": [speech.measure(m, i) for m, i in zip(frame["measure"], frame["item"], strict=True)],
        "answer": [
            speech.answer(i, a) if a else ""
            for i, a in zip(frame["item"], frame["answer"].fillna(""), strict=True)
        ],
    }
    for name, words in add.items():
        frame.insert(list(frame.columns).index(name) + 1, f"{name}_label", words)
    if answer.internal:
        frame["stamp"] = speech.say("internal")
    return frame
