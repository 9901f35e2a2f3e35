"""Seeded pairs of sentences whose numbers change, with the translation that is right.

A template is filled twice with the same values for the stored unit, and anew for the query and for
the right translation, so that what is right does not depend on what is tested.
"""

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


class Number(int):
    """An int that is printed in the ways that the templates ask for."""

    def __format__(self, spec: str) -> str:
        match spec:
            case "nth":
                last = (
                    "th"
                    if self // 10 % 10 == 1
                    else ["th", "st", "nd", "rd"][self % 10 if self % 10 < 4 else 0]
                )
                return f"{int(self)}{last}"
            case "north":
                return f"{int(self):,}".replace(",", " ")
            case "month":
                return month_name[self]
            case "word":
                return _WORDS[self]
            case "a":
                vowel = str(int(self))[0] == "8" or self in (11, 18)
                return "an" if vowel else "a"
            case "s":
                return "" if self == 1 else "s"
            case "juche":
                return str(self - 1911)
            case "short":
                return f"{self % 100:02}"
            case "wide":
                return "".join(chr(ord(each) + 0xFEE0) for each in str(int(self)))
            case "man":
                return f"{int(self)}만"
            case "million":
                return f"{self / 100:g} million"
            case "tenth":
                return f"{self / 10:.1f}"
            case "decade":
                return f"{int(self)}0"
            case "ro":
                return "으로" if self % 10 in (0, 3, 6) else "로"
            case "myriad":
                return f"{self * 10**4:,}"
            case "eok":
                return f"{self * 10**8:,}"
            case "ies":
                return "y" if self == 1 else "ies"
            case "ago":
                return str(2019 - self)
            case "fold":
                return f"{_WORDS[self]}fold"
            case "ri":
                return f"{self * 4 // 10}"
            case "noon":
                return str(self - 12)
            case _:
                return format(int(self), spec)


@dataclass(frozen=True)
class Template:
    """``fields`` gives the bounds of each value; ``change`` names those that differ, if not all."""

    ko: str
    en: str
    fields: dict[str, tuple[int, int]]
    change: str = ""
    tag: str = "ko"


class Sample(NamedTuple):
    query: str
    source: str
    target: str
    source_lang: str
    target_lang: str
    right: str


def samples(templates: Sequence[Template], number: int, seed: int) -> list[Sample]:
    random = Random(seed)  # noqa: S311
    made = []
    for index in range(number):
        template = templates[index % len(templates)]
        texts = {"ko": template.ko, "en": template.en}
        tags = {"ko": template.tag, "en": "en"}
        source, into = ("ko", "en") if index // len(templates) % 2 == 0 else ("en", "ko")
        old = _values(template, random)
        query = stored = texts[source].format(**old)
        while query == stored:
            drawn = _values(template, random)
            new = old | {name: drawn[name] for name in template.change.split() or drawn}
            query = texts[source].format(**new)
        target, right = texts[into].format(**old), texts[into].format(**new)
        made.append(Sample(query, stored, target, tags[source], tags[into], right))
    return made


def _values(template: Template, random: Random) -> dict[str, Number]:
    return {name: Number(random.randint(*bounds)) for name, bounds in template.fields.items()}


CERTAIN = [
    Template(
        "조선중앙통신은 {y}년 {m}월 {d}일 평양에서 회의가 열렸다고 보도했다.",
        "The KCNA reported that a meeting was held in Pyongyang on {m:month} {d}, {y}.",
        {"y": (1995, 2024), "m": (1, 12), "d": (1, 28)},
        "y d",
    ),
    Template(
        "형법 제{a}조에 따라 처벌한다.",
        "Punishment shall follow Article {a} of the Criminal Law.",
        {"a": (2, 290)},
    ),
    Template(
        "제{a}조 제{p}항의 규정은 외국인에게도 적용된다.",
        "The provisions of Article {a}, paragraph {p} also apply to foreigners.",
        {"a": (1, 80), "p": (1, 9)},
    ),
    Template(
        "제{a}조의{b}에 따른 심의는 비공개로 한다.",
        "Reviews under Article {a}-{b} shall not be public.",
        {"a": (10, 120), "b": (2, 9)},
    ),
    Template(
        "쌀값은 지난달보다 {p:tenth}% 올랐다.",
        "The price of rice rose {p:tenth} percent from last month.",
        {"p": (11, 399)},
    ),
    Template(
        "혜산시 시장에서 쌀 1kg은 북한 돈 {w:,}원에 거래된다.",
        "At the market in Hyesan, 1 kg of rice sells for {w:,} North Korean won.",
        {"w": (1200, 9800)},
    ),
    Template(
        "주민 {n:,}여 명이 복구 작업에 동원되었다.",
        "More than {n:,} residents were mobilized for the repairs.",
        {"n": (120, 9500)},
    ),
    Template(
        "돌격대원 {n:north}여명이 공사장으로 진출하였다.",
        "More than {n:,} members of the shock brigade set out for the construction site.",
        {"n": (1100, 9900)},
        tag="ko-KP",
    ),
    Template(
        "주체{y:juche}({y})년 당 제{n}차대회가 진행되였다.",
        "The {n:nth} Party Congress was held in Juche {y:juche} ({y}).",
        {"y": (1961, 2021), "n": (4, 23)},
        tag="ko-KP",
    ),
    Template(
        "{n}일전투 기간 탄광에서는 석탄 {t:,}t을 더 캤다.",
        "During the {n}-day battle the mine dug {t:,} tons more of coal.",
        {"n": (32, 200), "t": (1100, 9000)},
        tag="ko-KP",
    ),
    Template(
        "소식통에 따르면 39호실 산하 회사 {n}곳이 문을 닫았다.",
        "According to the source, {n} companies under Office 39 have closed.",
        {"n": (11, 38)},
    ),
    Template(
        "{y:decade}년대에 태어난 세대는 배급을 모른다.",
        "The generation born in the {y:decade}s has never known rations.",
        {"y": (195, 199)},
    ),
    Template(
        "징역 {n}년을 선고한다.",
        "The accused is sentenced to {n} years in prison.",
        {"n": (2, 15)},
    ),
    Template(
        "위원회는 위원장을 포함하여 {n}명 이상 {m}명 이하의 위원으로 구성한다.",
        "The committee shall consist of at least {n} and at most {m} members, including the chair.",
        {"n": (11, 19), "m": (20, 45)},
    ),
    Template(
        "압록강의 수위가 {n}cm 높아졌다.",
        "The level of the Amnok River rose by {n} cm.",
        {"n": (12, 95)},
    ),
    Template(
        "국경경비대 {n}여단 소속 군인 {s}명이 탈영했다.",
        "Some {s} soldiers of the Border Guard's {n:nth} Brigade have deserted.",
        {"n": (21, 43), "s": (44, 90)},
    ),
    Template(
        "회담은 오후 {h:noon}시 {m}분에 시작되었다.",
        "The talks began at {h:noon}:{m:02} p.m.",
        {"h": (13, 22), "m": (1, 59)},
    ),
    Template(
        "유엔 안보리 결의 제{n}호는 석탄 수출을 금지한다.",
        "UN Security Council Resolution {n} bans exports of coal.",
        {"n": (1718, 2397)},
    ),
    Template(
        "인민군은 KN-{k} 미사일을 시험했다.",
        "The People's Army tested the KN-{k} missile.",
        {"k": (10, 29)},
    ),
    Template(
        "응답자의 {p}~{q}프로가 중국 화폐를 쓴다고 말하였다.",
        "Of those asked, {p}-{q} percent said that they used Chinese currency.",
        {"p": (12, 39), "q": (40, 88)},
        tag="ko-KP",
    ),
]

UNCERTAIN = [
    Template(
        "{m}월 {d}일 혜산에서 일어난 일이다.",
        "This happened in Hyesan on {m:month} {d}.",
        {"m": (1, 12), "d": (1, 28)},
        "m",
    ),
    Template(
        "보위부는 주민 {n}명을 체포했다.",
        "The security services arrested {n} resident{n:s}.",
        {"n": (1, 3)},
    ),
    Template(
        "환율이 {p}% 올랐다.",
        "There was {p:a} {p} percent rise in the exchange rate.",
        {"p": (6, 12)},
    ),
    Template(
        "여성 {n}명과 아이 {k}명이 강을 건넜다.",
        "{n} women and {k:word} children crossed the river.",
        {"n": (11, 14), "k": (2, 9)},
        "k",
    ),
    Template(
        "{a}조 {a2}명, {b}조 {b2}명이 일하였다.",
        "Team {a} had {a2} people at work, team {b} had {b2}.",
        {"a": (1, 3), "a2": (2, 5), "b": (2, 5), "b2": (2, 5)},
    ),
    Template(
        "군당은 {n}세대에 쌀을 주었고 나머지 {k}세대에는 주지 않았다.",
        "The county party gave rice to {n} households; the other {k} households got none. Of "
        "the {n}, most were party members.",
        {"n": (20, 40), "k": (41, 80)},
        "n",
    ),
    Template(
        "인구는 {n:man} 명이다.",
        "The population is {n:million}.",
        {"n": (110, 900)},
    ),
    Template(
        "체류 기간은 {n}일로 한다.",
        "The stay shall be {n} days.",
        {"n": (15, 45)},
    ),
    Template(
        "보일러 눈금이 {n}{n:ro} 떨어졌다.",
        "The boiler's gauge fell to {n}.",
        {"n": (12, 19)},
    ),
    Template(
        "{n}차 핵실험은 {y:short}년이였다.",
        "The {n:nth} nuclear test was in {y}.",
        {"n": (2, 6), "y": (2006, 2017)},
        "y",
    ),
]
