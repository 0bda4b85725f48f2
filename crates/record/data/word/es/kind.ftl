# Tipos de fichas y de identificadores: nombre y finalidad.

kind-block = Bloqueo
    .help = Nadie puede usar una ficha mientras haya una solicitud o decisión pendiente.
kind-decision = Decisión
    .help = Lo que una persona decidió sobre una ficha, y por qué.
kind-hold = Retención para la justicia
    .help = Se conserva una copia para un tribunal con una autoridad registrada, fuera de búsqueda y consulta.
kind-message = Mensaje
    .help = Lo que una oficina comunica a otra: solicitud, respuesta, denegación, alerta.
kind-notice = Notificación
    .help = Aviso a todas las oficinas sobre una persona, un objeto o un método, según su color.
kind-person = Persona
    .help = De quién se trata y por qué: identidad, documentos, descripción, medida solicitada.
kind-recall = Retirada
    .help = El titular retira una ficha a todos. Es definitiva.
kind-seizure = Incautación
    .help = Drogas incautadas: cuándo, dónde, qué, cómo se ocultaron y hallaron, y en qué ruta.
kind-travel-document = Documento de viaje
    .help = Documento que su emisor registra como perdido, robado o revocado, o hallado clonado o falsificado.
kind-withdraw = Retirada a un destinatario
    .help = El titular retira una ficha a un solo destinatario.
