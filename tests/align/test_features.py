import pytest

from tm.align.encoder import UseEncoder
from tm.align.features import background
from tm.align.side import prepare

ENGLISH = ["The court dismissed the appeal.", "Rice rose to 6,200 won.", "The bridge is closed."]
KOREAN = ["법원은 상소를 기각하였다.", "쌀값이 6,200원으로 올랐다.", "다리가 폐쇄되었다."]


def test_boilerplate_that_recurs_is_one_neighbor(encoder: UseEncoder) -> None:
    once = background(prepare(ENGLISH, "en", encoder), prepare(KOREAN, "ko", encoder))
    often = background(
        prepare(ENGLISH, "en", encoder), prepare([*KOREAN, *KOREAN[:1] * 5], "ko", encoder)
    )
    assert often.source[0][0] == pytest.approx(once.source[0][0], abs=1e-5)
    assert often.best_source[0] == pytest.approx(once.best_source[0], abs=1e-5)


def test_partners_and_length_ratio_come_from_translations(encoder: UseEncoder) -> None:
    seen = background(prepare(ENGLISH, "en", encoder), prepare(KOREAN[::-1], "ko", encoder))
    assert list(seen.partner_source) == [2, 1, 0]
    assert list(seen.partner_target) == [2, 1, 0]
    assert 0.3 < seen.ratio < 0.7
