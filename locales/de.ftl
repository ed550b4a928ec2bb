### Deutsch. Die Reihenfolge ist die von en.ftl. Anrede: Sie.

## Words that several pages share

# What the language calls itself.
language-name = Deutsch
language = Sprache:
cancel = Abbrechen
go-on = Weiter
meta-description = Melden Sie sich bei Ihrem Konto an, erstellen Sie eines oder verwalten Sie es.
skip-to-content = Zum Inhalt springen
sign-in = Anmelden
sign-out = Abmelden
register = Registrieren
username = Benutzername
email-address = E-Mail-Adresse
name = Name
password = Passwort
current-password = Aktuelles Passwort
new-password = Neues Passwort
confirmed = Bestätigt
not-confirmed = Nicht bestätigt
name-optional = Name (optional)
change = Ändern
close = Schließen
pages = Seiten
account-id = Konto-ID
show = Anzeigen
hide = Ausblenden
caps-lock = Die Feststelltaste ist aktiviert.
strength-1 = Schwach. Fügen Sie weitere Wörter hinzu.
strength-2 = Mittel. Fügen Sie noch ein oder zwei Wörter hinzu.
strength-3 = Gut.
strength-4 = Stark.
cannot-be-undone = Das lässt sich nicht rückgängig machen.
today = Heute
yesterday = Gestern
earlier = Früher
role = Rolle
role-administrator = Administrator
role-user = Benutzer
member-since = Mitglied seit
your-account = Ihr Konto
administration = Verwaltung
forgot-password = Passwort vergessen?
change-password = Passwort ändern
change-your-password = Ihr Passwort ändern
enter-code-instead = Stattdessen den Code eingeben
password-hint = Mindestens { $min } Zeichen. Gut geeignet sind einige Wörter, die nichts miteinander zu tun haben.
terms = Nutzungsbedingungen
privacy = Datenschutz
help = Hilfe

## Dates. Times are in UTC.

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
date = { $day }. { $month } { $year }
date-time = { $date }, { $time } UTC
time-of-day = { $time } UTC
ago-moment = gerade eben
ago-minutes = { $minutes ->
    [one] vor { $minutes } Minute
   *[other] vor { $minutes } Minuten
}
ago-hours = { $hours ->
    [one] vor { $hours } Stunde
   *[other] vor { $hours } Stunden
}
ago-days = { $days ->
    [one] vor { $days } Tag
   *[other] vor { $days } Tagen
}

## What a browser or a program is called

client-browser-on-system = { $browser } unter { $system }
client-unknown-browser = Unbekannter Browser unter { $system }
client-unknown = Unbekanntes Gerät
device-computer = Computer
device-phone = Smartphone
device-tablet = Tablet
device-program = Programm
client-was = { $now } (angemeldet mit { $before })

## Signing in

login-identifier = E-Mail-Adresse oder Benutzername
login-remember = Angemeldet bleiben
login-no-account = Noch kein Konto?
login-password-reset = Ihr Passwort wurde zurückgesetzt. Melden Sie sich mit dem neuen Passwort an.
login-account-deleted = Ihr Konto wurde gelöscht.
login-what-to-do = Was Sie jetzt tun sollten
login-step-sign-in = Melden Sie sich unten erneut an.
login-step-change-password = Ändern Sie Ihr Passwort.
login-step-check-devices = Prüfen Sie Ihre Geräte und melden Sie alle ab, die Sie nicht kennen.

# Why the visitor has to sign in again.
signed-out-expired = Ihre Sitzung ist abgelaufen. Melden Sie sich erneut an, um fortzufahren.
signed-out = Sie wurden abgemeldet. Melden Sie sich erneut an, um fortzufahren.
signed-out-password-changed = Ihr Passwort wurde geändert. Deshalb wurden Ihre anderen Geräte abgemeldet.
signed-out-admin = Ein Administrator hat Ihre Sitzung beendet.
signed-out-security = Eine Kopie Ihrer Sitzung wurde an anderer Stelle verwendet. Zum Schutz Ihres Kontos haben wir die Sitzung beendet. Wenn das noch einmal passiert, ändern Sie Ihr Passwort.
signed-out-elsewhere-detail = Sie wurden am { $time } von einem anderen Gerät aus abgemeldet.
signed-out-password-changed-detail = Es wurde am { $time } geändert. Wenn Sie das nicht waren, kennt jemand anderes Ihr Passwort.
signed-out-admin-detail = Sie wurde am { $time } beendet.
signed-out-security-detail = Die Kopie wurde am { $time } verwendet.
signed-out-security-address-detail = Die Kopie wurde am { $time } von { $ip } aus verwendet. Wenn Sie diese Adresse nicht kennen, melden Sie sich an, ändern Sie Ihr Passwort und melden Sie alle Geräte ab, die Sie nicht kennen.

## Registering

register-title = Konto erstellen
register-submit = Konto erstellen
register-username-optional = Benutzername (optional)
register-username-hint = 3 bis 32 Zeichen: Buchstaben von a bis z, Ziffern, Punkte, _ und -. Das erste Zeichen ist ein Buchstabe oder eine Ziffer.
register-username-optional-hint = 3 bis 32 Zeichen: Buchstaben von a bis z, Ziffern, Punkte, _ und -. Das erste Zeichen ist ein Buchstabe oder eine Ziffer. Wenn Sie das Feld leer lassen, bilden wir den Namen aus Ihrer E-Mail-Adresse.
register-have-account = Sie haben schon ein Konto?

## Forgotten passwords

forgot-lead = Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link und einen Code.
forgot-submit = E-Mail anfordern
check-mail = Sehen Sie in Ihrem Postfach nach
forgot-sent = Wenn es zu dieser Adresse ein Konto gibt, haben wir Ihnen eine E-Mail mit einem Link und einem Code gesendet, um das Passwort zurückzusetzen. Beide gelten eine Stunde.
forgot-check-spam = Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach.
forgot-again = Erneut anfordern
back-to-sign-in = Zurück zur Anmeldung
reset-title = Neues Passwort festlegen
reset-submit = Passwort festlegen
reset-note = Dadurch werden alle Ihre Geräte abgemeldet.
reset-link-too-old = Ist der Link zu alt?
reset-request-link = Neuen Link anfordern

## Confirming an address

code = Code
code-hint = Die sechs Ziffern aus der E-Mail.
code-email-hint = Die Adresse, an die wir die E-Mail gesendet haben.
verify-title = E-Mail-Adresse bestätigen
verify-done-title = E-Mail-Adresse bestätigt
verify-not-you = Haben Sie sich hier nicht registriert? Schließen Sie diese Seite. Es passiert nichts.
verify-press = Wählen Sie die Schaltfläche, um zu bestätigen, dass diese E-Mail-Adresse Ihnen gehört.
verify-submit = Bestätigen
verify-need-code = Brauchen Sie einen neuen Code?
verify-request-code = In Ihrem Konto anfordern
verify-go-to-account = Zu Ihrem Konto
verify-already = Ihre E-Mail-Adresse ist bereits bestätigt.
verify-done = Ihre E-Mail-Adresse ist bestätigt.
verify-changed = Ihre neue E-Mail-Adresse ist bestätigt. Melden Sie sich ab jetzt damit an. Ihre anderen Geräte wurden abgemeldet.
verify-taken = Diese E-Mail-Adresse gehört inzwischen zu einem anderen Konto. Deshalb wurde Ihre nicht geändert.
verify-resent = Falls Ihre Adresse noch nicht bestätigt ist, haben wir Ihnen eine E-Mail gesendet.

## The account

nav-account = Konto
nav-sessions = Geräte
nav-security = Sicherheit
nav-activity = Aktivitäten
profile-edit = Profil bearbeiten
profile-details = Ihre Angaben
profile-details-lead = Administratoren können Ihren Namen und Ihren Benutzernamen sehen.
profile-email-lead = Für Anmeldung, Links und Sicherheitshinweise.
profile-about = Über dieses Konto
profile-unverified-title = Bestätigen Sie Ihre E-Mail-Adresse
profile-unverified = Öffnen Sie den Link, den wir Ihnen gesendet haben. Sonst können Sie Ihr Passwort nicht zurücksetzen.
profile-enter-code = Code eingeben
profile-resend = Link erneut senden
edit-username-hint = 3 bis 32 Zeichen: Buchstaben von a bis z, Ziffern, Punkte, _ und -. Ihr bisheriger Benutzername bleibt 30 Tage lang für Sie reserviert.
edit-submit = Änderungen speichern

## Devices

sessions-title = Ihre Geräte
sessions-lead = Diese Geräte sind in Ihrem Konto angemeldet. Wenn Sie eines nicht kennen, melden Sie es ab und ändern Sie Ihr Passwort.
session-current = Dieses Gerät
session-changed-badge = Geändert
session-active-now = Jetzt aktiv
session-changed = Am { $time } wurde diese Sitzung mit einem anderen Browser oder Betriebssystem verwendet. Wenn Sie das nicht waren, melden Sie sie ab und ändern Sie Ihr Passwort.
session-signed-in = Angemeldet:
session-last-seen = Zuletzt aktiv: { $ago }
sessions-no-other = Keine anderen Geräte
sessions-no-other-lead = Wenn Sie sich auf einem anderen Gerät anmelden, erscheint es hier.
sign-out-everywhere = Überall abmelden
sign-out-everywhere-lead = Dadurch werden alle Sitzungen beendet, auch diese. Danach melden Sie sich erneut an.

## Security

security-title = Sicherheit
security-lead = Wie Sie sich anmelden und wie Sie wieder Zugang erhalten.
security-password-and-email = Passwort und E-Mail-Adresse
security-asks-for-password = Für jede Änderung wird Ihr aktuelles Passwort verlangt.
security-password-lead = Verwenden Sie eines, das Sie sonst nirgends verwenden.
security-password-changed = Ihr Passwort wurde geändert. Ihre anderen Geräte wurden abgemeldet.
password-change-hint = Mindestens { $min } Zeichen. Ihre anderen Geräte werden abgemeldet.
email-change-title = E-Mail-Adresse ändern
email-change-pending = Wir haben einen Link an Ihre neue Adresse gesendet. Öffnen Sie ihn vor dem { $time }, um die Änderung zu bestätigen. Auch Ihre aktuelle Adresse haben wir benachrichtigt.
email-change-new-address = Neue Adresse:
email-change-new = Neue E-Mail-Adresse
email-change-hint = Wir senden einen Link an diese Adresse. Geändert wird sie, sobald Sie ihn öffnen.
email-change-submit = E-Mail-Adresse ändern
delete-title = Konto löschen
delete-lead = Ihr Konto und alle zugehörigen Daten werden endgültig gelöscht.
delete-question = Ihr Konto löschen?
delete-data = Ihr Name, Ihre E-Mail-Adresse, Ihre Geräte und Ihre Aktivitäten werden sofort gelöscht.
delete-devices = Sie werden auf allen Geräten abgemeldet.
delete-names = Ihre E-Mail-Adresse kann sofort wieder verwendet werden. Ihr Benutzername bleibt 30 Tage lang reserviert.
delete-submit = Konto löschen

## Activity

activity-title = Aktivitäten
activity-lead = Was in Ihrem Konto passiert ist. Zeitangaben in UTC.
activity-in-utc = Zeitangaben in UTC.
activity-latest = Neueste Aktivitäten
activity-empty = Keine älteren Aktivitäten.
activity-older = Ältere Aktivitäten
event-registered = Konto erstellt
event-registered-by-admin = Ein Administrator hat das Konto erstellt
event-signed-in = Angemeldet
event-sign-in-failed = Anmeldung fehlgeschlagen: falsches Passwort
event-signed-out = Abgemeldet
event-session-revoked = Ein Gerät wurde von einem anderen Gerät aus abgemeldet
event-session-revoked-by-admin = Ein Administrator hat ein Gerät abgemeldet
event-refresh-reused = Token erneut verwendet; die Sitzung wurde beendet
event-device-changed = Eine Sitzung wurde mit einem anderen Browser oder Betriebssystem verwendet
event-password-changed = Passwort geändert
event-password-changed-by-admin = Ein Administrator hat das Passwort geändert
event-password-reset = Passwort per E-Mail zurückgesetzt
event-email-change-requested = Änderung der E-Mail-Adresse angefordert
event-email-changed = E-Mail-Adresse geändert
event-email-verified = E-Mail-Adresse bestätigt
event-profile-changed = Benutzername oder Name geändert
event-roles-changed = Ein Administrator hat die Rollen geändert
event-disabled = Ein Administrator hat das Konto gesperrt
event-enabled = Ein Administrator hat das Konto entsperrt

## Administration

admin-overview = Übersicht
admin-accounts = Konten
admin-overview-lead = { $users ->
    [one] Ein Konto. Zeitangaben in UTC.
   *[other] { $users } Konten. Zeitangaben in UTC.
}
admin-range = Zeitraum
range-day = 24 Stunden
range-week = 7 Tage
range-month = 30 Tage
range-year = 1 Jahr
admin-theft = Am { $time } wurde eine kopierte Sitzung gestoppt. Die Sitzung wurde beendet und der Kontoinhaber benachrichtigt.
admin-theft-look = Im Protokoll ansehen
admin-table = Alle Zahlen
admin-hour = Stunde
admin-day = Tag
admin-week = Woche
admin-sign-ins = Anmeldungen
admin-failed-sign-ins = Fehlgeschlagene Anmeldungen
admin-registrations = Registrierungen
admin-live-sessions = Aktive Sitzungen
admin-token-reuse = Erneut verwendete Token
chart-most-hour = höchstens { $most } pro Stunde
chart-most-day = höchstens { $most } pro Tag
chart-most-week = höchstens { $most } pro Woche
chart-now = derzeit, höchstens { $most }
chart-this-hour = Diese Stunde
chart-this-week = Diese Woche
chart-week-from = Woche ab { $date }
chart-bar = { $date }: { $number }
all = Alle
sort-oldest = Älteste zuerst
sort-newest = Neueste zuerst
admin-search-label = Benutzername, E-Mail-Adresse oder Name
admin-search = Suchen
admin-none-found = Keine Konten gefunden.
admin-none-found-lead = Prüfen Sie die Schreibweise oder suchen Sie nach einem Teil des Namens oder der Adresse.
admin-show-all = Alle Konten anzeigen
admin-account = Konto
admin-state = Status
admin-sort = Sortieren nach
admin-last-seen = Zuletzt aktiv
admin-all-activity = Alle Aktivitäten
admin-log = Protokoll
admin-log-lead = Was in allen Konten passiert ist, das Neueste zuerst.
admin-log-export = Als CSV exportieren
admin-log-search-label = Konto oder IP-Adresse
admin-log-group = Ereignis
admin-log-period = Zeitraum
admin-log-when = Zeit
admin-log-event = Ereignis
admin-log-device = Gerät
admin-log-ip = IP-Adresse
admin-log-deleted = Gelöschtes Konto
admin-log-none = Keine Ereignisse gefunden.
admin-log-no-more = Keine älteren Ereignisse.
admin-log-all = Alle Ereignisse anzeigen
group-sign-ins = An- und Abmeldungen
group-changes = Kontoänderungen
admin-no-more = Keine weiteren Konten.
admin-disabled = Gesperrt
admin-enabled = Aktiv
admin-first-page = Erste Seite
admin-next-page = Nächste Seite
admin-own-account = Das ist Ihr eigenes Konto.
admin-disabled-since = Gesperrt seit
admin-devices = Geräte
admin-no-devices = Es ist kein Gerät angemeldet.
admin-details = Angaben
admin-actions = Aktionen
admin-actions-lead = Jede Aktion muss erst bestätigt werden.
admin-dangerous = Gefährliche Aktionen

promote-button = Zum Administrator machen
promote-consequence = Administratoren können alle Konten ansehen, ändern, sperren und löschen.
promote-done = Dieses Konto hat jetzt Administratorrechte.
demote-button = Administratorrechte entziehen
demote-consequence = Das Konto funktioniert weiter, verliert aber sofort seine Administratorrechte.
demote-done = Dieses Konto hat keine Administratorrechte mehr.
sign-out-button = Überall abmelden
sign-out-consequence = Auf jedem Gerät ist eine neue Anmeldung nötig.
sign-out-done = Dieses Konto wurde überall abgemeldet.
disable-button = Konto sperren
disable-consequence = Alle Geräte werden abgemeldet, und mit dem Konto kann sich niemand anmelden, bis es entsperrt wird.
disable-done = Dieses Konto ist gesperrt.
enable-button = Konto entsperren
enable-consequence = Mit dem Konto kann man sich wieder anmelden. Das Passwort bleibt gleich.
enable-done = Dieses Konto ist entsperrt.
delete-button = Konto löschen
delete-consequence = Das Konto und seine Sitzungen werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.
delete-done = Das Konto wurde gelöscht.

## Other pages

one-moment = Einen Moment
one-moment-lead = Wenn es nicht von selbst weitergeht, wählen Sie die Schaltfläche.
back-to-home = Zur Startseite
error-request-id = Wenn Sie sich an den Support wenden, geben Sie diese ID an:
error-status = Fehler { $status }
error-wait = Wartezeit
wait-seconds = { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
}
wait-minutes = { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}
try-again = Erneut versuchen

## Titles of error pages

title-malformed = Ungültige Anfrage
title-not-found = Seite nicht gefunden
title-method-not-allowed = Methode nicht erlaubt
title-payload-too-large = Anfrage zu groß
title-unsupported-media-type = Medientyp nicht unterstützt
title-request-timeout = Zeitüberschreitung
title-cross-site = Anfrage von einer anderen Website
title-invalid = Eingaben fehlerhaft
title-email-taken = E-Mail-Adresse vergeben
title-username-taken = Benutzername vergeben
title-last-admin = Letzter Administrator
title-invalid-link = Ungültiger Link
title-mail-unavailable = E-Mail nicht verfügbar
title-not-signed-in = Nicht angemeldet
title-account-disabled = Konto gesperrt
title-forbidden = Nicht erlaubt
title-wrong-password = Falsches Passwort
title-rate-limited = Zu viele Versuche
title-busy = Server ausgelastet
title-internal = Etwas ist schiefgegangen

## What went wrong and what to do about it

error-malformed = Der Inhalt der Anfrage konnte nicht gelesen werden.
error-not-found = Unter dieser Adresse wurde nichts gefunden.
error-method-not-allowed = Diese Methode ist hier nicht erlaubt.
error-payload-too-large = Der Inhalt der Anfrage ist größer als 16 KiB.
error-unsupported-media-type = Der Inhaltstyp oder die Kodierung der Anfrage wird nicht unterstützt.
error-request-timeout = Der Inhalt der Anfrage ist nicht rechtzeitig angekommen.
error-cross-site = Anfragen von anderen Websites können hier nichts ändern.
error-cross-site-browser = Der Browser meldet, dass dies von einer anderen Website gesendet wurde (Sec-Fetch-Site: { $site }). Öffnen Sie { $url } und versuchen Sie es von dort aus erneut.
error-cross-site-origin = Dies wurde von { $origin } gesendet, aber dieser Server ist mit PUBLIC_URL={ $url } konfiguriert. Öffnen Sie { $url } und versuchen Sie es von dort aus erneut. Wenn Sie diesen Server betreiben, setzen Sie PUBLIC_URL auf die Adresse, die Browser verwenden.
error-cross-site-empty-origin = Dies wurde mit leerem Origin-Header gesendet, aber dieser Server ist mit PUBLIC_URL={ $url } konfiguriert. Öffnen Sie { $url } und versuchen Sie es von dort aus erneut. Wenn Sie diesen Server betreiben, setzen Sie PUBLIC_URL auf die Adresse, die Browser verwenden.
error-invalid = Korrigieren Sie die genannten Felder und senden Sie die Anfrage erneut.
error-email-taken = Zu dieser E-Mail-Adresse gibt es bereits ein Konto.
error-username-taken = Dieser Benutzername ist vergeben. Wählen Sie einen anderen.
error-last-admin = Es muss mindestens einen Administrator geben. Machen Sie zuerst ein anderes Konto zum Administrator.
error-invalid-link = Dieser Link oder Code ist ungültig oder abgelaufen. Fordern Sie einen neuen an.
error-mail-unavailable = Dafür ist E-Mail nötig, die auf diesem Server nicht eingerichtet ist.
error-wrong-credentials = E-Mail-Adresse, Benutzername oder Passwort ist falsch.
error-account-disabled = Dieses Konto ist gesperrt.
error-forbidden = Das dürfen nur Administratoren.
error-wrong-password = Das aktuelle Passwort ist falsch.
error-access-missing = Melden Sie sich zuerst an.
error-access-invalid = Das Zugriffstoken ist ungültig.
error-access-expired = Das Zugriffstoken ist abgelaufen.
error-access-revoked = Die Sitzung dieses Zugriffstokens ist beendet.
error-refresh-missing = Ein Aktualisierungstoken ist erforderlich.
error-refresh-invalid = Das Aktualisierungstoken ist ungültig.
error-refresh-expired = Das Aktualisierungstoken ist abgelaufen.
error-refresh-revoked = Die Sitzung dieses Aktualisierungstokens ist beendet.
error-refresh-reused = Dieses Aktualisierungstoken wurde bereits ersetzt. Es könnte gestohlen sein. Deshalb wurde seine Sitzung beendet.
error-rate-limited = Zu viele Versuche. Warten Sie etwas und versuchen Sie es erneut.
error-rate-limited-long = Zu viele Anfragen. Versuchen Sie es in einer Stunde erneut.
error-busy = Der Server ist ausgelastet. Versuchen Sie es in Kürze erneut.
error-internal = Bei uns ist etwas schiefgegangen. Versuchen Sie es später erneut.

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = Das Formular konnte nicht gelesen werden. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es erneut.
error-page-method-not-allowed = Diese Adresse nimmt nur Formulare an.
error-page-payload-too-large = Das Formular ist zu groß.
error-page-request-timeout = Das Formular ist nicht rechtzeitig angekommen. Gehen Sie zurück und versuchen Sie es erneut.
error-form-invalid = Bitte korrigieren Sie die folgenden Fehler.

## What was done

signed-out-message = Abgemeldet.

## What is wrong with a field

field-required = Pflichtfeld.
field-string = Muss eine Zeichenkette sein.
field-string-or-null = Muss eine Zeichenkette oder null sein.
field-strings = Muss eine Liste von Zeichenketten sein.
field-boolean = Muss true oder false sein.
field-limit = Muss eine Zahl von 1 bis 100 sein.
field-cursor = Muss der Wert von nextCursor aus einer früheren Antwort sein.
field-event-id = Muss die ID eines Ereignisses sein.
field-choice = Muss einer dieser Werte sein: { $values }.
field-too-short = Verwenden Sie mindestens { $min } Zeichen.
field-too-long = Verwenden Sie höchstens { $max } Zeichen.
field-username-characters = Verwenden Sie nur Buchstaben von a bis z, Ziffern, Punkte, _ und -.
field-username-start = Beginnen Sie mit einem Buchstaben oder einer Ziffer.
field-username-reserved = Dieser Benutzername ist reserviert. Wählen Sie einen anderen.
field-email-invalid = Geben Sie eine gültige E-Mail-Adresse ein.
field-email-unchanged = Das ist bereits Ihre E-Mail-Adresse.
field-control-characters = Entfernen Sie die Steuerzeichen.
field-password-common = Dieses Passwort ist zu verbreitet. Wählen Sie ein anderes.
field-password-account-name = Das ist Ihrem Benutzernamen oder Ihrer E-Mail-Adresse zu ähnlich. Wählen Sie ein anderes Passwort.
field-password-unchanged = Das ist bereits Ihr Passwort. Wählen Sie ein anderes.

## Mails

mail-greeting = Guten Tag { $username },
mail-sent-by = Gesendet von
mail-code = Oder öffnen Sie diese Seite auf einem beliebigen Gerät und geben Sie Ihre E-Mail-Adresse und diesen Code ein:
mail-lifetime = { $hours ->
    [one] Der Link und der Code gelten eine Stunde und nur einmal.
   *[other] Der Link und der Code gelten { $hours } Stunden und nur einmal.
}

mail-verify-email-subject = Bestätigen Sie Ihre E-Mail-Adresse
mail-verify-email-reason = Mit dieser E-Mail-Adresse wurde ein Konto registriert. Bitte bestätigen Sie, dass sie Ihnen gehört.
mail-verify-email-otherwise = Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Die Adresse bleibt dann unbestätigt.
mail-verify-email-button = Adresse bestätigen

mail-change-email-subject = Bestätigen Sie Ihre neue E-Mail-Adresse
mail-change-email-reason = Sie möchten diese E-Mail-Adresse für Ihr Konto verwenden. Die Änderung gilt, sobald Sie sie bestätigen.
mail-change-email-otherwise = Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail. Es ändert sich nichts.
mail-change-email-button = Neue Adresse bestätigen

mail-reset-password-subject = Setzen Sie Ihr Passwort zurück
mail-reset-password-reason = Wir haben eine Anfrage erhalten, Ihr Passwort zurückzusetzen. Wenn Sie ein neues festlegen, werden alle Ihre Geräte abgemeldet.
mail-reset-password-otherwise = Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail. Ihr Passwort bleibt unverändert.
mail-reset-password-button = Passwort zurücksetzen

mail-email-change-requested-subject = Änderung Ihrer E-Mail-Adresse angefordert
mail-email-change-requested-reason = Jemand möchte die E-Mail-Adresse Ihres Kontos ändern. Es ändert sich nichts, bis die neue Adresse bestätigt ist.
mail-email-change-requested-otherwise = Wenn Sie das nicht waren, kennt jemand anderes Ihr Passwort. Setzen Sie es zurück; damit wird auch die Änderung abgebrochen:

mail-email-changed-subject = Ihre E-Mail-Adresse wurde geändert
mail-email-changed-reason = Die E-Mail-Adresse Ihres Kontos wurde geändert. E-Mails zu Ihrem Konto gehen nicht mehr an diese Adresse.
mail-email-changed-otherwise = Wenn Sie das nicht waren, wenden Sie sich sofort an den Support.
mail-email-changed-otherwise-at = Wenn Sie das nicht waren, wenden Sie sich sofort an den Support:

mail-password-changed-subject = Ihr Passwort wurde geändert
mail-password-changed-reason = Das Passwort Ihres Kontos wurde soeben geändert.
mail-password-changed-otherwise = Wenn Sie das nicht waren, setzen Sie Ihr Passwort sofort zurück:
