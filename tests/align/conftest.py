import pytest

from tm.align.encoder import UseEncoder


@pytest.fixture(scope="session")
def encoder() -> UseEncoder:
    encoder = UseEncoder()
    encoder.warm_up()
    return encoder
