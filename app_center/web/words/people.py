"""Who works for an account, and who runs the installation."""

from typing import Final

from core.text import Text

PEOPLE: Final = {
    "title": Text(en="People", de="Personen"),
    "lead": Text(
        en="Who may look at this account, work in it, or administer it.",
        de="Wer diesen Account ansehen, in ihm arbeiten oder ihn verwalten darf.",
    ),
    "nobody": Text(en="Nobody works for this account yet.", de="Noch arbeitet niemand für diesen Account."),
    "person": Text(en="Person", de="Person"),
    "role": Text(en="Role", de="Rolle"),
    "apply": Text(en="Apply", de="Übernehmen"),
    "no_access": Text(en="no access any longer", de="kein Zugang mehr"),
    "invite": Text(en="Invite somebody", de="Jemanden einladen"),
    "invite_lead": Text(
        en="You get a link to pass on. It is good once, for three days.",
        de="Sie erhalten einen Link zum Weitergeben. Er gilt einmal, drei Tage lang.",
    ),
    "email": Text(en="E-mail", de="E-Mail-Adresse"),
    "make_link": Text(en="Make a link", de="Link erzeugen"),
    "link_title": Text(en="The link", de="Der Link"),
    "link_for": Text(
        en="For {email}. It is shown this one time.", de="Für {email}. Er wird nur dieses eine Mal gezeigt."
    ),
    "link_for_operator": Text(
        en="Whoever opens it becomes an operator. It is shown this one time.",
        de="Wer ihn öffnet, wird Betreiber. Er wird nur dieses eine Mal gezeigt.",
    ),
    "back": Text(en="Back", de="Zurück"),
    "viewer_can": Text(en="sees everything, changes nothing", de="sieht alles, ändert nichts"),
    "staff_can": Text(en="works with orders and articles", de="arbeitet mit Aufträgen und Artikeln"),
    "admin_can": Text(
        en="also sets up apps and lets people in", de="richtet auch Apps ein und lädt Personen ein"
    ),
    "yourself": Text(en="that is you", de="das sind Sie"),
}

INSTALLATION: Final = {
    "title": Text(en="Installation", de="Installation"),
    "lead": Text(en="What only operators see.", de="Was nur Betreiber sehen."),
    "users": Text(en="Everybody who can log in", de="Alle, die sich anmelden können"),
    "operator": Text(en="Operator", de="Betreiber"),
    "new_password": Text(en="Forgotten password", de="Vergessenes Passwort"),
    "new_password_lead": Text(
        en="A link to set a new one. Only pass it on to the person herself.",
        de="Ein Link, um ein neues zu setzen. Bitte nur der Person selbst geben.",
    ),
    "new_operator": Text(en="A further operator", de="Weiterer Betreiber"),
    "new_operator_lead": Text(
        en="Operators see and change every account.", de="Betreiber sehen und ändern jeden Account."
    ),
    "unknown": Text(
        en="Nobody logs in with this e-mail.", de="Mit dieser E-Mail-Adresse meldet sich niemand an."
    ),
    "left_out": Text(en="Plug-ins left out", de="Ausgelassene Plug-ins"),
    "none_left_out": Text(
        en="All that is installed is in use.", de="Alles, was installiert ist, wird benutzt."
    ),
}
