"""The intents every engine answers with."""

OUT_OF_SCOPE = "out_of_scope"
EMERGENCY = "emergency"
_NAMES = """
greet goodbye thanks affirm deny main_menu go_back cancel help change_language stop_messages start_messages

list_services describe_service check_eligibility required_documents decision_time working_hours contact_info
about_charity policy_documents products_projects

apply continue_application check_status submit_document update_data withdraw_application appeal_decision rate_service
complaint suggestion volunteer donate privacy_request

talk_to_human emergency

out_of_scope
"""
INTENTS = frozenset(_NAMES.split())
