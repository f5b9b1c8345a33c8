"""A program in the path, for who may see what is eaten in it: 403 before anything else."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from praan.programs.deps import ProgramReadable
from praan.programs.scope import ProgramScope


async def _nutrition(scope: ProgramReadable) -> ProgramScope:
    scope.member.require("read", "nutrition")
    return scope


NutritionReadable = Annotated[ProgramScope, Depends(_nutrition, scope="function")]
