# Las palabras de las páginas, con y sin scripts.

page-amana = Amana
page-exercise = Ejercicio
page-close = Cerrar
page-more = Mostrar más
page-waiting = Un momento …
page-settings = Ajustes

page-shell-skip = Ir a la página
page-shell-places = Secciones
page-shell-connected = Conectado
page-shell-not-connected = Sin conexión
page-shell-lost-line = Se ha perdido la línea con el nodo. Lo que ve puede ser antiguo; se vuelve a conectar por sí sola.
page-no-page = No existe esa página para usted
page-no-page-do = La dirección puede estar mal escrita, o su función no la abre. Elija una sección.
page-place-work = Trabajo
page-place-oversight = Supervisión

page-purpose-for = Trabaja para
page-purpose-until = hasta las { $time }
page-purpose-change = Cambiar
page-purpose-ask = ¿Con qué finalidad trabaja ahora?
page-purpose-why = Cada consulta y cada lectura queda registrada con su finalidad. Elíjala una vez para este trabajo; puede cambiarla en cualquier momento.
page-purpose-not-chosen = Sin finalidad elegida

page-setting-language = Idioma
page-setting-digits = Cifras
page-setting-theme = Apariencia
page-setting-theme-auto = Como este dispositivo
page-setting-theme-light = Clara
page-setting-theme-dark = Oscura
page-setting-time-zone = Zona horaria
page-setting-first-day = Primer día de la semana
page-setting-first-day-1 = Lunes
page-setting-first-day-6 = Sábado
page-setting-first-day-7 = Domingo

page-sign-in = Entrar
page-sign-in-title = Entrar en Amana
page-sign-in-as = Entra en el nodo { $node } como { $role }.
page-sign-in-once = Este enlace sirve una sola vez. Úselo solo en un dispositivo de trabajo.
page-sign-in-spent = Este enlace ya no sirve
page-sign-in-spent-do = Ya se usó, o su plazo ha terminado. Pida otro a su administrador.
page-sign-in-needed = Nadie ha entrado aquí
page-sign-in-how = Abra el enlace de un solo uso que le dio su administrador. Si no lo tiene, pídaselo.
page-sign-out = Salir

page-inbox = Entrada
page-inbox-empty = Aún no ha llegado nada
page-inbox-empty-do = Las fichas que otros nodos comparten con usted, y las propias, aparecen aquí por sí solas.
page-inbox-none-fit = Ninguna ficha corresponde a esta elección
page-inbox-none-fit-do = Elija otro tipo u otro titular.
page-inbox-none-open = No hay ninguna ficha abierta
page-inbox-none-open-do = Recorra con J y K, abra con Intro. Abrir queda registrado con su finalidad.
page-owner = Titular
page-owner-all = Todos los titulares
page-kind = Tipo
page-kind-all = Todo
page-span-today = Hoy
page-span-yesterday = Ayer
page-span-week = Esta semana
page-span-earlier = Antes

page-record = Ficha
page-revision = revisión
page-content = Lo que dice
page-handling = Tratamiento
page-evaluation = Evaluación
page-evaluation-none = Este tipo no afirma nada, así que no se evalúa.
page-until = Hasta
page-until-then = después se destruye en cada tenedor, con prueba.
page-links = Vínculos
page-link-confirmed = confirmado
page-link-unconfirmed = sin confirmar
page-link-derived = fuente de esta ficha
page-written-in = Idioma del texto: { $language }
page-deliveries = Entregas
page-deliveries-none = No se envió a nadie.
page-deliveries-count = { $received } de { $all } con acuse
page-delivery-queued = en espera
page-delivery-sent = enviada
page-delivery-acknowledged = recibida
page-delivery-receipted = con acuse de recibo
page-delivery-hidden = retirada
page-delivery-erased = destruida
page-delivery-held = retenida para la justicia
page-delivery-rejected = rechazada
page-delivery-void = no enviada
page-delivery-silent = sin respuesta
page-delivery-waits = espera
page-evidence = Prueba
page-evidence-proven = El registro firmado del titular contiene esta ficha. El nodo lo comprobó al llegar.
page-evidence-content-id = Identificador del contenido
page-arrived = Llegada
page-review = Revisión de plazo
page-earlier-not-held = Hay revisiones anteriores que este nodo no tiene.
page-read-again = Leer de nuevo

page-item-substance = Sustancia
page-item-form = Forma
page-item-quantity = Cantidad
page-item-packages = Bultos

page-find = Búsqueda
page-find-do = Buscar
page-find-results = Resultados

page-problem-line = El nodo no responde
page-problem-line-do = Se ha perdido la línea o el nodo está parado. No se pierde nada de lo escrito; se vuelve a intentar.
page-problem-node = El nodo no pudo hacerlo
page-problem-node-do = No se guardó nada. Inténtelo de nuevo y después avise al administrador.
page-problem-record = La ficha no es válida
page-problem-record-do = Corrija el campo señalado e inténtelo de nuevo.
page-problem-refused = Rechazado por una regla
page-problem-refused-do = No lo permiten su función, su finalidad o las condiciones del titular.
page-problem-not-found = No encontrada
page-problem-not-found-do = No está aquí: mal escrita, nunca recibida o destruida.
page-problem-usage = La solicitud no encaja
page-problem-usage-do = Compruebe lo que escribió e inténtelo de nuevo.
page-problem-limit = Por encima de un límite
page-problem-limit-do = Pida menos a la vez, o avise al administrador.
page-problem-unauthenticated = Su sesión ha terminado
page-problem-unauthenticated-do = Abra un nuevo enlace de un solo uso.
page-problem-not-allowed = Su función no hace esto
page-problem-not-allowed-do = Pídalo a quien le corresponda, o al administrador.
page-problem-unreachable = Otro nodo no responde
page-problem-unreachable-do = Se vuelve a intentar por sí solo; puede continuar.

page-rule-HND-01 = Su titular ha retirado la ficha.
page-rule-HND-02 = Su titular ha retirado la ficha de este nodo.
page-rule-HND-03 = La ficha está bloqueada mientras haya una solicitud o decisión pendiente.
page-rule-HND-04 = La ficha ha caducado.
page-rule-HND-05 = Su titular ha dicho dos cosas distintas con el nombre de esta ficha.
page-rule-HND-06 = Solo el titular y sus destinatarios leen una ficha.
page-rule-HND-07 = Su función no hace esto con las fichas.
page-rule-HND-08 = Su función no abre fichas de este nivel.
page-rule-HND-09 = No utilizar en procedimientos judiciales sin autorización del titular.
page-rule-HND-10 = No transmitir sin autorización del titular.
page-rule-HND-11 = Las condiciones del titular exigen su autorización para esto.
page-rule-PUR-01 = El titular no comparte la ficha para esta finalidad. Elija de nuevo la finalidad de su trabajo.
page-rule-PUR-02 = Su función no trabaja con esta finalidad.
page-rule-PUR-03 = La ficha de una víctima, un testigo o un menor no se lee con esta finalidad.
page-rule-PUR-04 = Ninguna pregunta permanente vigila a una víctima, un testigo o un menor.
page-rule-REL-01 = El destino no es miembro activo de la red.
page-rule-REL-02 = Nada circula entre estos dos miembros.
page-rule-REL-03 = Solo el país emisor declara un documento perdido o robado.
page-rule-REL-04 = El delito no figura en la lista de delitos de drogas.
page-rule-REL-05 = Un asunto político, militar, religioso o racial exige una segunda persona.
page-rule-REL-06 = La pena del destino exige una garantía registrada y una firma superior.

page-plain-only = Las páginas completas no están en esta versión; la orden que las construye
page-plain-full = Páginas completas
page-plain-next = Fichas anteriores

page-take-recall = Retirar
page-take-recall-means = Cada tenedor oculta de inmediato esta ficha y la destruye, con prueba. La retirada es definitiva.
page-take-recall-do = Retirar a todos
page-take-withdraw = Retirar a un destinatario
page-take-withdraw-means = Este destinatario pierde la ficha; los demás la conservan. Una revisión posterior puede compartirla de nuevo.
page-take-withdraw-do = Retirar
page-take-block = Bloquear
page-take-block-means = Nadie lee esta ficha, aquí ni en otro lugar, hasta que se decida la solicitud sobre ella.
page-take-block-do = Bloquear en todas partes
page-block-lift = Levantar el bloqueo
page-block-decide = Decidir contra la ficha
page-reason = Motivo
page-recipient = Destinatario
page-reference = Referencia
page-reference-help = El expediente que contiene la solicitud o la decisión.
page-uses = Quién la usó y por qué
page-uses-why = Cada tenedor dice al titular qué hizo con la ficha, con prueba.
page-uses-ask = Preguntar a los tenedores
page-uses-again = Preguntar de nuevo
page-uses-none = Ningún uso todavía
page-uses-silent = Sin respuesta: pregunte más tarde
page-use-proven = probado
page-use-open = aún sin prueba
page-purpose-none = sin finalidad declarada
page-peer = otro nodo

page-audit = Auditoría
page-audit-why = Quién hizo qué aquí y por qué. También queda registrada la lectura de esta lista.
page-audit-empty = Aún no se ha hecho nada aquí
page-audit-when = Cuándo
page-audit-who = Quién
page-audit-deed = Qué
page-audit-purpose = Finalidad
page-audit-about = Sobre qué
page-audit-count = fichas: { $count }
page-deed-read = lectura
page-deed-listed = listado
page-deed-queried = consulta
page-deed-exported = exportación
page-deed-published = publicación
page-deed-imported = importación
page-deed-decided = decisión
page-deed-refused = denegado
page-deed-rejected = rechazo
page-deed-uses-asked = usos preguntados
page-deed-uses-told = usos comunicados
page-deed-audit-read = lectura de la auditoría
page-deed-administered = administración
page-deed-signed-in = entrada
page-deed-signed-out = salida

page-administration = Administración
page-node-state = Este nodo
page-node-records = Fichas
page-node-log = Entradas del registro
page-node-receipts = Acuses de recibo
page-node-sent = Bytes enviados
page-node-received = Bytes recibidos
page-members = Miembros de la red
page-member-active = activo
page-member-ended = inactivo
page-officers = Agentes
page-officer-code = Seudónimo
page-officer-code-help = De 2 a 32 entre a–z, 0–9 y -
page-officer-name = Nombre
page-officer-role = Función
page-officer-unit = Unidad
page-officer-deeds = Acceso
page-officer-ended = servicio terminado
page-officer-link = Enlace de entrada
page-officer-link-means = Este enlace deja entrar a { $code } una sola vez. Solo se muestra ahora: entréguelo en mano.
page-officer-sign-out = Cerrar todas sus sesiones
page-officer-end = Terminar el servicio
page-officer-end-means = { $code } ya no puede entrar; sus sesiones, enlaces y credenciales terminan ahora.
page-officer-end-do = Terminar el servicio
page-officer-enrol = Dar de alta a un agente
page-officer-enrol-do = Dar de alta
page-copy = Copiar

page-find-box = Palabras o un identificador
page-find-from = Desde
page-find-until = Hasta
page-find-start = ¿Qué busca?
page-find-start-do = Lugares y cosas, un documento, un teléfono, una matrícula, un contenedor, en cualquier orden e idioma. Encuentra lo que permiten su función y su finalidad.
page-find-none = Ninguna ficha que usted pueda ver corresponde
page-find-none-do = Eso no descarta nada. Compruebe la escritura o use menos palabras; otra finalidad puede mostrar más.
page-find-without = Sin { $word }
page-find-waiting = Quedan { $count } más recientes sin examinar.
page-find-at-least = Al menos { $written } fichas
page-facet-kind = Tipo
page-facet-owner = Titular
page-facet-year = Año
page-facet-country = País
page-facet-origin = Origen
page-facet-destination = Destino
page-facet-substance = Sustancia
page-facet-transport = Transporte
page-facet-conveyance = Medio de transporte
page-facet-hiding-place = Lugar de ocultación
page-facet-place-type = Tipo de lugar
page-facet-detection = Medio de detección
page-facet-trigger = Motivo del control
page-facet-offence = Delito
page-facet-subject-category = Categoría de la persona
page-facet-action-wanted = Medida solicitada
page-facet-colour = Color de la notificación
page-facet-message-type = Tipo de mensaje
page-facet-document-status = Estado del documento
page-find-count = { $count ->
    [one] Una ficha
   *[other] { $written } fichas
  }

page-compose = Nueva ficha
page-compose-short = Formulario abreviado
page-compose-full = Formulario completo
page-compose-add = Añadir: { $what }
page-compose-take-away = Quitar: { $what }
page-compose-kept = El borrador se guarda en esta pestaña mientras escribe.
page-compose-discard = Descartar
page-compose-check = Antes de enviar
page-compose-back = Volver a la redacción
page-compose-recipients = Destinatarios
page-compose-recipients-help = Nadie más sabe que existe. Sin destinatarios, se queda en casa.
page-compose-level = Nivel
page-compose-lane = Urgencia
page-compose-expiry-help = Vacío: el plazo más largo que permite la ley.
page-compose-source = Fiabilidad de la fuente
page-compose-information = Credibilidad de la información
page-compose-nature = Hecho o valoración
page-purposes = Finalidades permitidas
page-choose = Elegir …
page-choose-none = No se sabe
page-before-nobody = Ningún otro nodo
page-before-home = la recibe. Su nodo puede usarla para
page-before-until = hasta el
page-before-receive = La reciben
page-before-not = No la reciben, y por qué
page-before-may = Pueden
page-before-may-what = Leerla, compararla con sus fichas, responderle.
page-before-may-not = No pueden
page-before-may-not-what = Usarla con otra finalidad ni conservarla más tiempo.
page-before-may-not-coded = Usarla con otra finalidad, conservarla más tiempo ni apartarse de sus códigos de tratamiento sin su autorización.
page-before-see = Usted verá
page-before-see-what = Cada entrega, cada lectura con su motivo y la prueba de destrucción.
page-before-preview = Lo que leerán sus lectores
page-before-take-back = Puede retirarla en cualquier momento; lo leído queda en el registro.
page-before-blocked = Una regla lo prohíbe tal como está: vuelva y cambie destinatarios, finalidades o tratamiento.
page-before-keep = Guardar en casa
page-before-nodes = { $count ->
    [one] Un nodo
   *[other] { $count } nodos
  }
page-before-send = { $count ->
    [one] Enviar a un nodo
   *[other] Enviar a { $count } nodos
  }
page-before-reads = { $count ->
    [one] la recibe; sus agentes pueden leerla, para
   *[other] la reciben; sus agentes pueden leerla, para
  }

page-new = Nuevo

page-audit-reason-words = por palabras
page-audit-reason-delivery = entregas
page-audit-reason-evidence = prueba
page-audit-reason-holds = retenciones
page-audit-reason-publish = publicación

page-place-knowledge = Conocimiento
page-seizures = Incautaciones
page-seizures-report = Comunicar una incautación
page-take-hold = Retener para la justicia
page-take-hold-means = Una copia queda aquí para la justicia, sellada e ilegible en el trabajo diario, incluso tras una retirada. Se informa al titular.
page-take-hold-do = Retener
page-hold-authority = Autoridad que lo ordena

page-waiting-for-us = Esperan de nosotros
page-waiting-for-them = Esperamos de ellos
page-waiting-none-for-us = Nadie espera respuesta nuestra
page-waiting-none-for-them = No esperamos respuesta de nadie
page-waiting-none-do = Las solicitudes aparecen aquí con su plazo en cuanto llegan o salen.
page-term-late = Con retraso
page-term-hours = Próximas 8 horas
page-term-days = Próximos 3 días
page-term-week = Próximos 7 días
page-term-later = Más adelante
page-term-none = Sin plazo
page-clock-days = { $days } d { $hours } h
page-clock-hours = { $hours } h { $minutes } min
page-clock-late = { $span } de retraso
page-clock-paused = en pausa
page-clock-not-received = aún no recibida
page-clock-none = sin plazo

page-reply-means = Va al nodo que preguntó, con el tratamiento y las finalidades de la solicitud.
page-reply-text = Texto
page-reply-send = Enviar
