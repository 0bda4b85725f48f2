# Lo que se escribe: borradores, lo que espera la línea, plantillas, la página antes de enviar.

page-standing-blank = Lo que escribe se guarda solo.
page-standing-saving = Guardando …
page-standing-here = Guardado en este dispositivo, en camino a su nodo …
page-standing-rests = Espera ser enviado. Si lo cambia, vuelve a ser un borrador.
page-standing-node = Guardado en su nodo: puede seguir en otro puesto.
page-standing-device = Guardado solo en este dispositivo, hasta que el nodo responda.
page-standing-nowhere = No guardado: este dispositivo no guarda nada y el nodo no responde. Deje esta página abierta.
page-standing-elsewhere = No guardado: se cambió en otro puesto.
page-standing-sent = Ya se envió.
page-compose-case = Caso:
page-compose-case-none = Escrito para ningún caso.
page-compose-case-take = Escribirlo para { $case }

page-draft-sent = Este borrador se envió
page-draft-sent-open = Abrir la ficha
page-draft-sent-elsewhere = Este borrador ya se envió. Lo que cambió después no está en la ficha: haga una revisión para añadirlo.
page-draft-two-places = Este borrador se cambió en otro puesto. Nada se pierde hasta que elija.
page-draft-take-theirs = Tomar lo que hay allí
page-draft-keep-ours = Conservar lo que hay aquí
page-draft-untitled = Sin título
page-draft-only-here = solo en este dispositivo
page-draft-discard-sure = Sí, descartarlo
page-drafts = Borradores
page-drafts-none = Ningún borrador le espera. Lo que empiece se guarda aquí solo durante 30 días.
page-drafts-away = El nodo no responde: los borradores que guarda no se muestran.
page-begin-blank = Empezar con un formulario en blanco

page-outbox = Pendiente de envío
page-outbox-since = listo desde el { $at }
page-outbox-waits = Se envía solo, una vez, cuando vuelva la línea. Abrirlo y cambiarlo lo vuelve borrador.
page-outbox-files = { $count ->
    [one] Su archivo está en camino: { $percent } % enviado.
   *[other] Sus { $count } archivos están en camino: { $percent } % enviado.
  }
page-outbox-refused = El nodo no lo aceptó; vuelve a ser un borrador.
page-outbox-count = { $count ->
    [one] Una ficha espera la línea y se enviará sola.
   *[other] { $count } fichas esperan la línea y se enviarán solas.
  }
page-outbox-count-refused = { $count ->
    [one] Una ficha no fue aceptada.
   *[other] { $count } fichas no fueron aceptadas.
  }
page-outbox-look = Ver

page-templates = Empezar con una plantilla
page-template-save = Guardar como plantilla
page-template-means = La próxima ficha empezará con lo que hay ahora en el formulario. No deje nombres ni números de personas: una plantilla se guarda un año.
page-template-title = Nombre de la plantilla
page-template-shared = Toda mi unidad puede usarla
page-template-of-unit = de la unidad
page-template-forget = Olvidar
page-template-forget-one = Olvidar la plantilla { $title }
page-template-request-checks = Solicitud de comprobaciones
page-template-spontaneous = Información espontánea
page-template-seizure-mail = Incautación en el correo

page-before-longest = último día que permite la ley
page-before-files = { $count ->
    [one] Un archivo lo acompaña
   *[other] { $count } archivos lo acompañan
  }
page-before-away = La línea se ha perdido. Su nodo aplica sus reglas al enviar: lo que una regla prohíbe no se envía, queda aquí y se le dice el motivo.
page-before-send-later = Enviar cuando vuelva la línea
page-before-preview-away = Su nodo lo dirá cuando vuelva la línea.
page-before-ends = Cuando vence
page-before-ends-what = Después del { $day } cada poseedor destruye contenido y claves y lo prueba. La huella queda en el registro.
page-before-back = Cómo retirarla
page-before-back-what = La retirada general la oculta en todas partes al instante y la destruye; la retirada a un destinatario se la quita a él; el bloqueo detiene toda lectura mientras haya una solicitud abierta. Las tres están en su página.
page-before-roles = Quién puede leerla
page-before-roles-home = En su nodo
page-before-roles-there = En cada destinatario
page-before-roles-not = Quién no puede, y por qué regla
page-before-no-role = nadie

page-sign-out-unsent = { $count ->
    [one] Un borrador está solo en este dispositivo y no se envió. Cerrar la sesión lo destruye.
   *[other] { $count } borradores están solo en este dispositivo y no se enviaron. Cerrar la sesión los destruye.
  }
page-sign-out-destroy = Destruir y cerrar la sesión

page-problem-conflict = Se cambió en otro lugar
page-problem-conflict-do = Mire lo que hay ahora y decida de nuevo. No se sobrescribió nada.

page-date-order = dd/mm/aaaa
page-date-wrong = No es un día. Escriba día, mes y año, como { $example }.
page-date-choose = Elegir un día: { $label }
page-date-time = Hora
page-date-today = Hoy
page-date-none = Ningún día
page-date-month-before = Mes anterior
page-date-month-after = Mes siguiente
page-date-year-before = Año anterior
page-date-year-after = Año siguiente
page-setting-calendar = Calendario
page-setting-calendar-gregory = gregoriano
page-setting-calendar-islamic-umalqura = hegírico (Umm al-Qura)

page-find-news = { $count ->
    [one] Desde entonces llegó una ficha nueva: mirar de nuevo
   *[other] Desde entonces llegaron { $count } fichas nuevas: mirar de nuevo
  }

page-compose-more = Más: { $what }
page-place-exactness = Con qué exactitud
page-place-40-m = A unos 40 m
page-place-1-km = A 1 km más o menos
page-place-20-km = A 20 km más o menos
page-place-here = Donde estoy
page-place-means = Se pregunta a su dispositivo una vez, ahora. Lo que dice queda en el formulario: puede cambiarlo o quitarlo.
page-place-taken = Tomado de su dispositivo. Mírelo abajo; cámbielo o quítelo.
page-place-denied = Su dispositivo no lo permite. Escriba el lugar a mano.
page-place-nowhere = Su dispositivo no sabe dónde está. Escriba el lugar a mano.

page-work-going = { $size } kB hasta ahora; sigue mientras trabaja.
page-work-goes-on = Sigue mientras usted trabaja.
page-work-stop = Detener
page-work-dismiss = Cerrar
