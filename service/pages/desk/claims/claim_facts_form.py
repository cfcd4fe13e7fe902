"""Recording the documented and agreed sums of a claim."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.money import payments
from service.casework.money.payments import AssessmentInput
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page, claim_payments
from service.web.form_actions import FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/amounts",
    permission=Permission.WAGES_WRITE,
    done=N_("The amounts are saved."),
)
def assess(act: FormAction, claim: Claim) -> None:
    """Save the sums of all lines; one far above what is claimed is questioned first."""
    assessment_inputs, confirmed = (
        read_sums(act.typed, wage_claims.lines(act.session, claim.reference)),
        claim_payments.confirmed(act.typed, "sums_"),
    )
    with forms.errors_under("sums_"):
        payments.assess(
            act.session, claim, assessment_inputs, by=act.by, on=act.on, confirm=confirmed
        )


def read_sums(
    values: Mapping[str, str], lines: Iterable[Line], part: str = ""
) -> list[AssessmentInput]:
    """Return the sums of each line as typed, with all mistakes at once.

    `part` is the prefix of the fields on a page with several claims. Refuses: InvalidInput."""
    assessment_inputs: list[AssessmentInput] = []
    errors: list[Refusal] = []
    for line in lines:
        names = {name: f"{part}{name}_{line.number}" for name in ("documented", "agreed")}
        typed: dict[str, Any] = {name: values.get(field, "") for name, field in names.items()}
        for name in names:
            typed = forms.with_minor_units(typed | {"currency": line.currency}, name, "currency")
        try:
            assessment_inputs.append(
                forms.read(
                    AssessmentInput, {"number": line.number} | {name: typed[name] for name in names}
                )
            )
        except InvalidInput as wrong:
            errors += wrong.errors
            for error in wrong.errors:
                error.field = names.get(error.field or "", error.field)
    if errors:
        raise InvalidInput(errors)
    return assessment_inputs
