"""`python -m bench.public_encoder`: what a small multilingual encoder adds to `bench.public_nlu`.

Runs in .venv-encoder, which `make bench-public` makes of locks/encoder.txt. The upper half of the encoder learns with a
head: twenty examples an intent, twice from another beginning, nine minutes of one processor a draw, or with `--full`
the full training set, ten minutes.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn
from torch.nn import functional

from bench import everyday
from bench.encoder import Encoder, Packed, alike
from bench.public_data import FEW, FULL, HELD, MSA, SAUDI, SHARED, read, tell, tell_few
from bench.public_nlu import WAYS, Stems
from nlu.features import Floats

_RATE, _WARMTH, _TINY = 3e-4, 0.1, 1e-6


@dataclass(frozen=True, slots=True)
class Lesson:
    """What encoders learn, each from another beginning, in how many epochs and batches of how many; what is asked.

    `contrast` is the weight of telling texts of one intent from all others: twenty of each hold more pairs than texts.
    """

    train: str
    tests: tuple[str, ...]
    encoders: int = 2
    epochs: int = 12
    many: int = 32
    contrast: float = 0.5


_FULL = Lesson(FULL, ("val", SAUDI, MSA), encoders=1, epochs=2, many=48, contrast=0)


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


def taught(packed: Packed, lesson: Lesson) -> dict[str, dict[str, float]]:
    """Right answers of the encoders alone, and of their chances times those of the vote."""
    texts, intents = read(lesson.train)
    kinds = np.array(sorted(set(intents)))
    told = [_told(packed, lesson, np.searchsorted(kinds, intents)) for _ in range(lesson.encoders)]
    vote = WAYS["vote"](texts, intents)
    scores: dict[str, dict[str, float]] = {"encoder, taught": {}, "encoder, taught, with the vote": {}}
    for name in lesson.tests:
        asked, wanted = read(name)
        own, others = np.mean([one[name] for one in told], axis=0), vote(asked)
        both = own + np.log(others / others.sum(1, keepdims=True) + _TINY)
        for label, chances in (("encoder, taught", own), ("encoder, taught, with the vote", both)):
            scores[label][name] = round(float((kinds[chances.argmax(1)] == np.array(wanted)).mean()), 4)
    return scores


def _told(packed: Packed, lesson: Lesson, wanted: NDArray[np.intp]) -> dict[str, Floats]:
    """What an encoder that has learnt the lesson holds likely of each test's texts, as logarithms."""
    rows = {name: [packed.tokens(text) for text in written(name)] for name in (lesson.train, *lesson.tests)}
    encoder = Encoder(packed, [row for some in rows.values() for row in some])
    lower = {name: encoder.lower(some) for name, some in rows.items()}
    head = nn.Linear(packed.width, int(wanted.max()) + 1)
    learn(encoder, head, lower[lesson.train], torch.tensor(wanted), lesson)
    return {name: _pooled(encoder, lower[name], head) for name in lesson.tests}


def learn(encoder: Encoder, head: nn.Linear, lower: Sequence[Tensor], wanted: Tensor, lesson: Lesson) -> None:
    """The head and the encoder's upper half learn the intents of texts that have passed the lower half."""
    nn.init.normal_(head.weight, std=0.02)
    nn.init.zeros_(head.bias)
    upper, steps = list(encoder.upper.parameters()), lesson.epochs * -(-len(lower) // lesson.many)
    groups = [{"params": upper, "lr": _RATE}, {"params": head.parameters(), "lr": 10 * _RATE}]
    machine = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    # Up in the first sixteenth, then down to nothing.
    pace = torch.optim.lr_scheduler.LambdaLR(
        machine, lambda step: min((step + 1) / (0.06 * steps), max(0.02, (steps - step) / (0.94 * steps)))
    )
    for _ in range(lesson.epochs):
        encoder.train()
        for some in _shuffled(lower, lesson.many):
            texts, intents = [lower[one] for one in some], wanted[some]
            with torch.autocast("cpu", torch.bfloat16):
                told = encoder(texts)
                # Read again, with other parts of it left out, a text has a like one in every batch.
                again = encoder(texts) if lesson.contrast else told
            lost = functional.cross_entropy(head(functional.dropout(told, 0.1)), intents, label_smoothing=0.1)
            if lesson.contrast:
                lost = lost + lesson.contrast * apart(torch.cat([told, again]), intents.repeat(2))
            machine.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(upper, 1.0)
            machine.step()
            pace.step()


def apart(told: Tensor, intents: Tensor) -> Tensor:
    """How far texts of one intent are from lying together and away from all others (supervised contrastive loss)."""
    told = functional.normalize(told.float(), dim=-1)
    itself = torch.eye(len(told), dtype=torch.bool)
    near = (told @ told.T / _WARMTH).masked_fill(itself, -1e9)
    like = (intents[:, None] == intents[None]) & ~itself
    return -((near - near.logsumexp(1, keepdim=True)) * like).sum(1).div(like.sum(1)).mean()


def _shuffled(lower: Sequence[Tensor], many: int) -> list[list[int]]:
    """Batches in any order, each of texts of like length: little is spent on empty places."""
    order = random.sample(range(len(lower)), len(lower))
    blocks = [order[start : start + 8 * many] for start in range(0, len(order), 8 * many)]
    found = [[block[one] for one in some] for block in blocks for some in alike([lower[one] for one in block], many)]
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
        for label, scores in taught(packed, _FULL).items():
            tell(label, [FULL], scores)
        return
    tell_few("letters, stems and encoder, logistic", [round(few(packed, train, HELD), 4) for train in FEW])
    found = []
    for train in FEW:
        found.append(taught(packed, Lesson(train, (HELD,))))
        for label, scores in found[-1].items():
            tell(label, [train], scores)
    for label in found[0]:
        tell_few(label, [scores[label][HELD] for scores in found])


if __name__ == "__main__":
    main()
