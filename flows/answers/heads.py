"""What was counted of a household, and what it adds up to."""

from dataclasses import dataclass, field


@dataclass
class Heads:
    """Figures in the order met: `kin` are people by noun, `bare` are figures for all of them."""

    kin: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    total_first: bool = False
    uncounted: bool = False
    speaker: bool = False
    fraction: bool = False

    def total(self) -> int | None:
        """One number, or None when the figures leave a doubt."""
        if self.fraction or len(set(self.bare)) > 1:
            return None
        if self.bare:
            return self._with_bare(self.bare[0])
        if self.uncounted:
            return None
        first, rest = self.kin[:1], self.kin[1:]
        # "سته اولاد: اربع بنات وتوام" names its total first.
        if self.total_first and len(rest) > 1 and first[0] == sum(rest):
            return first[0]
        return sum(self.kin) if self.kin else None

    def _with_bare(self, bare: int) -> int | None:
        if not self.kin:
            return bare
        if not self.uncounted and bare in (sum(self.kin), sum(self.kin) + self.speaker):
            return sum(self.kin)
        return bare if self.uncounted and bare > sum(self.kin) else None
