"""Twilio's Content API through the official client: templates listed, made, changed and handed in for approval."""

from dataclasses import dataclass
from typing import Any

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentContext, ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from channels.content import Template
from channels.twilio_http import decided

_PAGE = 500


@dataclass(slots=True)
class ContentApi:
    """The templates of one account. Each call raises `SendError`."""

    client: Client

    async def all(self) -> dict[str, str]:
        """The sid of every template by its friendly name; of two with one name, one."""
        found = await self._asked(self._contents().list_async(page_size=_PAGE))
        return {str(one.friendly_name): str(one.sid) for one in found}

    async def create(self, template: Template) -> str:
        """Its new sid."""
        request = ContentList.ContentCreateRequest(_told(template))
        return str((await self._asked(self._contents().create_async(request))).sid)

    async def update(self, sid: str, template: Template) -> None:
        """Change a template that is not for approval: it keeps its sid."""
        request = ContentContext.ContentUpdateRequest(_told(template))
        await self._asked(self._contents()(sid).update_async(request))

    async def approval(self, sid: str) -> str:
        """WhatsApp's word on it: unsubmitted, received, pending, approved, rejected, paused or disabled."""
        found = await self._asked(self._contents()(sid).approval_fetch().fetch_async())
        return str((found.whatsapp or {}).get("status") or "unsubmitted")

    async def submit(self, sid: str, template: Template) -> str:
        """Hand it in for approval; what WhatsApp said at once."""
        request = ApprovalCreateList.ContentApprovalRequest({"name": template.label, "category": template.category})
        made = await self._asked(self._contents()(sid).approval_create.create_async(request))
        return str(made.status or "received")

    def _contents(self) -> Any:
        return self.client.content.v1.contents

    async def _asked(self, call: Any) -> Any:
        try:
            return await call
        except Exception as error:  # every failure is a decision, see there
            raise decided(error) from error


def _told(template: Template) -> dict[str, Any]:
    return {
        "friendly_name": template.label,
        "language": template.language,
        "variables": dict(template.samples),
        "types": dict(template.types),
    }
