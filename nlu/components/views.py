"""Rasa learns from what the embedded engine sees: letters, words of one dialect, sounds, beginnings and ends."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from nlu.features import Vectoriser, core, learn

_FILE = "views.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FourViews(SparseFeaturizer, GraphComponent):  # type: ignore[misc]  # Rasa lives in an environment mypy does not see.
    """One sparse vector a sentence, as `nlu.features` makes it.

    `scale` multiplies it. Rasa's logistic regression has no setting for its restraint (scikit-learn's C); features
    `scale` times as long are the same as a C of `scale` squared.
    """

    def __init__(
        self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource, learnt: Vectoriser | None
    ) -> None:
        super().__init__(name, config)
        self._storage, self._resource, self._learnt = storage, resource, learnt

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**SparseFeaturizer.get_default_config(), "scale": 1.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises `ValueError` for a scale that is no positive number."""
        if not float(config["scale"]) > 0:
            raise ValueError("FourViews: scale is a positive number")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FourViews:
        return cls(config, execution_context.node_name, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> FourViews:
        """Read the terms that `train` wrote."""
        with model_storage.read_from(resource) as folder:
            found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        learnt = Vectoriser(
            tuple(dict(terms) for terms in found["columns"]),
            np.asarray(found["weights"], np.float32),
        )
        return cls(config, execution_context.node_name, model_storage, resource, learnt)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the terms of every labelled example and how rare each is."""
        self._learnt = learn([core(example.get(TEXT)) for example in training_data.nlu_examples])
        found = {
            "columns": [list(column.items()) for column in self._learnt.columns],
            "weights": self._learnt.weights.tolist(),
        }
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to every message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                self.add_features_to_message(None, self._row(text), TEXT, message)
        return messages

    def _row(self, text: str) -> csr_matrix:
        if self._learnt is None:
            raise RuntimeError("FourViews has learnt nothing yet")
        places, values = self._learnt.vector(core(text))
        shape = (1, len(self._learnt.weights))
        return csr_matrix((values * self._config["scale"], places, [0, len(places)]), shape=shape)
