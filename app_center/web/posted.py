"""A posted form whole: several values under one name, and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

#: Of one file; more is no list that a person made.
_MOST: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Posted:
    """`values` in the order in which they were posted."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def one(self, key: str) -> str:
        """The last one, without blanks around it; "" where there is none."""
        return self.values.get(key, ("",))[-1].strip()

    def many(self, key: str) -> list[str]:
        return [value.strip() for value in self.values.get(key, ())]

    def below(self, head: str) -> dict[str, str]:
        """What was posted under names that begin with `head`, without it."""
        return {key.removeprefix(head): self.one(key) for key in self.values if key.startswith(head)}


async def _posted(request: Request) -> Posted:
    values: dict[str, tuple[str, ...]] = {}
    files: dict[str, bytes] = {}
    for key, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files[key] = await value.read(_MOST)
            await value.close()
        elif key != "form_token":
            values[key] = (*values.get(key, ()), value)
    return Posted(values, files)


Form = Annotated[Posted, Depends(_posted)]
