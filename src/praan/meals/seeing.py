"""Which eyes look at the photos: chosen by settings, given as plain arguments."""

from __future__ import annotations

from typing import Literal

from praan.infra.vision.interface import Vision
from praan.infra.vision.local import LocalVision
from praan.infra.vision.remote import RemoteVision
from praan.meals.matching import menu


def make_vision(kind: Literal["local", "openai"], *, url: str = "", model: str = "", api_key: str = "") -> Vision:
    """The vision of a process: one for all its photos (the local model is loaded at the first of them).

    Raises ValueError when `kind` is openai and the address or the model's name is missing or not safe.
    """
    local = LocalVision(menu())
    if kind == "local":
        return local
    if not model:
        raise ValueError("the vision model has no name")
    return RemoteVision(url=url, model=model, api_key=api_key, menu=menu(), fallback=local)
