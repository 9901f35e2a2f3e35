"""Templates that were written when the rules stood, to see what these do with other sentences.

The third set was written when the second had shown what the rules lacked.
"""

from tests.match.numbers import Template

SECOND_CERTAIN = [
    Template(
        "제{a}조제{p}항제{s}호의 서류를 첨부하여야 한다.",
        "The documents under Article {a}({p}) {s} shall be attached.",
        {"a": (3, 90), "p": (1, 6), "s": (1, 9)},
    ),
    Template(
        "제{a}조부터 제{b}조까지의 규정을 준용한다.",
        "Articles {a} through {b} shall apply mutatis mutandis.",
        {"a": (3, 19), "b": (20, 60)},
    ),
    Template(
        "신청을 받은 날부터 {n}일 이내에 허가 여부를 통지하여야 한다.",
        "The applicant shall be notified within {n} days from the date of application.",
        {"n": (7, 60)},
    ),
    Template(
        "이 규정은 {y}년 {m}월 {d}일부터 시행한다.",
        "This Regulation shall enter into force on {d} {m:month} {y}.",
        {"y": (1993, 2023), "m": (1, 12), "d": (1, 28)},
        "y d",
    ),
    Template(
        "대통령령 제{n}호, {y}. {m}. {d}. 일부개정",
        "Presidential Decree No. {n}, partially amended {y}-{m:02}-{d:02}",
        {"n": (12000, 33000), "y": (1990, 2023), "m": (1, 12), "d": (1, 28)},
    ),
    Template(
        "위원의 임기는 {n}년으로 하며, 한 차례만 연임할 수 있다.",
        "Members serve for {n} years and may be reappointed only once.",
        {"n": (2, 9)},
    ),
    Template(
        "달러당 환율은 평양 {p:,}원, 신의주 {s:,}원으로 조사됐다.",
        "The dollar traded at {p:,} won in Pyongyang and {s:,} won in Sinuiju.",
        {"p": (7800, 8900), "s": (9000, 16500)},
    ),
    Template(
        "함경북도의 한 소식통은 {d}일 “농장원 {n}명 가운데 {k}명이 출근하지 않았다”고 전했다.",
        "“Of {n} farm workers, {k} failed to turn up,” a source in North Hamgyong Province said "
        "on the {d:nth}.",
        {"d": (1, 9), "n": (60, 99), "k": (13, 31)},
    ),
    Template(
        "대북 수출은 전년 동기 대비 {p:tenth}% 줄어든 {m:tenth}달러였다.",
        "Exports to the North came to ${m:tenth}, down {p:tenth} percent from a year before.",
        {"p": (101, 550), "m": (600, 990)},
    ),
    Template(
        "탈북민 {n}%가 “북에서 손전화를 썼다”고 답했다.",
        "{n}% of the defectors answered that they had used mobile phones in the North.",
        {"n": (2, 97)},
    ),
    Template(
        "제{n}군단 예하 부대에 {k}kg의 강냉이가 공급되였다.",
        "Units of the {n:nth} Corps were supplied with {k} kg of maize.",
        {"n": (1, 12), "k": (300, 990)},
        tag="ko-KP",
    ),
    Template(
        "당창건 {n}돐을 맞으며 {h:north}여세대의 살림집이 일떠섰다.",
        "More than {h:,} homes went up for the {n:nth} anniversary of the Party's founding.",
        {"n": (60, 78), "h": (1200, 9900)},
        tag="ko-KP",
    ),
    Template(
        "최고인민회의 제{a}기 제{b}차회의에서 채택되였다.",
        "It was adopted at the {b:nth} Session of the {a:nth} Supreme People's Assembly.",
        {"a": (10, 14), "b": (1, 7)},
        tag="ko-KP",
    ),
    Template(
        "열차는 {h}:{m:02}에 떠나 {k}km를 달린다.",
        "The train leaves at {h}:{m:02} and runs {k} km.",
        {"h": (6, 23), "m": (0, 59), "k": (150, 790)},
    ),
    Template(
        "{a}세의 김씨는 {y}년 탈북했다.",
        "Kim, {a}, escaped in {y}.",
        {"a": (21, 74), "y": (1997, 2020)},
    ),
    Template(
        "화성-{h}형은 고도 {k:,}km까지 올라갔다.",
        "The Hwasong-{h} climbed to an altitude of {k:,} km.",
        {"h": (12, 18), "k": (900, 6200)},
    ),
    Template(
        "{y}~{z}년 사이 {n}건의 사례가 기록됐다.",
        "Between {y} and {z}, {n} cases were recorded.",
        {"y": (1995, 2009), "z": (2010, 2022), "n": (20, 880)},
    ),
    Template(
        "응답자의 {a}분의 {b}이 그렇게 답했다.",
        "{b}/{a} of those asked gave that answer.",
        {"a": (7, 9), "b": (3, 3)},
        "a",
    ),
    Template(
        "{y:wide}년 {m:wide}월 현재 등록된 시장은 {n}곳이다.",
        "As of {m:month} {y}, {n} markets were registered.",
        {"y": (2003, 2022), "m": (1, 12), "n": (300, 480)},
        "y n",
    ),
    Template(
        "신고 전화는 02-{a}-{b:04}이다.",
        "Call 02-{a}-{b:04} to report it.",
        {"a": (200, 999), "b": (0, 9999)},
        "a",
    ),
]

SECOND_UNCERTAIN = [
    Template(
        "지난 {d}일 장마당에서 {n}명이 단속됐다.",
        "On {d} August {n} people were caught at the market.",
        {"d": (10, 19), "n": (20, 60)},
    ),
    Template(
        "{n}개 도에서 검열이 시작됐다.",
        "Inspections have begun in {n:word} provinces.",
        {"n": (2, 9)},
    ),
    Template(
        "제{a}조를 위반한 자는 {n}년 이하의 징역 또는 {m}천만원 이하의 벌금에 처한다.",
        "Violations of Article {a} carry up to {n} years in prison or a fine of up to {m}0 million "
        "won.",
        {"a": (10, 70), "n": (2, 7), "m": (2, 5)},
    ),
    Template(
        "{h}시 정각에 사이렌이 울렸다.",
        "The siren went off at {h:noon} p.m. sharp.",
        {"h": (13, 23)},
    ),
    Template(
        "소대에는 {n}명, 중대에는 {k}명이 있다.",
        "There are {k} in the company and {n} in the platoon.",
        {"n": (28, 31), "k": (28, 31)},
    ),
    Template(
        "그는 {n}살 때 {m}년 동안 감옥에 있었다.",
        "He was {n} and spent {m} year{m:s} in prison.",
        {"n": (18, 20), "m": (1, 3)},
    ),
    Template(
        "{y}년 인구조사는 {z}년 조사를 따랐다.",
        "The {y} census followed that of {z}; the {y} results are out.",
        {"y": (2008, 2018), "z": (1990, 1995)},
        "y",
    ),
    Template(
        "길이는 {n}리이다.",
        "It is {n:ri} km long.",
        {"n": (10, 40)},
    ),
    Template(
        "총 {n}발 가운데 {k}발이 명중했다.",
        "Of the {n} rounds, all but {k} hit home.",
        {"n": (10, 12), "k": (6, 9)},
    ),
    Template(
        "그것은 전체 중 {p}%였다.",
        "It was {p:a} {p}% share.",
        {"p": (7, 12)},
    ),
]


THIRD_CERTAIN = [
    Template(
        "제{a}장 제{b}절의 제목을 다음과 같이 한다.",
        "The title of Chapter {a}, Section {b} shall read as follows.",
        {"a": (1, 9), "b": (2, 6)},
    ),
    Template(
        "제{a}조제{p}항 및 제{q}항에도 불구하고 신고할 수 있다.",
        "Notwithstanding Article {a}, paragraphs {p} and {q}, a report may be filed.",
        {"a": (10, 60), "p": (1, 3), "q": (4, 7)},
    ),
    Template(
        "{n}만원 이하의 과태료를 부과한다.",
        "A fine for negligence not exceeding {n:myriad} won shall be imposed.",
        {"n": (100, 500)},
    ),
    Template(
        "미성년자는 만 {n}세 미만인 자를 말한다.",
        "“Minor” means a person under {n} years of age.",
        {"n": (14, 20)},
    ),
    Template(
        "위성사진에는 {y}년 {m}월 건물 {n}동이 보인다.",
        "Satellite images from {m:month} {y} show {n} buildings.",
        {"y": (2009, 2024), "m": (1, 12), "n": (12, 99)},
        "y n",
    ),
    Template(
        "혜산에서는 1달러가 {w:,}원, 1위안이 {y:,}원에 거래됐다.",
        "In Hyesan a dollar cost {w:,} won and a yuan {y:,} won.",
        {"w": (7000, 8900), "y": (1000, 1390)},
    ),
    Template(
        "제{n}호관리소에는 약 {k:,}명이 수감되여있다고 한다.",
        "Camp {n} is said to hold about {k:,} inmates.",
        {"n": (14, 25), "k": (2000, 30000)},
        tag="ko-KP",
    ),
    Template(
        "알곡생산계획을 {p}프로로 넘쳐 수행하였다.",
        "They overfulfilled the grain production plan at {p} percent.",
        {"p": (101, 139)},
        tag="ko-KP",
    ),
    Template(
        "당중앙위원회 제{a}기 제{b}차전원회의가 {d}일부터 {e}일까지 진행되였다.",
        "The {b:nth} Plenary Meeting of the {a:nth} Central Committee took place.",
        {"a": (6, 8), "b": (9, 21), "d": (22, 24), "e": (25, 28)},
        "a b",
        tag="ko-KP",
    ),
    Template(
        "{a}대 {b}로 부결됐다.",
        "It was voted down {a} to {b}.",
        {"a": (31, 59), "b": (7, 8)},
        "a",
    ),
    Template(
        "군인 {n}명이 {h}시간 {m}분 동안 행군했다.",
        "The {n} soldiers marched for {h} hours and {m} minutes.",
        {"n": (40, 90), "h": (2, 9), "m": (10, 39)},
    ),
    Template(
        "그는 {y}년부터 {z}년까지 {n}군단에서 복무했다.",
        "He served in the {n:nth} Corps from {y} to {z}.",
        {"y": (1981, 1999), "z": (2000, 2015), "n": (2, 12)},
    ),
    Template(
        "이 조약은 {y}. {m}. {d}. 발효한다.",
        "This Treaty shall enter into force on {m:month} {d}, {y}.",
        {"y": (1991, 2020), "m": (1, 12), "d": (1, 28)},
        "y d",
    ),
    Template(
        "밀가루 가격은 {p}%, 식용유 가격은 {q}% 내렸다.",
        "Flour fell {p}% and cooking oil {q}%.",
        {"p": (3, 29), "q": (30, 45)},
    ),
    Template(
        "SLBM인 북극성-{n}형은 길이가 {k:tenth}m로 추정된다.",
        "The Pukguksong-{n}, an SLBM, is thought to be {k:tenth} m long.",
        {"n": (1, 5), "k": (71, 128)},
    ),
    Template(
        "통일부의 올해 예산은 {n:,}억 원이다.",
        "The ministry's budget this year is {n:eok} won.",
        {"n": (1000, 1900)},
    ),
]

THIRD_UNCERTAIN = [
    Template(
        "정부는 {n}월에 쌀 {k}만 톤을 보냈다.",
        "The government sent {k}0,000 tons of rice in {n:month}.",
        {"n": (1, 12), "k": (3, 9)},
    ),
    Template(
        "첫 {n}년은 어려웠고 다음 {k}년은 더 어려웠다.",
        "The first {n:word} years were hard, the next {k} harder.",
        {"n": (2, 5), "k": (2, 5)},
    ),
    Template(
        "주체{y:juche}년은 뜻깊은 해이다.",
        "{y} is a year of great significance.",
        {"y": (1990, 2015)},
        tag="ko-KP",
    ),
    Template(
        "{n}호에는 {k}세대가 산다.",
        "Number {n} houses {k} famil{k:ies}.",
        {"n": (1, 4), "k": (1, 4)},
    ),
    Template(
        "회의는 {h}시간 걸렸다.",
        "It was {h:a} {h}-hour meeting.",
        {"h": (7, 12)},
    ),
    Template(
        "{y}년 전의 일이다.",
        "That was in {y:ago}.",
        {"y": (10, 40)},
    ),
    Template(
        "가격은 {n}배가 됐다.",
        "The price rose {n:fold}.",
        {"n": (2, 9)},
    ),
    Template(
        "제{a}조와 제{b}조를 합친다.",
        "Article {a} is merged with Article {b}, and Article {a} is renumbered.",
        {"a": (3, 6), "b": (3, 6)},
    ),
]
