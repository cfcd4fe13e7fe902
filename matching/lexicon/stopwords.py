"""Words around the name of an occupation: seeking or offering work, for whom, on which terms."""

from typing import Final

from i18n.scripts import tokens

FUNCTION_WORDS: Final = frozenset(
    tokens(
        "в во на с со и из за по для до от к у о об при под без или не как в/о va bilan uchun ham yoki bu shu har"
        " of in at to for the a an and with on from my i want need me menga men bizga iltimos please"
    )
)
WORK_WORDS: Final = frozenset(
    tokens(
        "ish ishi ishlar ishlari ishga ishlash ishlashga kerak kerakmi kerek bor bormi qidiryapman qidiraman izlayman"
        " izlaymiz jumis jumıs jumısı jumıslar работа работу работы работе работать работенка подработка требуется"
        " требуются нужна нужен нужны нужно ищу вакансия вакансии вакансию срочно"
        " vakansiya vakansiyalar tez shoshilinch talab etiladi kelinglar"
        " job jobs vacancy vacancies work hiring needed wanted urgent required looking"
        " иш иши ишга ищем набор есть xodim kerakli hozir bugun today сегодня"
    )
)
PEOPLE_WORDS: Final = frozenset(
    tokens(
        "ayol ayollar ayollarga qiz qizlar qizlarga erkak erkaklar erkaklarga yigit yigitlar juftlik juft er-xotin"
        " женщин женщина женщинам женщины девушка девушек девушкам мужчин мужчина мужчинам парней пара семейная"
        " women woman men man girls girl couple female male student talaba студент студентов pensioner"
    )
)
TERM_WORDS: Final = frozenset(
    tokens(
        "проживанием проживание питанием питание жильем жильё жилье yotoqxona yotoq turar joy yashash ovqat bepul"
        " опыта опытом опыт tajribasiz tajriba experience accommodation housing visa viza sponsored"
        " sponsorship виза визой вахта вахтой"
        " oylik maosh maoshli зарплата зарплатой высокая yaxshi хорошая good salary dollar евро evro so'm сум руб"
        " chet el elda elga chetda xorij xorijda xorijga границей границу рубежом"
        " abroad overseas zagranitsa zagranitsey"
        " legal qonuniy rasmiy официальная официально legalno"
    )
)
ANY_WORDS: Final = frozenset(
    tokens(
        "har qanday qandaydir har хар любая любую любой какая нибудь any anything xohlagan farqi yoq"
    )
)
STOPWORDS: Final = FUNCTION_WORDS | WORK_WORDS | PEOPLE_WORDS | TERM_WORDS
