"""Confirmed frauds by name: found under every spelling, and nobody else called one."""

import pytest

from catalog.employers.blacklist import Reason
from matching.fraud.confirmed_frauds import Fraud, Frauds

REPORTED = [
    "Tez Viza",
    "Soxta Karvon MCHJ",
    "Oltin Yoʻl Konsalting",
    "Silk Road Jobs",
    "Koreya Express",
    "Намуна Быстрый Патент",
    "Euro Dream Jobs",
    "Shirin Soʻz Bandlik",
    "Baraka Group",
    "Nur Travel",
    "Visa 24",
    "Qaldirgʻoch",
    "Boʻsh Vaʼda MCHJ",
    "Kanada Eshigi",
    "+998 90 000 00 09",
    "Al-Hilol Overseas",
    "Ish",
    "Dubay Hamroh",
]
DIRECTOR, NAMESAKE = "Намунова Феруза Каримовна", "Soxtayev Anvar"
# What somebody types, and the fraud that is meant.
MEANT = {
    "tez visa": "Tez Viza",
    "TEZ  VIZA": "Tez Viza",
    "tezviza": "Tez Viza",
    "Тез Виза": "Tez Viza",
    "тезвиза": "Tez Viza",
    "Tez-Visa group": "Tez Viza",
    "Tez Viza Toshkent": "Tez Viza",
    "tes viza": "Tez Viza",
    "Тэз виза Корея": "Tez Viza",
    "“Tez Viza” MCHJ": "Tez Viza",
    "viza tez": "Tez Viza",
    "tezz viza": "Tez Viza",
    "soxta karvon": "Soxta Karvon MCHJ",
    "Сохта Карвон ООО": "Soxta Karvon MCHJ",
    "sohta karvan": "Soxta Karvon MCHJ",
    "soxtakarvon": "Soxta Karvon MCHJ",
    "Soxta Krvon": "Soxta Karvon MCHJ",
    "Sokhta Karvon": "Soxta Karvon MCHJ",
    "oltin yol consulting": "Oltin Yoʻl Konsalting",
    "Олтин йўл консалтинг": "Oltin Yoʻl Konsalting",
    "Oltin Yul Konsalting": "Oltin Yoʻl Konsalting",
    "oltin yoʻl": "Oltin Yoʻl Konsalting",
    "silkroad jobs": "Silk Road Jobs",
    "Силк Роуд Джобс": "Silk Road Jobs",
    "Silk Road Job": "Silk Road Jobs",
    "silk rod jobs": "Silk Road Jobs",
    "SILK-ROAD-JOBS LLC": "Silk Road Jobs",
    "Bistriy Patent Namuna": "Намуна Быстрый Патент",
    "Namuna Bystryi Patent": "Намуна Быстрый Патент",
    "namuna bistriy patent": "Намуна Быстрый Патент",
    "euro dream job": "Euro Dream Jobs",
    "eurodream jobs": "Euro Dream Jobs",
    "Евро Дрим Джобс": "Euro Dream Jobs",
    "Yevro Dream Jobs": "Euro Dream Jobs",
    "Korea Ekspress": "Koreya Express",
    "shirin soz": "Shirin Soʻz Bandlik",
    "Ширин Сўз": "Shirin Soʻz Bandlik",
    "shirinsoz bandlik agentligi": "Shirin Soʻz Bandlik",
    "qaldirgoch": "Qaldirgʻoch",
    "Калдиргоч": "Qaldirgʻoch",
    "kaldirgoch": "Qaldirgʻoch",
    "Қалдирғоч": "Qaldirgʻoch",
    "bosh vada": "Boʻsh Vaʼda MCHJ",
    "Бўш ваъда": "Boʻsh Vaʼda MCHJ",
    "kanada eshiki": "Kanada Eshigi",
    "Канада эшиги": "Kanada Eshigi",
    "al hilol overseas": "Al-Hilol Overseas",
    "Al Hilal Overseas": "Al-Hilol Overseas",
    "dubai hamroh": "Dubay Hamroh",
    "Дубай хамрох": "Dubay Hamroh",
    "dubay hamrox": "Dubay Hamroh",
    "Namunova Feruza Karimovna": DIRECTOR,
    "Феруза Каримовна Намунова": DIRECTOR,
    "namunova firuza karimovna": DIRECTOR,
    "SOXTAYEV ANVAR": NAMESAKE,
}
# Firms and people of their own, however near.
OTHERS = """
Tez Yoʻl|Tez Ish|Tez Yordam|Euro Viza|Viza Markazi|Viza|Tez|Toza Viza Bandlik|Bek Viza
Tez Viza Karvon Saroy Safar|Eski Karvon|Oltin Karvon|Soxta|Karvon|Kumush Karvon
Oltin Yoʻl Bandlik Trans Osiyo|Oltin Vodiy|Oltin Tong|Kumush Yoʻl|Silk Way Jobs|Silk Road
Great Silk Road Tour Samarkand|Road Jobs|Silk Jobs|Koreya Ish|Express|Koreya Yoʻli|Koreya|Euro Jobs
Dream Travel|American Dream Jobs|Evro Kadr|Shirin Ish|Shirin|Oʻz Soʻzi|Baraka|Barakat|Baraka Travel
Baraka Konsalting|Baraka Trans|Nur|Nur Sayohat|Nor Travel|Nurli Travel|Nur Group|Mir Travel|Visa 25
Visa 2|Visa Center|Qaldirma|Boʻsh Ish|Vaʼda|Kanada Ish|Kanada Yoʻli|Alp Overseas|Hilol Travel
Al Hikma Overseas|Ishonch|Ish Markazi|Yaxshi Ish|Dubay Ish|Dubay Hamkor|Samarqand Hamroh
+998 90 000 00 08|Rossiya Express|Быстрый Патент|Патент Центр|Намунова Феруза
Намунова Фарида Каримовна|Феруза Каримовна|Каримова Феруза|Soxtayev Anvarjon|Soxtayev
Soxtayev Anvar Karimovich|Soxtayeva Anora|Karimov Alisher|Rahimov Aziz|Aziz aka|Alisher|Ishchi kerak
OOO|1|?|Ли|Migratsiya agentligi|State Agency for Migration|Kumush Koʻprik MCHJ|Qora Bulut MCHJ
Padma Delta Overseas Ltd
"""


@pytest.fixture(scope="module")
def frauds():
    listed = [
        Fraud(DIRECTOR, barred_for=Reason.FRAUD, person=True),
        Fraud(NAMESAKE, barred_for=Reason.COURT, person=True),
    ]
    return Frauds([*(Fraud(name, reports=1) for name in REPORTED), *listed])


def called(frauds, name: str) -> str | None:
    exact = frauds.exact(name)
    like = frauds.like(name)
    return exact.name if exact else like.fraud.name if like else None


def test_a_fraud_is_found_however_its_name_is_spelt(frauds):
    found = {typed: called(frauds, typed) for typed in MEANT}
    assert {typed: name for typed, name in found.items() if name != MEANT[typed]} == {}


def test_nobody_else_is_called_a_fraud(frauds):
    others = [name for line in OTHERS.split("\n") for name in line.split("|") if name]
    assert len(others) + len(MEANT) > 120
    assert {name: called(frauds, name) for name in others if called(frauds, name)} == {}
