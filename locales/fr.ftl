### Français. L’ordre est celui de en.ftl. Vouvoiement.

## Words that several pages share

# What the language calls itself.
language-name = Français
language = Langue :
cancel = Annuler
go-on = Continuer
meta-description = Connectez-vous à votre compte, créez-en un ou gérez-le.
skip-to-content = Aller au contenu
sign-in = Se connecter
sign-out = Se déconnecter
register = Créer un compte
username = Nom d’utilisateur
email-address = Adresse e-mail
name = Nom
password = Mot de passe
current-password = Mot de passe actuel
new-password = Nouveau mot de passe
confirmed = Confirmée
not-confirmed = À confirmer
name-optional = Nom (facultatif)
change = Changer
close = Fermer
pages = Pages
account-id = ID du compte
show = Afficher
hide = Masquer
caps-lock = Le verrouillage des majuscules est activé.
strength-1 = Faible. Ajoutez d’autres mots.
strength-2 = Moyen. Ajoutez encore un ou deux mots.
strength-3 = Bon.
strength-4 = Fort.
cannot-be-undone = Cette action est irréversible.
today = Aujourd’hui
yesterday = Hier
earlier = Plus tôt
role = Rôle
role-administrator = Administrateur
role-user = Utilisateur
member-since = Membre depuis
your-account = Votre compte
administration = Administration
forgot-password = Mot de passe oublié ?
change-password = Changer le mot de passe
change-your-password = Changer votre mot de passe
enter-code-instead = Saisir plutôt le code
password-hint = Au moins { $min } caractères. Quelques mots sans rapport entre eux conviennent bien.
terms = Conditions d’utilisation
privacy = Confidentialité
help = Aide

## Dates. Times are in UTC.

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
date-time = { $date } à { $time } UTC
time-of-day = { $time } UTC
ago-moment = à l’instant
ago-minutes = { $minutes ->
    [one] il y a { $minutes } minute
   *[other] il y a { $minutes } minutes
}
ago-hours = { $hours ->
    [one] il y a { $hours } heure
   *[other] il y a { $hours } heures
}
ago-days = { $days ->
    [one] il y a { $days } jour
   *[other] il y a { $days } jours
}

## What a browser or a program is called

client-browser-on-system = { $browser } sur { $system }
client-unknown-browser = Navigateur inconnu sur { $system }
client-unknown = Appareil inconnu
device-computer = Ordinateur
device-phone = Téléphone
device-tablet = Tablette
device-program = Programme
client-was = { $now } (connecté avec { $before })

## Signing in

login-identifier = Adresse e-mail ou nom d’utilisateur
login-remember = Rester connecté
login-no-account = Pas encore de compte ?
login-password-reset = Votre mot de passe a été réinitialisé. Connectez-vous avec le nouveau mot de passe.
login-account-deleted = Votre compte a été supprimé.
login-what-to-do = Que faire ?
login-step-sign-in = Reconnectez-vous ci-dessous.
login-step-change-password = Changez votre mot de passe.
login-step-check-devices = Vérifiez vos appareils et déconnectez ceux que vous ne reconnaissez pas.

# Why the visitor has to sign in again.
signed-out-expired = Votre session a expiré. Reconnectez-vous pour continuer.
signed-out = Vous avez été déconnecté. Reconnectez-vous pour continuer.
signed-out-password-changed = Votre mot de passe a été changé. Vos autres appareils ont donc été déconnectés.
signed-out-admin = Un administrateur a mis fin à votre session.
signed-out-security = Une copie de votre session a été utilisée ailleurs. Nous y avons mis fin pour protéger votre compte. Si cela se reproduit, changez votre mot de passe.
signed-out-elsewhere-detail = Vous avez été déconnecté depuis un autre appareil le { $time }.
signed-out-password-changed-detail = Il a été changé le { $time }. Si ce n’était pas vous, quelqu’un d’autre connaît votre mot de passe.
signed-out-admin-detail = Elle a pris fin le { $time }.
signed-out-security-detail = La copie a été utilisée le { $time }.
signed-out-security-address-detail = La copie a été utilisée le { $time } depuis { $ip }. Si vous ne reconnaissez pas cette adresse, connectez-vous, changez votre mot de passe et déconnectez les appareils que vous ne reconnaissez pas.

## Registering

register-title = Créez votre compte
register-submit = Créer le compte
register-username-optional = Nom d’utilisateur (facultatif)
register-username-hint = De 3 à 32 caractères : lettres de a à z, chiffres, points, _ et -. Commencez par une lettre ou un chiffre.
register-username-optional-hint = De 3 à 32 caractères : lettres de a à z, chiffres, points, _ et -. Commencez par une lettre ou un chiffre. Si vous laissez ce champ vide, nous créons un nom à partir de votre adresse e-mail.
register-have-account = Vous avez déjà un compte ?

## Forgotten passwords

forgot-lead = Saisissez votre adresse e-mail. Nous vous enverrons un lien et un code.
forgot-submit = Envoyer l’e-mail
check-mail = Consultez vos e-mails
forgot-sent = S’il existe un compte avec cette adresse, nous lui avons envoyé un e-mail avec un lien et un code pour réinitialiser le mot de passe. Ils sont valables une heure.
forgot-check-spam = Pas d’e-mail après quelques minutes ? Regardez dans vos courriers indésirables.
forgot-again = Renvoyer l’e-mail
back-to-sign-in = Retour à la connexion
reset-title = Définir un nouveau mot de passe
reset-submit = Définir le mot de passe
reset-note = Tous vos appareils seront déconnectés.
reset-link-too-old = Lien expiré ?
reset-request-link = Demander un nouveau lien

## Confirming an address

code = Code
code-hint = Les six chiffres reçus par e-mail.
code-email-hint = L’adresse à laquelle l’e-mail a été envoyé.
verify-title = Confirmez votre adresse e-mail
verify-done-title = Adresse e-mail confirmée
verify-not-you = Vous n’avez pas créé de compte ici ? Fermez cette page. Il ne se passera rien.
verify-press = Appuyez sur le bouton pour confirmer que cette adresse e-mail est la vôtre.
verify-submit = Confirmer
verify-need-code = Besoin d’un nouveau code ?
verify-request-code = Demandez-le dans votre compte
verify-go-to-account = Accéder à votre compte
verify-already = Votre adresse e-mail est déjà confirmée.
verify-done = Votre adresse e-mail est confirmée.
verify-changed = Votre nouvelle adresse e-mail est confirmée. Utilisez-la désormais pour vous connecter. Vos autres appareils ont été déconnectés.
verify-taken = Un autre compte utilise désormais cette adresse e-mail. La vôtre n’a donc pas été changée.
verify-resent = Si votre adresse n’est pas encore confirmée, nous vous avons envoyé un e-mail.

## The account

nav-account = Compte
nav-sessions = Appareils
nav-security = Sécurité
nav-activity = Activité
profile-edit = Modifier votre profil
profile-details = Vos informations
profile-details-lead = Les administrateurs peuvent voir votre nom et votre nom d’utilisateur.
profile-email-lead = Pour vous connecter et recevoir les liens et les alertes de sécurité.
profile-about = À propos de ce compte
profile-unverified-title = Confirmez votre adresse e-mail
profile-unverified = Ouvrez le lien que nous vous avons envoyé. Sans cela, vous ne pouvez pas réinitialiser votre mot de passe.
profile-enter-code = Saisir le code
profile-resend = Renvoyer le lien
edit-username-hint = De 3 à 32 caractères : lettres de a à z, chiffres, points, _ et -. Votre ancien nom d’utilisateur vous reste réservé pendant 30 jours.
edit-submit = Enregistrer les modifications

## Devices

sessions-title = Vos appareils
sessions-lead = Ces appareils sont connectés à votre compte. Si vous n’en reconnaissez pas un, déconnectez-le et changez votre mot de passe.
session-current = Cet appareil
session-changed-badge = A changé
session-active-now = Actif maintenant
session-changed = Le { $time }, cette session a été utilisée depuis un autre navigateur ou système d’exploitation. Si ce n’était pas vous, mettez-y fin et changez votre mot de passe.
session-signed-in = Connexion :
session-last-seen = Dernière activité : { $ago }
sessions-no-other = Aucun autre appareil
sessions-no-other-lead = Lorsque vous vous connectez sur un autre appareil, il apparaît ici.
sign-out-everywhere = Se déconnecter partout
sign-out-everywhere-lead = Toutes les sessions prennent fin, y compris celle-ci. Vous devrez ensuite vous reconnecter.

## Security

security-title = Sécurité
security-lead = Comment vous vous connectez, et comment vous retrouvez l’accès à votre compte.
security-password-and-email = Mot de passe et adresse e-mail
security-asks-for-password = Votre mot de passe actuel est demandé à chaque changement.
security-password-lead = Choisissez-en un que vous n’utilisez nulle part ailleurs.
security-password-changed = Votre mot de passe a été changé et vos autres appareils ont été déconnectés.
password-change-hint = Au moins { $min } caractères. Vos autres appareils seront déconnectés.
email-change-title = Changer votre adresse e-mail
email-change-pending = Nous avons envoyé un lien à votre nouvelle adresse. Ouvrez-le avant le { $time } pour confirmer le changement. Votre adresse actuelle a aussi été prévenue.
email-change-new-address = Nouvelle adresse :
email-change-new = Nouvelle adresse e-mail
email-change-hint = Nous y enverrons un lien. Votre adresse changera lorsque vous l’ouvrirez.
email-change-submit = Changer l’adresse e-mail
delete-title = Supprimer votre compte
delete-lead = Votre compte et toutes ses données seront définitivement supprimés.
delete-question = Supprimer votre compte ?
delete-data = Votre nom, votre adresse e-mail, vos appareils et votre activité sont supprimés immédiatement.
delete-devices = Vous êtes déconnecté sur tous vos appareils.
delete-names = Votre adresse e-mail peut être réutilisée aussitôt. Votre nom d’utilisateur reste réservé pendant 30 jours.
delete-submit = Supprimer le compte

## Activity

activity-title = Activité
activity-lead = Ce qui s’est passé sur votre compte. Les heures sont en UTC.
activity-in-utc = Les heures sont en UTC.
activity-latest = Activité la plus récente
activity-empty = Aucune activité plus ancienne.
activity-older = Activité plus ancienne
event-registered = Compte créé
event-registered-by-admin = Un administrateur a créé le compte
event-signed-in = Connexion
event-sign-in-failed = Échec de connexion : mot de passe incorrect
event-signed-out = Déconnexion
event-session-revoked = Un appareil a été déconnecté depuis un autre appareil
event-session-revoked-by-admin = Un administrateur a déconnecté un appareil
event-refresh-reused = Réutilisation d’un jeton détectée ; la session a pris fin
event-device-changed = Une session a été utilisée depuis un autre navigateur ou système d’exploitation
event-password-changed = Mot de passe changé
event-password-changed-by-admin = Un administrateur a changé le mot de passe
event-password-reset = Mot de passe réinitialisé par e-mail
event-email-change-requested = Changement d’adresse e-mail demandé
event-email-changed = Adresse e-mail changée
event-email-verified = Adresse e-mail confirmée
event-profile-changed = Nom d’utilisateur ou nom modifié
event-roles-changed = Un administrateur a modifié les rôles
event-disabled = Un administrateur a désactivé le compte
event-enabled = Un administrateur a réactivé le compte

## Administration

admin-overview = Vue d’ensemble
admin-accounts = Comptes
admin-overview-lead = { $users ->
    [one] Un compte. Les heures sont en UTC.
   *[other] { $users } comptes. Les heures sont en UTC.
}
admin-range = Période
range-day = 24 heures
range-week = 7 jours
range-month = 30 jours
range-year = 1 an
admin-theft = L’utilisation d’une session copiée a été bloquée le { $time }. La session a pris fin et son propriétaire a été prévenu.
admin-theft-look = Voir dans le journal
admin-table = Tous les chiffres
admin-hour = Heure
admin-day = Jour
admin-week = Semaine
admin-sign-ins = Connexions
admin-failed-sign-ins = Échecs de connexion
admin-registrations = Inscriptions
admin-live-sessions = Sessions actives
admin-token-reuse = Réutilisations de jeton détectées
chart-most-hour = au plus { $most } par heure
chart-most-day = au plus { $most } par jour
chart-most-week = au plus { $most } par semaine
chart-now = actuellement, au plus { $most }
chart-this-hour = Heure en cours
chart-this-week = Semaine en cours
chart-week-from = Semaine du { $date }
chart-bar = { $date } : { $number }
all = Tout
sort-oldest = Les plus anciens d’abord
sort-newest = Les plus récents d’abord
admin-search-label = Nom d’utilisateur, adresse e-mail ou nom
admin-search = Rechercher
admin-none-found = Aucun compte trouvé.
admin-none-found-lead = Vérifiez l’orthographe ou recherchez une partie du nom ou de l’adresse.
admin-show-all = Afficher tous les comptes
admin-account = Compte
admin-state = État
admin-sort = Trier par
admin-last-seen = Dernière activité
admin-all-activity = Toute l’activité
admin-log = Journal
admin-log-lead = Ce qui s’est passé sur tous les comptes, du plus récent au plus ancien.
admin-log-export = Exporter en CSV
admin-log-search-label = Compte ou adresse IP
admin-log-group = Événement
admin-log-period = Période
admin-log-when = Date et heure
admin-log-event = Événement
admin-log-device = Appareil
admin-log-ip = Adresse IP
admin-log-deleted = Compte supprimé
admin-log-none = Aucun événement trouvé.
admin-log-no-more = Aucun événement plus ancien.
admin-log-all = Afficher tous les événements
group-sign-ins = Connexions et déconnexions
group-changes = Modifications du compte
admin-no-more = Il n’y a pas d’autres comptes.
admin-disabled = Désactivé
admin-enabled = Actif
admin-first-page = Première page
admin-next-page = Page suivante
admin-own-account = C’est votre propre compte.
admin-disabled-since = Désactivé depuis
admin-devices = Appareils
admin-no-devices = Aucun appareil n’est connecté.
admin-details = Détails
admin-actions = Actions
admin-actions-lead = Une confirmation est demandée avant chaque action.
admin-dangerous = Actions dangereuses

promote-button = Nommer administrateur
promote-consequence = Les administrateurs peuvent consulter, modifier, désactiver et supprimer tous les comptes.
promote-done = Ce compte est désormais administrateur.
demote-button = Retirer le rôle d’administrateur
demote-consequence = Le compte continue de fonctionner, mais perd immédiatement le rôle d’administrateur.
demote-done = Ce compte n’est plus administrateur.
sign-out-button = Déconnecter partout
sign-out-consequence = Il faudra se reconnecter sur chaque appareil.
sign-out-done = Ce compte a été déconnecté partout.
disable-button = Désactiver le compte
disable-consequence = Tous les appareils sont déconnectés et le compte ne peut plus se connecter tant qu’il n’est pas réactivé.
disable-done = Ce compte est désactivé.
enable-button = Réactiver le compte
enable-consequence = Le compte peut de nouveau se connecter avec son mot de passe actuel.
enable-done = Ce compte est réactivé.
delete-button = Supprimer le compte
delete-consequence = Le compte et ses sessions sont définitivement supprimés. Cette action est irréversible.
delete-done = Le compte a été supprimé.

## Other pages

one-moment = Un instant
one-moment-lead = Si cette page ne continue pas d’elle-même, appuyez sur le bouton.
back-to-home = Retour à l’accueil
error-request-id = Si vous contactez l’assistance, indiquez cet identifiant :
error-status = Erreur { $status }
error-wait = Attente
wait-seconds = { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
}
wait-minutes = { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}
try-again = Réessayer

## Titles of error pages

title-malformed = Requête incorrecte
title-not-found = Page introuvable
title-method-not-allowed = Méthode non autorisée
title-payload-too-large = Requête trop volumineuse
title-unsupported-media-type = Type de contenu non pris en charge
title-request-timeout = Délai dépassé
title-cross-site = Requête d’un autre site
title-invalid = Données non valides
title-email-taken = Adresse e-mail déjà utilisée
title-username-taken = Nom d’utilisateur déjà pris
title-last-admin = Dernier administrateur
title-invalid-link = Lien non valide
title-mail-unavailable = E-mail indisponible
title-not-signed-in = Non connecté
title-account-disabled = Compte désactivé
title-forbidden = Accès refusé
title-wrong-password = Mot de passe incorrect
title-rate-limited = Trop de tentatives
title-busy = Serveur occupé
title-internal = Une erreur s’est produite

## What went wrong and what to do about it

error-malformed = Le corps de la requête n’a pas pu être lu.
error-not-found = Rien n’a été trouvé à cette adresse.
error-method-not-allowed = Cette méthode n’est pas autorisée ici.
error-payload-too-large = Le corps de la requête dépasse 16 Kio.
error-unsupported-media-type = Le type de contenu ou l’encodage de la requête n’est pas pris en charge.
error-request-timeout = Le corps de la requête a mis trop de temps à arriver.
error-cross-site = Les requêtes d’autres sites ne peuvent rien modifier ici.
error-cross-site-browser = Le navigateur indique que cette requête vient d’un autre site (Sec-Fetch-Site: { $site }). Ouvrez { $url } et réessayez depuis cette adresse.
error-cross-site-origin = Cette requête vient de { $origin }, mais ce serveur est configuré avec PUBLIC_URL={ $url }. Ouvrez { $url } et réessayez depuis cette adresse. Si vous gérez ce serveur, indiquez dans PUBLIC_URL l’adresse que les navigateurs utilisent.
error-cross-site-empty-origin = Cette requête a un en-tête Origin vide, mais ce serveur est configuré avec PUBLIC_URL={ $url }. Ouvrez { $url } et réessayez depuis cette adresse. Si vous gérez ce serveur, indiquez dans PUBLIC_URL l’adresse que les navigateurs utilisent.
error-invalid = Corrigez les champs indiqués et renvoyez la requête.
error-email-taken = Un compte existe déjà avec cette adresse e-mail.
error-username-taken = Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.
error-last-admin = Il doit y avoir au moins un administrateur. Nommez d’abord un autre compte administrateur.
error-invalid-link = Ce lien ou ce code n’est pas valide ou a expiré. Demandez-en un nouveau.
error-mail-unavailable = Cette action nécessite l’e-mail, qui n’est pas configuré sur ce serveur.
error-wrong-credentials = Adresse e-mail, nom d’utilisateur ou mot de passe incorrect.
error-account-disabled = Ce compte est désactivé.
error-forbidden = Seuls les administrateurs peuvent faire cela.
error-wrong-password = Le mot de passe actuel est incorrect.
error-access-missing = Connectez-vous d’abord.
error-access-invalid = Le jeton d’accès n’est pas valide.
error-access-expired = Le jeton d’accès a expiré.
error-access-revoked = La session de ce jeton d’accès a pris fin.
error-refresh-missing = Un jeton de rafraîchissement est nécessaire.
error-refresh-invalid = Le jeton de rafraîchissement n’est pas valide.
error-refresh-expired = Le jeton de rafraîchissement a expiré.
error-refresh-revoked = La session de ce jeton de rafraîchissement a pris fin.
error-refresh-reused = Ce jeton de rafraîchissement a déjà été remplacé. Il a peut-être été volé ; sa session a donc pris fin.
error-rate-limited = Trop de tentatives. Patientez un peu, puis réessayez.
error-rate-limited-long = Trop de requêtes. Réessayez dans une heure.
error-busy = Le serveur est occupé. Réessayez dans un instant.
error-internal = Une erreur s’est produite de notre côté. Réessayez plus tard.

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = Le formulaire n’a pas pu être lu. Revenez en arrière, rechargez la page et réessayez.
error-page-method-not-allowed = Cette adresse n’accepte que des formulaires.
error-page-payload-too-large = Le formulaire est trop volumineux.
error-page-request-timeout = Le formulaire a mis trop de temps à arriver. Revenez en arrière et réessayez.
error-form-invalid = Veuillez corriger les erreurs ci-dessous.

## What was done

signed-out-message = Déconnecté.

## What is wrong with a field

field-required = Champ obligatoire.
field-string = Doit être une chaîne.
field-string-or-null = Doit être une chaîne ou null.
field-strings = Doit être une liste de chaînes.
field-boolean = Doit être true ou false.
field-limit = Doit être un nombre de 1 à 100.
field-cursor = Doit être la valeur nextCursor d’une réponse précédente.
field-event-id = Doit être l’identifiant d’un événement.
field-choice = Doit être l’une de ces valeurs : { $values }.
field-too-short = Utilisez au moins { $min } caractères.
field-too-long = Utilisez au plus { $max } caractères.
field-username-characters = Utilisez uniquement des lettres de a à z, des chiffres, des points, _ et -.
field-username-start = Commencez par une lettre ou un chiffre.
field-username-reserved = Ce nom d’utilisateur est réservé. Choisissez-en un autre.
field-email-invalid = Saisissez une adresse e-mail valide.
field-email-unchanged = C’est déjà votre adresse e-mail.
field-control-characters = Supprimez les caractères de contrôle.
field-password-common = Ce mot de passe est trop courant. Choisissez-en un autre.
field-password-account-name = Il ressemble trop à votre nom d’utilisateur ou à votre adresse e-mail. Choisissez-en un autre.
field-password-unchanged = C’est déjà votre mot de passe. Choisissez-en un autre.

## Mails

mail-greeting = Bonjour { $username },
mail-sent-by = Envoyé par
mail-code = Vous pouvez aussi ouvrir cette page sur n’importe quel appareil et saisir votre adresse e-mail et le code :
mail-lifetime = { $hours ->
    [one] Le lien et le code sont valables une heure et une seule fois.
   *[other] Le lien et le code sont valables { $hours } heures et une seule fois.
}

mail-verify-email-subject = Confirmez votre adresse e-mail
mail-verify-email-reason = Un compte a été créé avec cette adresse e-mail. Veuillez confirmer qu’elle est à vous.
mail-verify-email-otherwise = Si vous n’avez pas créé de compte, ignorez cet e-mail. L’adresse restera non confirmée.
mail-verify-email-button = Confirmer l’adresse

mail-change-email-subject = Confirmez votre nouvelle adresse e-mail
mail-change-email-reason = Vous avez demandé à utiliser cette adresse e-mail pour votre compte. Le changement prendra effet lorsque vous l’aurez confirmé.
mail-change-email-otherwise = Si vous n’avez rien demandé, ignorez cet e-mail. Rien ne changera.
mail-change-email-button = Confirmer la nouvelle adresse

mail-reset-password-subject = Réinitialisez votre mot de passe
mail-reset-password-reason = Nous avons reçu une demande de réinitialisation de votre mot de passe. Si vous en définissez un nouveau, tous vos appareils seront déconnectés.
mail-reset-password-otherwise = Si vous n’avez rien demandé, ignorez cet e-mail. Votre mot de passe ne changera pas.
mail-reset-password-button = Réinitialiser le mot de passe

mail-email-change-requested-subject = Changement d’adresse e-mail demandé
mail-email-change-requested-reason = Quelqu’un a demandé à changer l’adresse e-mail de votre compte. Rien ne change tant que la nouvelle adresse n’est pas confirmée.
mail-email-change-requested-otherwise = Si ce n’était pas vous, quelqu’un d’autre connaît votre mot de passe. Réinitialisez-le, ce qui annule aussi le changement :

mail-email-changed-subject = Votre adresse e-mail a été changée
mail-email-changed-reason = L’adresse e-mail de votre compte a été changée. Les e-mails qui concernent ce compte n’arrivent plus à cette adresse.
mail-email-changed-otherwise = Si ce n’était pas vous, contactez immédiatement l’assistance.
mail-email-changed-otherwise-at = Si ce n’était pas vous, contactez immédiatement l’assistance :

mail-password-changed-subject = Votre mot de passe a été changé
mail-password-changed-reason = Le mot de passe de votre compte vient d’être changé.
mail-password-changed-otherwise = Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe :
