"""What exists is documented: every setting in the README, every code with its Spanish word, every make target."""

import re
from pathlib import Path

import pytest

from conflict.codebook import (
    AnnouncedState,
    CycleState,
    DateKind,
    FetchOutcome,
    Level,
    Measure,
    QueueState,
    ReasonClass,
    Scope,
    Stage,
    TimeQuality,
)
from conflict.fieldwork import Modality, PlacePrecision, TimePrecision
from conflict.measure import FactMeasure
from conflict.sourcehealth import SourceStatus
from conflict.typology import Typology
from dashboards import labels

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = sorted(
    {name for path in ROOT.glob("*/settings.py") for name in re.findall(r"\"(ATALAYA_[A-Z_]+)\"", path.read_text())}
)

VOCABULARIES = [
    (Level, labels.LEVELS),
    (Stage, labels.STAGES),
    (Measure, labels.MEASURES),
    (FactMeasure, labels.FACT_MEASURES),
    (ReasonClass, labels.REASONS),
    (Scope, labels.SCOPES),
    (QueueState, labels.QUEUE_STATES),
    (TimeQuality, labels.TIME_QUALITIES),
    (SourceStatus, labels.SOURCE_STATUSES),
    (CycleState, labels.CYCLE_STATES),
    (FetchOutcome, labels.OUTCOMES),
    (AnnouncedState, labels.ANNOUNCED_STATES),
    (DateKind, labels.DATE_KINDS),
    (Typology, labels.TYPOLOGIES),
    (Modality, labels.MODALITIES),
    (PlacePrecision, labels.PLACE_PRECISIONS),
    (TimePrecision, labels.TIME_PRECISIONS),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`{setting}`" in (ROOT / "README.md").read_text()


def test_there_are_settings_to_document() -> None:
    assert "ATALAYA_RED_PRIVADA" in SETTINGS


@pytest.mark.parametrize(("vocabulary", "words"), VOCABULARIES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_code_has_a_spanish_word(vocabulary: type, words: dict) -> None:
    assert set(words) == set(vocabulary)


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split())
    assert targets == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert numbers
    assert len(numbers) == len(set(numbers))
