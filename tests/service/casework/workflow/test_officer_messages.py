"""Who is called to the desk about a claim, by words that tell nothing of it."""

from catalog.core import outbox
from catalog.core.actor import SYSTEM
from service import accounts
from service.accounts import NewAccount
from service.casework.claims import wage_claims
from service.casework.workflow import officer_messages
from tests.support.cast import ALISHERS_CLAIM, CHINORA, ELYOR, MOSCOW


def test_a_message_goes_to_the_officer_else_the_post_else_the_desk(ground, clock):
    officers = {
        who.name: accounts.add(
            ground,
            NewAccount(f"{who.name}@invented.example", who.role, post=next(iter(who.posts), None)),
            by=SYSTEM,
            on=clock(),
        )
        for who in (CHINORA, ELYOR)
    }
    filed = wage_claims.file(ground, ALISHERS_CLAIM, by=SYSTEM, on=clock(), day=clock.today)

    def notified() -> list[str]:
        before = {one.reference for one in outbox.latest(ground)}
        officer_messages.notify_responsible(ground, filed.claim, on=clock())
        return [one.number for one in outbox.latest(ground) if one.reference not in before]

    assert (filed.claim.owner, notified()) == (MOSCOW, ["elyor@invented.example"])
    filed.claim.owner = officers["Chinora"].reference
    assert notified() == ["chinora@invented.example"]
    officers["Chinora"].disabled_at = clock()
    assert notified() == ["elyor@invented.example"]
    officers["Chinora"].disabled_at, officers["Elyor"].disabled_at = None, clock()
    filed.claim.owner = MOSCOW
    assert notified() == ["chinora@invented.example"]
    words = outbox.latest(ground)[0].words
    assert words.splitlines()[-1] == "There is something new under “My desk”. Open Musofir."
    assert filed.claim.reference not in words


def test_a_stranger_with_many_claims_does_not_flood_an_officer(ground, clock):
    new = NewAccount("chinora@invented.example", CHINORA.role)
    accounts.add(ground, new, by=SYSTEM, on=clock())
    claim = wage_claims.file(ground, ALISHERS_CLAIM, by=SYSTEM, on=clock(), day=clock.today).claim
    texts = [officer_messages.notify_responsible(ground, claim, on=clock()) for _ in range(12)]
    assert texts == [1] * 10 + [0] * 2
    clock.forward(hours=1, minutes=1)
    assert officer_messages.notify_responsible(ground, claim, on=clock()) == 1
