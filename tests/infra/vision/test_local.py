"""The classifier of the package on real photos."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from praan.infra.images import PhotoRefused
from praan.infra.vision.interface import MAX_CANDIDATES, NOT_FOOD
from praan.infra.vision.local import MODEL, LocalVision
from praan.meals.foods import by_name
from praan.meals.matching import menu

VISION = LocalVision(menu())
BANANA = 954


def test_coffee_is_seen_with_what_it_is_taken_for(coffee: bytes) -> None:
    seen = VISION.analyse(coffee)

    first = seen.candidates[0]
    assert (first.food_id, first.name) == (by_name()["Coffee, espresso"].id, "Coffee, espresso")
    assert {item.name for item in seen.candidates} >= {"Coffee, brewed", "Tea, hot, with milk"}
    assert len(seen.candidates) <= MAX_CANDIDATES
    assert (seen.is_food, seen.together, seen.model) == (True, False, MODEL)
    assert first.grams.low <= first.grams.typical <= first.grams.high


def test_a_drink_that_looks_like_others_is_for_a_person_to_confirm(coffee: bytes) -> None:
    assert not VISION.analyse(coffee).certain


def test_a_cat_is_not_food(cat: bytes) -> None:
    seen = VISION.analyse(cat)

    assert (seen.is_food, seen.certain, seen.candidates, seen.message) == (False, False, (), NOT_FOOD)


def test_the_same_photo_gives_the_same_answer(coffee: bytes) -> None:
    assert VISION.analyse(coffee) == LocalVision(menu()).analyse(coffee)


def test_what_is_no_jpeg_is_refused() -> None:
    with pytest.raises(PhotoRefused):
        VISION.analyse(b"no jpeg")


class Staged(LocalVision):
    """The real rules over looks that a test gives."""

    def __init__(self, *looks: dict[int, float]) -> None:
        super().__init__(menu())
        self._looks = [self._filled(look) for look in looks]

    def _look(self, jpeg: bytes, *, crop: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return self._looks[0] if crop else self._looks[-1]

    @staticmethod
    def _filled(look: dict[int, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        rest = (1 - sum(look.values())) / (1000 - len(look))
        return np.array([look.get(number, rest) for number in range(1000)], np.float32)


def test_a_single_whole_food_that_both_looks_agree_on_is_certain() -> None:
    seen = Staged({BANANA: 0.97}, {BANANA: 0.96}).analyse(b"")

    assert seen.certain
    assert [item.name for item in seen.candidates] == ["Banana, raw"]


@pytest.mark.parametrize(
    "looks",
    [
        ({BANANA: 0.97}, {BANANA: 0.90}),
        ({BANANA: 0.955, 951: 0.04}, {BANANA: 0.955, 951: 0.04}),
        ({963: 0.99}, {963: 0.99}),
        ({967: 0.99}, {967: 0.99}),
        ({948: 0.99}, {948: 0.99}),
    ],
    ids=["looks differ", "a rival is near", "pizza", "espresso", "apple or guava"],
)
def test_anything_else_waits_for_a_person(looks: tuple[dict[int, float], dict[int, float]]) -> None:
    seen = Staged(*looks).analyse(b"")

    assert not seen.certain
    assert seen.is_food
    assert seen.candidates


def test_a_table_without_a_known_food_has_no_candidates_but_is_food() -> None:
    seen = Staged({923: 0.6, 532: 0.3}).analyse(b"")

    assert (seen.is_food, seen.candidates) == (True, ())


def test_in_doubt_it_is_food_that_we_do_not_know() -> None:
    seen = Staged({800: 0.3, 700: 0.3}).analyse(b"")

    assert (seen.is_food, seen.candidates) == (True, ())


def test_a_worker_that_only_looks_stays_small() -> None:
    """The classifier, the menu and libvips together in a process of their own."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom praan.infra.images import clean\n"
        "from praan.meals.seeing import make_vision\n"
        "photo = clean(Path(sys.argv[1]).read_bytes(), 'image/jpeg')\n"
        "print(make_vision('local').analyse(photo.jpeg).is_food)\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    photo = Path(__file__).parents[2] / "photos/coffee.jpg"

    done = subprocess.run([sys.executable, "-c", script, str(photo)], capture_output=True, check=True, text=True)

    is_food, peak_kb = done.stdout.split()
    assert is_food == "True"
    assert int(peak_kb) < 250_000
