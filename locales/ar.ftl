### العربية. الترتيب هو ترتيب en.ftl. الأرقام: 0-9.

## Words that several pages share

# What the language calls itself.
language-name = العربية
language = اللغة:
cancel = إلغاء
go-on = متابعة
meta-description = سجّل الدخول إلى حسابك أو أنشئ حسابًا أو أدِر حسابك.
skip-to-content = الانتقال إلى المحتوى
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
register = إنشاء حساب
username = اسم المستخدم
email-address = البريد الإلكتروني
name = الاسم
password = كلمة المرور
current-password = كلمة المرور الحالية
new-password = كلمة المرور الجديدة
confirmed = مؤكد
not-confirmed = غير مؤكد
name-optional = الاسم (اختياري)
change = تغيير
close = إغلاق
pages = الصفحات
account-id = معرّف الحساب
show = إظهار
hide = إخفاء
caps-lock = مفتاح Caps Lock مفعّل.
strength-1 = ضعيفة. أضف كلمات أخرى.
strength-2 = متوسطة. أضف كلمة أخرى أو كلمتين.
strength-3 = جيدة.
strength-4 = قوية.
cannot-be-undone = لا يمكن التراجع عن ذلك.
today = اليوم
yesterday = أمس
earlier = قبل ذلك
role = الدور
role-administrator = مسؤول
role-user = مستخدم
member-since = عضو منذ
your-account = حسابك
administration = الإدارة
forgot-password = هل نسيت كلمة المرور؟
change-password = تغيير كلمة المرور
change-your-password = تغيير كلمة مرورك
enter-code-instead = إدخال الرمز بدلًا من ذلك
password-hint = { $min ->
    [zero] على الأقل { $min } حرف. من المناسب استخدام بضع كلمات لا علاقة بينها.
    [one] حرف واحد على الأقل. من المناسب استخدام بضع كلمات لا علاقة بينها.
    [two] حرفان على الأقل. من المناسب استخدام بضع كلمات لا علاقة بينها.
    [few] على الأقل { $min } أحرف. من المناسب استخدام بضع كلمات لا علاقة بينها.
    [many] على الأقل { $min } حرفًا. من المناسب استخدام بضع كلمات لا علاقة بينها.
   *[other] على الأقل { $min } حرف. من المناسب استخدام بضع كلمات لا علاقة بينها.
}
terms = الشروط
privacy = الخصوصية
help = المساعدة

## Dates. Times are in UTC.

month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
date = { $day } { $month } { $year }
date-time = { $date } في { $time } بالتوقيت العالمي
time-of-day = { $time } بالتوقيت العالمي
ago-moment = الآن
ago-minutes = { $minutes ->
    [zero] قبل { $minutes } دقيقة
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $minutes } دقائق
    [many] قبل { $minutes } دقيقة
   *[other] قبل { $minutes } دقيقة
}
ago-hours = { $hours ->
    [zero] قبل { $hours } ساعة
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $hours } ساعات
    [many] قبل { $hours } ساعة
   *[other] قبل { $hours } ساعة
}
ago-days = { $days ->
    [zero] قبل { $days } يوم
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { $days } أيام
    [many] قبل { $days } يومًا
   *[other] قبل { $days } يوم
}

## What a browser or a program is called

client-browser-on-system = { $browser } على { $system }
client-unknown-browser = متصفح غير معروف على { $system }
client-unknown = جهاز غير معروف
device-computer = كمبيوتر
device-phone = هاتف
device-tablet = جهاز لوحي
device-program = برنامج
client-was = { $now } (سُجّل الدخول باستخدام { $before })

## Signing in

login-identifier = البريد الإلكتروني أو اسم المستخدم
login-remember = إبقائي مسجّل الدخول
login-no-account = ليس لديك حساب؟
login-password-reset = أُعيد تعيين كلمة مرورك. سجّل الدخول بكلمة المرور الجديدة.
login-account-deleted = حُذف حسابك.
login-what-to-do = ما عليك فعله
login-step-sign-in = سجّل الدخول مرة أخرى أدناه.
login-step-change-password = غيّر كلمة مرورك.
login-step-check-devices = راجع أجهزتك وسجّل الخروج من أي جهاز لا تتعرّف عليه.

# Why the visitor has to sign in again.
signed-out-expired = انتهت صلاحية جلستك. سجّل الدخول مرة أخرى للمتابعة.
signed-out = تم تسجيل خروجك. سجّل الدخول مرة أخرى للمتابعة.
signed-out-password-changed = تم تغيير كلمة مرورك، لذلك تم تسجيل الخروج من أجهزتك الأخرى.
signed-out-admin = أنهى أحد المسؤولين جلستك.
signed-out-security = استُخدمت نسخة من جلستك في مكان آخر، لذلك أنهيناها لحماية حسابك. إذا تكرر ذلك، فغيّر كلمة مرورك.
signed-out-elsewhere-detail = تم تسجيل خروجك باستخدام جهاز آخر في { $time }.
signed-out-password-changed-detail = تم تغييرها في { $time }. إذا لم تكن أنت من غيّرها، فإن شخصًا آخر يعرف كلمة مرورك.
signed-out-admin-detail = انتهت في { $time }.
signed-out-security-detail = استُخدمت النسخة في { $time }.
signed-out-security-address-detail = استُخدمت النسخة في { $time } من العنوان { $ip }. إذا لم تتعرّف على هذا العنوان، فسجّل الدخول وغيّر كلمة مرورك وسجّل الخروج من أي أجهزة لا تعرفها.

## Registering

register-title = إنشاء حسابك
register-submit = إنشاء الحساب
register-username-optional = اسم المستخدم (اختياري)
register-username-hint = من 3 إلى 32 حرفًا: الأحرف اللاتينية من a إلى z والأرقام والنقاط و _ و -. يجب أن يبدأ بحرف أو رقم.
register-username-optional-hint = من 3 إلى 32 حرفًا: الأحرف اللاتينية من a إلى z والأرقام والنقاط و _ و -. يجب أن يبدأ بحرف أو رقم. إذا تركته فارغًا، فسننشئ اسمًا من بريدك الإلكتروني.
register-have-account = هل لديك حساب بالفعل؟

## Forgotten passwords

forgot-lead = أدخل بريدك الإلكتروني وسنرسل إليك رابطًا ورمزًا.
forgot-submit = إرسال الرسالة
check-mail = تحقّق من بريدك الإلكتروني
forgot-sent = إذا كان هناك حساب بهذا العنوان، فقد أرسلنا إليه رسالة تتضمن رابطًا ورمزًا لإعادة تعيين كلمة المرور. وهما صالحان لمدة ساعة واحدة.
forgot-check-spam = لم تصلك أي رسالة بعد بضع دقائق؟ تحقّق من مجلد الرسائل غير المرغوب فيها.
forgot-again = إعادة إرسال الرسالة
back-to-sign-in = العودة إلى تسجيل الدخول
reset-title = تعيين كلمة مرور جديدة
reset-submit = تعيين كلمة المرور
reset-note = سيؤدي ذلك إلى تسجيل الخروج من جميع أجهزتك.
reset-link-too-old = هل الرابط قديم؟
reset-request-link = طلب رابط جديد

## Confirming an address

code = الرمز
code-hint = الأرقام الستة الواردة في الرسالة.
code-email-hint = العنوان الذي أُرسلت إليه الرسالة.
verify-title = تأكيد بريدك الإلكتروني
verify-done-title = تم تأكيد البريد الإلكتروني
verify-not-you = لم تنشئ حسابًا هنا؟ أغلق هذه الصفحة. لن يحدث شيء.
verify-press = اضغط على الزر لتأكيد أن هذا البريد الإلكتروني يخصك.
verify-submit = تأكيد
verify-need-code = هل تحتاج إلى رمز جديد؟
verify-request-code = اطلبه من حسابك
verify-go-to-account = الانتقال إلى حسابك
verify-already = بريدك الإلكتروني مؤكد بالفعل.
verify-done = تم تأكيد بريدك الإلكتروني.
verify-changed = تم تأكيد بريدك الإلكتروني الجديد. استخدمه لتسجيل الدخول من الآن فصاعدًا. تم تسجيل الخروج من أجهزتك الأخرى.
verify-taken = أصبح هذا البريد الإلكتروني مستخدمًا في حساب آخر، لذلك لم يتغير بريدك.
verify-resent = إذا لم يكن عنوانك مؤكدًا بعد، فقد أرسلنا إليك رسالة.

## The account

nav-account = الحساب
nav-sessions = الأجهزة
nav-security = الأمان
nav-activity = النشاط
profile-edit = تعديل ملفك الشخصي
profile-details = بياناتك
profile-details-lead = يمكن للمسؤولين رؤية اسمك واسم المستخدم الخاص بك.
profile-email-lead = لتسجيل الدخول وتلقي الروابط وإشعارات الأمان.
profile-about = حول هذا الحساب
profile-unverified-title = أكّد بريدك الإلكتروني
profile-unverified = افتح الرابط الذي أرسلناه إليك. من دون ذلك لا يمكنك إعادة تعيين كلمة مرورك.
profile-enter-code = إدخال الرمز
profile-resend = إرسال الرابط مرة أخرى
edit-username-hint = من 3 إلى 32 حرفًا: الأحرف اللاتينية من a إلى z والأرقام والنقاط و _ و -. يبقى اسم المستخدم السابق محجوزًا لك لمدة 30 يومًا.
edit-submit = حفظ التغييرات

## Devices

sessions-title = أجهزتك
sessions-lead = هذه الأجهزة مسجّلة الدخول إلى حسابك. إذا لم تتعرّف على أحدها، فسجّل الخروج منه وغيّر كلمة مرورك.
session-current = هذا الجهاز
session-changed-badge = تغيّر
session-active-now = نشط الآن
session-changed = استُخدمت هذه الجلسة في { $time } من متصفح أو نظام تشغيل مختلف. إذا لم يكن ذلك منك، فسجّل الخروج منها وغيّر كلمة مرورك.
session-signed-in = تسجيل الدخول:
session-last-seen = آخر نشاط: { $ago }
sessions-no-other = لا توجد أجهزة أخرى
sessions-no-other-lead = عندما تسجّل الدخول على جهاز آخر، يظهر هنا.
sign-out-everywhere = تسجيل الخروج من كل مكان
sign-out-everywhere-lead = يؤدي ذلك إلى إنهاء جميع الجلسات، بما فيها هذه الجلسة. بعد ذلك تسجّل الدخول مرة أخرى.

## Security

security-title = الأمان
security-lead = كيف تسجّل الدخول، وكيف تستعيد الوصول إلى حسابك.
security-password-and-email = كلمة المرور والبريد الإلكتروني
security-asks-for-password = يتطلب كل تغيير كلمة مرورك الحالية.
security-password-lead = استخدم كلمة مرور لا تستخدمها في أي مكان آخر.
security-password-changed = تم تغيير كلمة مرورك، وتم تسجيل الخروج من أجهزتك الأخرى.
password-change-hint = { $min ->
    [zero] على الأقل { $min } حرف. سيتم تسجيل الخروج من أجهزتك الأخرى.
    [one] حرف واحد على الأقل. سيتم تسجيل الخروج من أجهزتك الأخرى.
    [two] حرفان على الأقل. سيتم تسجيل الخروج من أجهزتك الأخرى.
    [few] على الأقل { $min } أحرف. سيتم تسجيل الخروج من أجهزتك الأخرى.
    [many] على الأقل { $min } حرفًا. سيتم تسجيل الخروج من أجهزتك الأخرى.
   *[other] على الأقل { $min } حرف. سيتم تسجيل الخروج من أجهزتك الأخرى.
}
email-change-title = تغيير بريدك الإلكتروني
email-change-pending = أرسلنا رابطًا إلى عنوانك الجديد. افتحه قبل { $time } لتأكيد التغيير. كما أبلغنا عنوانك الحالي.
email-change-new-address = العنوان الجديد:
email-change-new = البريد الإلكتروني الجديد
email-change-hint = سنرسل إليه رابطًا. يتغير عنوانك عندما تفتحه.
email-change-submit = تغيير البريد الإلكتروني
delete-title = حذف حسابك
delete-lead = يؤدي ذلك إلى حذف حسابك وجميع بياناته نهائيًا.
delete-question = هل تريد حذف حسابك؟
delete-data = يُحذف الآن اسمك وبريدك الإلكتروني وأجهزتك ونشاطك.
delete-devices = يتم تسجيل خروجك من جميع الأجهزة.
delete-names = يمكن استخدام بريدك الإلكتروني مرة أخرى على الفور. يبقى اسم المستخدم محجوزًا لمدة 30 يومًا.
delete-submit = حذف الحساب

## Activity

activity-title = النشاط
activity-lead = ما حدث في حسابك. الأوقات بالتوقيت العالمي.
activity-in-utc = الأوقات بالتوقيت العالمي.
activity-latest = أحدث نشاط
activity-empty = لا يوجد نشاط أقدم.
activity-older = نشاط أقدم
event-registered = تم إنشاء الحساب
event-registered-by-admin = أنشأ أحد المسؤولين الحساب
event-signed-in = تسجيل دخول
event-sign-in-failed = فشل تسجيل الدخول: كلمة مرور خاطئة
event-signed-out = تسجيل خروج
event-session-revoked = تم تسجيل الخروج من جهاز باستخدام جهاز آخر
event-session-revoked-by-admin = سجّل أحد المسؤولين الخروج من جهاز
event-refresh-reused = اكتُشفت إعادة استخدام رمز مميز، وأُنهيت الجلسة
event-device-changed = استُخدمت جلسة من متصفح أو نظام تشغيل مختلف
event-password-changed = تم تغيير كلمة المرور
event-password-changed-by-admin = غيّر أحد المسؤولين كلمة المرور
event-password-reset = أُعيد تعيين كلمة المرور عبر البريد الإلكتروني
event-email-change-requested = طُلب تغيير البريد الإلكتروني
event-email-changed = تم تغيير البريد الإلكتروني
event-email-verified = تم تأكيد البريد الإلكتروني
event-profile-changed = تم تغيير اسم المستخدم أو الاسم
event-roles-changed = غيّر أحد المسؤولين الأدوار
event-disabled = عطّل أحد المسؤولين الحساب
event-enabled = فعّل أحد المسؤولين الحساب

## Administration

admin-overview = نظرة عامة
admin-accounts = الحسابات
admin-overview-lead = { $users ->
    [zero] لا توجد حسابات. الأوقات بالتوقيت العالمي.
    [one] حساب واحد. الأوقات بالتوقيت العالمي.
    [two] حسابان. الأوقات بالتوقيت العالمي.
    [few] { $users } حسابات. الأوقات بالتوقيت العالمي.
    [many] { $users } حسابًا. الأوقات بالتوقيت العالمي.
   *[other] { $users } حساب. الأوقات بالتوقيت العالمي.
}
admin-range = الفترة الزمنية
range-day = 24 ساعة
range-week = 7 أيام
range-month = 30 يومًا
range-year = سنة واحدة
admin-theft = أُوقفت جلسة منسوخة في { $time }. أُنهيت الجلسة وأُبلغ صاحبها.
admin-theft-look = عرض في السجل
admin-table = جميع الأرقام
admin-hour = الساعة
admin-day = اليوم
admin-week = الأسبوع
admin-sign-ins = عمليات تسجيل الدخول
admin-failed-sign-ins = عمليات تسجيل الدخول الفاشلة
admin-registrations = الحسابات الجديدة
admin-live-sessions = الجلسات النشطة
admin-token-reuse = حالات إعادة استخدام الرموز المميزة
chart-most-hour = بحد أقصى { $most } في الساعة
chart-most-day = بحد أقصى { $most } في اليوم
chart-most-week = بحد أقصى { $most } في الأسبوع
chart-now = الآن، بحد أقصى { $most }
chart-this-hour = هذه الساعة
chart-this-week = هذا الأسبوع
chart-week-from = الأسبوع بدءًا من { $date }
chart-bar = { $date }: { $number }
all = الكل
sort-oldest = الأقدم أولًا
sort-newest = الأحدث أولًا
admin-search-label = اسم المستخدم أو البريد الإلكتروني أو الاسم
admin-search = بحث
admin-none-found = لم يُعثر على أي حسابات.
admin-none-found-lead = تحقّق من الإملاء، أو ابحث عن جزء من الاسم أو العنوان.
admin-show-all = عرض جميع الحسابات
admin-account = الحساب
admin-state = الحالة
admin-sort = الترتيب حسب
admin-last-seen = آخر نشاط
admin-all-activity = كل النشاط
admin-log = السجل
admin-log-lead = ما حدث في جميع الحسابات، الأحدث أولًا.
admin-log-export = تصدير بتنسيق CSV
admin-log-search-label = الحساب أو عنوان IP
admin-log-group = الحدث
admin-log-period = الفترة
admin-log-when = الوقت
admin-log-event = الحدث
admin-log-device = الجهاز
admin-log-ip = عنوان IP
admin-log-deleted = حساب محذوف
admin-log-none = لم يُعثر على أي أحداث.
admin-log-no-more = لا توجد أحداث أقدم.
admin-log-all = عرض جميع الأحداث
group-sign-ins = عمليات تسجيل الدخول والخروج
group-changes = تغييرات الحساب
admin-no-more = لا توجد حسابات أخرى.
admin-disabled = معطّل
admin-enabled = نشط
admin-first-page = الصفحة الأولى
admin-next-page = الصفحة التالية
admin-own-account = هذا حسابك أنت.
admin-disabled-since = معطّل منذ
admin-devices = الأجهزة
admin-no-devices = لا يوجد جهاز مسجّل الدخول.
admin-details = التفاصيل
admin-actions = الإجراءات
admin-actions-lead = يُطلب التأكيد قبل كل إجراء.
admin-dangerous = إجراءات خطرة

promote-button = تعيين كمسؤول
promote-consequence = يمكن للمسؤولين عرض جميع الحسابات وتغييرها وتعطيلها وحذفها.
promote-done = أصبح هذا الحساب مسؤولًا.
demote-button = إزالة دور المسؤول
demote-consequence = يستمر الحساب في العمل، لكنه يفقد دور المسؤول على الفور.
demote-done = لم يعد هذا الحساب مسؤولًا.
sign-out-button = تسجيل الخروج من كل مكان
sign-out-consequence = سيلزم تسجيل الدخول مرة أخرى على كل جهاز.
sign-out-done = تم تسجيل خروج هذا الحساب من كل مكان.
disable-button = تعطيل الحساب
disable-consequence = يتم تسجيل الخروج من جميع الأجهزة، ولا يمكن تسجيل الدخول إلى الحساب حتى يُفعّل مرة أخرى.
disable-done = هذا الحساب معطّل.
enable-button = تفعيل الحساب
enable-consequence = يمكن تسجيل الدخول إلى الحساب مرة أخرى بكلمة مروره الحالية.
enable-done = هذا الحساب مفعّل.
delete-button = حذف الحساب
delete-consequence = يُحذف الحساب وجلساته نهائيًا. لا يمكن التراجع عن ذلك.
delete-done = تم حذف الحساب.

## Other pages

one-moment = لحظة واحدة
one-moment-lead = إذا لم تنتقل هذه الصفحة تلقائيًا، فاضغط على الزر.
back-to-home = العودة إلى الصفحة الرئيسية
error-request-id = إذا تواصلت مع الدعم، فاذكر هذا المعرّف:
error-status = خطأ { $status }
error-wait = مدة الانتظار
wait-seconds = { $seconds ->
    [zero] { $seconds } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $seconds } ثوانٍ
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
}
wait-minutes = { $minutes ->
    [zero] { $minutes } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
}
try-again = إعادة المحاولة

## Titles of error pages

title-malformed = طلب غير صالح
title-not-found = الصفحة غير موجودة
title-method-not-allowed = الطريقة غير مسموح بها
title-payload-too-large = الطلب كبير جدًا
title-unsupported-media-type = نوع الوسائط غير مدعوم
title-request-timeout = انتهت مهلة الطلب
title-cross-site = طلب من موقع آخر
title-invalid = بيانات غير صالحة
title-email-taken = البريد الإلكتروني مستخدم
title-username-taken = اسم المستخدم محجوز
title-last-admin = المسؤول الأخير
title-invalid-link = رابط غير صالح
title-mail-unavailable = البريد الإلكتروني غير متاح
title-not-signed-in = لم تسجّل الدخول
title-account-disabled = الحساب معطّل
title-forbidden = غير مسموح
title-wrong-password = كلمة مرور خاطئة
title-rate-limited = محاولات كثيرة جدًا
title-busy = الخادم مشغول
title-internal = حدث خطأ ما

## What went wrong and what to do about it

error-malformed = تعذّرت قراءة محتوى الطلب.
error-not-found = لم يُعثر على شيء في هذا العنوان.
error-method-not-allowed = هذه الطريقة غير مسموح بها هنا.
error-payload-too-large = يتجاوز محتوى الطلب 16 كيبيبايت.
error-unsupported-media-type = نوع محتوى الطلب أو ترميزه غير مدعوم.
error-request-timeout = استغرق وصول محتوى الطلب وقتًا طويلًا.
error-cross-site = لا يمكن للطلبات الواردة من مواقع أخرى تغيير أي شيء هنا.
error-cross-site-browser = يفيد المتصفح بأن هذا الطلب أُرسل من موقع آخر (Sec-Fetch-Site: { $site }). افتح { $url } وحاول مرة أخرى من هناك.
error-cross-site-origin = أُرسل هذا الطلب من { $origin }، لكن قيمة PUBLIC_URL على هذا الخادم هي { $url }. افتح { $url } وحاول مرة أخرى من هناك. إذا كنت تدير هذا الخادم، فاضبط PUBLIC_URL على العنوان الذي تستخدمه المتصفحات.
error-cross-site-empty-origin = أُرسل هذا الطلب بترويسة Origin فارغة، لكن قيمة PUBLIC_URL على هذا الخادم هي { $url }. افتح { $url } وحاول مرة أخرى من هناك. إذا كنت تدير هذا الخادم، فاضبط PUBLIC_URL على العنوان الذي تستخدمه المتصفحات.
error-invalid = صحّح الحقول المذكورة وأرسل الطلب مرة أخرى.
error-email-taken = يوجد حساب بهذا البريد الإلكتروني بالفعل.
error-username-taken = اسم المستخدم هذا محجوز. اختر اسمًا آخر.
error-last-admin = يجب أن يكون هناك مسؤول واحد على الأقل. عيّن حسابًا آخر كمسؤول أولًا.
error-invalid-link = هذا الرابط أو الرمز غير صالح أو انتهت صلاحيته. اطلب رابطًا جديدًا.
error-mail-unavailable = يتطلب ذلك البريد الإلكتروني، وهو غير معدّ على هذا الخادم.
error-wrong-credentials = البريد الإلكتروني أو اسم المستخدم أو كلمة المرور غير صحيحة.
error-account-disabled = تم تعطيل هذا الحساب.
error-forbidden = لا يمكن إلا للمسؤولين القيام بذلك.
error-wrong-password = كلمة المرور الحالية غير صحيحة.
error-access-missing = سجّل الدخول أولًا.
error-access-invalid = رمز الوصول غير صالح.
error-access-expired = انتهت صلاحية رمز الوصول.
error-access-revoked = انتهت جلسة رمز الوصول هذا.
error-refresh-missing = رمز التحديث مطلوب.
error-refresh-invalid = رمز التحديث غير صالح.
error-refresh-expired = انتهت صلاحية رمز التحديث.
error-refresh-revoked = انتهت جلسة رمز التحديث هذا.
error-refresh-reused = سبق استبدال رمز التحديث هذا. ربما سُرق، لذلك أُنهيت جلسته.
error-rate-limited = محاولات كثيرة جدًا. انتظر قليلًا ثم حاول مرة أخرى.
error-rate-limited-long = طلبات كثيرة جدًا. حاول مرة أخرى بعد ساعة.
error-busy = الخادم مشغول. حاول مرة أخرى بعد قليل.
error-internal = حدث خطأ من جانبنا. حاول مرة أخرى لاحقًا.

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = تعذّرت قراءة النموذج. ارجع إلى الصفحة السابقة وأعد تحميلها ثم حاول مرة أخرى.
error-page-method-not-allowed = لا يقبل هذا العنوان إلا النماذج.
error-page-payload-too-large = النموذج كبير جدًا.
error-page-request-timeout = استغرق وصول النموذج وقتًا طويلًا. ارجع إلى الصفحة السابقة وحاول مرة أخرى.
error-form-invalid = يُرجى تصحيح الأخطاء أدناه.

## What was done

signed-out-message = تم تسجيل الخروج.

## What is wrong with a field

field-required = هذا الحقل مطلوب.
field-string = يجب أن يكون سلسلة نصية.
field-string-or-null = يجب أن يكون سلسلة نصية أو null.
field-strings = يجب أن يكون قائمة من السلاسل النصية.
field-boolean = يجب أن يكون true أو false.
field-limit = يجب أن يكون رقمًا من 1 إلى 100.
field-cursor = يجب أن يكون قيمة nextCursor من استجابة سابقة.
field-event-id = يجب أن يكون معرّف حدث.
field-choice = يجب أن يكون إحدى هذه القيم: { $values }.
field-too-short = { $min ->
    [zero] استخدم { $min } حرف على الأقل.
    [one] استخدم حرفًا واحدًا على الأقل.
    [two] استخدم حرفين على الأقل.
    [few] استخدم { $min } أحرف على الأقل.
    [many] استخدم { $min } حرفًا على الأقل.
   *[other] استخدم { $min } حرف على الأقل.
}
field-too-long = { $max ->
    [zero] استخدم { $max } حرف على الأكثر.
    [one] استخدم حرفًا واحدًا على الأكثر.
    [two] استخدم حرفين على الأكثر.
    [few] استخدم { $max } أحرف على الأكثر.
    [many] استخدم { $max } حرفًا على الأكثر.
   *[other] استخدم { $max } حرف على الأكثر.
}
field-username-characters = استخدم فقط الأحرف اللاتينية من a إلى z والأرقام والنقاط و _ و -.
field-username-start = ابدأ بحرف أو رقم.
field-username-reserved = اسم المستخدم هذا محجوز. اختر اسمًا آخر.
field-email-invalid = أدخل بريدًا إلكترونيًا صالحًا.
field-email-unchanged = هذا هو بريدك الإلكتروني بالفعل.
field-control-characters = احذف أحرف التحكم.
field-password-common = كلمة المرور هذه شائعة جدًا. اختر كلمة أخرى.
field-password-account-name = هذه الكلمة مشابهة جدًا لاسم المستخدم أو البريد الإلكتروني. اختر كلمة مرور أخرى.
field-password-unchanged = هذه هي كلمة مرورك بالفعل. اختر كلمة أخرى.

## Mails

mail-greeting = مرحبًا { $username }،
mail-sent-by = المُرسِل:
mail-code = أو افتح هذه الصفحة على أي جهاز وأدخل بريدك الإلكتروني والرمز:
mail-lifetime = { $hours ->
    [zero] يمكن استخدام الرابط والرمز مرة واحدة خلال { $hours } ساعة.
    [one] يمكن استخدام الرابط والرمز مرة واحدة خلال ساعة واحدة.
    [two] يمكن استخدام الرابط والرمز مرة واحدة خلال ساعتين.
    [few] يمكن استخدام الرابط والرمز مرة واحدة خلال { $hours } ساعات.
    [many] يمكن استخدام الرابط والرمز مرة واحدة خلال { $hours } ساعة.
   *[other] يمكن استخدام الرابط والرمز مرة واحدة خلال { $hours } ساعة.
}

mail-verify-email-subject = تأكيد بريدك الإلكتروني
mail-verify-email-reason = أُنشئ حساب باستخدام هذا البريد الإلكتروني. يُرجى تأكيد أنه يخصك.
mail-verify-email-otherwise = إذا لم تنشئ حسابًا، فتجاهل هذه الرسالة. سيبقى العنوان غير مؤكد.
mail-verify-email-button = تأكيد العنوان

mail-change-email-subject = تأكيد بريدك الإلكتروني الجديد
mail-change-email-reason = طلبت استخدام هذا البريد الإلكتروني لحسابك. يسري التغيير بعد أن تؤكده.
mail-change-email-otherwise = إذا لم تطلب ذلك، فتجاهل هذه الرسالة. لن يتغير شيء.
mail-change-email-button = تأكيد العنوان الجديد

mail-reset-password-subject = إعادة تعيين كلمة مرورك
mail-reset-password-reason = تلقينا طلبًا لإعادة تعيين كلمة مرورك. يؤدي تعيين كلمة جديدة إلى تسجيل الخروج من جميع أجهزتك.
mail-reset-password-otherwise = إذا لم تطلب ذلك، فتجاهل هذه الرسالة. لن تتغير كلمة مرورك.
mail-reset-password-button = إعادة تعيين كلمة المرور

mail-email-change-requested-subject = طُلب تغيير بريدك الإلكتروني
mail-email-change-requested-reason = طلب شخص ما تغيير البريد الإلكتروني لحسابك. لن يتغير شيء حتى يتم تأكيد العنوان الجديد.
mail-email-change-requested-otherwise = إذا لم تكن أنت، فإن شخصًا آخر يعرف كلمة مرورك. أعد تعيينها، وسيُلغى التغيير أيضًا:

mail-email-changed-subject = تم تغيير بريدك الإلكتروني
mail-email-changed-reason = تم تغيير البريد الإلكتروني لحسابك. لن تصل الرسائل المتعلقة به إلى هذا العنوان بعد الآن.
mail-email-changed-otherwise = إذا لم تكن أنت، فتواصل مع الدعم فورًا.
mail-email-changed-otherwise-at = إذا لم تكن أنت، فتواصل مع الدعم فورًا:

mail-password-changed-subject = تم تغيير كلمة مرورك
mail-password-changed-reason = تم تغيير كلمة المرور لحسابك للتو.
mail-password-changed-otherwise = إذا لم تكن أنت، فأعد تعيين كلمة مرورك فورًا:
