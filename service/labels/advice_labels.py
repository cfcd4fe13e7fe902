"""Labels of advice: channels, topics, levels and outcomes."""

from i18n import N_

CHANNEL = {
    "in_person": N_("In person"),
    "hotline": N_("Hotline"),
    "telegram": N_("Telegram"),
    "website": N_("Website"),
    "outreach": N_("Outreach at an airport, station or border"),
    "letter": N_("Letter"),
    "email": N_("E-mail"),
    "video": N_("Video call"),
    "social": N_("Social network"),
    "referral": N_("Sent by another body"),
}
TOPIC = {
    "legal_stay": N_("Legal stay, registration, work permit"),
    "contract": N_("Terms of the contract"),
    "unpaid_wages": N_("Unpaid or late wages"),
    "deductions": N_("Overtime and deductions"),
    "dismissal": N_("Dismissal"),
    "document_kept": N_("Documents kept by somebody else"),
    "injury": N_("Injury, illness, insurance"),
    "housing": N_("Housing"),
    "entry_ban": N_("Deportation or entry ban"),
    "detention": N_("Detention"),
    "agency_refund": N_("Money back from an agency"),
    "agency_check": N_("Is an agency or a job real"),
    "korea_eps": N_("Korea: EPS test and roster"),
    "family": N_("Family, children, pension, taxes"),
    "return": N_("Return home"),
    "forced_labour": N_("Forced labour or trafficking"),
    "death": N_("Death and bringing home"),
    "other": N_("Something else"),
}
LEVEL = {
    "information": N_("Information only"),
    "advice": N_("Advice"),
    "limited_action": N_("A call or a letter"),
    "negotiated": N_("Negotiated settlement"),
    "administrative": N_("Decision of an authority"),
    "court": N_("Court"),
    "extensive": N_("Extensive help"),
}
OUTCOME = {
    "open": N_("Open"),
    "explained": N_("Explained"),
    "satisfied": N_("Satisfied"),
    "rejected": N_("Rejected on legal grounds"),
    "not_considered": N_("Left without consideration"),
    "forwarded": N_("Forwarded"),
}
MEANS_OF = {
    "leaflets": N_("Leaflets and posters"),
    "broadcast": N_("Television or radio"),
    "press": N_("Press"),
    "social": N_("Social network"),
    "meeting": N_("Meeting or fair"),
    "other": N_("Something else"),
}
