"""The intents every engine answers with, and what the names stand for is in the training files themselves."""

OUT_OF_SCOPE = "out_of_scope"
EMERGENCY = "emergency"
CONTROL = (
    "greet goodbye thanks affirm deny main_menu go_back cancel help change_language stop_messages start_messages"
).split()
INQUIRIES = (
    "list_services describe_service check_eligibility required_documents decision_time working_hours contact_info "
    "about_charity policy_documents products_projects"
).split()
DOING = (
    "apply continue_application check_status submit_document update_data withdraw_application appeal_decision "
    "rate_service complaint suggestion volunteer donate privacy_request"
).split()
PEOPLE = ["talk_to_human", EMERGENCY]
INTENTS = frozenset([*CONTROL, *INQUIRIES, *DOING, *PEOPLE, OUT_OF_SCOPE])
