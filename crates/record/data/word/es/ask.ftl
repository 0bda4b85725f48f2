# Lo que dice la respuesta a una pregunta: los indicios, qué hacer, a quién llamar.

ask-no-hit = { $lists ->
    [0] Respuesta negativa. No se pudo consultar ninguna lista; sí nuestras fichas y las recibidas.
    [one] Respuesta negativa en { $lists } lista, ni en nuestras fichas y las recibidas.
   *[other] Respuesta negativa en { $lists } listas, ni en nuestras fichas y las recibidas.
}
ask-hits = { $hits ->
    [one] { $hits } respuesta positiva: compárela antes de actuar.
   *[other] { $hits } respuestas positivas: compárelas antes de actuar.
}
ask-number = Número
ask-identifier-same = { $kind } { $value }: figura, signo por signo.
ask-identifier-alike = { $kind } { $value }: lo que figura se le parece.
ask-finding-check = { $kind } { $value }: el dígito de control no encaja. Mire otra vez; se buscó lo que puede ser.
ask-finding-zone = Las líneas pueden estar mal leídas: { $value }.
ask-status = Denunciado: { $status }.
ask-programme = Figura por: { $programme }.
ask-do-action = Se pide: { $action }.
ask-do-compare = Compare los indicios con la persona o cosa que tiene delante y decida sobre el resultado.
ask-call-contact = Llame a { $contact }.
ask-call-keeper = Llame a { $owner }, que lleva la lista { $list }.
ask-call-owner = Llame a la oficina de { $owner }, de quien es la ficha.
