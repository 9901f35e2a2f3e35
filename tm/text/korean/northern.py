"""What marks Northern writing: the initial-sound law left unheeded, and its own manners."""

import re

# Of Sino-Korean origin; 를, 르 and 러 never are.
SINO_SYLLABLES = (
    "라락란랄람랍랑래랭략량려력련렬렴렵령례로록론롱뢰료룡루류륙륜률륭륵름릉리린림립녀년념녕뇨뉴니닉"
)

# Words that both write with ㄹ and ㄴ, by their first syllable.
_LOANWORDS = {
    "뉴": "델리 스 욕 질",
    "니": "제르 카라과 켈 코틴 콜라",
    "라": "고스 디오 마단 면 오스 이베 이브 이터 이프 인 지오 켓 트비아 틴",
    "란": "제리",
    "람": "보",
    "랍": "스터",
    "랑": "데부",
    "래": "퍼",
    "랩": "",
    "로": "고 마 맨 버트 보트 봇 비 사리 스 씨야 이터 커 케트 켓 터",
    "론": "도",
    "루": "마니아 블 비 트",
    "룩": "셈부르크",
    "류": "마티스 머티즘",
    "리": (
        "그 더 드 듬 메이크 모컨 무진 믹스 뷰 복 비아 셋 스 스본 아 야드 어카 얼 조트 콜 터 "
        "투아니아 튬 틀 포트 프 허설"
    ),
    "린": "치",
    "림": "보 프",
    "립": "스틱",
}
LOANWORDS = tuple(first + rest for first, rests in _LOANWORDS.items() for rest in rests.split())

# The second syllables of Northern words, by their first.  These words are looked for inside joined
# words too (조선로동당).
_SECOND_SYLLABLES = {
    "녀": "걸공관교군급단대동류맹배병복사성승신아왕의인자장점정직투편학",
    "년": "간감공구금급내년대도령로리말배보봉산상생세소수시식액월장중차초평표하한호회",
    "념": "두려불원주출",
    "녕": "변안원",
    "뇨": "도산소",
    "뉴": "대",
    "니": "암탄토",
    "닉": "명사",
    "라": "남렬선신열진체태",
    "락": "관농담뢰방서선성엽오원인제찰천태하후",
    "란": "관동립무발방사시잡쟁투폭",
    "람": "발벌색용획",
    "랍": "북월치",
    "랑": "독랑림만비설송패",
    "래": "객년달력방빈세습왕원월일주한",
    "랭": "각기담대동랭면방소수습장전정철해혹",
    "략": "도력사식어자취칭탈호",
    "량": "강곡국극단당대도립면반방부분산상성손수순식심어육자적정질쪽측친편해호",
    "려": "객과관권단명비인정행",
    "력": "기대도량사서설임작전점투학",
    "련": (
        "간결계관구금길꽃대동락루립마맹명모못민발방변병사산상석설속쇄습승안애인일작재접정좌주"
        "차체타탄패포필합해행형휴"
    ),
    "렴": "가결치탐",
    "렬": "거도등사세악전차",
    "렵": "기총",
    "령": "감공광남도동락리문변사상서세수역웅원위유장전접주지치토하해험혼활",
    "례": "견금년문물방배법복사성시식외우의장절증찬컨포",
    "로": "고골년농대동력련령면모무반변병상선쇠숙약예인임자작장전점정조천총출친태파폐화환획후",
    "록": "내두말색수용음지차취화",
    "론": "거고단란리문박법설술외의쟁전점제조증지평",
    "롱": "간구담락성",
    "뢰": "격관물성우전",
    "료": "금리법식양정해",
    "룡": "강궁담두림마매문상성악암양연왕정진천포해흥",
    "루": "각계누락명범설수습실적전진출",
    "류": (
        "감격경계독동랑래량례류망목민별보사산상선성속수숙술실언역연의임입전창체추출치탄통포학"
        "한행혈형화황훈희"
    ),
    "륙": "교군대로박상성속송십전지촌해",
    "륜": "곽리번작전창환",
    "률": "동령법",
    "린": "근접국",
    "륭": "기성숭창흥",
    "릉": "가라멸선욕지",
    "리": (
        "간과군권기념농당득력론롭륙면명발별북사산상성세수순승씨온왕용원유윤응익임자장재적전점"
        "정조족종주질착치탈토해행혼화후"
    ),
    "림": "관립목박산상석시야업전정종지진질해",
    "립": "각건당동론방법사상석선신안자장증지찰체추춘하학헌회후",
}
WORD_STARTS = frozenset(
    first + second for first, seconds in _SECOND_SYLLABLES.items() for second in seconds
)

# Names that Southern writers leave in Northern spelling, and loanwords and endings like them.
_NAMES = re.compile(
    "로동(?:신문|당|단련|교화)|량강|룡(?:천|성|강|림|연|양|문|악|흥|해)|라(?:선|진|남)|락원|랑(?:림|랑)"
    "|련포|려명|류경|녀맹|년[간도대]|리(?:사|기|자|수|상|설주|춘히|선권|병철|용호|명수|영호|재일|정호)"
)
_NORTHERN = re.compile(rf"(?<!\w)[{SINO_SYLLABLES}]\w")
_GLIDES = re.compile("[되뛰쉬띄튀휘][여였]|하시였|[가-힣]ㄹ데 대하여")
_MANNERS = re.compile(
    "《|할수 ?있|[는은을할될]것이|로씨야|뜨락또르|에네르기|까지의 기간에|[가-힣]동지|데 대하여"
)
_SOUTHERN = re.compile(
    r"(?<!\w)(?:노동자|노력|역사|여성|여자|연락|연결|연합|이유|이용|이익|이해|이론|양식|영도|예외|유통|여행"
    r"|열차|논의|냉면|내일|육군|임업|요리|요금|낙후|노인|이념|입장|영역|유입|양심|낭비|논란)"
)


def is_northern(text: str) -> bool:
    """Whether a Korean text is in Northern spelling, by its content.

    Words before the initial-sound law (로동자, 력사) and 되여, 하시였다 speak for the North,
    quotation marks 《》 and joined 할수 있다 support them, Southern forms of such words speak
    against.  Names that the South quotes as they are (로동신문, 량강도) count for nothing.
    """
    strong = len(_GLIDES.findall(text)) + sum(
        found.group() in WORD_STARTS
        and not text.startswith(LOANWORDS, found.start())
        and not _NAMES.match(text, found.start())
        for found in _NORTHERN.finditer(text)
    )
    weak = len(_MANNERS.findall(text))
    southern = len(_SOUTHERN.findall(text))
    return strong + weak / 2 >= 1 and strong + weak > southern
