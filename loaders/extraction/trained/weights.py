"""The file of weights that ships: one ``.npz`` that holds the network and where it came from.

Word vectors are kept in 8 bits with one scale a dimension, the rest in 16 bits; training sees the
rounded vectors, so what was measured is what ships.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from skillweave.loaders.extraction.trained.network import DILATIONS, Parameters
from skillweave.loaders.extraction.trained.summaries import SUMMARIES
from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.ontology.errors import InputError

WEIGHTS: Final = Path(__file__).parent / "reader.npz"
"""The weights that ship."""

FORMAT: Final = 2
"""Changes whenever older code cannot read the file."""


class Calibration(NamedTuple):
    """What makes a span's tag probability the probability that the span is right.

    ``sigmoid(scale * logit(p) + shifts[kind])``, fitted on postings that the network had not seen
    (Platt 1999). Spans that are less probable than ``least`` are not reported;
    ``outside_weight`` is taken when decoding.
    """

    scale: float
    shifts: tuple[float, ...]
    least: float
    outside_weight: float


class Weights(NamedTuple):
    """All that a reader needs; ``about`` tells version, training data and score."""

    parameters: Parameters
    vocabulary: tuple[str, ...]
    calibration: Calibration
    about: Mapping[str, Any]


def rounded(vectors: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """Bring vectors to 8 bits; the second result is what one step is worth in each dimension."""
    scales = np.maximum(np.abs(vectors).max(axis=0), np.float32(1e-6)) / np.float32(127)
    return np.rint(vectors / scales).astype(np.int8), scales.astype(np.float32)


def write_weights(weights: Weights, path: Path) -> None:
    """Write a file of weights; the same weights give the same bytes."""
    p = weights.parameters
    vectors, scales = rounded(p.vectors)
    arrays: dict[str, NDArray[Any]] = {"vectors": vectors, "scales": scales}
    for name, value in p._asdict().items():
        if isinstance(value, tuple):
            arrays |= {
                f"{name}{index}": part.astype(np.float16) for index, part in enumerate(value)
            }
        elif name != "vectors":
            arrays[name] = value.astype(np.float16)
    texts = {
        "vocabulary": "\n".join(weights.vocabulary).encode(),
        "about": orjson.dumps(
            {**weights.about, "format": FORMAT, "calibration": weights.calibration._asdict()},
            option=orjson.OPT_SORT_KEYS,
        ),
    }
    arrays |= {name: np.frombuffer(text, np.uint8) for name, text in texts.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)


def read_weights(path: Path = WEIGHTS) -> Weights:
    """Read a file of weights.

    Args:
        path: the file; the one that ships unless given.

    Raises:
        InputError: it is not there or cannot be read by this version.
    """
    retrain = "train it again with python -m skillweave.loaders.training"
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = orjson.loads(arrays["about"].tobytes())
        if about["format"] != FORMAT:
            raise InputError(
                f"format {about['format']} of the trained reader; this version reads {FORMAT}",
                file=str(path),
                next_step=retrain,
            )
        calibration = Calibration(**about.pop("calibration"))
        parameters = _parameters(arrays)
        vocabulary = tuple(arrays["vocabulary"].tobytes().decode().split("\n"))
    except FileNotFoundError:
        raise InputError("no trained reader there", file=str(path), next_step=retrain) from None
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"not a file of a trained reader: {error}", file=str(path), next_step=retrain
        ) from error
    return Weights(
        parameters,
        vocabulary,
        calibration._replace(shifts=tuple(calibration.shifts)),
        about,
    )


def _parameters(arrays: Mapping[str, NDArray[Any]]) -> Parameters:
    def wide(name: str) -> FloatArray:
        return arrays[name].astype(np.float32)

    def stack(name: str, count: int) -> tuple[FloatArray, ...]:
        return tuple(wide(f"{name}{index}") for index in range(count))

    return Parameters(
        vectors=wide("vectors") * arrays["scales"],
        shapes=wide("shapes"),
        affixes=wide("affixes"),
        places=wide("places"),
        names=wide("names"),
        first=wide("first"),
        first_bias=wide("first_bias"),
        summaries=stack("summaries", SUMMARIES),
        summary_biases=stack("summary_biases", SUMMARIES),
        surroundings=wide("surroundings"),
        layers=stack("layers", len(DILATIONS)),
        layer_biases=stack("layer_biases", len(DILATIONS)),
        top=wide("top"),
        top_bias=wide("top_bias"),
    )


def entries(vocabulary: Sequence[str], first_entry: int) -> dict[str, int]:
    """The entry of each word of a vocabulary."""
    return {word: first_entry + index for index, word in enumerate(vocabulary)}
