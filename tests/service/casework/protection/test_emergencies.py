"""Whoever acts in an emergency is called to the desk by a message that tells nothing."""

from catalog.core import outbox
from catalog.core.actor import SYSTEM
from service import accounts
from service.accounts import NewAccount
from service.casework.protection import emergencies
from tests.support.cast import IRODA, KOMILA, NODIRA


def test_protection_officers_and_supervisors_are_called_and_nobody_whose_account_is_closed(
    ground, clock
):
    kept = {}
    for who in (NODIRA, IRODA, KOMILA):
        new_account = NewAccount(f"{who.name}@invented.example", who.role)
        kept[who.name] = accounts.add(ground, new_account, by=SYSTEM, on=clock())
    kept["Iroda"].disabled_at = clock()
    assert emergencies.notify_staff(ground, "P-1", by=SYSTEM, on=clock()) == 1
    (letter,) = outbox.latest(ground)
    assert (letter.channel, letter.number) == ("email", "nodira@invented.example")
    assert letter.words.splitlines()[-1] == (
        "Something under “My desk” needs your attention now. Open Musofir."
    )
