"""The palette in .streamlit/config.toml can be read by everybody, in light and in dark."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

Vector = NDArray[np.float64]

THEMES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]
MODES = ("light", "dark")

# How linear RGB reaches an eye without red, green or blue cones: Machado, Oliveira & Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.
EYES = {
    "all cones": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour: str) -> Vector:
    """sRGB hex as linear light, 0..1 (IEC 61966-2-1)."""
    part = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1..21."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, eye: str) -> Vector:
    """CIE L*a*b* as the eye sees it; a distance of 10 is plain side by side, 15 across a chart."""
    xyz = TO_XYZ @ np.clip(EYES[eye] @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, eye: str) -> float:
    return float(np.linalg.norm(lab(one, eye) - lab(other, eye)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("text", ["textColor", "linkColor", "redTextColor", "greenTextColor"])
def test_text_is_legible(mode: str, ground: str, text: str) -> None:
    assert contrast(THEMES[mode][text], THEMES[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_white_text_on_a_button_is_legible(mode: str) -> None:
    assert contrast("#FFFFFF", THEMES[mode]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_what_is_chosen_stands_out_from_the_page(mode: str) -> None:
    # Streamlit writes white on this colour too, so that on a dark page 4.5 is out of reach; a frame marks it as well.
    assert contrast(THEMES[mode]["primaryColor"], THEMES[mode]["backgroundColor"]) >= 4


@pytest.mark.parametrize("mode", MODES)
def test_marks_stand_out_from_the_page(mode: str) -> None:
    ground = THEMES[mode]["backgroundColor"]
    weakest = min(THEMES[mode]["chartCategoricalColors"], key=lambda colour: contrast(colour, ground))
    assert contrast(weakest, ground) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_categories_stay_apart_for_every_eye(mode: str, eye: str) -> None:
    pairs = itertools.combinations(THEMES[mode]["chartCategoricalColors"], 2)
    assert min(distance(one, other, eye) for one, other in pairs) >= 15


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_up_and_down_are_told_apart_without_red_or_green(mode: str, eye: str) -> None:
    assert distance(THEMES[mode]["redColor"], THEMES[mode]["greenColor"], eye) >= 25


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_more_moves_steadily_away_from_the_page(mode: str, eye: str) -> None:
    lightness = [lab(colour, eye)[0] for colour in THEMES[mode]["chartSequentialColors"]]
    steps = np.diff(lightness) * (-1 if mode == "light" else 1)
    assert len(lightness) == 10
    assert min(steps) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_below_and_above_the_middle_differ_in_hue(mode: str, eye: str) -> None:
    scale = THEMES[mode]["chartDivergingColors"]
    assert len(scale) == 10
    assert min(distance(scale[at], scale[-1 - at], eye) for at in range(5)) >= 15
