"""What the integration tests need: installations, people who write, providers that retry, processes that die."""
