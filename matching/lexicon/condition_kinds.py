"""The kind of each word of a condition, as one letter: housing, negation, paying, knowing.

The patterns of matching.search.condition_frames are made of these letters:

- negation: N before a word, X after it, y “yoʻq” (no), U that does not matter; n a word that is
  often negated, as “needed”; & and, or
- languages: G the name of one, e without one, L “language”, b knowledge, K to know, l how well
- experience: E experience, J worked, I a beginner
- housing: H housing, h room or home, j place, o what makes a place one of work, g into a home,
  d where; R rent
- M meals, c to feed; T the journey, t a way or vehicle, i a ticket
- giving: B given or paid by the employer, Y there is, W with, Z free of charge
- money: $ money, m its unit, P to pay or take, A agency, f middleman, C fee, Q without a fee
- negated verbs: w give, p pay, u be, k know, v take or ask
- a full stop is any other word

In the table a star stands for any ending, and a tilde for the endings of an Uzbek or Karakalpak
noun. Words are written as people write them and folded here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from i18n.scripts import tokens
from matching.lexicon.condition_words import ANY_LANGUAGE, LANGUAGES

OTHER: Final = "."
_KINDS: Final = {
    # Negation: before the word in Russian and English, after it in Turkic languages; `y` is also
    # “or”. What does not matter is negated too.
    "N": "без не нет ни no not without dont cant never zero нулев* doesnt isnt arent никак* бес "
    "нету нема",
    "X": "ноль нуль nol emas emes yoʻq~ yoʻqmi yoʻqmas joq jogʻ kerakmas keremas kereymas "
    "kerekmes keregi "
    "shartmas "
    "shartemas kerakemas yoʻqlarga yoʻqlar joqlar joqlarga muhimmas",
    "y": "yoʻ йук",
    "U": "неважн* неважен невожн*  ненуж* ненад* нетреб* необязат* farqsiz ahamiyatsiz фиолетово",
    "n": "хочу хотим хотелось хотел haqida haqqında играет роли роль проблема буду будет будем "
    "значения значение страшно "
    "иностранн* chet xorijiy kerak kerek kere kerey shart shárt talab talap zarur majburiy muhim "
    "muhum áhmiyetli "
    "нужен нужна нужно нужны нужн надо треб* важен важна важно важны обязат* required needed "
    "necessary mandatory need require requires must matter спрашив* спрос* требов* проверя* имею "
    "имеет иметь наличие уровень уровня vajib "
    "был была было были чтоб чтобы слова слово any some",
    "&": "va и and ham hám da de yamasa yoki или либо а также тоже плюс",
    # Knowing, of languages; `e` is added below: without a language.
    "b": "bilim* знания знание знаний знанием знать владеть владение bilish bilishi bilishni "
    "bilishim knowledge skills",
    "K": "bilaman bilamiz biladi biladigan* bilgan* biluvchi* bilsam bilemen biletu* bilgen* "
    "gapiraman gapiradi gapira soʻzlasha* tushunaman sóyleymen знаю знает знаем владею владеет "
    "говорю говорит понимаю свободно свободный speak speaks know knows fluent fluently "
    "speaking a1 a2 b1 b2 c1 c2 n1 n2 n3 n4 n5 topik ielts",
    "l": "only хорош* отличн* разговорн* базов* yaxshi zoʻr jaqsı good basic средн*",
    "L": "til~ язык* яз~ язы language languages tilim tilimiz tillar~",
    "J": "работал* worked",
    "E": "опыт* опит* стаж* tajriba* tajribe* tájiriybe* tájriybe* experience* koʻnikma* навык* "
    "exp malaka malakasi тажриб* тажирб* тажирыйбе*",
    "I": "ishlamagan* islemegen* впервые новичк* новичок новенк* oʻrgatib oʻrgatsa oʻrgatsin "
    "oʻrgatadi oʻrgatadigan "
    "oʻrgatishsa oʻrgatishadi oʻrgatasiz обучают обучат обучите обучаете научат научите научить "
    "úyretip úyretse úyretedi úyretetuǵın beginner beginners novice newbie trainee inexperienced "
    "стажер~ стажёр~ tajribasizlar",
    # Housing, rent, meals and travel; `h`, `j`, `t`, `i` count only beside a word of giving.
    "H": "прожив* проживан* жилье жильем жильё жилью жиле жилъе жилем жилищ* жилплощ* ночлег* "
    "койк* койко "
    "yotoq* yotoqxona* jataqxana* yotog* yotar yashar yashash* jataq* jatar* turarjoy* turarjay* "
    "accomodat* accommod* housing "
    "общежитие общежитием общага общагой общагу lodging dormitory йотокхона* yotokxona* "
    "ётоқхона* ётокхона*",
    "h": "жить sleep stay live uy uyi uyli uylari uylik xona xonasi kvartira* kvartir* квартир* "
    "общаг* общеж* "
    "общяг* "
    "комнат* хостел* hostel* room rooms apartment dorm jay jayı úy úyi flat lojman* лагерь",
    "j": "joy joyi joyli joyni",
    "o": "ish ishi is jumıs boʻsh рабоч* работы vacant oylik maosh* ayliq",
    "g": "uyga kvartiraga квартирага жойга",
    "d": "где куда where somewhere place",
    "R": "снять снима* аренд* ijara* kvartplat* квартплат* rent renting съем съема съём~ найм",
    "M": "пит питан ovqat ovqati ovqatli ovqatlanish ovqatlari ovqatni ovkat ovkati taom taomi "
    "tushlik "
    "tushligi yemak yemish nonushta питание питанием питания питаня питаньем еда еды едой еду "
    "обед обеды обедом обедами food meal meals lunch board awqat awqatı awqatlanıw "
    "tamaq tamaǵı завтрак*",
    "c": "кормят кормит кормил* ovqatlantir* awqatlandır* feed feeds кормежк* кормёжк* покормят "
    "харчи",
    "T": "проезд* праезд* авиабил* авиачип* aviachipt* aviabil* yoʻlkira* перелет* перелёт* "
    "airfare samolyotpul* yolpul* жолкире*",
    "t": "kelish transport transporti транспорт yoʻl yoʻli yoʻlning yoʻlini jol jolı joldıń "
    "дорога дороги дорогу дорогой samolyot "
    "самолет самолёт travel transfer poyezd",
    "i": "bilet~ билет билеты билета билетом билетами chipta~ ticket tickets flight flights",
    # Giving and being there.
    "B": "gives give pays oʻzlari ozlarınan ber beradi beradigan* berad bersa berse bersin "
    "beriladi beriladigan* berilsa berilsin "
    "berishadi berishsa berilgan beredi beretu* berilse beriledi дают дадут дает даёт давали "
    "дали предост* обеспеч* оплач* оплат* вклю* компенс* ulardan olardan oʻzlaridan ulardanmi "
    "hisob* esab* ular olar счет счёт счот счета toʻlanadi toʻlanadigan* toʻlaydi toʻlaydigan* "
    "toʻlasa toʻlasin toʻlansa toʻlashsa qoplaydi qoplansa tólenedi tólense tóleydi tólese "
    "provided included paid covered provides includes covers покупа* покупя* купят firmadan "
    "korxonadan kompaniyadan "
    "работодател* beruvchidan beruvchining beriwshiden taʼminla* хозяйск*",
    "Y": "bor bar есть boʻlsa boʻlsin bolsa bolsın имеется borligi boʻlgan",
    "W": "с со bilan bn minan blan menen penen benen with",
    "Z": "bepul tekin tekinga бесплат* безплат* biypul tegin free darom",
    # Money and paying, agencies and their fees; `v` is added below.
    "$": "pul~ pulin aqsha~ ақша деньги денег деньгами money haq~ haqqı haqı "
    "kira kirasi kirasini kire kiresi xarajat* qárejet* расход* rasxod*",
    "m": "soʻm sum сум сўм копейк* tiyin",
    "P": "плат* заплат* платя брать брал* берут берете берёт взима* взыма* просят просили "
    "отдавать pay paying charge charging charged",
    "A": "agentlik* agentlig* agenlik* agentli агентств* агенств* agency agencies agent компани* "
    "kompaniya* firma* "
    "фирма* фирме фирмы фирм agentke agentga хозяин* хозяев* хозяйн* xoʻjayin* recruit* "
    "посредническ*",
    "f": "vositachi* vosita посредни* posrednik* dallol* dáldal* middleman middlemen broker arashı",
    # Free of a fee, in one word.
    "Q": "pulsiz* aqshasız* vositachisiz* komissiyasiz* toʻlovsiz* badalsiz* dáldalsız* tólemsiz* "
    "tólewsiz* haqisiz*",
    "C": "комисс* комис* komissiya* взнос* оформлен* aformleni* предоплат* задат* аванс* "
    "вложени* побор* сборов сборы трудоустройств* "
    "toʻlov* tólem tólemi tólemler tólew tólewi tólewler fee fees rasmiylashtir* komiss* "
    "commission услуг* госпошлин*",
}
# Stems of verbs, by the letter that they have when negated.
_VERBS: Final = {
    "w": "ber(?:il|ish|is)?",  # give
    "p": "(?:tola|tole|tola?n|tole?n|tolat|tolash|toles)",  # pay
    "u": "(?:bol|bo|bul|boli)",  # be
    "k": "(?:bil|gapir|tushun|soyle|sozlasha|biln)",  # know
    "v": "(?:ol|al|olin|alin|olish|alis|sora|sura|sorash|surash|soral|sural|sorat|kil|kilin|et|etil"
    "|kut|kutil|ket|chik|kara|karash|karal|surishtir)",  # take, ask
}
_NEGATED: Final = tuple(
    (re.compile(stem + r"(?:m|b|p)[ae](?:y|s|d|g|n|k|m|l)\w*"), letter)
    for letter, stem in _VERBS.items()
)
_NOUN_ENDINGS: Final = tuple(
    owner + case
    for owner in ("", "i", "si", "im", "ing", "imiz", "lar", "lari")
    for case in ("", "ni", "ga", "ge", "da", "de", "dan", "den", "li", "ning", "ka", "sha", "ti")
)


def _forms() -> Iterator[tuple[str, str]]:
    """Each form with its letter, those with endings first: a form that is written here holds."""
    listed = [(word, letter) for letter, words in _KINDS.items() for word in words.split()]
    for word, letter in sorted(listed, key=lambda pair: not pair[0].endswith("~")):
        folded = "".join(tokens(word.rstrip("*~")))
        for end in _NOUN_ENDINGS if word.endswith("~") else ("",):
            yield folded + end + "*" * word.endswith("*"), letter


FORMS: Final = dict(_forms())
STEMS: Final = {form[:-1]: letter for form, letter in FORMS.items() if form.endswith("*")}
_ATTACHED: Final = "mas"  # of “emas”: shartmas
LACKING: Final = re.compile("siz(?:ga|lar|larga|lik|da|am)?$")
_SHORTEST: Final = min(map(len, STEMS))
_LONGEST: Final = max(map(len, STEMS))
_LANGUAGES: Final = {code: re.compile(names) for code, names in LANGUAGES.items()}
_ANY: Final = re.compile(ANY_LANGUAGE)
_CASE: Final = re.compile(r"(?<=[cs]ha)(?:m|si|sini|ni|dan|ga)$")


@lru_cache(maxsize=1 << 14)
def kind(word: str) -> str:
    """The letter of a folded word, or a full stop."""
    if letter := FORMS.get(word):
        return letter
    for length in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        if letter := STEMS.get(word[:length]):
            # Yotoqxonasiz is without a dormitory.
            return OTHER if letter != "Q" and LACKING.search(word) else letter
    if language(word):
        return "e" if LACKING.search(word) else "G"
    if word.endswith(_ATTACHED) and kind(word.removesuffix(_ATTACHED)) == "n":
        return "X"
    return next((letter for verb, letter in _NEGATED if verb.fullmatch(word)), OTHER)


@lru_cache(maxsize=1 << 14)
def language(word: str) -> str | None:
    """The code of the language that a word names: koreyscha, koreyschani, корейский."""
    bare = _CASE.sub("", LACKING.sub("", word))
    if not (_ANY.fullmatch(word) or _ANY.fullmatch(bare)):
        return None
    return next(
        (
            code
            for code, names in _LANGUAGES.items()
            if names.fullmatch(word) or names.fullmatch(bare)
        ),
        None,
    )
