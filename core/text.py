"""What people read, in both languages of the product."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in English and German. Neither may be left out."""

    en: str
    de: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.de.strip():
            raise ValueError(f"a text needs both languages: en={self.en!r} de={self.de!r}")

    def into(self, language: Language) -> str:
        return self.de if language == "de" else self.en

    def __str__(self) -> str:
        return self.en
