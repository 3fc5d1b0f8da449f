"""Logging in, one-time links."""

from typing import Final

from core.text import Text

SIGNIN: Final = {
    "log_in": Text(en="Log in", de="Anmelden"),
    "log_in_at": Text(en="Log in with {name}", de="Anmelden mit {name}"),
    "or_password": Text(en="or with a password", de="oder mit Passwort"),
    "openid_none": Text(
        en="There is no log-in service here; please take your password.",
        de="Hier gibt es keinen Anmeldedienst; bitte das Passwort nehmen.",
    ),
    "openid_again": Text(
        en="The log-in was not finished. Begin again whenever you like.",
        de="Die Anmeldung wurde nicht beendet. Sie können sie jederzeit neu beginnen.",
    ),
    "email": Text(en="E-mail", de="E-Mail-Adresse"),
    "password": Text(en="Password", de="Passwort"),
    "no_password": Text(
        en="No password yet, or forgotten? Who runs this app-center gives you a link to set one.",
        de="Noch kein Passwort oder vergessen? Wer dieses App-Center betreibt, gibt Ihnen einen Link, um eines zu setzen.",
    ),
    "motto": Text(
        en="Orders, stock and parcels of your marketplaces, in one place.",
        de="Aufträge, Bestand und Pakete Ihrer Marktplätze an einem Ort.",
    ),
    "welcome": Text(en="Welcome", de="Willkommen"),
    "first": Text(
        en="This app-center is new. Whoever opens this link becomes its operator.",
        de="Dieses App-Center ist neu. Wer diesen Link öffnet, wird sein Betreiber.",
    ),
    "invited": Text(
        en="You are invited to work for the account “{account}” ({role}).",
        de="Sie sind eingeladen, für den Account „{account}“ zu arbeiten ({role}).",
    ),
    "known": Text(
        en="You are known here already: your usual password is enough.",
        de="Sie sind hier schon bekannt: Ihr gewohntes Passwort genügt.",
    ),
    "reset": Text(
        en="Set a new password. You are then logged out everywhere else.",
        de="Setzen Sie ein neues Passwort. Überall sonst werden Sie damit abgemeldet.",
    ),
    "name": Text(en="Your name", de="Ihr Name"),
    "new_password": Text(en="New password", de="Neues Passwort"),
    "password_help": Text(
        en="At least 12 characters; a few words are easiest to remember.",
        de="Mindestens 12 Zeichen; ein paar Wörter merken sich am leichtesten.",
    ),
    "join": Text(en="Go on", de="Weiter"),
    "gone_title": Text(en="This link is used up", de="Dieser Link ist verbraucht"),
    "to_log_in": Text(en="To the log-in", de="Zur Anmeldung"),
}

ACCOUNTS: Final = {
    "title": Text(en="Accounts", de="Accounts"),
    "choose": Text(
        en="Which account do you want to work for?", de="Für welchen Account möchten Sie arbeiten?"
    ),
    "none": Text(
        en="You do not work for any account yet. Who administers one can invite you.",
        de="Sie arbeiten noch für keinen Account. Wer einen verwaltet, kann Sie einladen.",
    ),
    "none_at_all": Text(
        en="There is no account yet. An account is one seller: its apps, orders and people.",
        de="Es gibt noch keinen Account. Ein Account ist ein Händler: seine Apps, Aufträge und Personen.",
    ),
    "operator": Text(en="Operator", de="Betreiber"),
    "new": Text(en="Add an account", de="Account anlegen"),
    "name": Text(en="Name of the account", de="Name des Accounts"),
    "add": Text(en="Add", de="Anlegen"),
}
