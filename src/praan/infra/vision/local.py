"""Vision on this machine: EfficientNet-Lite0 (ImageNet) as ONNX, one thread, nothing leaves the house.

A general classifier knows some sixty foods and no dish of India, so it suggests and a person confirms. It is
certain only for single whole foods that are hard to take for another (their class has a `sure` mark), when two
looks at the photo agree above that mark and no other food comes near.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from praan.infra import images
from praan.infra.vision.interface import MAX_CANDIDATES, NOT_FOOD, Analysis, Candidate, Menu

MODEL = "efficientnet-lite0-int8"
SIDE = 224
MEAN, SPREAD = 127.0, 128.0
ANIMALS = range(0, 398)
NO_FOOD_BELOW = 0.05
OTHER_ABOVE = 0.5
SHOWN_ABOVE = 0.03
RIVAL_BELOW = 0.02

Floats = npt.NDArray[np.float32]


class LocalVision:
    """The classifier, loaded at the first photo (about 45 MB of memory, 0.1 s)."""

    def __init__(self, menu: Menu) -> None:
        self._menu = menu
        self._lock = Lock()
        self._session: Any = None

    def analyse(self, jpeg: bytes) -> Analysis:
        """Two looks at the photo (middle square, whole) and what they have in common. About 40 ms."""
        looks = np.stack([self._look(jpeg, crop=crop) for crop in (True, False)])
        chances = looks.mean(axis=0)
        sights = self._menu.sights
        if _shows_something_else(chances, frozenset(sights)):
            return Analysis((), certain=False, is_food=False, model=MODEL, message=NOT_FOOD)
        candidates = self._candidates(chances)
        certain = self._is_certain(looks, candidates)
        return Analysis(candidates[:1] if certain else candidates, certain, is_food=True, model=MODEL)

    def _candidates(self, chances: Floats) -> tuple[Candidate, ...]:
        """Foods by chance. A class that is often taken for others shares half of its chance with them."""
        shares: dict[int, float] = {}
        dishes = {}
        for number, sight in self._menu.sights.items():
            for place, dish in enumerate(sight.dishes):
                others = len(sight.dishes) - 1
                part = 1.0 if not others else 0.5 if place == 0 else 0.5 / others
                shares[dish.food_id] = shares.get(dish.food_id, 0.0) + float(chances[number]) * part
                dishes[dish.food_id] = dish
        ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            Candidate(food_id, dishes[food_id].name, round(share, 3), dishes[food_id].grams)
            for food_id, share in ranked[:MAX_CANDIDATES]
            if share >= SHOWN_ABOVE
        )

    def _is_certain(self, looks: Floats, candidates: tuple[Candidate, ...]) -> bool:
        best = int(looks.mean(axis=0).argmax())
        sight = self._menu.sights.get(best)
        if sight is None or sight.sure is None or len(sight.dishes) != 1 or not candidates:
            return False
        rivals = [candidate.confidence for candidate in candidates[1:2]]
        return bool(looks[:, best].min() >= sight.sure) and all(rival < RIVAL_BELOW for rival in rivals)

    def _look(self, jpeg: bytes, *, crop: bool) -> Floats:
        raw = images.rgb(jpeg, SIDE, SIDE, crop=crop)
        pixels = np.frombuffer(raw, np.uint8).reshape(SIDE, SIDE, 3).astype(np.float32)
        photo = np.ascontiguousarray(((pixels - MEAN) / SPREAD).transpose(2, 0, 1)[None])
        logits: Floats = self._loaded().run(None, {"photo": photo})[0][0]
        powers = np.exp(logits - logits.max())
        chances: Floats = powers / powers.sum()
        return chances

    def _loaded(self) -> Any:
        with self._lock:
            if self._session is None:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = 1
                options.inter_op_num_threads = 1
                options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
                options.enable_cpu_mem_arena = False
                options.log_severity_level = 3
                # Processors without VNNI would saturate 8-bit sums; this makes their answers the same.
                options.add_session_config_entry("session.x64quantprecision", "1")
                packed = files("praan.infra.vision").joinpath("data", "efficientnet-lite0.int8.onnx")
                with as_file(packed) as path:
                    self._session = onnxruntime.InferenceSession(
                        str(path), options, providers=["CPUExecutionProvider"]
                    )
            return self._session


def _shows_something_else(chances: Floats, food: frozenset[int]) -> bool:
    """Next to no food, and an animal or some one thing for sure. In doubt it is food that we do not know."""
    if sum(float(chances[number]) for number in food) >= NO_FOOD_BELOW:
        return False
    animals = sum(float(chances[number]) for number in ANIMALS if number not in food)
    return animals >= OTHER_ABOVE or float(chances.max()) >= OTHER_ABOVE
