"""The Content templates that Twilio keeps for us."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.base import key, moment, word


class ContentTemplate(SQLModel, table=True):
    """One template of one Twilio account, by our own name. `digest` is of the content that stands there, `status`
    WhatsApp's word on one that it has to approve, "" for one that it has not.
    """

    __tablename__ = "content_templates"
    __table_args__ = (UniqueConstraint("account", "name"),)

    id: int | None = key()
    account: str
    name: str
    digest: str
    sid: str
    status: str = word()
    updated_at: datetime = moment()
