"""The kinds of files, the states of each, and why a file waits or was refused."""

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Kind(LabelledEnum):
    CONTRACT = "contract", N_("Contract or offer")
    PAYSLIP = "payslip", N_("Payslip")
    BANK = "bank", N_("Bank or card statement")
    HOURS = "hours", N_("Record of days and hours worked")
    MESSAGES = "messages", N_("Messages")
    PHOTO = "photo", N_("Photo of the workplace or the work")
    PERMIT = "permit", N_("Work permit or patent")
    AUDIO = "audio", N_("Voice recording")
    RECEIPT = "receipt", N_("Receipt")
    OTHER = "other", N_("Something else")


class DocumentKind(LabelledEnum):
    """The kinds of document that records other than claims have."""

    DEMAND = "demand", N_("Employer’s letter requesting workers")
    ATTORNEY = "attorney", N_("Power of attorney or agency contract")
    CONTRACT = "contract", N_("Contract with the worker")
    PERMIT = "permit", N_("Quota or work permit")
    REGISTER = "register", N_("Extract from a register of firms")
    INSURANCE = "insurance", N_("Insurance policy")
    HOUSING = "housing", N_("Housing document")
    DECISION = "decision", N_("Decision or order")
    DEATH = "death", N_("Death certificate")
    MEDICAL = "medical", N_("Medical report")
    INHERITANCE = "inheritance", N_("Certificate of inheritance")
    KINSHIP = "kinship", N_("Marriage or birth certificate")
    INVOICE = "invoice", N_("Invoice")
    RECEIPT = "receipt", N_("Receipt")
    OTHER = "other", N_("Another document")


class State(LabelledEnum):
    """Erased is what is left of a file when its person was."""

    ARRIVING = "arriving", N_("Sending")
    WAITING = "waiting", N_("Received, not checked yet")
    CLEAN = "clean", N_("File received")
    REFUSED = "refused", N_("Not saved")
    ERASED = "erased", N_("Erased")


class Reason(LabelledEnum):
    """Why a file waits, or was not kept."""

    NONE = ""
    NO_SCANNER = (
        "no_scanner",
        N_(
            "The file has not been checked for harmful software, because this service has no "
            "virus scanner. It cannot be opened yet."
        ),
    )
    SCANNER_SILENT = (
        "scanner_silent",
        N_(
            "The virus scanner is not responding at the moment. We will check the file as "
            "soon as it responds."
        ),
    )
    FALSE_NAME = (
        "false_name",
        N_(
            "The contents of the file do not match the file type in its name. Save it again "
            "and send the new file."
        ),
    )
    BROKEN = (
        "broken",
        N_(
            "The file cannot be opened: it is damaged or incomplete. Send it again, or take a"
            " photo of the document."
        ),
    )
    TOO_MANY_DOTS = (
        "too_many_dots",
        N_("The picture is too large. Send a smaller one, or a screenshot of it."),
    )
    LOCKED = (
        "locked",
        N_(
            "The file is locked with a password. Send it without one, or take a photo of the "
            "document."
        ),
    )
    DAMAGED = "damaged", N_("The file changed while it was being sent. Send it again.")
    FOUND = (
        "found",
        N_(
            "The virus scanner found something harmful in the file. Take a photo of the "
            "document and send that."
        ),
    )
    TWICE = "twice", N_("This file has already been sent.")


# The reasons for which no virus scanner has seen a file that waits.
UNSCANNED = (Reason.NO_SCANNER, Reason.SCANNER_SILENT)
# The states in which there is a content.
STORED = (State.WAITING, State.CLEAN)
