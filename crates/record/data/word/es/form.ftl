# Grupos de campos de un formulario.

group-action = Medida solicitada
group-concealment = Ocultación y detección
group-contact = Datos de contacto
group-description = Descripción
group-document = Documento
group-documents = Documentos
group-event = Fecha y lugar
group-identity = Identidad
group-items = Objetos incautados
group-matter = Asunto
group-persons = Personas
group-request = Lo que se pide
group-route = Ruta y medio de transporte
group-status = Situación
group-thread = Hilo de mensajes
group-warning = Advertencias
