### 日本語。順序は en.ftl と同じ。文体は「です・ます」。

## Words that several pages share

# What the language calls itself.
language-name = 日本語
language = 言語:
cancel = キャンセル
go-on = 続ける
meta-description = アカウントへのログイン、作成、管理ができます。
skip-to-content = 本文へ移動
sign-in = ログイン
sign-out = ログアウト
register = アカウントを作成
username = ユーザー名
email-address = メールアドレス
name = 名前
password = パスワード
current-password = 現在のパスワード
new-password = 新しいパスワード
confirmed = 確認済み
not-confirmed = 未確認
name-optional = 名前（任意）
change = 変更
close = 閉じる
pages = ページ
account-id = アカウントID
show = 表示
hide = 非表示
caps-lock = Caps Lockがオンになっています。
strength-1 = 弱いパスワードです。単語を増やしてください。
strength-2 = まずまずのパスワードです。単語をあと1〜2個増やしてください。
strength-3 = よいパスワードです。
strength-4 = 強いパスワードです。
cannot-be-undone = この操作は取り消せません。
today = 今日
yesterday = 昨日
earlier = それ以前
role = 権限
role-administrator = 管理者
role-user = ユーザー
member-since = 登録日時
your-account = アカウント
administration = 管理
forgot-password = パスワードをお忘れですか？
change-password = パスワードを変更
change-your-password = パスワードの変更
enter-code-instead = 代わりに確認コードを入力する
password-hint = { $min }文字以上で入力してください。関連のない単語をいくつか組み合わせるのがおすすめです。
terms = 利用規約
privacy = プライバシー
help = ヘルプ

## Dates. Times are in UTC.

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
date = { $year }年{ $month }{ $day }日
date-time = { $date } { $time } (UTC)
time-of-day = { $time } (UTC)
ago-moment = たった今
ago-minutes = { $minutes }分前
ago-hours = { $hours }時間前
ago-days = { $days }日前

## What a browser or a program is called

client-browser-on-system = { $browser }（{ $system }）
client-unknown-browser = 不明なブラウザ（{ $system }）
client-unknown = 不明なデバイス
device-computer = パソコン
device-phone = スマートフォン
device-tablet = タブレット
device-program = プログラム
client-was = { $now }（ログイン時: { $before }）

## Signing in

login-identifier = メールアドレスまたはユーザー名
login-remember = ログインしたままにする
login-no-account = アカウントをお持ちでない場合
login-password-reset = パスワードを再設定しました。新しいパスワードでログインしてください。
login-account-deleted = アカウントを削除しました。
login-what-to-do = 対処方法
login-step-sign-in = 下のフォームからもう一度ログインしてください。
login-step-change-password = パスワードを変更してください。
login-step-check-devices = デバイスを確認し、見覚えのないデバイスをログアウトしてください。

# Why the visitor has to sign in again.
signed-out-expired = セッションの有効期限が切れました。続けるには、もう一度ログインしてください。
signed-out = ログアウトしました。続けるには、もう一度ログインしてください。
signed-out-password-changed = パスワードが変更されたため、ほかのデバイスはログアウトしました。
signed-out-admin = 管理者がセッションを終了しました。
signed-out-security = セッションのコピーが別の場所で使われたため、アカウントを保護するためにセッションを終了しました。もう一度起きた場合は、パスワードを変更してください。
signed-out-elsewhere-detail = { $time }に、別のデバイスからログアウトされました。
signed-out-password-changed-detail = { $time }に変更されました。お心当たりがない場合は、ほかの人にパスワードを知られています。
signed-out-admin-detail = { $time }に終了しました。
signed-out-security-detail = コピーは{ $time }に使われました。
signed-out-security-address-detail = コピーは{ $time }に{ $ip }から使われました。このアドレスにお心当たりがない場合は、ログインしてパスワードを変更し、見覚えのないデバイスをログアウトしてください。

## Registering

register-title = アカウントの作成
register-submit = アカウントを作成
register-username-optional = ユーザー名（任意）
register-username-hint = 3〜32文字。使える文字は、英字（a〜z）、数字、ピリオド、_、- です。最初の文字は英字か数字にしてください。
register-username-optional-hint = 3〜32文字。使える文字は、英字（a〜z）、数字、ピリオド、_、- です。最初の文字は英字か数字にしてください。空欄の場合は、メールアドレスから自動で作成します。
register-have-account = すでにアカウントをお持ちの場合

## Forgotten passwords

forgot-lead = メールアドレスを入力してください。リンクと確認コードをお送りします。
forgot-submit = メールを送信
check-mail = メールをご確認ください
forgot-sent = このメールアドレスのアカウントがある場合は、パスワードを再設定するためのリンクと確認コードをメールでお送りしました。有効期間は1時間です。
forgot-check-spam = 数分たってもメールが届かない場合は、迷惑メールフォルダをご確認ください。
forgot-again = もう一度送信
back-to-sign-in = ログインへ戻る
reset-title = 新しいパスワードの設定
reset-submit = パスワードを設定
reset-note = すべてのデバイスがログアウトされます。
reset-link-too-old = リンクの有効期限が切れている場合
reset-request-link = 新しいリンクを請求

## Confirming an address

code = 確認コード
code-hint = メールに記載された6桁の数字です。
code-email-hint = メールが届いたアドレスです。
verify-title = メールアドレスの確認
verify-done-title = メールアドレスの確認完了
verify-not-you = ここでアカウントを作成していない場合は、このページを閉じてください。何も変更されません。
verify-press = ご自身のメールアドレスであることを確認するには、ボタンを押してください。
verify-submit = 確認する
verify-need-code = 新しい確認コードが必要な場合
verify-request-code = アカウントのページで請求する
verify-go-to-account = アカウントへ
verify-already = メールアドレスはすでに確認済みです。
verify-done = メールアドレスを確認しました。
verify-changed = 新しいメールアドレスを確認しました。今後はこのアドレスでログインしてください。ほかのデバイスはログアウトしました。
verify-taken = このメールアドレスはほかのアカウントで使われるようになったため、変更できませんでした。
verify-resent = アドレスがまだ確認されていない場合は、メールをお送りしました。

## The account

nav-account = アカウント
nav-sessions = デバイス
nav-security = セキュリティ
nav-activity = アクティビティ
profile-edit = プロフィールの編集
profile-details = 基本情報
profile-details-lead = 名前とユーザー名は、管理者にも表示されます。
profile-email-lead = ログイン、リンクの受け取り、セキュリティのお知らせに使います。
profile-about = このアカウントについて
profile-unverified-title = メールアドレスを確認してください
profile-unverified = お送りしたリンクを開いてください。確認が済むまで、パスワードを再設定できません。
profile-enter-code = 確認コードを入力
profile-resend = リンクを再送信
edit-username-hint = 3〜32文字。使える文字は、英字（a〜z）、数字、ピリオド、_、- です。以前のユーザー名は30日間、ほかの人には使えません。
edit-submit = 変更を保存

## Devices

sessions-title = ログイン中のデバイス
sessions-lead = 次のデバイスがアカウントにログインしています。見覚えのないデバイスがある場合は、ログアウトしてパスワードを変更してください。
session-current = このデバイス
session-changed-badge = 変更あり
session-active-now = 現在使用中
session-changed = { $time }に、このセッションが別のブラウザまたはOSから使われました。お心当たりがない場合は、ログアウトしてパスワードを変更してください。
session-signed-in = ログイン日時:
session-last-seen = 最終アクセス: { $ago }
sessions-no-other = ほかのデバイスはありません
sessions-no-other-lead = 別のデバイスでログインすると、ここに表示されます。
sign-out-everywhere = すべてのデバイスからログアウト
sign-out-everywhere-lead = このセッションを含む、すべてのセッションが終了します。その後、もう一度ログインが必要になります。

## Security

security-title = セキュリティ
security-lead = ログインとアカウントの復旧に使う情報です。
security-password-and-email = パスワードとメールアドレス
security-asks-for-password = 変更するたびに、現在のパスワードの入力が必要です。
security-password-lead = ほかで使っていないパスワードにしてください。
security-password-changed = パスワードを変更しました。ほかのデバイスはログアウトしました。
password-change-hint = { $min }文字以上で入力してください。ほかのデバイスはログアウトされます。
email-change-title = メールアドレスの変更
email-change-pending = 新しいアドレスにリンクをお送りしました。{ $time }までに開いて、変更を確認してください。現在のアドレスにもお知らせしました。
email-change-new-address = 新しいアドレス:
email-change-new = 新しいメールアドレス
email-change-hint = リンクをお送りします。リンクを開くとアドレスが変更されます。
email-change-submit = メールアドレスを変更
delete-title = アカウントの削除
delete-lead = アカウントとすべてのデータが完全に削除されます。
delete-question = アカウントを削除しますか？
delete-data = 名前、メールアドレス、デバイス、アクティビティがすぐに削除されます。
delete-devices = すべてのデバイスからログアウトされます。
delete-names = メールアドレスはすぐに再び使えるようになります。ユーザー名は30日間、使えません。
delete-submit = アカウントを削除

## Activity

activity-title = アクティビティ
activity-lead = アカウントで起きたことの記録です。時刻はUTCです。
activity-in-utc = 時刻はUTCです。
activity-latest = 最新のアクティビティ
activity-empty = これより前のアクティビティはありません。
activity-older = 以前のアクティビティ
event-registered = アカウントを作成しました
event-registered-by-admin = 管理者がアカウントを作成しました
event-signed-in = ログインしました
event-sign-in-failed = ログインに失敗しました: パスワードが違います
event-signed-out = ログアウトしました
event-session-revoked = 別のデバイスからデバイスをログアウトしました
event-session-revoked-by-admin = 管理者がデバイスをログアウトしました
event-refresh-reused = トークンの再利用を検出し、セッションを終了しました
event-device-changed = セッションが別のブラウザまたはOSから使われました
event-password-changed = パスワードを変更しました
event-password-changed-by-admin = 管理者がパスワードを変更しました
event-password-reset = メールでパスワードを再設定しました
event-email-change-requested = メールアドレスの変更を申請しました
event-email-changed = メールアドレスを変更しました
event-email-verified = メールアドレスを確認しました
event-profile-changed = ユーザー名または名前を変更しました
event-roles-changed = 管理者が権限を変更しました
event-disabled = 管理者がアカウントを無効にしました
event-enabled = 管理者がアカウントを有効にしました

## Administration

admin-overview = 概要
admin-accounts = アカウント
admin-overview-lead = アカウントは{ $users }件です。時刻はUTCです。
admin-range = 期間
range-day = 24時間
range-week = 7日間
range-month = 30日間
range-year = 1年間
admin-theft = { $time }に、コピーされたセッションの使用を阻止しました。セッションを終了し、所有者に通知しました。
admin-theft-look = ログで確認
admin-table = すべての数値
admin-hour = 時間帯
admin-day = 日付
admin-week = 週
admin-sign-ins = ログイン
admin-failed-sign-ins = ログイン失敗
admin-registrations = 新規登録
admin-live-sessions = 有効なセッション
admin-token-reuse = トークン再利用の検出
chart-most-hour = 1時間に最大{ $most }件
chart-most-day = 1日に最大{ $most }件
chart-most-week = 1週間に最大{ $most }件
chart-now = 現在の件数（最大{ $most }件）
chart-this-hour = 現在の時間帯
chart-this-week = 今週
chart-week-from = { $date }からの週
chart-bar = { $date }: { $number }件
all = すべて
sort-oldest = 古い順
sort-newest = 新しい順
admin-search-label = ユーザー名、メールアドレス、名前
admin-search = 検索
admin-none-found = アカウントが見つかりませんでした。
admin-none-found-lead = つづりを確認するか、名前やアドレスの一部で検索してください。
admin-show-all = すべてのアカウントを表示
admin-account = アカウント
admin-state = 状態
admin-sort = 並べ替え
admin-last-seen = 最終アクセス
admin-all-activity = すべてのアクティビティ
admin-log = ログ
admin-log-lead = すべてのアカウントで起きたことを、新しい順に表示します。
admin-log-export = CSV形式でエクスポート
admin-log-search-label = アカウントまたはIPアドレス
admin-log-group = イベント
admin-log-period = 期間
admin-log-when = 日時
admin-log-event = イベント
admin-log-device = デバイス
admin-log-ip = IPアドレス
admin-log-deleted = 削除されたアカウント
admin-log-none = イベントが見つかりませんでした。
admin-log-no-more = これより前のイベントはありません。
admin-log-all = すべてのイベントを表示
group-sign-ins = ログインとログアウト
group-changes = アカウントの変更
admin-no-more = これ以上アカウントはありません。
admin-disabled = 無効
admin-enabled = 有効
admin-first-page = 最初のページ
admin-next-page = 次のページ
admin-own-account = ご自身のアカウントです。
admin-disabled-since = 無効化日時
admin-devices = デバイス
admin-no-devices = ログイン中のデバイスはありません。
admin-details = 詳細
admin-actions = 操作
admin-actions-lead = 実行する前に、確認画面が表示されます。
admin-dangerous = 危険な操作

promote-button = 管理者にする
promote-consequence = 管理者は、すべてのアカウントの閲覧、変更、無効化、削除ができます。
promote-done = このアカウントを管理者にしました。
demote-button = 管理者権限を外す
demote-consequence = アカウントは引き続き使えますが、管理者権限はすぐに失われます。
demote-done = このアカウントは管理者ではなくなりました。
sign-out-button = すべてのデバイスからログアウト
sign-out-consequence = すべてのデバイスで、もう一度ログインが必要になります。
sign-out-done = このアカウントをすべてのデバイスからログアウトしました。
disable-button = アカウントを無効にする
disable-consequence = すべてのデバイスがログアウトされ、再び有効にするまでログインできなくなります。
disable-done = このアカウントは無効です。
enable-button = アカウントを有効にする
enable-consequence = これまでのパスワードで再びログインできるようになります。
enable-done = このアカウントは有効です。
delete-button = アカウントを削除
delete-consequence = アカウントとそのセッションが完全に削除されます。この操作は取り消せません。
delete-done = アカウントを削除しました。

## Other pages

one-moment = しばらくお待ちください
one-moment-lead = 自動的に移動しない場合は、ボタンを押してください。
back-to-home = トップへ戻る
error-request-id = お問い合わせの際は、次のIDをお知らせください:
error-status = エラー { $status }
error-wait = 待ち時間
wait-seconds = { $seconds }秒
wait-minutes = { $minutes }分
try-again = もう一度試す

## Titles of error pages

title-malformed = 不正なリクエスト
title-not-found = ページが見つかりません
title-method-not-allowed = 許可されていないメソッド
title-payload-too-large = リクエストが大きすぎます
title-unsupported-media-type = 対応していないメディアタイプ
title-request-timeout = タイムアウト
title-cross-site = 別のサイトからのリクエスト
title-invalid = 入力内容に誤りがあります
title-email-taken = 使用されているメールアドレス
title-username-taken = 使用されているユーザー名
title-last-admin = 最後の管理者
title-invalid-link = 無効なリンク
title-mail-unavailable = メールを利用できません
title-not-signed-in = ログインしていません
title-account-disabled = 無効なアカウント
title-forbidden = 許可されていません
title-wrong-password = パスワードが違います
title-rate-limited = 試行回数が多すぎます
title-busy = サーバーが混み合っています
title-internal = エラーが発生しました

## What went wrong and what to do about it

error-malformed = リクエストの本文を読み取れませんでした。
error-not-found = このアドレスには何も見つかりませんでした。
error-method-not-allowed = このメソッドはここでは使えません。
error-payload-too-large = リクエストの本文が16 KiBを超えています。
error-unsupported-media-type = リクエストの本文のコンテンツタイプまたはエンコーディングには対応していません。
error-request-timeout = リクエストの本文が時間内に届きませんでした。
error-cross-site = 別のサイトからのリクエストでは、ここの内容を変更できません。
error-cross-site-browser = ブラウザによると、このリクエストは別のサイトから送信されました（Sec-Fetch-Site: { $site }）。{ $url } を開き、そこからもう一度お試しください。
error-cross-site-origin = このリクエストは { $origin } から送信されましたが、このサーバーには PUBLIC_URL={ $url } が設定されています。{ $url } を開き、そこからもう一度お試しください。サーバーを運用している場合は、ブラウザが使うアドレスを PUBLIC_URL に設定してください。
error-cross-site-empty-origin = このリクエストの Origin ヘッダーは空ですが、このサーバーには PUBLIC_URL={ $url } が設定されています。{ $url } を開き、そこからもう一度お試しください。サーバーを運用している場合は、ブラウザが使うアドレスを PUBLIC_URL に設定してください。
error-invalid = 示されたフィールドを修正して、もう一度送信してください。
error-email-taken = このメールアドレスのアカウントはすでにあります。
error-username-taken = このユーザー名は使われています。別のユーザー名を選んでください。
error-last-admin = 管理者は少なくとも1人必要です。先に別のアカウントを管理者にしてください。
error-invalid-link = このリンクまたは確認コードは無効か、有効期限が切れています。新しいものを請求してください。
error-mail-unavailable = この操作にはメールが必要ですが、このサーバーでは設定されていません。
error-wrong-credentials = メールアドレス、ユーザー名、またはパスワードが違います。
error-account-disabled = このアカウントは無効になっています。
error-forbidden = この操作は管理者だけができます。
error-wrong-password = 現在のパスワードが違います。
error-access-missing = 先にログインしてください。
error-access-invalid = アクセストークンが無効です。
error-access-expired = アクセストークンの有効期限が切れています。
error-access-revoked = このアクセストークンのセッションは終了しています。
error-refresh-missing = リフレッシュトークンが必要です。
error-refresh-invalid = リフレッシュトークンが無効です。
error-refresh-expired = リフレッシュトークンの有効期限が切れています。
error-refresh-revoked = このリフレッシュトークンのセッションは終了しています。
error-refresh-reused = このリフレッシュトークンはすでに置き換えられています。盗まれた可能性があるため、セッションを終了しました。
error-rate-limited = 試行回数が多すぎます。少し待ってから、もう一度お試しください。
error-rate-limited-long = リクエストが多すぎます。1時間後にもう一度お試しください。
error-busy = サーバーが混み合っています。しばらくしてから、もう一度お試しください。
error-internal = サーバーでエラーが発生しました。しばらくしてから、もう一度お試しください。

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = フォームを読み取れませんでした。前のページに戻り、再読み込みしてからもう一度お試しください。
error-page-method-not-allowed = このアドレスではフォームだけを受け付けます。
error-page-payload-too-large = フォームの内容が大きすぎます。
error-page-request-timeout = フォームの内容が時間内に届きませんでした。前のページに戻り、もう一度お試しください。
error-form-invalid = 次の項目を修正してください。

## What was done

signed-out-message = ログアウトしました。

## What is wrong with a field

field-required = 入力してください。
field-string = 文字列でなければなりません。
field-string-or-null = 文字列または null でなければなりません。
field-strings = 文字列のリストでなければなりません。
field-boolean = true または false でなければなりません。
field-limit = 1から100までの数値でなければなりません。
field-cursor = 以前の応答の nextCursor でなければなりません。
field-event-id = イベントのIDでなければなりません。
field-choice = 次のいずれかでなければなりません: { $values }
field-too-short = { $min }文字以上で入力してください。
field-too-long = { $max }文字以内で入力してください。
field-username-characters = 使える文字は、英字（a〜z）、数字、ピリオド、_、- だけです。
field-username-start = 最初の文字は英字か数字にしてください。
field-username-reserved = このユーザー名は予約されています。別のユーザー名を選んでください。
field-email-invalid = 有効なメールアドレスを入力してください。
field-email-unchanged = すでにこのメールアドレスを使っています。
field-control-characters = 制御文字を取り除いてください。
field-password-common = このパスワードはよく使われています。別のパスワードを選んでください。
field-password-account-name = ユーザー名またはメールアドレスに似すぎています。別のパスワードを選んでください。
field-password-unchanged = すでにこのパスワードを使っています。別のパスワードを選んでください。

## Mails

mail-greeting = { $username } 様
mail-sent-by = 送信元:
mail-code = または、お使いのデバイスでこのページを開き、メールアドレスと確認コードを入力してください。
mail-lifetime = リンクと確認コードは1回だけ使えます。有効期間は{ $hours }時間です。

mail-verify-email-subject = メールアドレスの確認
mail-verify-email-reason = このメールアドレスでアカウントが作成されました。ご自身のメールアドレスであることを確認してください。
mail-verify-email-otherwise = アカウントを作成していない場合は、このメールを無視してください。アドレスは未確認のままになります。
mail-verify-email-button = アドレスを確認

mail-change-email-subject = 新しいメールアドレスの確認
mail-change-email-reason = アカウントのメールアドレスを、このアドレスに変更する申請がありました。変更は、確認すると有効になります。
mail-change-email-otherwise = 申請していない場合は、このメールを無視してください。何も変更されません。
mail-change-email-button = 新しいアドレスを確認

mail-reset-password-subject = パスワードの再設定
mail-reset-password-reason = パスワードを再設定する申請がありました。新しいパスワードを設定すると、すべてのデバイスがログアウトされます。
mail-reset-password-otherwise = 申請していない場合は、このメールを無視してください。パスワードは変更されません。
mail-reset-password-button = パスワードを再設定

mail-email-change-requested-subject = メールアドレスの変更申請
mail-email-change-requested-reason = アカウントのメールアドレスを変更する申請がありました。新しいアドレスが確認されるまで、何も変更されません。
mail-email-change-requested-otherwise = お心当たりがない場合は、ほかの人にパスワードを知られています。パスワードを再設定してください。変更も取り消されます。

mail-email-changed-subject = メールアドレスが変更されました
mail-email-changed-reason = アカウントのメールアドレスが変更されました。今後、アカウントに関するメールはこのアドレスには届きません。
mail-email-changed-otherwise = お心当たりがない場合は、すぐにサポートにお問い合わせください。
mail-email-changed-otherwise-at = お心当たりがない場合は、すぐにサポートにお問い合わせください。

mail-password-changed-subject = パスワードが変更されました
mail-password-changed-reason = アカウントのパスワードが変更されました。
mail-password-changed-otherwise = お心当たりがない場合は、すぐにパスワードを再設定してください。
