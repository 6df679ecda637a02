"""A small understander that knows three wishes, for tests that are not about understanding."""

from flows.message import Entity, Meaning
from flows.reference import find

_VAGUE = Meaning("greet", 0.2, (("greet", 0.2), ("apply", 0.15), ("contact_info", 0.1)))


class Keywords:
    """Sure of what it knows, vague about everything else."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        if references := find(text):
            return _sure("check_status", Entity("reference", references[0]))
        if "استشارة" in text and "أقدم" in text:
            return _sure("apply", Entity("service", "family_consultation"))
        if "وصل طلبي" in text:
            return _sure("check_status")
        return _sure("greet") if "السلام عليكم" in text else _VAGUE


def _sure(intent: str, *entities: Entity) -> Meaning:
    return Meaning(intent, 0.95, ((intent, 0.95),), entities, sure=True)
