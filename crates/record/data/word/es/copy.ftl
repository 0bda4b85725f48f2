# Copias sin conexión: lo que un dispositivo dice de su copia, y las páginas donde se llevan dispositivos y copias.

copy-minutes = { $count ->
    [0] menos de un minuto
    [one] { $count } minuto
   *[other] { $count } minutos
}
copy-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
copy-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
copy-age = Respondido desde una copia de hace { $age }: dice lo que { $node } sabía a las { $at }. Dura { $left } más.
copy-stale = Esta copia es antigua, de hace { $age }: no contiene lo que se añadió, cambió o retiró desde entonces. Póngala al día, o pregunte por teléfono, antes de fiarse de ella.
copy-kept = { $count ->
    [0] No se guarda ninguna pregunta en este dispositivo.
    [one] Se guarda { $count } pregunta en este dispositivo, sellada, hasta el próximo contacto con el nodo.
   *[other] Se guardan { $count } preguntas en este dispositivo, selladas, hasta el próximo contacto con el nodo.
}
copy-kept-why = Cada pregunta se guarda en este dispositivo, sellada, y entra en la auditoría del nodo en el próximo contacto. Una respuesta positiva es una candidata: solo una persona la convierte en coincidencia confirmada.
copy-stopped-form = Esto no es una copia sin conexión. Elija el archivo hecho para este dispositivo.
copy-stopped-other-device = Esta copia está sellada para otro dispositivo, o para una clave que este dispositivo ya no tiene.
copy-stopped-length = La copia fue cortada, o se le añadió algo. Obténgala de nuevo.
copy-stopped-changed = La copia fue cambiada, o no es del nodo donde se inscribió este dispositivo. Obténgala de nuevo.
copy-stopped-no-device = La carpeta no contiene ningún dispositivo.
copy-stopped-no-credential = El dispositivo aún no ha tomado su credencial.
copy-stopped-state = Falta lo que el dispositivo recuerda, o fue cambiado. Hay que inscribirlo de nuevo, con otro nombre.
copy-stopped-busy = Otro programa trabaja con el dispositivo en este momento. Inténtelo de nuevo.
copy-stopped-clock = El reloj dice { $now }, y ya eran las { $at }. Ponga el reloj en hora, o ponga la copia al día.
copy-stopped-expired = La copia caducó a las { $at } y ya no responde. Póngala al día.
copy-stopped-full = El dispositivo guarda tantas preguntas como puede. Ponga la copia al día: así se entregan.
copy-stopped-purpose = La copia no es para esta finalidad. Elija otra.
copy-stopped-ended = El nodo ha puesto fin a esta copia.
copy-stopped-revoked = El nodo ha revocado este dispositivo.
copy-stopped-other-contact = La respuesta es de otro contacto. Envíe el más reciente.

page-copy-why = Un dispositivo lleva un extracto de listas adonde no hay línea: sellado solo para él, fechado, con fin tras sus horas, y puesto al día o terminado en su próximo contacto.
page-copy-none = No hay ningún dispositivo inscrito.
page-copy-none-do = Haga una clave en el dispositivo con «amana device init», y luego inscríbalo aquí por su clave pública.
page-copy-device = Dispositivo
page-copy-state = Copia
page-copy-lists = Listas
page-copy-contact = Último contacto
page-copy-questions = Preguntas entregadas
page-copy-deeds = Qué hacer
page-copy-never = nunca
page-copy-no-copy = ninguna
page-copy-fresh = al día
page-copy-stale = antigua
page-copy-expired = caducada
page-copy-until = hasta el { $day }
page-copy-of = del { $day }
page-copy-entries = { $count ->
    [one] { $count } entrada
   *[other] { $count } entradas
}
page-copy-records = con fichas
page-copy-revoked = revocado el { $day }
page-copy-unaware = Aún no lo sabe: hasta su próximo contacto puede responder mientras dure su copia.
page-copy-broken = Sus preguntas no encajaban el { $day }: una fue cambiada u omitida. Ya no se le da nada.
page-copy-key = Clave
page-copy-enrol = Inscribir un dispositivo
page-copy-enrol-do = Inscribir
page-copy-name = Nombre
page-copy-name-help = De 2 a 32 signos: a–z, 0–9 y -. Nunca se da dos veces.
page-copy-unit = Unidad
page-copy-role = Función
page-copy-role-help = Según la cual se decide lo que lleva el dispositivo.
page-copy-public = Clave pública
page-copy-public-help = Como la muestra «amana device init».
page-copy-enrolled = { $device } está inscrito. Compare la huella de la clave con el dispositivo, y entregue después la credencial: se toma una vez, con «amana device accept».
page-copy-save-credential = Guardar la credencial
page-copy-make = Hacer una copia
page-copy-make-again = Hacer otra copia
page-copy-make-do = Hacerla
page-copy-making = Se hace la copia: { $percent } % recibido
page-copy-made = La copia de { $device } está hecha, { $size }. Solo se abre en este dispositivo.
page-copy-save = Guardar la copia
page-copy-choose-lists = Listas que van con ella
page-copy-with-records = También las fichas que se buscan, en lo que se permita
page-copy-purposes = Para qué se puede preguntar
page-copy-hours = Dura
page-copy-hours-12 = 12 horas
page-copy-hours-24 = 1 día
page-copy-hours-72 = 3 días
page-copy-hours-168 = 7 días
page-copy-hours-help = Desde cada contacto. Pasada una parte, dice que es antigua.
page-copy-end = Poner fin a la copia
page-copy-end-sure = Poner fin: se borra en el próximo contacto
page-copy-revoke = Revocar
page-copy-revoke-sure = Revocarlo para siempre: destruye sus claves en el próximo contacto
