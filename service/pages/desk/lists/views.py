"""All lists of the desk by name, for the forms that they share."""

from types import MappingProxyType

from service.pages.desk.admin import account_list, fact_list, post_pages
from service.pages.desk.advice import count_lists, question_pages, session_list_page
from service.pages.desk.agency import candidate_list, contract_register, own_vacancy_list
from service.pages.desk.claims import claim_list_page, claim_money
from service.pages.desk.employers import employer_pages, warning_pages
from service.pages.desk.groups import group_list
from service.pages.desk.incidents import incident_list
from service.pages.desk.licensing import licence_list, proposal_list
from service.pages.desk.people import complaint_lists, erasure_list
from service.pages.desk.placements import application_list, check_in_list, placement_list
from service.pages.desk.protection import case_list
from service.pages.desk.quota import contest_list, round_list
from service.pages.desk.reporting import live_numbers_list
from service.pages.desk.transfers import handover_pages, transfer_pages
from service.pages.desk.vacancies import offer_report_list, vetting_queue
from service.web.lists.list_view import ListView

VIEWS = MappingProxyType(
    {
        view.name: view
        for view in (
            claim_list_page.CLAIMS,
            session_list_page.SESSIONS,
            count_lists.CONTACTS,
            count_lists.GROUP_SESSIONS,
            count_lists.EVENTS,
            question_pages.QUESTIONS,
            group_list.GROUPS,
            employer_pages.EMPLOYERS,
            warning_pages.WARNINGS,
            complaint_lists.ALL,
            complaint_lists.OWN,
            erasure_list.ERASURES,
            claim_money.UNCLAIMED,
            transfer_pages.TRANSFERS,
            handover_pages.HANDOVERS,
            case_list.CASES,
            incident_list.INCIDENTS,
            account_list.ACCOUNTS,
            post_pages.POSTS,
            vetting_queue.VETTING,
            application_list.APPLICATIONS,
            placement_list.PLACEMENTS,
            own_vacancy_list.OWN_VACANCIES,
            candidate_list.CANDIDATES,
            contract_register.CONTRACTS,
            licence_list.LICENCES,
            check_in_list.CHECK_INS,
            round_list.ROUNDS,
            contest_list.CONTESTS,
            offer_report_list.OFFER_REPORTS,
            fact_list.FACTS,
            proposal_list.PROPOSALS,
            live_numbers_list.NUMBERS,
        )
    }
)


def address(lang: str, view: ListView, query: str) -> str:
    """Return the address of a list with a query of its own."""
    return f"/{lang}{view.path}" + (f"?{query}" if query else "")
