# Palabras de las páginas de auditoría.

page-audit-tab-lines = Qué se hizo
page-audit-tab-hints = Por examinar
page-audit-narrow = { $count ->
    [0] Filtrar
   *[other] Filtros: { $count }
  }
page-audit-narrow-further = Otros filtros
page-audit-narrow-do = Mostrar
page-audit-any = cualquiera
page-audit-none = Nada cumple todos estos filtros
page-audit-by-officer = Agente
page-audit-by-deed = Qué
page-audit-by-outcome = Resultado
page-audit-by-purpose = Finalidad
page-audit-by-from = Desde
page-audit-by-until = Hasta
page-audit-by-unit = Unidad
page-audit-by-role = Función
page-audit-by-record = Ficha
page-audit-by-kind = Tipo de ficha
page-audit-by-case = Caso tal como se escribió, y lo vinculado con él
page-audit-by-node = Nodo
page-audit-by-rule = Regla que denegó
page-audit-outcome-granted = concedido
page-audit-outcome-refused = denegado
page-audit-open-record = Abrir la ficha
page-audit-of-record = Quién la vio aquí
page-audit-verify = Verificar
page-audit-verify-line = Verificar la línea { $line }
page-audit-choose = Elegir la línea { $line } para un archivo
page-audit-line = Una línea, verificada
page-audit-line-open = Su minuto aún no está en el registro. Pregunte de nuevo dentro de un minuto.
page-audit-line-again = Preguntar de nuevo
page-audit-standing-signed = Está en el registro firmado
page-audit-standing-witnessed = Está en el registro firmado, y hay testigos que lo han visto
page-audit-standing-conflicting = El registro se contradice
page-audit-standing-signed-means = No se puede cambiar ni quitar sin romper lo que este nodo ha firmado. Ningún otro nodo ha dado aún testimonio de este punto de control.
page-audit-standing-witnessed-means = No se puede cambiar ni quitar sin romper lo que este nodo ha firmado y otros han cofirmado.
page-audit-standing-conflicting-means = Se conocen dos puntos de control del registro de este nodo que no concuerdan. La línea está bajo uno de ellos. No se fíe de ella y avise al inspector.
page-audit-proof-place = Es la entrada { $place } de { $all } en el árbol de su minuto.
page-audit-proof-leaf = La raíz de ese minuto es la hoja { $leaf } del registro de este nodo.
page-audit-proof-head = El punto de control del registro, sobre { $size } hojas, se firmó el { $moment }.
page-audit-proof-root = Raíz del minuto
page-audit-file = { $count ->
    [one] Archivo de esta línea, para verificarlo fuera
   *[other] Archivo de { $written } líneas, para verificarlo fuera
  }
page-audit-file-check = Cualquiera lo verifica sin este nodo:

page-hints-why = Lo que una persona debería examinar. No acusa a nadie, y nada se deriva de ello por sí solo.
page-hints-all = También lo ya examinado
page-hints-none = No hay nada por examinar
page-hints-none-do = Aquí figuran las horas con muchas más consultas de lo habitual y las fichas que nada relaciona con el trabajo de un agente.
page-hint-burst-title = Muchas más consultas de lo habitual
page-hint-outside-title = Fichas ajenas al trabajo del agente
page-hint-burst = Hubo { $count } consultas en esta hora. Figura aquí porque son más de { $above }.
page-hint-usual-own = Lo habitual de este agente son { $median } por hora, con una dispersión de { $spread } (mediana de { $hours } horas de trabajo).
page-hint-usual-own-unknown = Aún no se conoce lo habitual de este agente: hay muy pocas horas de trabajo.
page-hint-usual-others = Lo habitual de los demás en la unidad son { $median }, con una dispersión de { $spread } ({ $hours } horas).
page-hint-usual-others-unknown = Aún no se conoce lo habitual en la unidad.
page-hint-outside = { $count ->
    [one] Se abrió una ficha que nada relaciona con el agente ni con su unidad: ninguno de los dos la escribió, ni su hilo de mensajes, ni nada vinculado con ella.
   *[other] Se abrieron { $written } fichas que nada relaciona con el agente ni con su unidad: ninguno de los dos las escribió, ni sus hilos de mensajes, ni nada vinculado con ellas.
  }
page-hint-outside-more = y { $count } más
page-hint-lines = Mostrar lo que el agente hizo ese día
page-hint-note = Qué vio usted
page-hint-look = Lo he examinado
page-hint-seen = Examinado por
