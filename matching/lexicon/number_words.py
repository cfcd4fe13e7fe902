"""Words of numbers in conditions: currencies, pay, hours, lengths of contracts, experience."""

from typing import Final

from matching.lexicon.condition_patterns import pattern, words
from matching.lexicon.condition_words import GIVEN_AFTER

CURRENCIES: Final = {
    code: words(names)
    for code, names in {
        "USD": "dollar*|doll|доллар*|usd|бакс*|baks*|koʻk|кук",
        "EUR": "yevro*|evro*|евро|euro|euros|eur",
        "RUB": "rubl*|рубл*|руб|rub|roubl*|rubley|ruble*",
        "UZS": "soʻm*|сум|сумов|сума|сўм|som|sum|soum*|uzs|sumı",
        "KRW": "won|von*|вон|вона|воны|krw",
        "PLN": "zloti*|злот*|zloty|zlotiy|pln",
        "TRY": "lira*|лир|лира|лиры|try|tl",
        "AED": "dirham*|дирхам*|derham*|aed",
        "SAR": "riyol*|риял*|риал*|riyal*|rial*|sar",
        "KZT": "tenge*|тенге|teńge*|kzt",
        "GBP": "funt*|фунт*|pound*|gbp",
        "JPY": "iyena*|иена|иен|йен|йена|yen|yena|jpy|iena*",
        "CZK": "krona*|крон|крона|кроны|czk|koruna",
        "HUF": "forint*|форинт*|huf",
        "ILS": "shekel*|шекел*|ils",
        "BGN": "lev|leva|левов|bgn",
    }.items()
}
ANY_CURRENCY: Final = f"(?:{'|'.join(CURRENCIES.values())})"
PAY_WORDS: Final = words(
    "maosh*|oylik|oyligi|oyliq|moyana*|зарплат*|зп|з п|оклад*|доход*|заработ*|плат*|"
    "salary|pay|pays|paying|wage|wages|earn|earning|income|ayliq*|aylıǵı|is haqı|"
    "ish haqi|oylik maosh*",
)
AT_LEAST: Final = words(
    "от|не меньше|не менее|минимум|мин|больше|более|свыше|выше|хотя бы|kamida|dan|"
    "undan kam emas|undan kam boʻlmasin|dan kam boʻlmasin|kam boʻlmasin|dan koʻp|dan yuqori|"
    "dan ziyod|dan ortiq|dan kam emas|kam emas|ortiq|koʻp|yuqori|"
    "eń keminde|kemi menen|keminde|kem bolmasın|kem emes|az emes|az boʻlmasin|artıq|kóp"
    "|from|at least|min|minimum|more than|over|above|not less than|plus|yuqori boʻlsin",
)
AT_MOST: Final = words(
    "до|не больше|не более|максимум|макс|меньше|gacha|dan koʻp boʻlmasin|koʻp boʻlmasin|"
    "dan oshmasa|oshmasa|oshmay*|oshiq emas|oshiq boʻlmasin|ortiq emas|ortiq boʻlmasin|не дольше|"
    "не выше|не свыше|не превыш*|aspasın|aspasa|aspay*|artıq emes|artıq bolmasın|kóp emes|kóp "
    "bolmasın|ishlatmay*|koʻp ishlatmay*|не превышая|undan koʻp emas|koʻpi bilan|dan oshmasin|"
    "oshmagan|"
    "oshmasin|dan koʻp emas|koʻp emas|eń kóbi|kóbi menen|up to|at most|max|maximum|"
    "less than|under|not more than|no more than|shekem|deyin",
)
PER_HOUR: Final = words(
    "в час|час|за час|soatiga|soatbay|bir soatga|per hour|an hour|hourly|hour|saatına|"
    "saatiga|почасов*",
)
PER_YEAR: Final = words("в год|за год|yiliga|bir yilda|per year|a year|yearly|jılına")
PER_MONTH: Final = words(
    "в месяц|за месяц|в мес|ежемесячно|oyiga|har oy|bir oyda|per month|a month|monthly|"
    "month|ayına|oylik|ayda",
)
HOURS: Final = words(
    "soat|satan|saattan|saatqa|ch|ч|soatlik|soatli|soatdan oshmasin|soatdan|soatgacha|час|часа|"
    "часов|часовой|часового|"
    "часовая|часовую|hour|hours|saat|"
    "saatlı*|saatlıq|hr|hrs|h",
)
A_WEEK: Final = words(
    "в неделю|неделя|неделе|hafta|háptelik|за неделю|haftasiga|haftada|bir haftada|haftalik|"
    "per week|a week|"
    "weekly|week|háptesine|háptede",
)
A_DAY: Final = words(
    "в день|в сутки|kuniga|kunda|bir kunda|per day|a day|daily|day|kúnine|kúnde|"
    "рабоч* день|ish kuni|смена|смену|smena|shift",
)
MONTHS: Final = words(
    "aydan|oyni|мес|месяц|месяца|месяцев|месяцам|месячн*|oy|oyga|oylik|oydan|oygacha|month|months|"
    "ay|ayǵa|aylıq|ayliq"
)
YEARS: Final = words(
    "jıldan|годик|год|года|лет|году|годовой|летн*|yil|yilga|yillik|yildan|yilgacha|yilli|year|"
    "years|"
    "yr|yrs|jıl|jılǵa|jıllıq|jillik"
)
TERM: Final = words(
    "контракт|контракта|контрактом|контракты|договор|договора|договором|срок|сроком|"
    "shartnoma*|kontrakt*|kelishuv|muddat*|muddatga|muddatli|contract*|shártnama*|"
    "múddet*|term"
)
EXPERIENCE: Final = words("опыт*|стаж*|tajriba*|experience*|tájiriybe*|staj*")
_NUMBER_WORDS: Final = {
    1: "bir|один|одного|одна|one",
    2: "ikki|eki|два|две|двух|two",
    3: "uch|úsh|три|трех|трёх|three",
    4: "toʻrt|tórt|четыре|четырех|four",
    5: "besh|bes|пять|пяти|five",
    6: "olti|altı|шесть|шести|six",
    8: "sakkiz|segiz|восемь|восьми|eight",
    10: "oʻn|on|десять|десяти|ten",
    12: "oʻn ikki|двенадцать|twelve",
}
NUMBERS_SPELLED: Final = tuple(
    (pattern(rf"{words(names)}(?= (?:{MONTHS}|{YEARS}|{HOURS})(?!\S))"), str(number))
    for number, names in sorted(_NUMBER_WORDS.items(), reverse=True)
)
# Words that remain around conditions and name no work.
FILLER: Final = pattern(
    f"(?:{GIVEN_AFTER}|{PAY_WORDS}|{PER_MONTH}|{AT_LEAST}|"
    + words(
        "условия|условие|shart|shartlar|sharti|и|va|ham|hám|but|no|но|лишь бы|чтобы|был|"
        "была|было|boʻlgan|bolgan|joy|joyda|joyga|joylar|места|место"
        "|qayerda|где|where|which|that|только|faqat|only|tek|tekqana|даже|yana|ещё|еще|"
        "также|also|иметь|имеется|boʻlishi|kerakli|mumkin|можно|any|любая|сразу|darrov"
        "|a1|a2|b1|b2|c1|zarplata|доступ*|ok|norm|нормальн*|daromadli|bolatugin|bolatuǵın|"
        "jumısqa|"
        "ishlagani|ishlamoqchiman|хочу|поехать|уехать|bormoqchiman|barajaqman|go|find|"
        "есть ли|какие|qanday"
        "|istayman|xohlayman|qidiryapman|topib|bering|ber|please|подскажите|работодатель|"
        "ish beruvchi",
    )
    + ")"
)
