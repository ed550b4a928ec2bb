### Español. El orden es el de en.ftl. Tratamiento: usted.

## Words that several pages share

# What the language calls itself.
language-name = Español
language = Idioma:
cancel = Cancelar
go-on = Continuar
meta-description = Inicie sesión en su cuenta, cree una o gestiónela.
skip-to-content = Ir al contenido
sign-in = Iniciar sesión
sign-out = Cerrar sesión
register = Crear cuenta
username = Nombre de usuario
email-address = Correo electrónico
name = Nombre
password = Contraseña
current-password = Contraseña actual
new-password = Contraseña nueva
confirmed = Confirmado
not-confirmed = Sin confirmar
name-optional = Nombre (opcional)
change = Cambiar
close = Cerrar
pages = Páginas
account-id = ID de la cuenta
show = Mostrar
hide = Ocultar
caps-lock = El bloqueo de mayúsculas está activado.
strength-1 = Débil. Añada más palabras.
strength-2 = Aceptable. Añada una o dos palabras más.
strength-3 = Buena.
strength-4 = Fuerte.
cannot-be-undone = Esta acción no se puede deshacer.
today = Hoy
yesterday = Ayer
earlier = Antes
role = Rol
role-administrator = Administrador
role-user = Usuario
member-since = Miembro desde
your-account = Su cuenta
administration = Administración
forgot-password = ¿Ha olvidado su contraseña?
change-password = Cambiar contraseña
change-your-password = Cambiar su contraseña
enter-code-instead = Introducir el código
password-hint = Al menos { $min } caracteres. Unas cuantas palabras sin relación entre sí dan buen resultado.
terms = Condiciones
privacy = Privacidad
help = Ayuda

## Dates. Times are in UTC.

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
date = { $day } de { $month } de { $year }
date-time = { $date }, { $time } UTC
time-of-day = { $time } UTC
ago-moment = hace un momento
ago-minutes = { $minutes ->
    [one] hace { $minutes } minuto
   *[other] hace { $minutes } minutos
}
ago-hours = { $hours ->
    [one] hace { $hours } hora
   *[other] hace { $hours } horas
}
ago-days = { $days ->
    [one] hace { $days } día
   *[other] hace { $days } días
}

## What a browser or a program is called

client-browser-on-system = { $browser } en { $system }
client-unknown-browser = Navegador desconocido en { $system }
client-unknown = Dispositivo desconocido
device-computer = Ordenador
device-phone = Teléfono
device-tablet = Tableta
device-program = Programa
client-was = { $now } (sesión iniciada con { $before })

## Signing in

login-identifier = Correo electrónico o nombre de usuario
login-remember = Mantener la sesión iniciada
login-no-account = ¿No tiene cuenta?
login-password-reset = Su contraseña se ha restablecido. Inicie sesión con la contraseña nueva.
login-account-deleted = Su cuenta se ha eliminado.
login-what-to-do = Qué hacer
login-step-sign-in = Vuelva a iniciar sesión aquí abajo.
login-step-change-password = Cambie su contraseña.
login-step-check-devices = Revise sus dispositivos y cierre la sesión en los que no reconozca.

# Why the visitor has to sign in again.
signed-out-expired = Su sesión ha caducado. Vuelva a iniciar sesión para continuar.
signed-out = Se ha cerrado su sesión. Vuelva a iniciar sesión para continuar.
signed-out-password-changed = Su contraseña ha cambiado, por lo que se ha cerrado la sesión en sus demás dispositivos.
signed-out-admin = Un administrador ha cerrado su sesión.
signed-out-security = Se ha usado una copia de su sesión en otro lugar, así que la hemos cerrado para proteger su cuenta. Si vuelve a ocurrir, cambie su contraseña.
signed-out-elsewhere-detail = Se cerró la sesión desde otro dispositivo el { $time }.
signed-out-password-changed-detail = Se cambió el { $time }. Si no fue usted, otra persona conoce su contraseña.
signed-out-admin-detail = Se cerró el { $time }.
signed-out-security-detail = La copia se usó el { $time }.
signed-out-security-address-detail = La copia se usó el { $time } desde { $ip }. Si no reconoce esta dirección, inicie sesión, cambie su contraseña y cierre la sesión en los dispositivos que no reconozca.

## Registering

register-title = Cree su cuenta
register-submit = Crear cuenta
register-username-optional = Nombre de usuario (opcional)
register-username-hint = De 3 a 32 caracteres: letras de la a a la z, cifras, puntos, _ y -. Debe empezar por una letra o una cifra.
register-username-optional-hint = De 3 a 32 caracteres: letras de la a a la z, cifras, puntos, _ y -. Debe empezar por una letra o una cifra. Si lo deja en blanco, crearemos uno a partir de su correo electrónico.
register-have-account = ¿Ya tiene una cuenta?

## Forgotten passwords

forgot-lead = Introduzca su correo electrónico y le enviaremos un enlace y un código.
forgot-submit = Enviar correo
check-mail = Revise su correo
forgot-sent = Si existe una cuenta con esta dirección, le hemos enviado un correo con un enlace y un código para restablecer la contraseña. Son válidos durante una hora.
forgot-check-spam = ¿No ha llegado ningún correo después de unos minutos? Mire en la carpeta de correo no deseado.
forgot-again = Enviarlo otra vez
back-to-sign-in = Volver al inicio de sesión
reset-title = Establecer una contraseña nueva
reset-submit = Establecer contraseña
reset-note = Se cerrará la sesión en todos sus dispositivos.
reset-link-too-old = ¿El enlace es demasiado antiguo?
reset-request-link = Solicitar otro enlace

## Confirming an address

code = Código
code-hint = Las seis cifras del correo.
code-email-hint = La dirección a la que se envió el correo.
verify-title = Confirme su correo electrónico
verify-done-title = Correo electrónico confirmado
verify-not-you = ¿No ha creado ninguna cuenta aquí? Cierre esta página. No cambiará nada.
verify-press = Pulse el botón para confirmar que esta dirección de correo es suya.
verify-submit = Confirmar
verify-need-code = ¿Necesita otro código?
verify-request-code = Solicitarlo en su cuenta
verify-go-to-account = Ir a su cuenta
verify-already = Su correo electrónico ya está confirmado.
verify-done = Su correo electrónico está confirmado.
verify-changed = Su nuevo correo electrónico está confirmado. Úselo a partir de ahora para iniciar sesión. Se ha cerrado la sesión en sus demás dispositivos.
verify-taken = Otra cuenta usa ahora esta dirección de correo, por lo que la suya no se ha cambiado.
verify-resent = Si su dirección aún no está confirmada, le hemos enviado un correo.

## The account

nav-account = Cuenta
nav-sessions = Dispositivos
nav-security = Seguridad
nav-activity = Actividad
profile-edit = Editar su perfil
profile-details = Sus datos
profile-details-lead = Los administradores pueden ver su nombre y su nombre de usuario.
profile-email-lead = Para iniciar sesión y recibir enlaces y avisos de seguridad.
profile-about = Acerca de esta cuenta
profile-unverified-title = Confirme su correo electrónico
profile-unverified = Abra el enlace que le hemos enviado. Si no lo hace, no podrá restablecer su contraseña.
profile-enter-code = Introducir el código
profile-resend = Enviar el enlace otra vez
edit-username-hint = De 3 a 32 caracteres: letras de la a a la z, cifras, puntos, _ y -. Su nombre de usuario anterior queda reservado para usted durante 30 días.
edit-submit = Guardar cambios

## Devices

sessions-title = Sus dispositivos
sessions-lead = Estos dispositivos tienen la sesión iniciada en su cuenta. Si no reconoce alguno, cierre su sesión y cambie su contraseña.
session-current = Este dispositivo
session-changed-badge = Ha cambiado
session-active-now = Activo ahora
session-changed = El { $time } esta sesión se usó desde otro navegador o sistema operativo. Si no fue usted, ciérrela y cambie su contraseña.
session-signed-in = Inicio de sesión:
session-last-seen = Última actividad: { $ago }
sessions-no-other = No hay otros dispositivos
sessions-no-other-lead = Cuando inicie sesión en otro dispositivo, aparecerá aquí.
sign-out-everywhere = Cerrar todas las sesiones
sign-out-everywhere-lead = Se cierran todas las sesiones, incluida esta. Después tendrá que volver a iniciar sesión.

## Security

security-title = Seguridad
security-lead = Cómo inicia sesión y cómo recupera el acceso.
security-password-and-email = Contraseña y correo electrónico
security-asks-for-password = Para cada cambio se pide su contraseña actual.
security-password-lead = Use una que no utilice en ningún otro sitio.
security-password-changed = Su contraseña ha cambiado y se ha cerrado la sesión en sus demás dispositivos.
password-change-hint = Al menos { $min } caracteres. Se cerrará la sesión en sus demás dispositivos.
email-change-title = Cambiar su correo electrónico
email-change-pending = Hemos enviado un enlace a su nueva dirección. Ábralo antes del { $time } para confirmar el cambio. También hemos avisado a su dirección actual.
email-change-new-address = Dirección nueva:
email-change-new = Nuevo correo electrónico
email-change-hint = Le enviaremos un enlace. Su dirección cambiará cuando lo abra.
email-change-submit = Cambiar correo electrónico
delete-title = Eliminar su cuenta
delete-lead = Su cuenta y todos sus datos se eliminarán definitivamente.
delete-question = ¿Eliminar su cuenta?
delete-data = Su nombre, su correo electrónico, sus dispositivos y su actividad se eliminan de inmediato.
delete-devices = Se cierra la sesión en todos sus dispositivos.
delete-names = Su dirección de correo podrá volver a usarse de inmediato. Su nombre de usuario queda reservado durante 30 días.
delete-submit = Eliminar cuenta

## Activity

activity-title = Actividad
activity-lead = Lo que ha ocurrido en su cuenta. Las horas están en UTC.
activity-in-utc = Las horas están en UTC.
activity-latest = Actividad más reciente
activity-empty = No hay actividad anterior.
activity-older = Actividad anterior
event-registered = Cuenta creada
event-registered-by-admin = Un administrador creó la cuenta
event-signed-in = Inicio de sesión
event-sign-in-failed = Inicio de sesión fallido: contraseña incorrecta
event-signed-out = Cierre de sesión
event-session-revoked = Se cerró la sesión de un dispositivo desde otro
event-session-revoked-by-admin = Un administrador cerró la sesión de un dispositivo
event-refresh-reused = Se detectó un token reutilizado; se cerró la sesión
event-device-changed = Una sesión se usó desde otro navegador o sistema operativo
event-password-changed = Contraseña cambiada
event-password-changed-by-admin = Un administrador cambió la contraseña
event-password-reset = Contraseña restablecida por correo
event-email-change-requested = Cambio de correo electrónico solicitado
event-email-changed = Correo electrónico cambiado
event-email-verified = Correo electrónico confirmado
event-profile-changed = Nombre de usuario o nombre cambiado
event-roles-changed = Un administrador cambió los roles
event-disabled = Un administrador desactivó la cuenta
event-enabled = Un administrador activó la cuenta

## Administration

admin-overview = Resumen
admin-accounts = Cuentas
admin-overview-lead = { $users ->
    [one] Una cuenta. Las horas están en UTC.
   *[other] { $users } cuentas. Las horas están en UTC.
}
admin-range = Periodo
range-day = 24 horas
range-week = 7 días
range-month = 30 días
range-year = 1 año
admin-theft = El { $time } se detuvo una sesión copiada. Se cerró la sesión y se avisó al titular de la cuenta.
admin-theft-look = Ver en el registro de actividad
admin-table = Todas las cifras
admin-hour = Hora
admin-day = Día
admin-week = Semana
admin-sign-ins = Inicios de sesión
admin-failed-sign-ins = Inicios de sesión fallidos
admin-registrations = Cuentas creadas
admin-live-sessions = Sesiones activas
admin-token-reuse = Tokens reutilizados detectados
chart-most-hour = como máximo { $most } por hora
chart-most-day = como máximo { $most } al día
chart-most-week = como máximo { $most } por semana
chart-now = ahora, como máximo { $most }
chart-this-hour = Esta hora
chart-this-week = Esta semana
chart-week-from = Semana del { $date }
chart-bar = { $date }: { $number }
all = Todos
sort-oldest = Más antiguas primero
sort-newest = Más recientes primero
admin-search-label = Nombre de usuario, correo electrónico o nombre
admin-search = Buscar
admin-none-found = No se ha encontrado ninguna cuenta.
admin-none-found-lead = Revise la ortografía o busque una parte del nombre o de la dirección.
admin-show-all = Mostrar todas las cuentas
admin-account = Cuenta
admin-state = Estado
admin-sort = Ordenar por
admin-last-seen = Última actividad
admin-all-activity = Toda la actividad
admin-log = Registro de actividad
admin-log-lead = Lo que ha ocurrido en todas las cuentas, lo más reciente primero.
admin-log-export = Exportar como CSV
admin-log-search-label = Cuenta o dirección IP
admin-log-group = Evento
admin-log-period = Periodo
admin-log-when = Fecha y hora
admin-log-event = Evento
admin-log-device = Dispositivo
admin-log-ip = Dirección IP
admin-log-deleted = Cuenta eliminada
admin-log-none = No se ha encontrado ningún evento.
admin-log-no-more = No hay eventos anteriores.
admin-log-all = Mostrar todos los eventos
group-sign-ins = Inicios y cierres de sesión
group-changes = Cambios en las cuentas
admin-no-more = No hay más cuentas.
admin-disabled = Desactivada
admin-enabled = Activa
admin-first-page = Primera página
admin-next-page = Página siguiente
admin-own-account = Esta es su propia cuenta.
admin-disabled-since = Desactivada desde
admin-devices = Dispositivos
admin-no-devices = Ningún dispositivo tiene la sesión iniciada.
admin-details = Datos
admin-actions = Acciones
admin-actions-lead = Antes de cada acción se pide confirmación.
admin-dangerous = Acciones peligrosas

promote-button = Nombrar administrador
promote-consequence = Los administradores pueden ver, modificar, desactivar y eliminar cualquier cuenta.
promote-done = Esta cuenta ahora es de administrador.
demote-button = Quitar el rol de administrador
demote-consequence = La cuenta sigue funcionando, pero pierde de inmediato el rol de administrador.
demote-done = Esta cuenta ya no es de administrador.
sign-out-button = Cerrar todas las sesiones
sign-out-consequence = Habrá que volver a iniciar sesión en todos los dispositivos.
sign-out-done = Se han cerrado todas las sesiones de esta cuenta.
disable-button = Desactivar cuenta
disable-consequence = Se cierra la sesión en todos los dispositivos y la cuenta no puede iniciar sesión hasta que se vuelva a activar.
disable-done = Esta cuenta está desactivada.
enable-button = Activar cuenta
enable-consequence = La cuenta podrá volver a iniciar sesión con la contraseña que ya tiene.
enable-done = Esta cuenta está activada.
delete-button = Eliminar cuenta
delete-consequence = La cuenta y sus sesiones se eliminan definitivamente. Esta acción no se puede deshacer.
delete-done = La cuenta se ha eliminado.

## Other pages

one-moment = Un momento
one-moment-lead = Si esta página no continúa por sí sola, pulse el botón.
back-to-home = Volver al inicio
error-request-id = Si se pone en contacto con el servicio de asistencia, indique este identificador:
error-status = Error { $status }
error-wait = Espere
wait-seconds = { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}
wait-minutes = { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
}
try-again = Volver a intentarlo

## Titles of error pages

title-malformed = Solicitud incorrecta
title-not-found = Página no encontrada
title-method-not-allowed = Método no permitido
title-payload-too-large = Solicitud demasiado grande
title-unsupported-media-type = Tipo de contenido no admitido
title-request-timeout = Tiempo de espera agotado
title-cross-site = Solicitud desde otro sitio
title-invalid = Datos no válidos
title-email-taken = Correo electrónico ya en uso
title-username-taken = Nombre de usuario ya en uso
title-last-admin = Último administrador
title-invalid-link = Enlace no válido
title-mail-unavailable = Correo no disponible
title-not-signed-in = Sesión no iniciada
title-account-disabled = Cuenta desactivada
title-forbidden = No permitido
title-wrong-password = Contraseña incorrecta
title-rate-limited = Demasiados intentos
title-busy = Servidor ocupado
title-internal = Algo ha fallado

## What went wrong and what to do about it

error-malformed = No se ha podido leer el contenido de la solicitud.
error-not-found = No se ha encontrado nada en esta dirección.
error-method-not-allowed = Este método no está permitido aquí.
error-payload-too-large = El contenido de la solicitud supera los 16 KiB.
error-unsupported-media-type = El tipo de contenido o la codificación de la solicitud no se admite.
error-request-timeout = El contenido de la solicitud ha tardado demasiado en llegar.
error-cross-site = Las solicitudes desde otros sitios no pueden cambiar nada aquí.
error-cross-site-browser = El navegador indica que esto se envió desde otro sitio (Sec-Fetch-Site: { $site }). Abra { $url } e inténtelo de nuevo desde allí.
error-cross-site-origin = Esto se envió desde { $origin }, pero este servidor está configurado con PUBLIC_URL={ $url }. Abra { $url } e inténtelo de nuevo desde allí. Si usted administra este servidor, ponga en PUBLIC_URL la dirección que usan los navegadores.
error-cross-site-empty-origin = Esto se envió con la cabecera Origin vacía, pero este servidor está configurado con PUBLIC_URL={ $url }. Abra { $url } e inténtelo de nuevo desde allí. Si usted administra este servidor, ponga en PUBLIC_URL la dirección que usan los navegadores.
error-invalid = Corrija los campos indicados y vuelva a enviar la solicitud.
error-email-taken = Ya existe una cuenta con este correo electrónico.
error-username-taken = Este nombre de usuario ya está en uso. Elija otro.
error-last-admin = Debe haber al menos un administrador. Nombre antes administrador a otra cuenta.
error-invalid-link = Este enlace o código no es válido o ha caducado. Solicite otro.
error-mail-unavailable = Para esto hace falta el correo electrónico, que no está configurado en este servidor.
error-wrong-credentials = El correo electrónico, el nombre de usuario o la contraseña no son correctos.
error-account-disabled = Esta cuenta está desactivada.
error-forbidden = Solo los administradores pueden hacer esto.
error-wrong-password = La contraseña actual no es correcta.
error-access-missing = Inicie sesión primero.
error-access-invalid = El token de acceso no es válido.
error-access-expired = El token de acceso ha caducado.
error-access-revoked = La sesión de este token de acceso ha terminado.
error-refresh-missing = Se necesita un token de actualización.
error-refresh-invalid = El token de actualización no es válido.
error-refresh-expired = El token de actualización ha caducado.
error-refresh-revoked = La sesión de este token de actualización ha terminado.
error-refresh-reused = Este token de actualización ya se había sustituido. Es posible que lo hayan robado, por lo que se ha cerrado su sesión.
error-rate-limited = Demasiados intentos. Espere un poco y vuelva a intentarlo.
error-rate-limited-long = Demasiadas solicitudes. Vuelva a intentarlo dentro de una hora.
error-busy = El servidor está ocupado. Vuelva a intentarlo en breve.
error-internal = Algo ha fallado por nuestra parte. Vuelva a intentarlo más tarde.

# The same to people who get a page instead of the one they wanted, or who filled in a form.
error-page-malformed = No se ha podido leer el formulario. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-page-method-not-allowed = Esta dirección solo acepta formularios.
error-page-payload-too-large = El formulario es demasiado grande.
error-page-request-timeout = El formulario ha tardado demasiado en llegar. Vuelva atrás e inténtelo de nuevo.
error-form-invalid = Corrija los errores siguientes.

## What was done

signed-out-message = Sesión cerrada.

## What is wrong with a field

field-required = Campo obligatorio.
field-string = Debe ser una cadena.
field-string-or-null = Debe ser una cadena o null.
field-strings = Debe ser una lista de cadenas.
field-boolean = Debe ser true o false.
field-limit = Debe ser un número del 1 al 100.
field-cursor = Debe ser el valor de nextCursor de una respuesta anterior.
field-event-id = Debe ser el identificador de un evento.
field-choice = Debe ser uno de estos valores: { $values }.
field-too-short = Use al menos { $min } caracteres.
field-too-long = Use como máximo { $max } caracteres.
field-username-characters = Use solo letras de la a a la z, cifras, puntos, _ y -.
field-username-start = Empiece por una letra o una cifra.
field-username-reserved = Este nombre de usuario está reservado. Elija otro.
field-email-invalid = Introduzca una dirección de correo válida.
field-email-unchanged = Esta ya es su dirección de correo.
field-control-characters = Quite los caracteres de control.
field-password-common = Esta contraseña es demasiado común. Elija otra.
field-password-account-name = Se parece demasiado a su nombre de usuario o a su correo electrónico. Elija otra contraseña.
field-password-unchanged = Esta ya es su contraseña. Elija otra.

## Mails

mail-greeting = Hola, { $username }:
mail-sent-by = Enviado por
mail-code = O abra esta página en cualquier dispositivo e introduzca su correo electrónico y el código:
mail-lifetime = { $hours ->
    [one] El enlace y el código se pueden usar una vez, durante una hora.
   *[other] El enlace y el código se pueden usar una vez, durante { $hours } horas.
}

mail-verify-email-subject = Confirme su correo electrónico
mail-verify-email-reason = Se ha creado una cuenta con esta dirección de correo. Confirme que es suya.
mail-verify-email-otherwise = Si no ha creado ninguna cuenta, no haga caso de este correo. La dirección quedará sin confirmar.
mail-verify-email-button = Confirmar dirección

mail-change-email-subject = Confirme su nuevo correo electrónico
mail-change-email-reason = Ha solicitado usar esta dirección de correo en su cuenta. El cambio se hará efectivo cuando la confirme.
mail-change-email-otherwise = Si no lo ha solicitado, no haga caso de este correo. No cambiará nada.
mail-change-email-button = Confirmar la nueva dirección

mail-reset-password-subject = Restablezca su contraseña
mail-reset-password-reason = Hemos recibido una solicitud para restablecer su contraseña. Al establecer una nueva se cerrará la sesión en todos sus dispositivos.
mail-reset-password-otherwise = Si no lo ha solicitado, no haga caso de este correo. Su contraseña no cambiará.
mail-reset-password-button = Restablecer contraseña

mail-email-change-requested-subject = Se ha solicitado cambiar su correo electrónico
mail-email-change-requested-reason = Alguien ha solicitado cambiar el correo electrónico de su cuenta. Nada cambia hasta que se confirme la dirección nueva.
mail-email-change-requested-otherwise = Si no ha sido usted, otra persona conoce su contraseña. Restablézcala; con ello también se cancela el cambio:

mail-email-changed-subject = Su correo electrónico ha cambiado
mail-email-changed-reason = El correo electrónico de su cuenta ha cambiado. Los mensajes sobre ella ya no llegarán a esta dirección.
mail-email-changed-otherwise = Si no ha sido usted, póngase en contacto de inmediato con el servicio de asistencia.
mail-email-changed-otherwise-at = Si no ha sido usted, póngase en contacto de inmediato con el servicio de asistencia:

mail-password-changed-subject = Su contraseña ha cambiado
mail-password-changed-reason = La contraseña de su cuenta acaba de cambiarse.
mail-password-changed-otherwise = Si no ha sido usted, restablezca su contraseña de inmediato:
