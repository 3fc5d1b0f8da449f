"""The app-center itself: the apps, their activation and settings."""

from typing import Final

from core.text import Text

APPS: Final = {
    "title": Text(en="Apps", de="Apps"),
    "lead": Text(
        en="Activate an app step by step; from then on it works by itself.",
        de="Eine App wird Schritt für Schritt aktiviert; danach arbeitet sie von selbst.",
    ),
    "mine": Text(en="My apps", de="Meine Apps"),
    "all": Text(en="All apps", de="Alle Apps"),
    "shelves": Text(en="Which apps", de="Welche Apps"),
    "categories": Text(en="Categories", de="Kategorien"),
    "every_category": Text(en="All categories", de="Alle Kategorien"),
    "search": Text(en="Search for an app", de="App suchen"),
    "none": Text(en="No app of this name.", de="Keine App mit diesem Namen."),
    "none_mine": Text(
        en="No app is active yet. “All apps” shows what there is.",
        de="Noch ist keine App aktiv. „Alle Apps“ zeigt, was es gibt.",
    ),
    "left_out": Text(en="Left out", de="Ausgelassen"),
    "left_out_lead": Text(
        en="These installed packages are not used. Only operators see this.",
        de="Diese installierten Pakete werden nicht benutzt. Das sehen nur Betreiber.",
    ),
    "package": Text(en="Package", de="Paket"),
    "reason": Text(en="Reason", de="Grund"),
}

APP: Final = {
    "version": Text(en="Version", de="Version"),
    "all_apps": Text(en="Apps", de="Apps"),
    "steps": Text(en="The steps", de="Die Schritte"),
    "done_step": Text(en="done", de="erledigt"),
    "stuck_step": Text(en="does not go on here", de="hier geht es nicht weiter"),
    "stored": Text(en="stored; leave it blank to keep it", de="gespeichert; leer lassen, um es zu behalten"),
    "go_on": Text(en="Go on", de="Weiter"),
    "save": Text(en="Check and save", de="Prüfen und speichern"),
    "later": Text(en="Keep it and go on later", de="Merken und später fortfahren"),
    "kept": Text(
        en="Kept. Go on here whenever you like.", de="Gemerkt. Hier geht es weiter, wann immer Sie möchten."
    ),
    "back": Text(en="Back", de="Zurück"),
    "again": Text(en="Try again", de="Erneut versuchen"),
    "checking": Text(
        en="The data are being checked and every right is tried out …",
        de="Die Daten werden geprüft und jedes Recht wird ausprobiert …",
    ),
    "choice_link": Text(en="to the app", de="zur App"),
    "now_active": Text(en="The app is active.", de="Die App ist aktiv."),
    "saved": Text(en="Saved.", de="Gespeichert."),
    "information": Text(en="Account information", de="Accountinformationen"),
    "access_good": Text(en="The access works", de="Der Zugang funktioniert"),
    "access_bad": Text(en="The access was lost", de="Der Zugang ist verloren"),
    "what_to_do": Text(
        en="Enter the access data again below; everything goes on where it stood.",
        de="Bitte die Zugangsdaten unten neu eingeben; alles geht dort weiter, wo es stand.",
    ),
    "checked_at": Text(en="Last check", de="Zuletzt geprüft"),
    "last_success": Text(en="Last successful pass", de="Letzter erfolgreicher Lauf"),
    "last_failure": Text(en="Last failure", de="Letzter Fehler"),
    "never": Text(en="not yet", de="noch nicht"),
    "rights": Text(en="Rights", de="Rechte"),
    "granted": Text(en="there", de="vorhanden"),
    "not_granted": Text(en="missing", de="fehlt"),
    "untold": Text(en="could not be told", de="nicht feststellbar"),
    "check_now": Text(en="Check now", de="Jetzt prüfen"),
    "pause": Text(en="Pause", de="Pausieren"),
    "resume": Text(en="Go on working", de="Fortsetzen"),
    "remove": Text(en="Remove", de="Entfernen"),
    "remove_lead": Text(
        en="Access data and settings are deleted. Orders and everything else that came in stay.",
        de="Zugangsdaten und Einstellungen werden gelöscht. Aufträge und alles, was hereinkam, bleiben.",
    ),
    "remove_sure": Text(en="Really remove", de="Wirklich entfernen"),
    "state": Text(en="State", de="Status"),
    "operation": Text(en="Operation", de="Betrieb"),
    "only_admin": Text(
        en="Only who administers this account can change the app.",
        de="Ändern kann die App nur, wer diesen Account verwaltet.",
    ),
    "consent": Text(en="Consent", de="Zustimmung"),
    "to_consent": Text(en="Open the consent page", de="Zustimmungsseite öffnen"),
    "consent_returns": Text(
        en="Afterwards you are led back here.", de="Danach werden Sie hierher zurückgeführt."
    ),
    "consent_denied": Text(
        en="The consent was not given. Start it again whenever you like.",
        de="Die Zustimmung wurde nicht erteilt. Sie können sie jederzeit neu beginnen.",
    ),
    "not_yet": Text(en="Not selling at OTTO yet?", de="Noch nicht bei OTTO?"),
    "not_yet_link": Text(en="How to become a seller there", de="So werden Sie dort Händler"),
    "edit_step": Text(en="Change: {step}", de="Ändern: {step}"),
    "nothing_to_set": Text(en="This app has no settings.", de="Diese App hat keine Einstellungen."),
    "lost_consent": Text(
        en="No consent is awaited here. Start it again from the app's page.",
        de="Hier wird keine Zustimmung erwartet. Bitte auf der Seite der App neu beginnen.",
    ),
}

START_AT_OTTO: Final = {
    "title": Text(en="Become a seller at OTTO", de="Händler bei OTTO werden"),
    "lead": Text(
        en="The app needs a seller account at OTTO Market. This is the way there; it takes 4 to 6 weeks on average.",
        de="Die App braucht ein Händlerkonto bei OTTO Market. Dies ist der Weg dorthin; er dauert im Schnitt 4 bis 6 Wochen.",
    ),
    "register": Text(en="First: register", de="Zuerst: registrieren"),
    "register_text": Text(
        en="At otto.market, in about four minutes, free of charge. OTTO's sales team looks at it and answers.",
        de="Auf otto.market, in etwa vier Minuten und kostenlos. Das Vertriebsteam von OTTO prüft und meldet sich.",
    ),
    "register_link": Text(en="Open otto.market", de="otto.market öffnen"),
    "onboarding": Text(en="Then: ten steps by yourself", de="Dann: zehn Schritte in Eigenregie"),
    "afterwards": Text(en="And then", de="Und dann"),
    "afterwards_text": Text(
        en="Create API access in the partner portal and activate the app here with it.",
        de="Im Partnerportal einen API-Zugriff anlegen und damit hier die App aktivieren.",
    ),
    "to_activation": Text(en="To the activation", de="Zur Aktivierung"),
}

ONBOARDING: Final = (
    Text(en="Registration", de="Registrierung"),
    Text(en="Log in to the partner portal", de="Anmeldung im Partnerportal"),
    Text(en="Company profile", de="Unternehmensprofil"),
    Text(en="Two-factor authentication for several users", de="Zwei-Faktor-Anmeldung für mehrere Nutzer"),
    Text(en="Contract", de="Vertrag"),
    Text(en="Identity check", de="Identitätsprüfung"),
    Text(en="Shipping and returns settings", de="Versand- und Retoureneinstellungen"),
    Text(en="Payment data", de="Zahlungsdaten"),
    Text(en="Seller profile", de="Händlerprofil"),
    Text(en="“Jetzt starten”", de="„Jetzt starten“"),
)
