"""The forms of an incident for relatives, insurance policies and costs."""

from catalog.core.errors import Mistakes, require_found
from i18n import N_
from service.casework.incidents import incident_costs, insurance, relatives
from service.casework.incidents.incident_costs import NewCost, Settlement
from service.casework.incidents.insurance import NewPolicy, PolicyProgress
from service.casework.incidents.relatives import FamilyNotice, NewRelative
from service.casework.scope.incident_tables import Incident
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.incidents.incident_page import post, write
from service.web.form_actions import FormAction


@write(
    "/desk/incidents/{reference:str}/relatives",
    part="kin_",
    done=N_("The relative is recorded."),
)
def add_relative(act: FormAction, row: Incident) -> None:
    relatives.add(act.session, row, _read_relative(act), by=act.by, on=act.on)


@write(
    "/desk/incidents/{reference:str}/relatives/correct",
    part="kin_",
    done=N_("The relative is corrected."),
)
def correct_relative(act: FormAction, row: Incident) -> None:
    number = act.typed.get("number", "")
    relatives.correct(act.session, row, number, _read_relative(act), by=act.by, on=act.on)


def _read_relative(act: FormAction) -> NewRelative:
    """Read a relative. Refuses: InvalidInput with all mistakes at once."""
    mistakes, new_relative = Mistakes(), None
    values = {name: text for name, text in act.typed.items() if name != "number"}
    with mistakes.noted():
        new_relative = forms.read(NewRelative, values, today=act.day)
    with mistakes.noted():
        relatives.require_readable(values.get("phone", "").strip(), values.get("share", ""))
    mistakes.require_none()
    return require_found(new_relative)


@write(
    "/desk/incidents/{reference:str}/notice",
    part="notice_",
    done=N_("It is recorded who told the family, and when."),
)
def record_notice(act: FormAction, row: Incident) -> None:
    notice = act.read(FamilyNotice)
    relatives.record_notice(act.session, row, notice, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/incidents/{reference:str}/relatives/prove",
    permission=Permission.INCIDENTS_DECIDE,
    done=N_("The right of the heir is confirmed."),
)
def prove(act: FormAction, row: Incident) -> None:
    number = act.typed.get("number", "")
    document = forms.parse_hidden_number(act.typed.get("proof_document", "")) or None
    relatives.prove(act.session, row, number, by=act.by, on=act.on, day=act.day, document=document)


@write("/desk/incidents/{reference:str}/relatives/withdraw", done=N_("The relative is withdrawn."))
def withdraw_relative(act: FormAction, row: Incident) -> None:
    relatives.withdraw(act.session, row, act.typed.get("number", ""), by=act.by, on=act.on)


@write(
    "/desk/incidents/{reference:str}/policies",
    part="policy_",
    done=N_("The policy is recorded."),
)
def add_policy(act: FormAction, row: Incident) -> None:
    new_policy = act.read(NewPolicy, money="amount")
    insurance.add(act.session, row, new_policy, by=act.by, on=act.on, day=act.day)


@write(
    "/desk/incidents/{reference:str}/policies/progress",
    part="insurer_",
    done=N_("The progress of the insurance claim is recorded."),
)
def progress_policy(act: FormAction, row: Incident) -> None:
    news = act.read(PolicyProgress)
    insurance.progress(act.session, row, news, by=act.by, on=act.on, day=act.day)


@write("/desk/incidents/{reference:str}/policies/withdraw", done=N_("The policy is withdrawn."))
def withdraw_policy(act: FormAction, row: Incident) -> None:
    number = forms.parse_hidden_number(act.typed.get("number", ""))
    insurance.withdraw(act.session, row, number, by=act.by, on=act.on)


@write("/desk/incidents/{reference:str}/costs", part="cost_", done=N_("The cost is recorded."))
def add_cost(act: FormAction, row: Incident) -> None:
    new_cost = act.read(NewCost, money="amount")
    incident_costs.add(act.session, row, new_cost, by=act.by, on=act.on, day=act.day)


@write(
    "/desk/incidents/{reference:str}/costs/settle",
    part="payer_",
    done=N_("The payer is recorded."),
)
def settle_cost(act: FormAction, row: Incident) -> None:
    settlement = act.read(Settlement)
    incident_costs.settle(act.session, row, settlement, by=act.by, on=act.on, day=act.day)


@write("/desk/incidents/{reference:str}/costs/withdraw", done=N_("The cost is withdrawn."))
def withdraw_cost(act: FormAction, row: Incident) -> None:
    number = forms.parse_hidden_number(act.typed.get("number", ""))
    incident_costs.withdraw(act.session, row, number, by=act.by, on=act.on)
