"""Names of the types in the API contract.

Generated clients name their classes by them, so a name stays when a class moves.
"""

from typing import Any

import msgspec

from catalog.core.approvals import ApprovalKind, ApprovalState
from catalog.licensing import agencies, licences
from catalog.licensing.licences import OrderKind
from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.post_changes import PostChanges
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Period
from matching.fraud.offer import OfferFact, RecruiterVerdict, Verdict
from matching.fraud.scam_reports import NewReport
from matching.identity.known_persons import LikelyPerson, PersonQuestion
from matching.identity.persons import AgeBand, NewCitizen, Sex
from matching.journey.check_ins import AnsweredBy
from matching.journey.return_migration import ReturnReason
from matching.quota.deferred_acceptance import SeatsAudit, SeatsRule
from matching.quota.result_file import SeatsEntry, SeatsFile, SeatsVacancy
from matching.scoring import eligibility
from matching.scoring.eligibility import Gate, GateResult, Profile
from matching.scoring.score import Part
from matching.search.explain import Fact
from service.api.agencies import (
    Agency,
    AgencyBranch,
    AgencyCheck,
    AgencyDetail,
    AgencyPage,
    LicenceOrder,
    Register,
)
from service.api.casework.advice import AdviceDetail, AdviceLogged, AdvicePage, AdviceSession
from service.api.casework.advice_corrections import AdviceCorrection, ClearableFact
from service.api.casework.approvals import ApprovalList, ApprovalRecord, NewDecision
from service.api.casework.claim_requests import ClaimRequested
from service.api.casework.claims import (
    ClaimBalance,
    ClaimFileBy,
    ClaimHistory,
    ClaimLine,
    ClaimNote,
    ClaimPayment,
    ClaimRecord,
    ClaimStep,
    WageDiary,
    WageDiaryDay,
)
from service.api.casework.corrections import (
    Corrected,
    CorrectedField,
    CorrectionList,
    CorrectionVersion,
    VoidReason,
)
from service.api.casework.counted_records import (
    ClearableOfContact,
    ClearableOfEvent,
    ClearableOfGroup,
    ContactCorrection,
    ContactRecord,
    CountRecorded,
    EventCorrection,
    EventRecord,
    GroupSessionCorrection,
    GroupSessionRecord,
)
from service.api.casework.evidence import EvidenceSent, NewEvidence
from service.api.casework.ledger import (
    ClaimEntry,
    ClaimLedger,
    EntryRate,
    PaidOut,
    ReversalReason,
    ReversalRequested,
    SettledDebt,
)
from service.api.casework.referrals import ReferralOpened
from service.api.casework.responsible_bodies import (
    ResponsibleBodies,
    ResponsibleBody,
    ResponsibleHelpline,
)
from service.api.casework.return_corrections import ReturnCorrection, ReturnRecord
from service.api.casework.transfers import ClaimTransfer
from service.api.casework.wages import ClaimFiled, ClaimMoved, ClaimNoted, NewNote, PaymentReceived
from service.api.casework.withdrawals import ClaimWithdrawalInput, ClaimWithdrawalState
from service.api.matches import Match, Matches, PointsLift, PointsLine
from service.api.offers import OfferCheck, OfferReason, Reported
from service.api.posts import ChangeRequested, PostList, PostRecord
from service.api.report import YearReport
from service.api.vacancies import Recruiter, Trade, Vacancy, VacancyPage, VacancyTerms, Wage
from service.approvals.claim_person import OtherPersonInput
from service.casework import evidence
from service.casework.advice import topics
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import Means, NewEvent, NewGroupSession
from service.casework.advice.topics import Channel, Outcome, Topic
from service.casework.claims.components import ClaimQuestion, Component
from service.casework.claims.wage_claims import ClaimState, NewClaim, NewLine
from service.casework.deadlines import time_limits
from service.casework.deadlines.filing_deadlines import LimitStatus
from service.casework.deadlines.time_limits import CountedFrom
from service.casework.employers import agency_scorecard
from service.casework.evidence import Reason
from service.casework.money import money_entries
from service.casework.money.allocation import DebtSettlement
from service.casework.money.failed_payouts import Discovery
from service.casework.money.money_entries import Basis, Hand, Method
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.protection.forced_labour_indicators import Signs, Urgency, YesNoUnknown
from service.casework.protection.referrals import Consent, NewReferral
from service.casework.wage_diary import PayPeriod
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.claim_facts import ClaimCorrection, NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.workflow.ledger import EntryKind, EntryState
from service.casework.workflow.state_machine import NewStep
from service.casework.workflow.transfers import AnswerInput, OfferInput, TransferState
from service.reporting.documents.data import DataPoint
from service.reporting.documents.document import FigureChange
from service.reporting.figures.figures import Unit
from service.web.problems import FieldProblem, Problem

NAMES: dict[type, str] = {
    AdviceCorrection: "AdviceCorrection",
    AdviceDetail: "AdviceDetail",
    AdviceLogged: "AdviceLogged",
    AdvicePage: "AdvicePage",
    AdviceSession: "AdviceSession",
    AgeBand: "AgeBand",
    agencies.Kind: "AgenciesKind",
    Agency: "Agency",
    agency_scorecard.AnswerTime: "AgencyAnswerTime",
    AgencyBranch: "AgencyBranch",
    AgencyCheck: "AgencyCheck",
    agency_scorecard.DepositCover: "AgencyDepositCover",
    AgencyDetail: "AgencyDetail",
    AgencyPage: "AgencyPage",
    agency_scorecard.Card: "AgencyScorecard",
    agency_scorecard.Share: "AgencyShare",
    AmountQuestion: "AmountQuestion",
    AnsweredBy: "AnsweredBy",
    ApprovalKind: "ApprovalKind",
    ApprovalList: "ApprovalList",
    ApprovalRecord: "ApprovalRecord",
    ApprovalState: "ApprovalState",
    money_entries.Payer: "BooksPayer",
    Channel: "Channel",
    ClaimBalance: "ClaimBalance",
    ClaimCorrection: "ClaimCorrection",
    ClaimEntry: "ClaimEntry",
    ClaimFileBy: "ClaimFileBy",
    ClaimFiled: "ClaimFiled",
    ClaimHistory: "ClaimHistory",
    ClaimLedger: "ClaimLedger",
    ClaimLine: "ClaimLine",
    ClaimMoved: "ClaimMoved",
    ClaimNote: "ClaimNote",
    ClaimNoted: "ClaimNoted",
    ClaimPayment: "ClaimPayment",
    ClaimRecord: "ClaimRecord",
    ClaimRequested: "ClaimRequested",
    ClaimStep: "ClaimStep",
    ClaimWithdrawalState: "ClaimWithdrawalState",
    ClearableFact: "ClearableFact",
    ClearableOfContact: "ClearableOfContact",
    ClearableOfEvent: "ClearableOfEvent",
    ClearableOfGroup: "ClearableOfGroup",
    ClaimTransfer: "ClaimTransfer",
    ClosingReason: "ClosingReason",
    Component: "Component",
    Consent: "Consent",
    ContactCorrection: "ContactCorrection",
    ContactRecord: "ContactRecord",
    CountRecorded: "CountRecorded",
    EventCorrection: "EventCorrection",
    EventRecord: "EventRecord",
    GroupSessionCorrection: "GroupSessionCorrection",
    GroupSessionRecord: "GroupSessionRecord",
    Corrected: "Corrected",
    CorrectedField: "CorrectedField",
    CorrectionList: "CorrectionList",
    CorrectionVersion: "CorrectionVersion",
    CountedFrom: "CountedFrom",
    DataPoint: "Datum",
    Discovery: "Discovery",
    EntryKind: "EntryKind",
    EntryRate: "EntryRate",
    EntryState: "EntryState",
    evidence.Kind: "EvidenceKind",
    EvidenceSent: "EvidenceSent",
    evidence.State: "EvidenceState",
    Fact: "Fact",
    FieldProblem: "FieldProblem",
    FigureChange: "FigureChange",
    Unit: "FiguresUnit",
    RecruiterVerdict: "Found",
    Gate: "Gate",
    eligibility.Level: "GatesLevel",
    Hand: "Hand",
    GateResult: "Held",
    YesNoUnknown: "Known",
    LicenceOrder: "LicenceOrder",
    licences.State: "LicencesState",
    time_limits.Unit: "LimitsUnit",
    Mark: "Mark",
    Match: "Match",
    Means: "Means",
    Matches: "Matches",
    Method: "Method",
    LikelyPerson: "LikelyPerson",
    ClaimQuestion: "ClaimQuestion",
    PersonQuestion: "PersonQuestion",
    NewCitizen: "NewCitizen",
    NewClaim: "NewClaim",
    NewContact: "NewContact",
    NewDecision: "NewDecision",
    NewEvent: "NewEvent",
    NewEvidence: "NewEvidence",
    NewFacts: "NewFacts",
    NewGroupSession: "NewGroupSession",
    NewLine: "NewLine",
    NewNote: "NewNote",
    NewPayment: "NewPayment",
    NewPayOut: "NewPayOut",
    NewReferral: "NewReferral",
    NewReport: "NewReport",
    NewSession: "NewSession",
    NewStep: "NewStep",
    LineCorrection: "NewSum",
    ClaimWithdrawalInput: "ClaimWithdrawalInput",
    OfferCheck: "OfferCheck",
    OfferFact: "OfferFact",
    OfferReason: "OfferReason",
    OrderKind: "OrderKind",
    Outcome: "Outcome",
    PaidOut: "PaidOut",
    Part: "Part",
    PaymentReceived: "PaymentReceived",
    Period: "Period",
    PointsLift: "PointsLift",
    PointsLine: "PointsLine",
    PostRecord: "Post",
    ChangeRequested: "PostChangeRequested",
    PostChanges: "PostChanges",
    posts.Kind: "PostKind",
    PostList: "PostList",
    Problem: "Problem",
    Profile: "Profile",
    Reason: "Reason",
    Recruiter: "Recruiter",
    ReferralOpened: "ReferralOpened",
    Register: "Register",
    Reported: "Reported",
    ResponsibleBodies: "ResponsibleBodies",
    ResponsibleBody: "ResponsibleBody",
    ResponsibleHelpline: "ResponsibleHelpline",
    OtherPersonInput: "OtherPersonInput",
    ReturnCorrection: "ReturnCorrection",
    ReturnReason: "ReturnReason",
    ReturnRecord: "ReturnRecord",
    ReversalReason: "ReversalReason",
    ReversalRequested: "ReversalRequested",
    WageDiary: "WageDiary",
    WageDiaryDay: "WageDiaryDay",
    PayPeriod: "WageDiaryPeriod",
    SeatsAudit: "SeatsAudit",
    SeatsEntry: "SeatsEntry",
    SeatsFile: "SeatsFile",
    SeatsRule: "SeatsRule",
    SeatsVacancy: "SeatsVacancy",
    SettledDebt: "SettledDebt",
    DebtSettlement: "DebtSettlement",
    Basis: "SettlementBasis",
    Sex: "Sex",
    Signs: "Signs",
    LimitStatus: "Standing",
    ClaimState: "StepsState",
    Topic: "Topic",
    topics.Level: "TopicsLevel",
    Trade: "Trade",
    AnswerInput: "TransferAnswer",
    OfferInput: "TransferOffer",
    TransferState: "TransferState",
    Urgency: "Urgency",
    vacancies.Payer: "VacanciesPayer",
    Vacancy: "Vacancy",
    VacancyPage: "VacancyPage",
    VacancyTerms: "VacancyTerms",
    Verdict: "Verdict",
    VoidReason: "VoidReason",
    Wage: "Wage",
    YearReport: "YearReport",
}
# The title of an enumeration in a query parameter, where it differs from the name of its component.
QUERY_TITLES = {"LicencesState": "State"}


def build_schemas(*questions: type) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the schemas of query types, and the schemas of all components by name.

    Raises TypeError for a type without a name.
    """
    references, found = msgspec.json.schema_components([*NAMES, *questions], ref_template="{name}")
    given = [str(one["$ref"]) for one in references]
    names = dict(zip(given, NAMES.values(), strict=False))
    if unnamed := sorted(set(found) - set(given)):
        raise TypeError(f"service.api.contract.components.NAMES has no name for {unnamed}")
    schemas = {name: _public_schema(values, names) for name, values in found.items()}
    asked = [schemas[name] for name in given[len(NAMES) :]]
    return asked, {names[one]: schemas[one] for one in sorted(names, key=names.__getitem__)}


def _public_schema(schema: Any, names: dict[str, str]) -> Any:
    """Return a schema with references to component names and with descriptions on one line.

    A reference that a type wrote itself is correct already.
    """
    if isinstance(schema, list):
        return [_public_schema(one, names) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(description := schema.get("description"), str):
        schema = schema | {"description": " ".join(description.split())}
    if (given := schema.get("$ref")) in names:
        return schema | {"$ref": f"#/components/schemas/{names[given]}"}
    return {name: _public_schema(value, names) for name, value in schema.items()}
