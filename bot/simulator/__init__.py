"""The simulator: one conversation on every channel side by side, through the real adapters, in memory only.

For demonstration and development: `sanad serve --demo` has it, no other server does.
"""
