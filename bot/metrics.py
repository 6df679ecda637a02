"""Counters and timings for Prometheus. Labels are charities, channels and states: never a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_QUICK = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15)


class Metrics:
    """One registry an installation, so that tests may build several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        line = ("charity", "channel")
        self.accepted = Counter("sanad_accepted", "Inbound events stored", line, registry=self.registry)
        self.turns = Counter("sanad_turns", "Turns by outcome", ("charity", "outcome"), registry=self.registry)
        self.deliveries = Counter(
            "sanad_deliveries", "Sends by the state they ended in", (*line, "state"), registry=self.registry
        )
        self.swept = Counter("sanad_swept", "Conversations found by the sweeper", registry=self.registry)
        self.webhook_pending = Gauge(
            "sanad_webhook_pending", "Updates that Telegram holds for us", ("charity",), registry=self.registry
        )
        self.webhook_errors = Counter(
            "sanad_webhook_errors", "Troubles that Telegram met at our webhook", ("charity",), registry=self.registry
        )
        self.accept_seconds = self._histogram("sanad_accept_seconds", "From request to commit")
        self.turn_seconds = self._histogram("sanad_turn_seconds", "From taking a message to its commit")
        self.send_seconds = self._histogram("sanad_send_seconds", "One call to a provider")
        self.answer_seconds = self._histogram("sanad_answer_seconds", "From a message's arrival to its answer")

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(name, text, buckets=_QUICK, registry=self.registry)
