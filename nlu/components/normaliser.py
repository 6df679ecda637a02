"""Rasa sees the same letters as everything else of ours: texts are folded, and lose the courtesies around a request.

Only the modules of this package import Rasa, and nothing imports them but Rasa itself (through `config.yml`).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from flows.arabic import fold
from nlu.preamble import strip


# Registered as a tokeniser because such components also run over the training data, in the order of the pipeline.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ArabicNormaliser(GraphComponent):  # type: ignore[misc]  # Rasa lives in an environment mypy does not see.
    """Folds messages, training examples, synonyms and lookup tables. It has no settings and stores nothing."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ArabicNormaliser:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Fold every message in place."""
        for message in messages:
            _fold_message(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Fold all that is learnt from, in place."""
        self.process(training_data.training_examples)
        training_data.entity_synonyms = {fold(name): value for name, value in training_data.entity_synonyms.items()}
        for table in training_data.lookup_tables:
            # A table may also be the name of a file, which is left to Rasa.
            if isinstance(table.get("elements"), list):
                table["elements"] = [fold(element) for element in table["elements"]]
        return training_data


def _fold_message(message: Message) -> None:
    text = message.get(TEXT)
    if not text:
        return
    folded = strip(fold(text))
    moved = []
    for entity in message.get(ENTITIES) or []:
        words = fold(text[entity["start"] : entity["end"]])
        start = folded.find(words)
        # Folding never parts the words of an annotation, so it is found unless it was a courtesy.
        if words and start >= 0:
            moved.append({**entity, "start": start, "end": start + len(words)})
    message.set(TEXT, folded, add_to_output=True)
    if message.get(ENTITIES):
        message.set(ENTITIES, moved, add_to_output=True)
