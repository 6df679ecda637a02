"""Strict stand-ins for the providers: they refuse what the real ones refuse, and fail on demand."""
