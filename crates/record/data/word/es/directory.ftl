# What a later head of the directory changes, for those who sign it and for nodes that take it.

directory-nothing = No cambia nada más que la fecha: el directorio queda confirmado una semana más.
directory-admitted = { $member } pasa a ser miembro. Cada nodo puede entonces compartir con él y recibe lo que comparte.
directory-readmitted = { $member } vuelve a trabajar. Sale lo que le esperaba, y se le escucha.
directory-suspended = { $member } queda suspendido. Ningún nodo comparte con él ni lo escucha; lo que le espera, espera. Lo que tiene sigue bajo las condiciones de sus titulares.
directory-left = { $member } se va para siempre y no puede volver con este código. Ya no se comparte nada con él; lo que le espera no se envía. Su registro sigue siendo prueba de lo que dijo.
directory-unreachable = { $member } se tiene por inalcanzable. Se sigue intentando, y los titulares ven que lo que retiran quizá no le haya llegado.
directory-succeeded = { $by } continúa en lugar de { $member }, que ya no es miembro. Sus fichas conservan su nombre; ya no se comparte nada con él.
directory-over = { $member } ya no es miembro.
directory-address = A { $member } se llega desde ahora por { $address }.
directory-no-address = A { $member } ya no llegan los demás: él mismo abre sus conexiones.
directory-pins = { $member } presenta otras claves TLS. Las conexiones con las anteriores se rechazan.
directory-units = Cambian las unidades de { $member }.
directory-description = Cambian los nombres, la región o la función de { $member }.
directory-months = Las valijas para { $member } se sellan con claves nuevas para { $months }.
directory-log = El registro de { $member } continúa con otra clave.
directory-log-revoked = La clave del registro de { $member } para la época { $epoch } se considera ajena desde { $at }. De esa época solo vale lo que se cofirmó antes.
directory-root = Cambia la clave raíz de { $member }.
directory-next-root = Se inscribe otra clave raíz de { $member }, sin la palabra de la vigente. Contará como pronto desde { $from }, por un directorio posterior que firme un garante más. Pregunte ya a { $member } si es correcto.
directory-no-next-root = La clave raíz inscrita para { $member } no contará.
directory-stewards = Desde ahora firman el directorio otros garantes. Entran: { $added }; salen: { $removed }. Firmas necesarias: { $threshold }.
directory-witness = { $member } cofirma con otras claves: nuevas { $added }, revocadas { $revoked }.
directory-policy = Las reglas comunes pasan de la versión { $from } a la versión { $to }.
directory-signed = { $count ->
    [0] Han firmado bastantes garantes: el directorio vale.
    [one] Falta todavía { $count } firma de garante.
   *[other] Faltan todavía { $count } firmas de garantes.
}
directory-would = No se ha escrito nada.
directory-taken = El nodo trabajará según este directorio desde su próximo arranque.
