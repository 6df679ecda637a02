"""Load for the whole house on this machine: real processes, real webhooks, a provider of our own on loopback."""
