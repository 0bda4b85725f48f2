# Lo que dice la respuesta a una pregunta: los indicios, qué hacer, a quién llamar.

ask-no-hit = { $lists ->
    [0] Sin resultado. No se pudo consultar ninguna lista; sí nuestros registros y los recibidos.
    [one] Sin resultado en { $lists } lista, ni en nuestros registros y los recibidos.
   *[other] Sin resultado en { $lists } listas, ni en nuestros registros y los recibidos.
}
ask-hits = { $hits ->
    [one] { $hits } resultado: compárelo antes de actuar.
   *[other] { $hits } resultados: compárelos antes de actuar.
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
ask-call-owner = Llame a la oficina de { $owner }, de quien es el registro.
