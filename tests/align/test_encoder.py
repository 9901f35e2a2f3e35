import numpy as np

from tm.align.encoder import LONGEST_TEXT, UseEncoder


def test_rows_of_unit_length_in_the_order_of_the_texts(encoder: UseEncoder) -> None:
    texts = ["The court heard the case.", "쌀값이 올랐다.", "", "재판소는 사건을 심리하였다."]
    rows = encoder.encode(texts)
    assert rows.shape == (4, encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[3] > 0.5 > rows[0] @ rows[1]
    assert np.allclose(rows[1], encoder.encode(texts[1:2])[0], atol=1e-5)


def test_no_texts_no_rows(encoder: UseEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_reads_the_beginning_of_an_endless_text(encoder: UseEncoder) -> None:
    text = "가나다 " * LONGEST_TEXT
    assert np.allclose(encoder.encode([text]), encoder.encode([text[:LONGEST_TEXT]]), atol=1e-5)


def test_is_loaded_when_first_needed() -> None:
    fresh = UseEncoder()
    assert fresh.version
    assert fresh._model is None
    fresh.warm_up()
    assert fresh._model is not None
