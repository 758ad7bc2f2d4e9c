"""A model is exactly what its card says or it is not used; the same corpus gives the same model."""

import json
import pickle
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifiers.canaries import CANARIES, CONFLICT
from classifiers.model import ARRAYS, CARD, load_model
from classifiers.train import train
from classifiers.trust import BLOCKS, digest_of
from conflict.errors import DataError, ModelError
from conflict.signal import ArticleText
from tests.conftest import NOW, ROOT

Damage = Callable[[Path], None]


def edit_card(**changes: Any) -> Damage:
    """Return a damage that changes fields of the card; a value of None removes the field."""

    def damage(folder: Path) -> None:
        card = json.loads((folder / CARD).read_text()) | changes
        (folder / CARD).write_text(json.dumps({k: v for k, v in card.items() if v is not None}))

    return damage


def forge_card(**changes: Any) -> Damage:
    """Return a damage that changes fields of the card and writes the digest that fits, as a careful forger would."""

    def damage(folder: Path) -> None:
        edit_card(**changes)(folder)
        sign(folder)

    return damage


def forge_arrays(change: Callable[[dict[str, np.ndarray]], None]) -> Damage:
    """Return a damage that changes arrays and writes the digest that fits."""

    def damage(folder: Path) -> None:
        with np.load(folder / ARRAYS) as stored:
            arrays = {name: stored[name].copy() for name in stored.files}
        change(arrays)
        np.savez(folder / ARRAYS, **arrays)
        sign(folder)

    return damage


def sign(folder: Path) -> None:
    with np.load(folder / ARRAYS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    terms = {block: arrays.pop(block).tobytes().decode().split("\n") for block in BLOCKS}
    digest = digest_of(terms, arrays, json.loads((folder / CARD).read_text()))
    edit_card(digest=digest, version=digest[:12])(folder)


def set_to(name: str, value: float) -> Damage:
    def change(arrays: dict[str, np.ndarray]) -> None:
        arrays[name].flat[0] = value

    return forge_arrays(change)


def drop(name: str) -> Damage:
    return forge_arrays(lambda arrays: arrays.update({name: arrays[name][..., :-1]}))


def zero(arrays: dict[str, np.ndarray]) -> None:
    arrays["signal"][:] = 0


def truncate(name: str, share: float) -> Damage:
    def damage(folder: Path) -> None:
        raw = (folder / name).read_bytes()
        (folder / name).write_bytes(raw[: int(len(raw) * share)])

    return damage


def flip(name: str, share: float) -> Damage:
    """Return a damage that turns one bit at a share of the file's length."""

    def damage(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[int(len(raw) * share)] ^= 1
        (folder / name).write_bytes(bytes(raw))

    return damage


def canary_off(by: float) -> Damage:
    def damage(folder: Path) -> None:
        card = json.loads((folder / CARD).read_text())
        card["canaries"][7] += by
        (folder / CARD).write_text(json.dumps(card))

    return damage


def other_library(name: str) -> Damage:
    def damage(folder: Path) -> None:
        card = json.loads((folder / CARD).read_text())
        forge_card(libraries=card["libraries"] | {name: "0.0.1"})(folder)

    return damage


class Trap:
    """Leaves a trace when somebody unpickles it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.trace,))


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of a good model, to be damaged."""
    return Path(shutil.copytree(model_folder, tmp_path / "modelo"))


DAMAGES: dict[str, Damage] = {
    "no card": lambda folder: (folder / CARD).unlink(),
    "no arrays": lambda folder: (folder / ARRAYS).unlink(),
    "no folder": lambda folder: shutil.rmtree(folder),
    "card is empty": lambda folder: (folder / CARD).write_text(""),
    "card is a list": lambda folder: (folder / CARD).write_text("[]"),
    "card is no text": lambda folder: (folder / CARD).write_bytes(b"\xff\xfe\x00\x81"),
    "card cut in half": truncate(CARD, 0.5),
    "arrays are empty": truncate(ARRAYS, 0.0),
    "arrays cut in half": truncate(ARRAYS, 0.5),
    "arrays cut at the end": truncate(ARRAYS, 0.999),
    "one bit turned early": flip(ARRAYS, 0.2),
    "one bit turned in the middle": flip(ARRAYS, 0.5),
    "one bit turned late": flip(ARRAYS, 0.8),
    "another digest": edit_card(digest="0" * 64),
    "another version name": edit_card(version="0123456789ab"),
    "no digest": edit_card(digest=None),
    "no canaries": edit_card(canaries=None),
    "canaries are words": edit_card(canaries=["alto"] * len(CANARIES)),
    "too few canaries": edit_card(canaries=[0.5]),
    "one canary off by two millionths": canary_off(2e-6),
    "one canary is NaN": canary_off(float("nan")),
    "other scikit-learn": other_library("scikit-learn"),
    "other numpy": other_library("numpy"),
    "a library that nobody has": other_library("paquete-inexistente"),
    "no libraries": edit_card(libraries=None),
    "libraries left out": forge_card(libraries={}),
    "NaN weight": set_to("signal", float("nan")),
    "infinite weight": set_to("stage", float("inf")),
    "NaN idf": set_to("letters_idf", float("nan")),
    "NaN intercept": set_to("signal_intercept", float("nan")),
    "all weights zero": forge_arrays(zero),
    "a weight too few": drop("signal"),
    "a column of the stages too few": drop("stage"),
    "an idf too few": drop("shapes_idf"),
    "a stage intercept too few": drop("stage_intercept"),
    "threshold 0": forge_card(threshold=0.0),
    "threshold 1": forge_card(threshold=1.0),
    "threshold NaN": forge_card(threshold=float("nan")),
    "threshold a word": forge_card(threshold="alto"),
    "no threshold": edit_card(threshold=None),
    "threshold moved a little": edit_card(threshold=0.123456),
    "band turned round": forge_card(band=[0.9, 0.1]),
    "band moved": edit_card(band=[0.0, 0.01]),
    "calibration turned round": forge_card(calibration=[-1.0, 0.0]),
    "calibration NaN": forge_card(calibration=[float("nan"), 0.0]),
    "a stage too few": forge_card(stages=["anuncio", "demanda"]),
    "a stage nobody knows": forge_card(stages=["a", "b", "c", "d", "e", "f"]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_model_is_refused_with_a_sentence_that_says_what_to_do(folder: Path, damage: Damage) -> None:
    damage(folder)
    with pytest.raises(ModelError) as refused:
        load_model(folder)
    assert "atalaya entrenar" in refused.value.spanish
    assert refused.value.spanish[0].isupper()
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("name", [ARRAYS, CARD])
def test_a_pickle_in_the_place_of_a_file_is_refused_and_never_runs(folder: Path, tmp_path: Path, name: str) -> None:
    trace = tmp_path / "huella"
    (folder / name).write_bytes(pickle.dumps(Trap(trace)))
    with pytest.raises(ModelError):
        load_model(folder)
    assert not trace.exists()


def test_a_pickled_array_inside_the_file_is_refused_and_never_runs(folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "huella"
    with np.load(folder / ARRAYS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["signal"] = np.asarray([Trap(trace)], dtype=object)
    np.savez(folder / ARRAYS, **arrays)
    with pytest.raises(ModelError):
        load_model(folder)
    assert not trace.exists()


def test_a_file_that_swells_when_unpacked_is_refused_before_it_fills_memory(folder: Path) -> None:
    buffer = BytesIO()
    np.savez_compressed(buffer, terms=np.zeros(300_000_000, dtype=np.uint8))
    (folder / ARRAYS).write_bytes(buffer.getvalue())
    with pytest.raises(ModelError, match="larger"):
        load_model(folder)


def test_a_canary_off_by_less_than_a_millionth_is_rounding(folder: Path) -> None:
    canary_off(4e-7)(folder)
    assert load_model(folder).version


def test_nothing_of_a_model_is_a_pickle(model_folder: Path) -> None:
    assert sorted(path.name for path in model_folder.iterdir()) == [ARRAYS, CARD]
    with np.load(model_folder / ARRAYS, allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)
    for path in (ROOT / "classifiers").glob("*.py"):
        source = path.read_text()
        assert "import pickle" not in source and "joblib" not in source and "allow_pickle=True" not in source, path


def test_training_anew_over_an_old_model_gives_the_same_bytes_and_leaves_one_whole_model(
    model_folder: Path, folder: Path
) -> None:
    edit_card(version="viejo")(folder)
    card = train(ROOT / "data" / "corpus", folder, NOW.replace(year=2031))
    assert sorted(path.name for path in folder.iterdir()) == [ARRAYS, CARD]
    assert card.version == load_model(folder).version == load_model(model_folder).version
    assert (folder / ARRAYS).read_bytes() == (model_folder / ARRAYS).read_bytes()


def test_a_corpus_with_too_few_signals_is_no_corpus(tmp_path: Path) -> None:
    rows = (ROOT / "data" / "corpus" / "cotidiano-01.csv").read_text()
    (tmp_path / "solo.csv").write_text(rows)
    with pytest.raises(DataError, match="signals") as refused:
        train(tmp_path, tmp_path / "modelo", NOW)
    assert "hacen falta" in refused.value.spanish
    assert not (tmp_path / "modelo").exists()


def test_an_empty_corpus_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        train(tmp_path, tmp_path / "modelo", NOW)
    assert "No hay corpus" in refused.value.spanish


def test_the_canaries_are_half_conflict_and_none_is_in_the_corpus() -> None:
    corpus = "".join(path.read_text() for path in (ROOT / "data" / "corpus").glob("*.csv"))
    assert len(CANARIES) == len(set(CANARIES)) == 60
    assert len(CONFLICT) == 30
    assert not [text for text in CANARIES if text in corpus]


def test_a_batch_reads_like_one_by_one(model_folder: Path) -> None:
    model = load_model(model_folder)
    articles = [ArticleText(text, "", "", None) for text in CANARIES * 6]
    together = model.read(articles)
    alone = [model.read([article])[0] for article in articles[:60]]
    assert len(together) == len(articles)
    for one, other in zip(alone, together[300:], strict=True):
        assert one.probability == pytest.approx(other.probability, abs=1e-9)
        assert (one.signal, one.stage, one.measures) == (other.signal, other.stage, other.measures)


def test_no_articles_are_no_readings(model_folder: Path) -> None:
    assert load_model(model_folder).read([]) == []


def test_a_score_is_what_the_columns_give(model_folder: Path) -> None:
    from classifiers.features import Seen

    model = load_model(model_folder)
    with np.load(model_folder / ARRAYS) as stored:
        weights = stored["signal"]
    texts = ["", "0", "Bloqueo bloqueo en Ñuñuma: 24h sin agua", "MARCHA_de vecinos", *CANARIES]
    seen = [Seen.of(text, len(text.partition("\n")[0])) for text in texts]
    assert np.allclose(model.scorer.scores(seen)[0], model.features.matrix(seen) @ weights, rtol=0, atol=1e-9)


def test_the_scores_of_the_stages_are_what_the_columns_give(model_folder: Path) -> None:
    from scipy.sparse import hstack

    from classifiers.features import Seen
    from classifiers.headline import HeadlineColumns, Headlined
    from classifiers.trust import STAGE_BLOCKS

    model = load_model(model_folder)
    with np.load(model_folder / ARRAYS) as stored:
        weights = stored["stage"]
        terms = {block: stored[block].tobytes().decode().split("\n") for block in STAGE_BLOCKS}
        headline = HeadlineColumns.of({block: (terms[block], stored[f"{block}_idf"]) for block in STAGE_BLOCKS})
    texts = ["", "0", "Bloqueo bloqueo en Ñuñuma:\n24h sin agua", "MARCHA_de vecinos", *CANARIES]
    seen, told = [Seen.of(text, len(text.partition("\n")[0])) for text in texts], [Headlined.of(text) for text in texts]
    columns = hstack([model.features.matrix(seen), headline.matrix(told)], format="csr")
    assert np.allclose(model.staging.scores(seen, told), columns @ weights.T, rtol=0, atol=1e-9)


def test_the_threshold_is_the_lowest_of_a_flat_top() -> None:
    from classifiers.train import _f_beta, _threshold

    draw = np.random.default_rng(4)
    labels = draw.random(20_000) < 0.3
    chances = np.clip(draw.normal(np.where(labels, 0.45, 0.1), 0.15), 0, 1)
    shares = np.ones(len(labels))
    chosen = _threshold(chances, labels, shares)
    curve = {step / 100: _f_beta(chances >= step / 100, labels, shares) for step in range(10, 86)}
    best = max(curve, key=lambda step: curve[step])
    assert chosen < best
    assert curve[chosen] >= 0.99 * curve[best]
