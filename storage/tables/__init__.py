"""The tables by subject; import models from here."""

from storage.tables.applications import (
    Application,
    ApplicationEvent,
    Appointment,
    Declaration,
    Document,
    PaperFile,
    StatusCheck,
)
from storage.tables.base import table
from storage.tables.broadcasts import Broadcast, BroadcastTarget
from storage.tables.cases import Case, CaseNote, Note, Rating, Reminder, UnansweredQuestion
from storage.tables.content import ContentTemplate
from storage.tables.conversations import Conversation, InboxEvent
from storage.tables.messages import Delivery, Message, Pause
from storage.tables.packs import PackVersion
from storage.tables.people import Address, AddressLink, Consent, NumberCode, Person
from storage.tables.staff import AuditEntry, Staff, StaffSession

__all__ = [
    "Address",
    "AddressLink",
    "Application",
    "ApplicationEvent",
    "Appointment",
    "AuditEntry",
    "Broadcast",
    "BroadcastTarget",
    "Case",
    "CaseNote",
    "Consent",
    "ContentTemplate",
    "Conversation",
    "Declaration",
    "Delivery",
    "Document",
    "InboxEvent",
    "Message",
    "Note",
    "NumberCode",
    "PackVersion",
    "PaperFile",
    "Pause",
    "Person",
    "Rating",
    "Reminder",
    "Staff",
    "StaffSession",
    "StatusCheck",
    "UnansweredQuestion",
    "table",
]
