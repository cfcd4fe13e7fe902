"""Words around the name of an occupation: seeking or offering work, for whom, on which terms."""

from typing import Final

from i18n.scripts import tokens

FUNCTION_WORDS: Final = frozenset(
    tokens(
        "в во на с со и из за по для до от к у о об при под без или не как в/о va bilan uchun"
        " ham yoki bu shu har"
        " of in at to for the a an and with on from my i want need me menga men bizga iltimos"
        " please"
    )
)
WORK_WORDS: Final = frozenset(
    tokens(
        "ish ishi ishlar ishlari ishga ishlash ishlashga kerak kerakmi kerek kere kerey bor bormi"
        " qidiryapman qidiraman izlayman"
        " izlaymiz jumis jumıs jumısı jumıslar работа работу работы работе работать работенка"
        " подработка требуется"
        " требуются нужна нужен нужны нужно ищу вакансия вакансии вакансию срочно"
        " vakansiya vakansiyalar tez shoshilinch talab etiladi kelinglar"
        " job jobs vacancy vacancies work hiring needed wanted urgent required looking"
        " иш иши ишга ищем набор есть xodim kerakli hozir bugun today сегодня"
    )
)
PEOPLE_WORDS: Final = frozenset(
    tokens(
        "ayol ayollar ayollarga qiz qizlar qizlarga erkak erkaklar erkaklarga yigit yigitlar"
        " juftlik juft er-xotin"
        " женщин женщина женщинам женщины девушка девушек девушкам мужчин мужчина мужчинам"
        " парней парня девушки девушке женщины женщине мужчины мужчине пара семейная"
        " women woman men man girls girl couple female male student students talaba talabalar"
        " talabalarga студент студентов студенту студентам студентка pensioner"
    )
)
TERM_WORDS: Final = frozenset(
    tokens(
        "проживанием проживание питанием питание жильем жильё жилье yotoqxona yotoq turar joy"
        " yashash ovqat bepul"
        " опыта опытом опыт tajribasiz tajriba experience accommodation housing visa viza"
        " sponsored"
        " sponsorship виза визой вахта вахтой"
        " oylik maosh maoshli зарплата зарплатой высокая yaxshi хорошая good salary dollar евро"
        " evro so'm сум руб"
        " chet el elda elga chetda xorij xorijda xorijga границей границу рубежом"
        " abroad overseas zagranitsa zagranitsey"
        " legal qonuniy rasmiy официальная официально legalno"
    )
)
ANY_WORDS: Final = frozenset(
    tokens(
        "har qanday qandaydir har хар любая любую любой какая нибудь any anything xohlagan farqi"
        " yoq"
    )
)
# Words of wanting, asking and measuring that remain of a sentence and name no work.
FILLER_WORDS: Final = frozenset(
    tokens(
        "хочу хотим хотел хотела могу можно найти найду найдите подскажите помогите поехать"
        " уехать ехать еду"
        " нужно чтобы чтоб но а же бы то это мне нам меня мой муж жена брат друг страна страны"
        " страну стране"
        " работы работой работаю вакансий вариант варианты минимум максимум неделя неделю недели"
        " неделе часовая"
        " часовой месяц год контракт контракту договор категории категория меньше больше деньги"
        " денег агентству"
        " ketmoqchiman ketmoqchi ketsam ketaman ketadi boraman bormoqchiman borsam bora oladi"
        " olaman ishlamoqchiman"
        " ishlayman ishlasam ishlasak istayman xohlayman qidiryapmiz izlayapman topib bering"
        " bormi bormikan"
        " hafta haftada haftasiga oyiga kuniga bolmasin boʻlmasin boʻlsin boʻlsa boʻlib undan"
        " kam kop koʻp emas"
        " qaysi qaysidir davlat davlatga davlatda davlatlar davlati ukam akam opam singlim uka"
        " aka oʻgʻlim"
        " shartnoma kontrakt toifa kategoriya uchenik dam olish kuni kunlari ikkita lekin ammo"
        " faqat"
        " qayerda qanday joy joyi agentlikka agentlikga pul pulini oʻzlari odam odamlar"
        " boʻladi boʻladimi bolama bar ma barma kerekpe kerek izlep atırman izleyman baraman "
        "barǵım keledi qalayman de"
        " biraq"
        " would like to go get find looking help us am can does do have has any some there where"
        " which that"
        " me my is are please who hours hour week weeks month pay paid"
        " uy берет берут дают даёт дает orni oʻrni orin orinlar orinlari oʻrin oʻrinlari"
        " ketsa boʻladigan boladigan ketiw islew islesem barsam olsa olsin oladigan oladimi"
        " oladimikan boradigan borish ketish olib joyda ishlasa boʻlsam qabul qiladigan qiladi"
        " beradigan bersa tek tekte eller eli shet elge shahri shahrida город городе"
        " нужен нужна надо возьмут взяли возьмите примут принимают устроиться устроюсь"
        " boshqa basqa boshqasi другая другую другой другое yoqqa кто готов согласен be day air "
        "odamga adamǵa bolaga месте oʻzi bolasam тоже также просто лишь только"
    )
)
STOPWORDS: Final = FUNCTION_WORDS | WORK_WORDS | PEOPLE_WORDS | TERM_WORDS | FILLER_WORDS
