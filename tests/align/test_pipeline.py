from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tm.align.encoder import UseEncoder
from tm.align.pipeline import align
from tm.align.program import SHAPES, SOURCE_NULL, TARGET_NULL
from tm.model.documents import Alignment

ENGLISH = [
    "The customs house on the Amnok River opened again on Monday.",
    "Forty trucks waited at the gate.",
    "Drivers said that they had been there since dawn.",
    "The price of rice rose to 6,200 won a kilogram.",
    "Officials promised to inspect every load.",
    "A bridge further north stays closed until spring.",
    "Schools will receive new textbooks in March.",
]
KOREAN = [
    "압록강 세관이 월요일에 다시 문을 열었다.",
    "정문 앞에는 트럭 마흔 대가 기다리고 있었다.",
    "운전사들은 새벽부터 그곳에 있었다고 말했다.",
    "쌀값은 킬로그램당 6,200원으로 올랐다.",
    "관리들은 모든 짐을 검사하겠다고 약속했다.",
    "더 북쪽에 있는 다리는 봄까지 폐쇄된다.",
    "학교들은 3월에 새 교과서를 받게 된다.",
]


class LetterEncoder:
    """Counts letters: deterministic, quick, and enough to compare made-up texts."""

    name = "letters"
    version = "1"
    dimensions = 32

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for character in text or " ":
                rows[row, ord(character) % self.dimensions] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def sides(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in alignment.beads]


def one_to_one(count: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [((k,), (k,)) for k in range(count)]


segments = st.lists(st.text(alphabet="ab 가1.\n", max_size=6), max_size=12)


@settings(deadline=None)
@given(segments, segments)
def test_every_segment_is_in_exactly_one_bead(source: list[str], target: list[str]) -> None:
    alignment = align(source, target, "en", "ko", encoder=LetterEncoder())
    assert sorted(k for b in alignment.beads for k in b.source) == list(range(len(source)))
    assert sorted(k for b in alignment.beads for k in b.target) == list(range(len(target)))
    shapes = {(len(b.source), len(b.target)) for b in alignment.beads}
    assert shapes <= {*SHAPES, SOURCE_NULL, TARGET_NULL}
    assert all(0 <= b.score <= 1 for b in alignment.beads)
    first = [b.source[0] for b in alignment.beads if b.source]
    assert first == sorted(first)


def test_translations_meet(encoder: UseEncoder) -> None:
    alignment = align(ENGLISH, KOREAN, "en", "ko", encoder=encoder)
    assert sides(alignment) == one_to_one(len(ENGLISH))
    assert not any(bead.moved for bead in alignment.beads)


def test_directions_agree(encoder: UseEncoder) -> None:
    source = [*ENGLISH[:2], *ENGLISH[3:]]
    there = align(source, KOREAN, "en", "ko", encoder=encoder)
    back = align(KOREAN, source, "ko", "en", encoder=encoder)
    assert {(b.target, b.source) for b in back.beads} == set(sides(there))


def test_merged_sentences_and_omissions(encoder: UseEncoder) -> None:
    merged = [KOREAN[0], f"{KOREAN[1]} {KOREAN[2]}", *KOREAN[3:5], KOREAN[6]]
    alignment = align(ENGLISH, merged, "en-US", "ko-KR", encoder=encoder)
    expected = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), (3,)), ((5,), ()), ((6,), (4,))]
    assert sides(alignment) == expected


def test_a_moved_passage_crosses_the_others(encoder: UseEncoder) -> None:
    alignment = align(ENGLISH, [*KOREAN[3:], *KOREAN[:3]], "en", "ko", encoder=encoder)
    assert sides(alignment) == [
        *(((k,), (k + 4,)) for k in range(3)),
        *(((k,), (k - 3,)) for k in range(3, 7)),
    ]
    assert [bead.moved for bead in alignment.beads] == [True] * 3 + [False] * 4


def test_evidence_names_numbers_that_conflict_and_terms_that_meet(encoder: UseEncoder) -> None:
    korean = [
        *KOREAN[:3],
        KOREAN[3].replace("6,200", "5,100"),
        *KOREAN[4:6],
        "학교들은 새 교과서를 받는다.",
    ]
    alignment = align(
        ENGLISH,
        korean,
        "en",
        "ko",
        encoder=encoder,
        term_pairs=[("rice", "쌀"), ("customs house", "세관"), ("bridge", "강")],
    )
    evidence = [dict(bead.evidence) for bead in alignment.beads]
    assert evidence[3]["numbers"] == "6200 / 5100"
    assert evidence[3]["terms"] == "rice = 쌀"
    assert evidence[0]["terms"] == "customs house = 세관"
    assert "numbers" not in evidence[0]
    assert "numbers" not in evidence[6]  # A number that only one side has is no conflict.
    assert "terms" not in evidence[5]


def test_a_paragraph_end_keeps_sentences_apart(encoder: UseEncoder) -> None:
    source = ["He left.", "The truck was empty."]
    target = ["그는 떠났다.", "트럭은 비어 있었다."]
    plain = align([*source, *ENGLISH], [*target, *KOREAN], "en", "ko", encoder=encoder)
    hinted = align(
        [*source, *ENGLISH],
        [*target, *KOREAN],
        "en",
        "ko",
        encoder=encoder,
        source_paragraphs=[0, *[1] * 8],
        target_paragraphs=[0, *[1] * 8],
    )
    assert hinted.beads[0].score > plain.beads[0].score


def test_an_empty_side_leaves_nulls_and_a_note(encoder: UseEncoder) -> None:
    alignment = align(ENGLISH, [], "en", "ko", encoder=encoder)
    assert sides(alignment) == [((k,), ()) for k in range(len(ENGLISH))]
    assert alignment.notes == ("The target has no segments; nothing could be aligned.",)
    assert align([], [], "en", "ko", encoder=encoder).beads == ()


def test_a_side_ten_times_longer_is_noted(encoder: UseEncoder) -> None:
    alignment = align(ENGLISH[:1], KOREAN * 4, "en", "ko", encoder=encoder)
    assert "times longer" in alignment.notes[0]


def test_unrelated_documents_are_noted(encoder: UseEncoder) -> None:
    poem = ["장미는 붉다.", "고양이가 창가에서 잔다.", "할머니는 노래를 불렀다.", "눈이 녹는다."]
    alignment = align(ENGLISH, poem, "en", "ko", encoder=encoder)
    assert any("unrelated" in note for note in alignment.notes)
    assert not align(ENGLISH, KOREAN, "en", "ko", encoder=encoder).notes


def test_long_documents_go_through_the_band() -> None:
    random = np.random.default_rng(3)
    source = ["".join(random.choice(list("abcdefghij"), 40)) for _ in range(700)]
    target = source[:200] + source[230:]
    alignment = align(source, target, "en", "en", encoder=LetterEncoder())
    found = {(b.source, b.target) for b in alignment.beads}
    right = {((k,), (k if k < 200 else k - 30,)) for k in (*range(200), *range(230, 700))}
    assert len(found & right) > 0.97 * len(right)


def test_progress_ends_at_one(encoder: UseEncoder) -> None:
    shares: list[float] = []
    align(ENGLISH, KOREAN, "en", "ko", encoder=encoder, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
