# Words of the pages on which one asks: questions, hits, decisions, standing questions, lists.

page-ask-parts = Partes de la consulta
page-ask-part-once = Consultar
page-ask-part-many = Varias a la vez
page-ask-part-hits = Respuestas positivas
page-ask-part-standing = Consultas permanentes
page-ask-part-past = Mis consultas
page-ask-part-lists = Listas
page-ask-part-copies = Copias sin conexión
page-ask-text = Nombre, número o líneas de un pasaporte
page-ask-text-help = En cualquier escritura. Las líneas pegadas se leen tal cual.
page-ask-as = Leído como
page-ask-as-help = Se reconoce solo; corríjalo aquí.
page-ask-as-any = Reconocer
page-ask-births = Fecha de nacimiento
page-ask-births-help = 1961-05-27 o 1961
page-ask-countries = País
page-ask-countries-help = Nombre o código
page-ask-do = Consultar
page-ask-start = Respuesta positiva o negativa, con las razones. Cada consulta queda en la auditoría con su finalidad. Una respuesta positiva es solo una candidata: únicamente una persona la convierte en coincidencia confirmada.
page-ask-answer = Respuesta
page-ask-read-as = Leído como
page-ask-others = O léalo como:
page-ask-more = Hay más respuestas de las que se muestran: precise a quién o qué busca.
page-ask-list-of = { $entries } entradas, del { $day }
page-ask-on-list = En la lista
page-ask-of-record = Una ficha
page-ask-evidence = Lo que habla a favor y en contra
page-ask-said = Lo que se sabe
page-ask-to-do = Qué hacer
page-ask-score = Probabilidad de que sean el mismo: { $percent } %.
page-ask-scorer = calculado por
page-ask-compare = Comparar lado a lado
page-ask-compare-asked = Consultado
page-ask-compare-listed = Registrado
page-ask-compare-names = Nombres
page-ask-compare-births = Nacimiento
page-ask-compare-countries = País
page-ask-compare-numbers = Números
page-ask-open-record = Abrir la ficha
page-ask-decide = Decidir sobre esta respuesta
page-ask-decision-match = Coincidencia confirmada
page-ask-decision-no-match = Sin coincidencia
page-ask-decision-need-more = Se necesita más
page-ask-reason = Por qué
page-ask-decide-signed = Su clave de acceso firma la decisión. Lleva su nombre.
page-ask-decide-do = Firmar la decisión
page-ask-when = Cuándo
page-ask-what = Consultado
page-ask-purpose = Finalidad
page-ask-found = Encontrado
page-ask-past-none = Aún no ha consultado nada
page-ask-past-none-do = Sus consultas aparecen aquí, con lo que encontraron.
page-ask-hits-open = Por decidir
page-ask-hits-all = Todas
page-ask-hits-none = Ninguna respuesta positiva espera una decisión
page-ask-hits-none-do = Las respuestas positivas de su unidad aparecen aquí hasta que una persona decida.
page-ask-many-text = Una consulta por línea
page-ask-many-help = O una tabla cuya primera línea diga: text, kind, birth, country, document.
page-ask-many-file = Tomarlas de un archivo
page-ask-many-done = { $done } de { $all } consultadas
page-ask-many-stop = Detener
page-ask-many-go-on = Continuar
page-ask-many-all = Mostrar todo
page-ask-many-hits = Mostrar solo las positivas
page-ask-standing-new = Nueva consulta permanente
page-ask-standing-why = Se responde cuando llega una lista o una ficha, para la finalidad de su trabajo actual.
page-ask-standing-note = Por qué permanece
page-ask-standing-set = Establecerla
page-ask-standing-end = Terminarla
page-ask-standing-overdue = Su revisión está vencida: no se responde.
page-ask-standing-none = No tiene ninguna consulta permanente
page-ask-standing-none-do = Establezca una al lado: sus respuestas llegan solas.
page-ask-review = Revisión
page-ask-review-help = No se responde después de este día hasta que se establezca de nuevo.
page-ask-ends = Termina
page-ask-lists-why = Dónde se buscan las consultas, además de nuestras fichas y las recibidas.
page-ask-lists-none = Ninguna lista está cargada
page-ask-lists-none-do = Las consultas se buscan solo en las fichas. Un administrador añade las listas.
page-ask-list = Lista
page-ask-list-entries = Entradas
page-ask-list-date = Del
page-ask-list-owner = Propietario
page-ask-list-owner-help = Quién responde de lo que dice.
page-ask-list-licence = Licencia
page-ask-list-licence-help = En qué condiciones puede usarse.
page-ask-list-contact = A quién llamar
page-ask-list-contact-help = Sobre una respuesta positiva, a cualquier hora.
page-ask-list-purposes = Finalidades admitidas
page-ask-list-review-help = Desde el día siguiente nadie recibe respuesta de ella.
page-ask-list-overdue = Vencida: nadie recibe respuesta de ella.
page-ask-list-deeds = Cambiar
page-ask-list-update = Archivo más reciente
page-ask-list-remove = Quitar
page-ask-list-remove-sure = Quitar definitivamente
page-ask-list-done = { $added } añadidas, { $changed } cambiadas, { $removed } quitadas.
page-ask-list-add = Añadir una lista
page-ask-list-add-do = Añadirla
page-ask-list-name = Nombre
page-ask-list-name-help = Minúsculas, cifras y guiones.
page-ask-list-format = Formato
page-ask-list-format-help = Una tabla propia se añade en la línea de órdenes, con el mapa de sus columnas.
page-ask-list-file = El archivo tal como se publicó, o un archivo ZIP
page-ask-format-ofac-sdn = OFAC, SDN (CSV)
page-ask-format-un-xml = Consejo de Seguridad de la ONU (XML)
page-ask-format-eu-xml = Unión Europea (XML)
page-ask-format-ftm = FollowTheMoney
page-ask-kind-person = Persona
page-ask-kind-organisation = Organización
page-ask-kind-vessel = Buque
page-ask-kind-number = Número de documento
page-ask-kind-mrz = Líneas de lectura mecánica
page-ask-lists-asked = { $count ->
    [0] No se consultó ninguna lista
    [one] { $count } lista consultada
   *[other] { $count } listas consultadas
}
page-ask-hit-count = { $count ->
    [0] respuesta negativa
    [one] { $count } respuesta positiva
   *[other] { $count } respuestas positivas
}
page-ask-many-do = { $count ->
    [0] Consultar
    [one] Hacer { $count } consulta
   *[other] Hacer { $count } consultas
}
page-ask-further = Se sabe más: clase, nacimiento, país
