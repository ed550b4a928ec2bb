### Every text that people read on pages, in mails, and in the `detail` and `message` of the API.
### `build.rs` turns each message into a method of `Locale`. A new language is a new file beside this one, in
### the same order; what it lacks is shown in English, and a test reports it.
###
### No message holds markup or part of a sentence. Codes, titles of problems and log lines are not texts.

## Words that several pages share

# What the language calls itself.
language-name = English
language = Language:
cancel = Cancel
go-on = Continue
meta-description = Sign in to your account, create one, or manage it.
skip-to-content = Skip to content
sign-in = Sign in
sign-out = Sign out
register = Register
username = Username
email-address = Email address
name = Name
password = Password
current-password = Current password
new-password = New password
confirmed = Confirmed
not-confirmed = Not confirmed
name-optional = Name (optional)
change = Change
close = Close
pages = Pages
account-id = Account ID
show = Show
hide = Hide
caps-lock = Caps Lock is on.
strength-1 = Weak. Add more words.
strength-2 = Fair. Add one or two more words.
strength-3 = Good.
strength-4 = Strong.
cannot-be-undone = This cannot be undone.
today = Today
yesterday = Yesterday
earlier = Earlier
role = Role
role-administrator = Administrator
role-user = User
member-since = Member since
your-account = Your account
administration = Administration
forgot-password = Forgot your password?
change-password = Change password
change-your-password = Change your password
enter-code-instead = Enter the code instead
password-hint = At least { $min } characters. A few unrelated words work well.
terms = Terms
privacy = Privacy
help = Help

## Dates. Times are in UTC.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
date-time = { $date }, { $time } UTC
time-of-day = { $time } UTC
ago-moment = just now
ago-minutes = { $minutes ->
    [one] { $minutes } minute ago
   *[other] { $minutes } minutes ago
}
ago-hours = { $hours ->
    [one] { $hours } hour ago
   *[other] { $hours } hours ago
}
ago-days = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}

## What a browser or a program is called

client-browser-on-system = { $browser } on { $system }
client-unknown-browser = Unknown browser on { $system }
client-unknown = Unknown device
device-computer = Computer
device-phone = Phone
device-tablet = Tablet
device-program = Program
client-was = { $now } (signed in as { $before })

## Signing in

login-identifier = Email address or username
login-remember = Keep me signed in
login-no-account = No account yet?
login-password-reset = Your password has been reset. Sign in with your new password.
login-account-deleted = Your account has been deleted.
login-what-to-do = What to do
login-step-sign-in = Sign in again below.
login-step-change-password = Change your password.
login-step-check-devices = Check your devices and sign out any that you don't recognize.

# Why the visitor has to sign in again.
signed-out-expired = Your session has expired. Sign in again to continue.
signed-out = You have been signed out. Sign in again to continue.
signed-out-password-changed = Your password was changed, so your other devices were signed out.
signed-out-admin = An administrator ended your session.
signed-out-security = A copy of your session was used somewhere else, so we ended it to protect your account. If this happens again, change your password.
signed-out-elsewhere-detail = You were signed out from another device on { $time }.
signed-out-password-changed-detail = It was changed on { $time }. If this wasn't you, someone else knows your password.
signed-out-admin-detail = It was ended on { $time }.
signed-out-security-detail = The copy was used on { $time }.
signed-out-security-address-detail = The copy was used on { $time } from { $ip }. If you don't recognize this address, sign in, change your password and sign out any devices you don't recognize.

## Registering

register-title = Create your account
register-submit = Create account
register-username-optional = Username (optional)
register-username-hint = 3 to 32 characters: letters a to z, digits, dots, _ and -. Start with a letter or digit.
register-username-optional-hint = 3 to 32 characters: letters a to z, digits, dots, _ and -. Start with a letter or digit. If you leave it empty, we create one from your email address.
register-have-account = Already have an account?

## Forgotten passwords

forgot-lead = Enter your email address and we'll send you a link and a code.
forgot-submit = Send email
check-mail = Check your email
forgot-sent = If an account with this address exists, we've sent it an email with a link and a code to reset the password. They work for one hour.
forgot-check-spam = No email after a few minutes? Check your spam folder.
forgot-again = Send it again
back-to-sign-in = Back to sign in
reset-title = Set a new password
reset-submit = Set password
reset-note = This signs out all your devices.
reset-link-too-old = Link too old?
reset-request-link = Request a new link

## Confirming an address

code = Code
code-hint = The six digits from the email.
code-email-hint = The address the email was sent to.
verify-title = Confirm your email address
verify-done-title = Email address confirmed
verify-not-you = Did you not register here? Close this page. Nothing will happen.
verify-press = Select the button to confirm that this email address is yours.
verify-submit = Confirm
verify-need-code = Need a new code?
verify-request-code = Request one in your account
verify-go-to-account = Go to your account
verify-already = Your email address is already confirmed.
verify-done = Your email address is confirmed.
verify-changed = Your new email address is confirmed. Use it to sign in from now on. Your other devices have been signed out.
verify-taken = Another account now uses this email address, so yours was not changed.
verify-resent = If your address is not confirmed yet, we've sent you an email.

## The account

nav-account = Account
nav-sessions = Devices
nav-security = Security
nav-activity = Activity
profile-edit = Edit your profile
profile-details = Your details
profile-details-lead = Administrators can see your name and username.
profile-email-lead = For signing in, links and security notices.
profile-about = About this account
profile-unverified-title = Confirm your email address
profile-unverified = Open the link we sent you. Without it, you cannot reset your password.
profile-enter-code = Enter the code
profile-resend = Send the link again
edit-username-hint = 3 to 32 characters: letters a to z, digits, dots, _ and -. Your old username stays reserved for you for 30 days.
edit-submit = Save changes

## Devices

sessions-title = Your devices
sessions-lead = These devices are signed in to your account. If you don't recognize one, sign it out and change your password.
session-current = This device
session-changed-badge = Changed
session-active-now = Active now
session-changed = On { $time } this session was used from a different browser or operating system. If this wasn't you, sign it out and change your password.
session-signed-in = Signed in:
session-last-seen = Last seen { $ago }
sessions-no-other = No other devices
sessions-no-other-lead = When you sign in on another device, it appears here.
sign-out-everywhere = Sign out everywhere
sign-out-everywhere-lead = This ends every session, including this one. You then sign in again.

## Security

security-title = Security
security-lead = How you sign in, and how you get back in.
security-password-and-email = Password and email
security-asks-for-password = Each change asks for your current password.
security-password-lead = Use one that you use nowhere else.
security-password-changed = Your password has been changed, and your other devices have been signed out.
password-change-hint = At least { $min } characters. Your other devices will be signed out.
email-change-title = Change your email address
email-change-pending = We've sent a link to your new address. Open it before { $time } to confirm the change. We've also notified your current address.
email-change-new-address = New address:
email-change-new = New email address
email-change-hint = We'll send it a link. Your address changes when you open it.
email-change-submit = Change email address
delete-title = Delete your account
delete-lead = This permanently deletes your account and all its data.
delete-question = Delete your account?
delete-data = Your name, email address, devices and activity are deleted now.
delete-devices = You are signed out on every device.
delete-names = Your email address can be used again at once. Your username stays reserved for 30 days.
delete-submit = Delete account

## Activity

activity-title = Activity
activity-lead = What happened to your account. Times are in UTC.
activity-in-utc = Times are in UTC.
activity-latest = Latest activity
activity-empty = No older activity.
activity-older = Older activity
event-registered = Account created
event-registered-by-admin = An administrator created the account
event-signed-in = Signed in
event-sign-in-failed = Failed sign-in: wrong password
event-signed-out = Signed out
event-session-revoked = A device was signed out from another device
event-session-revoked-by-admin = An administrator signed out a device
event-refresh-reused = Token reuse detected; the session was ended
event-device-changed = A session was used from a different browser or operating system
event-password-changed = Password changed
event-password-changed-by-admin = An administrator changed the password
event-password-reset = Password reset by email
event-email-change-requested = Email change requested
event-email-changed = Email address changed
event-email-verified = Email address confirmed
event-profile-changed = Username or name changed
event-roles-changed = An administrator changed the roles
event-disabled = An administrator disabled the account
event-enabled = An administrator enabled the account

## Administration

admin-overview = Overview
admin-accounts = Accounts
admin-overview-lead = { $users ->
    [one] One account. Times are in UTC.
   *[other] { $users } accounts. Times are in UTC.
}
admin-range = Time range
range-day = 24 hours
range-week = 7 days
range-month = 30 days
range-year = 1 year
admin-theft = A copied session was stopped on { $time }. The session was ended and its owner was notified.
admin-theft-look = View in the log
admin-table = All numbers
admin-hour = Hour
admin-day = Day
admin-week = Week
admin-sign-ins = Sign-ins
admin-failed-sign-ins = Failed sign-ins
admin-registrations = Registrations
admin-live-sessions = Active sessions
admin-token-reuse = Token reuse detected
chart-most-hour = at most { $most } in an hour
chart-most-day = at most { $most } in a day
chart-most-week = at most { $most } in a week
chart-now = now, at most { $most }
chart-this-hour = This hour
chart-this-week = This week
chart-week-from = Week from { $date }
chart-bar = { $date }: { $number }
all = All
sort-oldest = Oldest first
sort-newest = Newest first
admin-search-label = Username, email address or name
admin-search = Search
admin-none-found = No accounts found.
admin-none-found-lead = Check the spelling, or search for a part of the name or address.
admin-show-all = Show all accounts
admin-account = Account
admin-state = State
admin-sort = Sort by
admin-last-seen = Last seen
admin-all-activity = All activity
admin-log = Log
admin-log-lead = What happened in all accounts, the latest first.
admin-log-export = Export as CSV
admin-log-search-label = Account or IP address
admin-log-group = Event
admin-log-period = Period
admin-log-when = Time
admin-log-event = Event
admin-log-device = Device
admin-log-ip = IP address
admin-log-deleted = Deleted account
admin-log-none = No events found.
admin-log-no-more = No older events.
admin-log-all = Show all events
group-sign-ins = Sign-ins and sign-outs
group-changes = Account changes
admin-no-more = No more accounts.
admin-disabled = Disabled
admin-enabled = Active
admin-first-page = First page
admin-next-page = Next page
admin-own-account = This is your own account.
admin-disabled-since = Disabled since
admin-devices = Devices
admin-no-devices = No device is signed in.
admin-details = Details
admin-actions = Actions
admin-actions-lead = Each asks for confirmation first.
admin-dangerous = Dangerous actions

promote-button = Make administrator
promote-consequence = Administrators can view, change, disable and delete every account.
promote-done = This account is now an administrator.
demote-button = Remove administrator role
demote-consequence = The account keeps working but loses its administrator role immediately.
demote-done = This account is no longer an administrator.
sign-out-button = Sign out everywhere
sign-out-consequence = Every device has to sign in again.
sign-out-done = This account has been signed out everywhere.
disable-button = Disable account
disable-consequence = Every device is signed out, and the account cannot sign in until it is enabled again.
disable-done = This account is disabled.
enable-button = Enable account
enable-consequence = The account can sign in again with its existing password.
enable-done = This account is enabled.
delete-button = Delete account
delete-consequence = The account and its sessions are permanently deleted. This cannot be undone.
delete-done = The account has been deleted.

## Other pages

one-moment = One moment
one-moment-lead = If this page does not continue by itself, select the button.
back-to-home = Back to home
error-request-id = If you contact support, include this ID:
error-status = Error { $status }
error-wait = Wait
wait-seconds = { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}
wait-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
try-again = Try again

## Titles of error pages

title-malformed = Malformed request
title-not-found = Page not found
title-method-not-allowed = Method not allowed
title-payload-too-large = Request too large
title-unsupported-media-type = Unsupported media type
title-request-timeout = Request timed out
title-cross-site = Cross-site request
title-invalid = Validation failed
title-email-taken = Email address taken
title-username-taken = Username taken
title-last-admin = Last administrator
title-invalid-link = Invalid link
title-mail-unavailable = Email unavailable
title-not-signed-in = Not signed in
title-account-disabled = Account disabled
title-forbidden = Not allowed
title-wrong-password = Wrong password
title-rate-limited = Too many attempts
title-busy = Server busy
title-internal = Something went wrong

## What went wrong and what to do about it

error-malformed = The request body could not be parsed.
error-not-found = Nothing was found at this address.
error-method-not-allowed = This method is not allowed here.
error-payload-too-large = The request body exceeds 16 KiB.
error-unsupported-media-type = The content type or encoding of the request body is not supported.
error-request-timeout = The request body took too long to arrive.
error-cross-site = Requests from other sites cannot change anything here.
error-cross-site-browser = The browser reports that this was sent from another site (Sec-Fetch-Site: { $site }). Open { $url } and try again from there.
error-cross-site-origin = This was sent from { $origin }, but this server is configured as PUBLIC_URL={ $url }. Open { $url } and try again from there. If you run this server, set PUBLIC_URL to the address that browsers use.
error-cross-site-empty-origin = This was sent with an empty Origin header, but this server is configured as PUBLIC_URL={ $url }. Open { $url } and try again from there. If you run this server, set PUBLIC_URL to the address that browsers use.
error-invalid = Correct the listed fields and send the request again.
error-email-taken = An account with this email address already exists.
error-username-taken = This username is taken. Choose another.
error-last-admin = There must be at least one administrator. Make another account an administrator first.
error-invalid-link = This link or code is invalid or has expired. Request a new one.
error-mail-unavailable = This requires email, which is not configured on this server.
error-wrong-credentials = Wrong email address, username or password.
error-account-disabled = This account has been disabled.
error-forbidden = Only administrators can do this.
error-wrong-password = The current password is wrong.
error-access-missing = Sign in first.
error-access-invalid = The access token is invalid.
error-access-expired = The access token has expired.
error-access-revoked = The session of this access token has ended.
error-refresh-missing = A refresh token is required.
error-refresh-invalid = The refresh token is invalid.
error-refresh-expired = The refresh token has expired.
error-refresh-revoked = The session of this refresh token has ended.
error-refresh-reused = This refresh token has already been replaced. It may have been stolen, so its session has been ended.
error-rate-limited = Too many attempts. Wait a little and try again.
error-rate-limited-long = Too many requests. Try again in an hour.
error-busy = The server is busy. Try again shortly.
error-internal = Something went wrong on our side. Try again later.

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = The form could not be read. Go back, reload the page and try again.
error-page-method-not-allowed = This address only accepts forms.
error-page-payload-too-large = The form is too large.
error-page-request-timeout = The form took too long to arrive. Go back and try again.
error-form-invalid = Please fix the errors below.

## What was done

signed-out-message = Signed out.

## What is wrong with a field

field-required = Required.
field-string = Must be a string.
field-string-or-null = Must be a string or null.
field-strings = Must be a list of strings.
field-boolean = Must be true or false.
field-limit = Must be a number from 1 to 100.
field-cursor = Must be the nextCursor of an earlier response.
field-event-id = Must be the ID of an event.
field-choice = Must be one of: { $values }.
field-too-short = Use at least { $min } characters.
field-too-long = Use at most { $max } characters.
field-username-characters = Use only letters a to z, digits, dots, _ and -.
field-username-start = Start with a letter or digit.
field-username-reserved = This username is reserved. Choose another.
field-email-invalid = Enter a valid email address.
field-email-unchanged = This is already your email address.
field-control-characters = Remove control characters.
field-password-common = This password is too common. Choose another.
field-password-account-name = This is too similar to your username or email address. Choose another.
field-password-unchanged = This is already your password. Choose another.

## Mails

mail-greeting = Hello { $username },
mail-sent-by = Sent by
mail-code = Or open this page on any device and enter your email address and the code:
mail-lifetime = { $hours ->
    [one] The link and the code work once, for one hour.
   *[other] The link and the code work once, for { $hours } hours.
}

mail-verify-email-subject = Confirm your email address
mail-verify-email-reason = This email address was used to register an account. Please confirm that it is yours.
mail-verify-email-otherwise = If you did not register, ignore this email. The address will stay unconfirmed.
mail-verify-email-button = Confirm address

mail-change-email-subject = Confirm your new email address
mail-change-email-reason = You asked to use this email address for your account. The change takes effect once you confirm it.
mail-change-email-otherwise = If you did not request this, ignore this email. Nothing will change.
mail-change-email-button = Confirm new address

mail-reset-password-subject = Reset your password
mail-reset-password-reason = We received a request to reset your password. Setting a new one signs out all your devices.
mail-reset-password-otherwise = If you did not request this, ignore this email. Your password will not change.
mail-reset-password-button = Reset password

mail-email-change-requested-subject = Email change requested
mail-email-change-requested-reason = Someone asked to change the email address of your account. Nothing changes until the new address is confirmed.
mail-email-change-requested-otherwise = If this wasn't you, someone else knows your password. Reset it, which also cancels the change:

mail-email-changed-subject = Your email address was changed
mail-email-changed-reason = The email address of your account was changed. Emails about it no longer come to this address.
mail-email-changed-otherwise = If this wasn't you, contact support immediately.
mail-email-changed-otherwise-at = If this wasn't you, contact support immediately:

mail-password-changed-subject = Your password was changed
mail-password-changed-reason = The password of your account was just changed.
mail-password-changed-otherwise = If this wasn't you, reset your password immediately:
