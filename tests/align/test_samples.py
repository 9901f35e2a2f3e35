"""The aligner on the sample articles, whose beads were made by hand."""

import tomllib
from pathlib import Path

import pytest

from tm.align.encoder import UseEncoder
from tm.align.evaluation import Tally
from tm.align.pipeline import align

ARTICLES = Path(__file__).parents[2] / "corpora" / "articles"

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


def paragraphs(path: Path) -> tuple[list[str], list[int]]:
    """Segments stand one a line, paragraphs are set off by an empty line."""
    segments, places, paragraph = [], [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            segments.append(line)
            places.append(paragraph)
        else:
            paragraph += 1
    return segments, places


def gold(folder: Path) -> Beads:
    article = tomllib.loads((folder / "article.toml").read_text(encoding="utf-8"))
    return [
        (side(source), side(target))
        for source, target in (bead.split(":") for bead in article["beads"])
    ]


def side(numbers: str) -> tuple[int, ...]:
    return tuple(int(number) for number in numbers.split(",") if number)


@pytest.fixture(scope="module")
def tallies(encoder: UseEncoder) -> dict[str, Tally]:
    found = {}
    for folder in sorted(ARTICLES.iterdir()):
        english, english_places = paragraphs(folder / "en.txt")
        korean, korean_places = paragraphs(folder / "ko.txt")
        alignment = align(
            english,
            korean,
            "en",
            "ko",
            encoder=encoder,
            source_paragraphs=english_places,
            target_paragraphs=korean_places,
        )
        found[folder.name] = Tally()
        found[folder.name].add(
            [(bead.source, bead.target) for bead in alignment.beads], gold(folder)
        )
    return found


def test_whole_beads_over_all_articles(tallies: dict[str, Tally]) -> None:
    assert tallies
    together = sum(tallies.values(), Tally())
    assert together.strict >= 0.95, {name: round(t.strict, 3) for name, t in tallies.items()}
