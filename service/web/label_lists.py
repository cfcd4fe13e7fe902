"""All lists of labels and all enums, by the names that pages use."""

from enum import StrEnum

from catalog.contests import contests
from catalog.core import actor, approvals, outbox, staff_notices
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import blacklist
from catalog.licensing import (
    agencies,
    deposits,
    inspections,
    legal_rules,
    licence_applications,
    licences,
    proposals,
)
from catalog.reference import countries, country_measures, posts
from catalog.vacancies import inactivity, vacancies, vetting, vetting_gaps, vetting_points
from i18n import N_
from matching.applications import applications
from matching.contracts import contracts
from matching.fraud import offer, reborn_agencies
from matching.identity import persons
from matching.journey import check_ins, costs, pre_departure, return_migration
from matching.lexicon import name_proposals
from matching.placements import placements
from matching.profiles import profile_completeness, profiles
from matching.quota import lottery_results, rounds
from matching.scoring import eligibility, score
from service.accounts import phone_login
from service.approvals import request_handler
from service.casework import evidence, refunds, wage_diary
from service.casework.advice import group_sessions, topics
from service.casework.claims import components, wage_claims
from service.casework.complaints import complaints
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.employers import early_warnings, opinions
from service.casework.evidence import file_states, owners
from service.casework.groups import roster
from service.casework.incidents import incident_costs, incidents, insurance, procedure
from service.casework.letters import letter_gaps, letter_request
from service.casework.money import failed_payouts, money_entries, payee_table, plausibility
from service.casework.protection import (
    forced_labour_indicators,
    referral_actions,
    referral_links,
    referrals,
)
from service.casework.scope import incident_tables
from service.casework.workflow import (
    activities,
    claim_closing,
    ledger,
    representatives,
    transfers,
)
from service.casework.worklists import (
    claim_trend,
    morning_list,
    sampling_audit,
    service_level_rules,
    supervision,
)
from service.infra import list_settings
from service.labels import casework_labels, journey_labels, permission_labels, rule_labels
from service.reporting.annual import years
from service.reporting.checks import verdicts
from service.reporting.external import figure_catalogue, validation
from service.reporting.figures import figures

ENUMS: dict[str, type[LabelledEnum]] = {
    "licence_state": licences.State,
    "found": offer.RecruiterVerdict,
    "offer": offer.Verdict,
    "order": licences.OrderKind,
    "payer": vacancies.Payer,
    "gate": eligibility.Gate,
    "held": eligibility.GateResult,
    "fact": countries.Kind,
    "post": posts.Kind,
    "transfer": transfers.TransferState,
    "sort": name_proposals.NameKind,
    "mark": countries.Mark,
    "role": actor.Role,
    "code_channel": phone_login.CodeChannel,
    "channel_out": outbox.Channel,
    "placement": placements.State,
    "placed_by": placements.Channel,
    "confirmed_by": placements.ConfirmedBy,
    "cancelled": placements.CancellationReason,
    "vacancy": vacancies.State,
    "point": vetting_points.Point,
    "verdict": vetting.Verdict,
    "gap": vetting_gaps.Gap,
    "reporter": figure_catalogue.Body,
    "application": applications.State,
    "rejected": applications.RejectionReason,
    "education": profiles.Education,
    "paper": profiles.Paper,
    "hour": profiles.Hour,
    "profile_part": profile_completeness.Part,
    "profile_stand": profile_completeness.TaskStatus,
    "seat_round": rounds.State,
    "lost_seat": lottery_results.NotOfferedReason,
    "cost": costs.Cost,
    "recipient": costs.Recipient,
    "cost_verdict": costs.Verdict,
    "agreed": wage_diary.PayPeriod,
    "contract_state": contracts.State,
    "visa": pre_departure.Visa,
    "before_leaving": pre_departure.Item,
    "check_pay": check_ins.Pay,
    "check_papers": check_ins.Papers,
    "check_work": check_ins.Work,
    "check_housing": check_ins.Housing,
    "check_told": check_ins.AnsweredBy,
    "home_because": return_migration.ReturnReason,
    "complaint": complaints.State,
    "complained": complaints.Topic,
    "contest": contests.State,
    "criterion": contests.Criterion,
    "scored": score.Part,
    "channel": topics.Channel,
    "topic": topics.Topic,
    "danger_case": topics.DangerCase,
    "level": topics.Level,
    "outcome": topics.Outcome,
    "means_of": group_sessions.Means,
    "claim": wage_claims.ClaimState,
    "closing": claim_closing.ClosingReason,
    "component": components.Component,
    "counted_from": time_limits.CountedFrom,
    "claim_act": activities.Kind,
    "act_with": activities.OtherParty,
    "asked": approvals.ApprovalKind,
    "approval_fact": request_handler.FactLabel,
    "speaker": representatives.Kind,
    "unit": figures.Unit,
    "sex": persons.Sex,
    "age_band": persons.AgeBand,
    "alert_kind": early_warnings.Kind,
    "alert_act": early_warnings.AlertAction,
    "measure": country_measures.MeasureKind,
    "opinion": opinions.Opinion,
    "audit": sampling_audit.Verdict,
    "density": list_settings.Density,
    "known": forced_labour_indicators.YesNoUnknown,
    "leaving": forced_labour_indicators.FreedomToLeave,
    "harmed": forced_labour_indicators.Harmed,
    "papers": forced_labour_indicators.DocumentHolder,
    "urgency": forced_labour_indicators.Urgency,
    "body": referral_actions.Body,
    "shared_fact": referral_links.SharedFact,
    "pillar": referral_actions.Pillar,
    "referral": referrals.Status,
    "why_not": referral_actions.NoHelpReason,
    "victim": referral_actions.Victim,
    "proposal": proposals.ProposedAction,
    "proposed": proposals.Outcome,
    "barred": blacklist.BarredKind,
    "barred_for": blacklist.Reason,
    "asked_for": licence_applications.ApplicationKind,
    "petition": licence_applications.Outcome,
    "trace": reborn_agencies.Trace,
    "inspected": inspections.Point,
    "inspection": inspections.Verdict,
    "movement": deposits.Movement,
    "idle": inactivity.InactivityRule,
    "payment_payer": money_entries.Payer,
    "method": money_entries.Method,
    "hand": money_entries.Hand,
    "purpose": money_entries.Purpose,
    "basis": money_entries.Basis,
    "amount_question": plausibility.AmountQuestion,
    "entry": ledger.EntryKind,
    "entry_state": ledger.EntryState,
    "fee": money_entries.Fee,
    "hurdle": money_entries.NonDeliveryReason,
    "discovery": failed_payouts.Discovery,
    "way": payee_table.PayeeMethod,
    "letter": letter_request.Kind,
    "letter_gap": letter_gaps.Gap,
    "evidence": evidence.Kind,
    "document": file_states.DocumentKind,
    "record_kind": owners.RecordKind,
    "file_state": evidence.State,
    "notice": staff_notices.NoticeKind,
    "incident": incident_tables.IncidentKind,
    "incident_step": procedure.ProcedureStep,
    "step_status": procedure.StepStatus,
    "incident_outcome": incidents.IncidentOutcome,
    "kinship": incident_tables.Kinship,
    "heir_proof": incident_tables.Proof,
    "notice_method": incident_tables.NoticeMethod,
    "notice_consent": incident_tables.NoticeConsent,
    "incident_cost": incident_costs.CostPurpose,
    "cost_payer": incident_costs.CostPayer,
    "insurer_answer": insurance.InsurerAnswer,
}
LISTS: dict[str, dict[str, str]] = {name: enum.labels() for name, enum in ENUMS.items()} | {
    "offer_do": journey_labels.OFFER_DO,
    "offer_first": journey_labels.OFFER_FIRST,
    "offer_missing": journey_labels.OFFER_MISSING,
    "condition": journey_labels.CONDITION,
    "condition_without": journey_labels.CONDITION_WITHOUT,
    "group_of_countries": journey_labels.GROUP_OF_COUNTRIES,
    "gate_paper": journey_labels.GATE_PAPER,
    "gate_opens": journey_labels.GATE_OPENS,
    "step": journey_labels.STEP,
    "application_step": journey_labels.APPLICATION_STEP,
    "application_next": journey_labels.APPLICATION_NEXT,
    "application_past": journey_labels.APPLICATION_PAST,
    "term": journey_labels.TERM,
    "term_same": journey_labels.TERM_SAME,
    "term_worse": journey_labels.TERM_WORSE,
    "term_worse_mine": journey_labels.TERM_WORSE_MINE,
    "contract_mine": journey_labels.CONTRACT_MINE,
    "yes_no": casework_labels.YES_NO,
    "closing_told": casework_labels.CLOSING_TOLD,
    "means": casework_labels.MEANS,
    "means_of_heirs": casework_labels.MEANS_OF_HEIRS,
    "acts": casework_labels.ACTS,
    "owner": casework_labels.OWNER,
    "approval": casework_labels.APPROVAL,
    "handover": casework_labels.HANDOVER,
    "ageing": casework_labels.AGEING,
    "breach": casework_labels.BREACH,
    "permission": permission_labels.PERMISSION,
    "trend": casework_labels.TREND,
    "chosen": casework_labels.CHOSEN,
    "case_act": casework_labels.CASE_ACT,
    "sifted": casework_labels.SIFTED,
    "look": casework_labels.LOOK,
    "legal_rule": rule_labels.LEGAL_RULE,
    "rule_unit": rule_labels.RULE_UNIT,
    "limit_unit": rule_labels.LIMIT_UNIT,
    "limit_title": rule_labels.LIMIT_TITLE,
    "retention": rule_labels.RETENTION,
    "record": casework_labels.RECORD,
    "erasure": casework_labels.ERASURE,
    "region": casework_labels.REGION,
    "insurance": return_migration.INSURANCES,
    "counted": figure_catalogue.UNITS,
    "column": roster.COLUMNS,
    "sign": forced_labour_indicators.SIGNS,
    "consent": referrals.Consent.labels() | {referrals.WITHDRAWN: N_("Revoked")},
    # The states as shown to the person who follows a claim.
    "claim_told": wage_claims.ClaimState.labels()
    | {wage_claims.ClaimState.PROSECUTOR.value: N_("With an authority in that country")},
    # The parts of a claim that a time limit can bar.
    "part": components.Component.labels() | time_limits.LimitSubject.labels(),
    # The same for officers, with the limit that names no part.
    "limit_subject": time_limits.LimitSubject.labels()
    | {time_limits.ANY: N_("Any other dispute with the employer")}
    | components.Component.labels(),
    "file_reason": evidence.Reason.labels()
    | {
        "pages_only": N_(
            "Officers see images of the pages. The file itself was not checked, because this "
            "service has no virus scanner."
        )
    },
}


def _enum_of_list(name: str) -> type[StrEnum]:
    """Make an enum of the values of a list that has none in the code."""
    members = [(value.upper(), value) for value in LISTS[name]]
    return StrEnum(name, members)  # type: ignore[return-value] # mypy sees a member


# What templates compare a value with, as `enum.claim.CLOSED`: the enums above by the same names,
# enums without labels, and lists whose values are computed as text.
TEMPLATE_ENUMS: dict[str, type[StrEnum]] = {
    **ENUMS,
    "about": validation.About,
    "agency_kind": agencies.Kind,
    "alert_unit": early_warnings.Unit,
    "check_verdict": verdicts.Verdict,
    "clock": service_level_rules.Clock,
    "debtor": refunds.Debtor,
    "group_by": supervision.GroupBy,
    "trend": claim_trend.TrendUnit,
    "limit_status": filing_deadlines.LimitStatus,
    "limit_unit": time_limits.Unit,
    "limit_subject": time_limits.LimitSubject,
    "morning_part": morning_list.Part,
    "rule_unit": legal_rules.Unit,
    "year_state": years.State,
    "consent": _enum_of_list("consent"),
    "erasure": _enum_of_list("erasure"),
    "handover": _enum_of_list("handover"),
}
