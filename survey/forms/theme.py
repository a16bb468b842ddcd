"""An evaluator's own look: one accent colour and a logo, from the block `render: theme:` of params.yaml.

render:
  theme: {accent: "#7a1f5c", logo: questionnaires/logo.svg, name: Name of the evaluator}
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.words import Words

KEYS = ("accent", "logo", "name")
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
GROUNDS = ("#ffffff", "#f2f5f8")
"""What text in the accent colour stands on (`--paper`, `--ground`), and the colour of text on it."""
CONTRAST = 4.5
LARGEST = 200_000
"""Bytes of a logo: it is copied into every page."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Theme:
    """How pages look. `style` comes after our own style sheet; `logo` is a data address, `name` its words."""

    style: str = ""
    logo: str = ""
    name: str = ""


PLAIN = Theme()


def load_theme(settings: Mapping[str, Any], where: str, folder: Path) -> Theme:
    """The theme that `settings` describes; raises SvarError (S040, S041) for what cannot be used.

    `where` is shown in messages; the path of the logo is seen from `folder`.
    """
    found = [
        finding("S040", where, key, problem="unknown key" + did_you_mean(key, KEYS))
        for key in settings
        if key not in KEYS
    ]
    accent, logo = settings.get("accent"), settings.get("logo")
    found += _colour_findings(accent, where) if accent is not None else []
    found += _logo_findings(folder / str(logo), settings.get("name"), where) if logo is not None else []
    if found:
        raise SvarError(found)
    return Theme(
        style=_style(accent) if accent else "",
        logo=_data_address(folder / str(logo)) if logo else "",
        name=str(settings.get("name") or ""),
    )


def _colour_findings(accent: object, where: str) -> list[Finding]:
    if not isinstance(accent, str) or not _COLOUR.fullmatch(accent):
        return [finding("S040", where, str(accent), problem="a colour is written '#rrggbb'")]
    lowest = min(contrast(accent, ground) for ground in GROUNDS)
    if lowest < CONTRAST:
        return [finding("S041", where, accent, ratio=f"{lowest:.1f}", least=CONTRAST)]
    return []


def _logo_findings(path: Path, name: object, where: str) -> list[Finding]:
    problem = ""
    if path.suffix.lower() not in TYPES:
        problem = f"the file must end in one of {', '.join(TYPES)}"
    elif not path.is_file():
        problem = "there is no such file"
    elif path.stat().st_size > LARGEST:
        problem = f"the file is larger than {LARGEST // 1000} kB"
    elif not name:
        problem = "give 'name' too: it is read aloud to those who cannot see the logo"
    return [finding("S040", where, path.as_posix(), problem=problem)] if problem else []


def _data_address(path: Path) -> str:
    return f"data:{TYPES[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _style(accent: str) -> str:
    strong, tint = _mixed(accent, "#000000", 0.3), _mixed(accent, "#ffffff", 0.9)
    return f":root {{ --accent: {accent.lower()}; --accent-strong: {strong}; --accent-tint: {tint}; }}\n"


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (new - own) * share):02x}" for own, new in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def dress(words: Mapping[str, Words], theme: Theme) -> dict[str, Words]:
    """The shared words with the evaluator's look beside them: every form that has a look finds it there."""
    return {language: {**own, "theme": theme} for language, own in words.items()}


def theme_of(words: Mapping[str, Words]) -> Theme:
    """What `dress` put there; plain when it did not."""
    found = next((own["theme"] for own in words.values() if "theme" in own), PLAIN)
    assert isinstance(found, Theme)
    return found
