"""Particles (josa) and forms of the copula that are written onto a noun."""

import re

_PARTICLES = """
가 이 은 는 을 를 의 에 도 만 과 와 로 으로 야 아 여 나 이나 란 이란 랑 이랑 며 이며 고 이고 라
이라 에서 에게 에게서 한테 한테서 께 께서 더러 보고 까지 부터 마저 조차 밖에 처럼 만큼 보다 마다
대로 뿐 같이 로서 으로서 로써 으로써 라도 이라도 라고 이라고 라는 이라는 라며 이라며 든지 이든지
하고 서 다 이다 였다 이였다 이었다 인 이던 였던 이였던 이었던 일 입니다 임 이자 자 이면 면 지만
이지만 이여서 여서 이어서
"""
_CHAIN = re.compile(
    f"(?:{'|'.join(sorted(set(_PARTICLES.split()), key=lambda p: (-len(p), p)))}){{1,4}}"
)
_LONGEST_CHAIN = 12


def is_particle_chain(text: str) -> bool:
    """Whether the text is one to four particles in a row (에서조차, 까지는)."""
    return len(text) <= _LONGEST_CHAIN and _CHAIN.fullmatch(text) is not None
