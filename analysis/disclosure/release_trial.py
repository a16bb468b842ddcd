"""What would happen if a hidden form was shown: only numbers whose possible worlds move it need another look."""

from __future__ import annotations

import numpy as np

from analysis.disclosure.mend import Mender
from analysis.disclosure.swaps import Change

PARTS = (1, 3, 8)
"""Where the list of doubtful numbers is cut."""


def harmless(mender: Mender, place: int) -> bool:
    """Whether `place` can be shown without anything else becoming too narrow; then it is visible."""
    bounds = mender.bounds
    doubtful = _doubtful(mender, place)
    bounds.show([place])
    before = {target: mender.witness[target] for target in doubtful}
    mender.safe[doubtful] = False
    if not _all_kept(mender, np.array(doubtful, dtype=int)):
        bounds.visible[place] = False
        mender.safe[doubtful] = True
        mender.witness |= before
        return False
    return True


def _all_kept(mender: Mender, doubtful: np.ndarray) -> bool:
    """Whether all are wide enough or may be known. The likeliest to be lost are looked at first, to end early."""
    for part in np.split(doubtful, PARTS):
        narrow, width = mender.look(part)
        mender.safe[narrow] = False
        if not ((width == 0) & ~mender.sensitive[narrow] & mender.forms.shown[narrow]).all():
            return False
    return True


def _doubtful(mender: Mender, place: int) -> list[int]:
    """Targets that rest on a world that would be ruled out, those that are most likely to be lost first."""
    bounds, forms = mender.bounds, mender.forms
    line = forms.matrix[[place]]
    weights = dict(zip(line.indices.tolist(), line.data.tolist(), strict=True))
    room = (forms.low[place] - forms.value[place] - 0.5, forms.high[place] - forms.value[place] + 0.5)

    def ruled_out(change: Change) -> bool:
        moved = sum(
            weights.get(u, 0.0) * by for u, by in zip(change[0].tolist(), change[1].tolist(), strict=True)
        )
        return not room[0] < moved < room[1]

    item, segment, group = forms.keys[place][:3]

    def order(target: int) -> tuple[bool, bool, float]:
        own = forms.keys[target]
        return own[:3] != (item, segment, group), not mender.sensitive[target], forms.value[target]

    held = mender.resting(weights)
    found = [
        t for t in held if t != place and not bounds.visible[t] and any(map(ruled_out, mender.witness[t]))
    ]
    return sorted(found, key=order)
