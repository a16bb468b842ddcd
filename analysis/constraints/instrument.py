"""blocks, constant, select_type: claims that the questionnaire itself fulfils or not."""

from __future__ import annotations

from analysis.synthetic.ledger import Claim
from analysis.synthetic.scene import Scene

QUESTION_TYPES = {"multi": "multiple", "single": "single"}
"""The ledger's word → the questionnaire's."""


def post_blocks(claim: Claim, scene: Scene) -> None:
    """The questionnaire has the named blocks."""
    scene.fact({block.id for block in scene.questionnaire.blocks} >= set(claim.value["contains"]))


def post_constant(claim: Claim, scene: Scene) -> None:
    """The only fixed fact of an instrument is its mode."""
    scene.fact(scene.questionnaire.mode == claim.value)


def post_select_type(claim: Claim, scene: Scene) -> None:
    """The variables belong to questions of one type."""
    questionnaire = scene.questionnaire
    for name in scene.variables(claim):
        question = questionnaire.question(questionnaire.variables[name].question)
        scene.fact(question.type == QUESTION_TYPES[claim.value])
