"""The words in which conditions of work are stated, as patterns over folded text.

Each language is written in its own letters and folded here; `*` stands for any ending.
"""

from collections.abc import Iterable
from typing import Final

from i18n.scripts import tokens
from matching.lexicon.condition_patterns import Pattern, pattern, words

NOT_BEFORE: Final = words(
    "без|нет|не нужен|не нужно|не нужна|не нужны|не треб*|не надо|no|without|not|"
    "dont need|no need for",
)
NOT_AFTER: Final = words(
    "kerak emas|kerakmas|keremas|kerak boʻlmasa|kerak boʻlmasin|kerek bolmasa|kerek bolmasın|"
    "zarur emas|shart emas|shartmas|emas|yoʻq|boʻlmasin|boʻlmasa ham|"
    "talab qilinm*|talab etilm*|soʻralm*"
    "|majburiy emas|qilinmaydigan|kerek emes|shárt emes|emes|joq|talap etilm*|soralm*"
    "|не нужен|не нужно|не нужна|не нужны|не треб*|не обяз*|не важ*|не надо|нет|не нужн*"
    "|not required|not needed|not necessary|is not required|is not needed|isnt needed|"
    "isnt required",
)
GIVEN_BEFORE: Final = words(
    "с|со|со всем|есть|где есть|где дают|дают|бесплат*|предост*|включ*|оплач*|оплат*|"
    "оплачиваем*|обеспеч*|нужно|нужен|нужна|плюс"
    "|with|free|provided|provides|includ*|paid|need|plus|employer pays|employer provides|"
    "that has|that gives"
    "|bepul|tekin|va|ham|hám|и|and|biypul|tegin|ish beruvchi*|работодател*|"
    "за счет работодател*|за счет фирмы|menga|ular|они|firma|фирма|kompaniya|чтобы",
)
GIVEN_AFTER: Final = words(
    "bilan|bn|menen|penen|benen|bor|bar|boʻlgan|boʻlsin|boʻlsa|boʻlishi|bolsın|bolsa|"
    "beril*|berad*|bered*|bersa|bersin|berish*|berse|beretu*"
    "|provided|included|paid|free|is|are|by|the|employer|pays"
    "|bepul|tekin|biypul|tegin|предост*|есть|оплач*|включен*|бесплат*|дают|обеспеч*|"
    "kerak|kerek|kerakli|olib ber*|оплат*|ular|они|firma|фирма|hammasi|pulini"
    "|taʼminla*|hisobidan|esabınan|toʻlan*|toʻlay*|toʻlasa|tólen*|tóley*|за счет|"
    "работодател*|ish beruvchi*|jumıs beriwshi*|нужно|нужен|нужна",
)


_AND: Final = words("va|и|and|ham|hám")


def given(sure: str, unsure: str = "") -> tuple[Pattern, Pattern]:
    """Patterns of a benefit: that it is given, and that it is not.

    Words that are not `sure` count only beside a word that says that something is given, or beside
    a benefit that was found already, in whose place there is a plus.
    """
    either = words(f"{sure}|{unsure}")
    sure, unsure = words(sure), words(unsure) if unsure else r"(?!)"
    before = rf"(?:(?:{GIVEN_BEFORE}|[+](?: [|])?) )"
    after = rf"(?: (?:{GIVEN_AFTER}|(?:{_AND} |[|] )?[+])(?!\S))"
    yes = (
        rf"(?:{before}*+{sure}{after}*+|{before}++{unsure}{after}*+|{before}*+{unsure}{after}++"
        rf"|{either}(?:li|liq|lik)(?: {GIVEN_AFTER}(?!\S))*+)"
    )
    no = rf"(?:{NOT_BEFORE} (?:\w+ )?{either}|{either}(?:siz\w*)|{either}(?: \w+)? {NOT_AFTER})"
    return pattern(yes), pattern(no)


BENEFITS: Final = {
    "housing": given(
        "жилье|жильем|жилью|жильё|жилём|проживание|проживанием|"
        "yotoqxona*|ётоқхона*|yotoq|yotogʻi|yotoq joy*"
        "|turar joy*|turarjoy*|uy joyi*|yotib qol*|yotib ishla*|ётиб ишла*|yotadigan joy*|"
        "jatatuǵın orn*|jatatuǵın jay*|jilyo|jiloy|jilye|yashash joy*|turish joy*|yashash|uy joy|"
        "uy joyli|housing|"
        "accommodation|accomodation|acommodation"
        "|lodging|jataqxana*|жатақхана*|jatar jay*|jatar orın*|jataq jay*|turaq jay*|"
        "place to live|place to stay|uy bilan|jay menen",
        "жилья|проживания|общежити*|общаг*|квартир*|хостел*|комнат*|room|dorm*|hostel|apartment|"
        "uy|"
        "kvartira*|xona|ijara*|jay",
    ),
    "meals": given(
        "3 mahal ovqat*|3 mahal taom*|3 маҳал овқат*|3 ret awqat*|3 mezgil awqat*|питание|"
        "питанием|meals|ovqatli|awqatlı|3 разовое питание",
        "питания|ovqat|ovqati|ovqatlanish|ovqatlar|taom|tushlik|yemak|nonushta|oziq ovqat|еда|"
        "еды|едой|еду|обед|обеды|обедом|обедами"
        "|food|meal|lunch|board|awqat|awqatı|awqatlanıw|tamaq|tamaǵı|as awqat",
    ),
    "travel": given(
        "авиабилет*|перелет|перелета|перелетом|aviachipta*|avia chipta*|aviabilet*|"
        "yoʻl kira*|yoʻlkira*|yoʻl puli|yoʻl pulini"
        "|yoʻl haqi|yoʻl xaraj*|flight*|airfare|air ticket*|plane ticket*|jol pulı|"
        "jol pulın|jol haqı|jol qárejet*|оплата проезда|оплатой проезда"
        "|оплата дороги|оплатой дороги|билет в оба конца",
        "дороги|билет|билеты|билета|билетом|билетами|проезд|проезда|проездом|дорога|дорогу|"
        "дорогой|chipta*|bilet|bileti|biletlar|yoʻl|yoʻli"
        "|ticket*|travel|fare|jol|jolı",
    ),
    "insurance": given(
        "страховка|страховкой|страховку|медстраховк*",
        "sugʻurta|sugʻurtasi|страхование|страхованием|insurance|qamsızlandırıw*",
    ),
}

# Plain statements, each with the field it sets.
_EXPERIENCE: Final = words(
    "опыт|опыта|опытом|стаж|стажа|стажем|tajriba|tajribam|tajribasi|experience|tájiriybe*|staj"
)
WITHOUT_EXPERIENCE: Final = pattern(
    rf"(?:{NOT_BEFORE} (?:(?:rab\w*|any|previous) )?{_EXPERIENCE}(?: {words('работы|needed|required')})?"
    rf"|{_EXPERIENCE}(?: {words('работы|talab|bilan')})? {NOT_AFTER}"
    + "|"
    + words(
        "tajribasiz*|tájiriybesiz*|staj*siz|entry level|beginner|beginners|novice|"
        "новичок|новичка|новичкам|новички"
        "|начинающ*|с обучением|с обучением на месте|обучение на месте|oʻrgatib olish*|"
        "oʻrgatiladi*|oʻrgatadigan|inexperienced"
        "|untrained|will train|training provided|úyretedi|úyretetuǵın|научат|"
        "научат на месте|научим|обучат|всему научат|oʻrgatishadi"
    )
    + ")"
)
SIMPLE: Final[tuple[tuple[Pattern, str, object], ...]] = (
    (
        pattern(
            words(
                "без комисс*|без посредническ* взнос*|без посредническ* комисс*|"
                "без взнос* агентств*|без оплаты|без предоплат*|без посредник*|без взнос*|"
                "без денег|без оплаты агентству|без платы|без сбора|без сборов"
                "|не платить|бесплатн*|бесплатно|pulsiz|toʻlovsiz|vositachisiz|"
                "komissiyasiz|haq olinm*|toʻlov olinm*|pul olinm*|pul toʻlam*|"
                "agentlikka pul toʻlam*|agentlikka pul bermas*"
                "|pul soʻram*|toʻlov yoʻq|toʻlovi yoʻq|bepul|tekin|tekinga|no fee|"
                "no fees|without fee|without fees|without a fee|free of charge"
                "|no commission|no agency fee|no agency fees|no recruitment fee|"
                "without paying|fee free|free|zero fee|tólemsiz|tólewsiz|biypul|tegin"
                "|haqı alınb*|pul alınb*|pul olm*|ishchidan pul olm*|не берут деньги|"
                "не берут денег|деньги не берут|комиссии нет|комиссия 0|"
                "oldindan toʻlovsiz|хизмат ҳақисиз|xizmat haqisiz|agentlikka toʻlovsiz"
            )
        ),
        "no_fee",
        True,
    ),
    (
        pattern(
            words(
                "госпрограмм*|по госпрограмм*|гос программ*|государственн* программ*|"
                "по государственн* программ*|государственн* агентств*"
                "|через государств*|от государства|через агентство по миграции|по квоте|"
                "квота|orgnabor|оргнабор*|по оргнабору"
                "|davlat dastur*|davlat orqali|davlat agentlig*|davlat agentlig* orqali|"
                "davlat agentlig* bilan|davlat tomonidan|"
                "davlat kvota*|davlat yoʻli*|kvota boʻyicha|kvota|kvota bilan"
                "|state programme|state program|state agency|state scheme|"
                "government programme|government program|state quota|quota"
                "|mámleketlik baǵdarlama*|mámleket arqalı|mámleketlik agentlik*|kvota boyınsha"
            )
        ),
        "state_programme",
        True,
    ),
    (
        pattern(
            words(
                "неполный день|неполный рабочий день|неполн* занятост*|полставки|"
                "на полставки|yarim kun*|yarim stavka|part time|yarım kún*"
            )
        ),
        "hours_max",
        30,
    ),
    (
        pattern(
            r"(?<!\d )"
            + words(
                "летняя|летней|летнюю|летние|летних|летний сезон|летом|на лето|лето|"
                "летняя работа|летние работы|"
                "yozgi|yozda|yozga|yoz|yoz oylari*|yozgi mavsum*|summer|for the summer|in summer|"
                "summer job|summer jobs|summer work|jazǵı|jazda|jazǵa|jaz|jazǵı jumıs"
            )
        ),
        "months_max",
        6,
    ),
    (
        pattern(words("сезонн*|на сезон|mavsumiy*|mavsumga|seasonal|máwsimli*|máwsimlik")),
        "months_max",
        9,
    ),
    (
        pattern(
            words(
                "долгосрочн*|на долгий срок|длинн* контракт*|долгий контракт|"
                "uzoq muddat*|long term|uzaq múddet*"
            )
        ),
        "months_min",
        24,
    ),
    (
        pattern(
            words(
                "краткосрочн*|на короткий срок|коротк* контракт*|qisqa muddat*|"
                "short term|qısqa múddet*"
            )
        ),
        "months_max",
        12,
    ),
)
# Conditions that are understood although no filter can apply them.
NOT_APPLIED: Final[tuple[tuple[Pattern, str], ...]] = (
    (
        pattern(
            words(
                "для женщин|женщинам|женщин|женщина|для девушек|девушкам|девушек|девушка|"
                "для мужчин|мужчинам|мужчин|мужчина|для парней|парней"
                "|для семейной пары|семейная пара|для пары|семейным парам|ayol|ayollar|"
                "ayollarga|ayollar uchun|qiz|qizlar|qizlarga|qizlar uchun|erkak|erkaklar|"
                "erkaklarga"
                "|erkaklar uchun|yigit|yigitlar|yigitlarga|yigitlar uchun|er xotin|"
                "er xotinga|juftlik|for women|for men|for girls|for couples|women|men|"
                "woman|man|girls"
                "|couple|couples|female|male|hayallar|hayallarǵa|hayallar ushın|"
                "er adamlar|erler ushın|qızlar ushın|jigitler ushın"
            )
        ),
        "people",
    ),
    (
        pattern(
            words(
                "с визой|виза|визой|визовая поддержка|с визовой поддержкой|visa|viza|"
                "viza bilan|visa bilan|visa support|visa sponsored|visa sponsorship|"
                "with visa|viza menen"
            )
        ),
        "visa",
    ),
    (
        pattern(
            words(
                "ночная смена|ночные смены|в ночь|дневная смена|вахта|вахтой|"
                "вахтовый метод|tungi smena|tungi|kechki smena|kunduzgi smena"
                "|night shift|night shifts|day shift|evening shift|túngi smena|kúndizgi smena"
            )
        ),
        "shift",
    ),
    (
        pattern(
            words(
                "высок* зарплат*|высок* оплат*|хорош* зарплат*|высокооплачиваем*|"
                "yuqori maosh*|yuqori oylik*|yaxshi maosh*|yaxshi oylik*|maoshi yaxshi|"
                "oyligi yaxshi|maoshi yuqori"
                "|oyligi yuqori|good salary|high salary|high pay|well paid|good pay|"
                "high paying|joqarı ayliq*|jaqsı ayliq*|joqarı is haqı"
            )
        ),
        "high_pay",
    ),
)

# Languages.
LANGUAGES: Final = {
    code: words(stems)
    for code, stems in {
        "ko": "koreys|koreyscha|корейск*|корейцк*|korean|koreysshe|kores",
        "en": "ingliz|inglizcha|английск*|english|inglisshe|inglis|англ",
        "ru": "rus|ruscha|русск*|russian|oris|orissha|орус|oʻris|oʻrischa",
        "tr": "turk|turkcha|турецк*|turkish|turkshe",
        "de": "nemis|nemischa|немецк*|german|nemisshe",
        "ja": "yapon|yaponcha|японск*|japanese|yaponsha",
        "pl": "polyak|polyakcha|польск*|polish",
        "ar": "arab|arabcha|арабск*|arabic|arabsha",
        "he": "ivrit|иврит*|hebrew|yahudiy",
        "zh": "xitoy|xitoycha|китайск*|chinese",
        "kk": "qozoq|qozoqcha|казахск*|kazakh|qazaq|qazaqsha",
        "cs": "chex|chexcha|чешск*|czech",
        "hu": "venger|vengercha|венгерск*|hungarian",
        "lt": "litvacha|литовск*|lithuanian",
        "lv": "latish|latishcha|латышск*|latvian",
        "bg": "bolgar|bolgarcha|болгарск*|bulgarian",
    }.items()
}
ANY_LANGUAGE: Final = f"(?:{'|'.join(LANGUAGES.values())})"
_TONGUE: Final = words("язык*|til|tili|tilini|tilida|tilni|tildi|tilin|language|languages")
_KNOW_NOT: Final = words(
    "bilmesem|bilmesem de|bilmesek|bilmasak|bilmasak ham|bilmasdan|bilmay|bilmayman|bilmaydigan*|"
    "bilmagan*|bilmasa|bilmasa ham|bilmasam|"
    "bilmasam ham|bilmeymen|bilmey|bilmeytu*|bilmegen*|bilmese"
)
_ANY: Final = words("the|any|foreign|иностранн*|знания|знание")
_NEEDED: Final = words("skills|needed|required|language|ham")
_SKILL: Final = words("bilish|bilishi|knowledge|skills|знать")
_SPEAKING: Final = words(
    "со знанием|знание|знаю|знающ*|владею|владеющ*|говорю на|говорящ* на|говорю|с|speak|speaking"
    "|i speak|know|i know|knows|with|fluent|fluent in|good",
)
_WITHOUT: Final = words(
    "без|без знания|без знаний|не знаю|не зная|не говорю на|не владею|не знающ*|no|"
    "without|without knowing|dont know|dont speak|do not speak"
    "|not speaking|cant speak|не нужен|не нужно|не треб* знание|не треб*|знание не нужно",
)
WITHOUT_LANGUAGE: Final = pattern(
    rf"(?:{_WITHOUT} (?:{_ANY} )?(?:(?P<one>{ANY_LANGUAGE}) )?{_TONGUE}"
    rf"(?: {_NEEDED})?"
    rf"|{_WITHOUT} (?P<two>{ANY_LANGUAGE})(?: {_NEEDED})?"
    rf"|(?:(?P<three>{ANY_LANGUAGE}) )?{words('tilsiz*|tilisiz*')}(?: ham)?"
    rf"|(?:(?:chet|horijiy) )?(?:(?P<four>{ANY_LANGUAGE}) )?(?:{_TONGUE} )?{_KNOW_NOT}(?: ham| \w+tug\w+)?"
    rf"|(?:{words('знание|знания|знать|bilish')} )?(?:(?P<five>{ANY_LANGUAGE}) )?{_TONGUE}(?: {_SKILL})?"
    rf" {NOT_AFTER}"
    rf"|(?P<six>{ANY_LANGUAGE})(?: {_SKILL})? {NOT_AFTER})"
)
_KNOW: Final = words(
    "bilan|bilaman|biladigan*|bilgan*|biluvchi*|bilish*|kerak|talab|bilsa|bilemen|"
    "biletu*|bilgen*|menen|kerek|speaking|speaker|required|language|needed|skills|"
    "обязател*|нужен|треб*",
)
WITH_LANGUAGE: Final = pattern(
    rf"(?:{_SPEAKING}"
    rf" (?P<one>{ANY_LANGUAGE})(?: {_TONGUE})?(?: {_KNOW})?"
    rf"|(?P<two>{ANY_LANGUAGE}) {_TONGUE}(?: {_KNOW}(?!\S))*+"
    rf"|(?P<three>{ANY_LANGUAGE}) {_KNOW})"
)
# Whose work is the language itself.
OF_LANGUAGE: Final = pattern(
    words(
        "oʻqituvchi*|muallim*|ustoz*|repetitor*|tarjimon*|учител*|преподават*|репетитор*|"
        "переводчи*|teacher*|tutor*|translator*|interpreter*"
        "|lecturer*|professor*|oqıtıwshı*|muǵallim*|awdarmashı*|филолог*|лингвист*|гид|"
        "gid|guide"
    )
)


def vocabulary() -> Iterable[str]:
    """The long words of conditions, by which misspelt ones are recognised."""
    listed = (
        "жилья питания проживания жильем жилье проживанием проживание питанием питание"
        " общежитием опыта опыт "
        "языка страховкой бесплатное билетом перелет"
        " yotoqxona yotoqxonasi ovqat bilan tajribasiz tajriba aviachipta chipta dollar "
        "dollarlik shartnoma kontrakt maosh"
        " accommodation housing experience language without insurance ticket flight "
        "salary jataqxana tájiriybesiz tájiriybe tilsiz"
        " bilmasdan bilmagan зарплата зарплатой долларов доллара рублей бесплатно "
        "комиссии контракт договор koreyscha inglizcha ruscha"
        " корейского английского русского немецкого турецкого"
    )
    return dict.fromkeys(word for one in listed.split() for word in tokens(one))
