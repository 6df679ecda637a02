"""Which flow each intent starts, and which intents may interrupt a question that takes free text."""

from collections.abc import Mapping

ROUTES: Mapping[str, str] = {
    "greet": "welcome",
    "main_menu": "menu",
    "affirm": "menu",
    "deny": "anything_else",
    "help": "help",
    "thanks": "thanks",
    "goodbye": "goodbye",
    "change_language": "language",
    "stop_messages": "opt_out",
    "start_messages": "opt_in",
    "list_services": "services",
    "describe_service": "describe",
    "check_eligibility": "eligibility",
    "required_documents": "papers",
    "decision_time": "decision_time",
    "working_hours": "hours",
    "contact_info": "contact",
    "about_charity": "about",
    "policy_documents": "policies",
    "products_projects": "products",
    "apply": "apply",
    "continue_application": "continue",
    "check_status": "status",
    "submit_document": "paper_later",
    "update_data": "update_data",
    "withdraw_application": "withdraw",
    "appeal_decision": "appeal",
    "rate_service": "rate",
    "complaint": "complaint",
    "suggestion": "suggestion",
    "volunteer": "volunteer",
    "donate": "donate",
    "privacy_request": "privacy",
    "talk_to_human": "human",
    "emergency": "emergency",
    "out_of_scope": "out_of_scope",
    # With no form open there is nothing to go back in or to cancel.
    "go_back": "menu",
    "cancel": "nothing_to_cancel",
}

# Answered from the pack; a person may ask these in the middle of anything.
INQUIRIES = frozenset({
    "list_services", "describe_service", "check_eligibility", "required_documents", "decision_time", "working_hours",
    "contact_info", "about_charity", "policy_documents", "products_projects",
})  # fmt: skip

# What one may want of a particular service.
SERVICE_WISHES = frozenset({"apply", "check_eligibility", "describe_service", "required_documents"})

# Whoever goes on with one of these was hardly in danger.
BUSINESS = (
    INQUIRIES | SERVICE_WISHES | {"check_status", "continue_application", "withdraw_application", "privacy_request"}
)

# What one wants of a request that went in: no form's description.
OF_A_REQUEST = ("check_status", "appeal_decision", "withdraw_application")

# What somebody who waits for a colleague may want of us besides.
BESIDES = frozenset({"volunteer", "donate", "rate_service", "change_language", "update_data", "suggestion"})

# A wish about the conversation itself.
CONTROLS = frozenset({
    "main_menu", "go_back", "cancel", "help", "talk_to_human", "change_language", "stop_messages",
})  # fmt: skip

# What a flow does for whoever wants it: "I want to donate". Only a question about it is answered from the pack, such as
# whether it is a person who writes here.
WANTED = frozenset({
    "help", "volunteer", "donate", "privacy_request", "suggestion", "greet", "policy_documents", "talk_to_human",
})  # fmt: skip

# Where a pack's approved answer is better than the flow of the intent.
# A list that can be chosen from is better than a sentence.
ANSWERABLE = (INQUIRIES - {"list_services"}) | WANTED | {"out_of_scope"}
