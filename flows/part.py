"""What every part of a charity's pack is made of. Built from YAML by `bot/packs.py`; unknown keys are errors."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
# The charity has not told us yet. `sanad check` lists every blank; the bot offers a person instead of inventing.
BLANK = "TO_FILL"


class Part(BaseModel):
    """Every part of a pack is frozen and refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """One text in both languages. An English text may be missing only where the charity's own words are quoted."""

    ar: str = Field(min_length=1)
    en: str = ""

    def say(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.ar

    @property
    def blank(self) -> bool:
        return BLANK in (self.ar, self.en)
