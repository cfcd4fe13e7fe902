"""Labels of protected cases: signs, answers, consent, bodies, and what the person is shown."""

from i18n import N_

KNOWN = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")}
LEAVING = {
    "free": N_("Yes, when they want"),
    "restricted": N_("Only with permission or company"),
    "confined": N_("No, locked in or guarded"),
    "unknown": N_("Not known"),
}
HARMED = {
    "nobody": N_("Nobody"),
    "threatened": N_("They or their family are threatened"),
    "hurt": N_("They are hurt"),
    "unknown": N_("Not known"),
}
PAPERS = {
    "own": N_("They hold them"),
    "kept": N_("Somebody else keeps them"),
    "unknown": N_("Not known"),
}
# The eleven ILO indicators of forced labour in our own words, and two facts.
SIGN = {
    "vulnerability": N_(
        "Somebody takes advantage of their hardship: no language, no papers, nowhere to go"
    ),
    "deception": N_("The work, the pay or the place is another one than promised"),
    "movement": N_("They may not come and go freely"),
    "isolation": N_("They are kept away from other people, or from a telephone"),
    "violence": N_("They are hurt, beaten or sexually abused"),
    "threats": N_("They or their family are threatened"),
    "documents": N_("Somebody else keeps their passport or papers"),
    "wages": N_("Their wages are kept back"),
    "debt": N_("They work off a debt that does not shrink"),
    "conditions": N_("They live or work in conditions that nobody would choose"),
    "overtime": N_("They work far longer than the law allows, and may not refuse"),
    "confined": N_("They are locked in or guarded"),
    "minor": N_("They are under 18"),
}
URGENCY = {
    "emergency": N_("Emergency: now"),
    "same_day": N_("Today, with a supervisor"),
    "look": N_("A protection officer should look"),
    "none": N_("No sign was told"),
}
CONSENT = {
    "not_asked": N_("Not asked yet"),
    "given": N_("Given"),
    "refused": N_("Refused"),
    "overridden": N_("Danger to life or health stands in its place"),
    "withdrawn": N_("Taken back"),
}
BODY = {
    "interior": N_("Ministry of Internal Affairs, sub-commission against trafficking"),
    "hotline": N_("National line against trafficking (ht.gov.uz)"),
    "rehabilitation": N_("Rehabilitation Centre"),
    "consulate": N_("Consulate or embassy"),
    "iom": N_("International Organization for Migration (IOM)"),
    "ngo": N_("Non-governmental organisation"),
}
PILLAR = {
    "1": N_("Identification and protection"),
    "2": N_("Support of the person"),
    "3": N_("Return to social life"),
    "4": N_("Criminal justice and redress"),
}
REFERRAL = {
    "in_progress": N_("In progress"),
    "accepted": N_("Accepted"),
    "rejected": N_("Rejected"),
    "revoked": N_("Called back"),
    "done": N_("Done"),
}
# The same, in words that reveal nothing to a bystander.
CHOSEN = {
    "in_progress": N_("An officer is looking at it."),
    "accepted": N_("Somebody is dealing with it."),
    "rejected": N_("It was not taken on. Write to us: there are other ways."),
    "revoked": N_("It was ended. Nothing more is passed on."),
    "done": N_("It is finished. You may write to us again at any time."),
}
WHY_NOT = {
    "refused": N_("The person did not want it"),
    "capacity": N_("The body had no room or means"),
    "not_needed": N_("No longer needed"),
    "no_person": N_("The person cannot be reached"),
    "no_body": N_("The body cannot be reached"),
    "other": N_("Another reason"),
}
VICTIM = {
    "not_stated": N_("Not decided"),
    "presumed": N_("Presumed victim"),
    "official": N_("Recognised by the authority"),
}
CASE_ACT = {
    "open": N_("Opened"),
    "screen": N_("Signs written down"),
    "consent": N_("Consent"),
    "send": N_("Sent to"),
    "answer": N_("Now"),
    "facts": N_("Facts put right"),
    "note": N_("Note"),
    "withdraw": N_("Consent taken back"),
    "break_glass": N_("Opened by a supervisor, by break-glass"),
}
