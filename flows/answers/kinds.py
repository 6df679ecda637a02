"""Kinds of answers that have something in common."""

# Who somebody is. A national id and an iqama are one series of numbers; `identity` takes either.
IDENTITIES = frozenset({"identity", "national_id", "iqama"})
# Their digits alone say what they are.
NUMBERS = IDENTITIES | {"mobile", "iban"}
DATES = frozenset({"date", "date_of_birth", "hijri_date"})
# What a message tells without being asked: these, where somebody lives, what somebody is called.
TOLD = NUMBERS | {"city", "full_name"}
