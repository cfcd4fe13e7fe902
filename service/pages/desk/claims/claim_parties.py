"""The worker's representatives on a claim and the payee of their money."""

from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money import payees
from service.casework.money.payees import NewPayee
from service.casework.workflow import representatives
from service.casework.workflow.representatives import NewRepresentative
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.web.form_actions import FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/representatives",
    permission=Permission.WAGES_WRITE,
    versioned=False,
    part="speaker_",
    done=N_("The representative is recorded."),
)
def add_representative(act: FormAction, claim: Claim) -> None:
    new_representative = act.read(NewRepresentative)
    representatives.appoint(
        act.session,
        claim,
        new_representative,
        by=act.by,
        on=act.on,
        day=act.day,
    )


@claim_page.post(
    "/desk/wages/{reference:str}/withdrawn",
    permission=Permission.WAGES_WRITE,
    versioned=False,
    done=N_("The representative’s authority has ended."),
)
def withdraw_representative(act: FormAction, claim: Claim) -> None:
    representatives.withdraw(act.session, claim, act.typed.get("number", ""), by=act.by, on=act.on)


@claim_page.post(
    "/desk/wages/{reference:str}/payee",
    permission=Permission.WAGES_WRITE,
    versioned=False,
    part="payee_",
    done=N_("The payee is recorded."),
)
def set_payee(act: FormAction, claim: Claim) -> None:
    new_payee = act.read(NewPayee)
    payees.set_payee(act.session, claim, new_payee, by=act.by, on=act.on, day=act.day)
