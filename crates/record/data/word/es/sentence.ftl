# Frases con las que se expone una ficha.

record-head = { $kind } de { $owner }, { $unit }, revisión { $revision }, { $date }.
withheld = Parte de esta ficha está reservada y no puede exponerse en frases.
detail = { $label }: { $value }.
text = «{ $text }»
text-foreign = En { $language }: «{ $text }»
titled = { $what }: «{ $title }».
titled-plain = { $what }: { $title }.
attachment = Lleva adjunta una imagen ({ $type }, { $size } bytes, resumen { $digest }).
deadline = Se espera respuesta a más tardar el { $deadline }.
document = Documento: { $type } { $number }.
minor = Menor de 18 años cuando se hizo la ficha.
warning = Advertencia: { $warning }, observado el { $seen }, válida hasta el { $expires }.
travel-document = { $type } { $number }: { $status }.
seizure = Incautación el { $date } en este lugar: { $place }.
seizure-total = Total de incautaciones del { $from } al { $until }, lugar: { $place }.
seizure-events = { $n ->
    [0] No cuenta ninguna incautación.
    [one] Cuenta una incautación.
    *[other] Cuenta { $n } incautaciones.
    }
item = Incautado: { $substance } – { $facts }.
item-bare = Incautado: { $substance }.
arrests = { $n ->
    [0] No se detuvo a nadie.
    [one] Se detuvo a una persona.
    *[other] Se detuvo a { $n } personas.
    }
source-row = { $n ->
    [0] Leído en la tabla { $source }, fila { $row }.
    [one] Leído en la tabla { $source }, fila { $row }, que ya figuraba una vez.
    *[other] Leído en la tabla { $source }, fila { $row }, que ya figuraba { $n } veces.
    }
recall = El titular retira a todos, y de forma definitiva, la ficha { $record }. Motivo: { $reason }.
withdraw = El titular retira la ficha { $record }, hasta la revisión { $revision }, a este destinatario: { $recipient }.
block = { $action }. Ficha: { $record }; referencia: { $reference }.
hold = La ficha { $record } se conserva hasta el { $until } por orden de { $authority }, referencia { $reference }.
forward = Se transmite la ficha { $record }. Motivo: «{ $reason }»
passed-on-by = Nos la transmitió { $by }.
decision = Sobre la ficha { $record } se decidió: { $outcome }. Decidió: { $role }.
link-confirmed = Vínculo confirmado: { $role } { $record }.
link-unconfirmed = Vínculo sin confirmar: { $role } { $record }.
evaluation = Evaluación { $grade }: fuente, { $source }; información, { $information }; { $nature }.
level = Nivel: { $level }.
handling = Código de tratamiento { $code }: { $label }.
conditions = Condiciones del titular: «{ $text }»
onward-members = Un destinatario puede transmitirla a: { $members }.
onward-region = Un destinatario puede transmitirla a los miembros de esta región: { $region }.
onward-network = Un destinatario puede transmitirla a cualquier miembro de la red.
marking = Marca: { $label }.
purposes = Puede usarse para: { $purposes }.
retention = Se revisa a más tardar el { $review } y caduca el { $expiry }.
question = Pregunta { $number }: { $what }.
directly-accessible = El miembro consultado puede acceder a ello directamente, sin pedirlo a nadie.
pause = El plazo está suspendido: { $reason }.
named = { $what }.
container = Contenedor { $number }.
postal-item = Envío postal { $number }.
episode = Historial: { $what } ({ $facts }).
indicator = Indicio que buscar ({ $kind }): { $text }.
case = Caso { $reference }: { $title }.
same-as = { $state } ({ $what }): { $both }.
consent = Permitido hasta el { $until } para la ficha { $record }: { $use }. Se permite a: { $to }.
list-version = Lista «{ $title }» de { $source }, versión { $version } del { $date }.
list-entries = { $n ->
    [one] Tiene una entrada ({ $kinds }).
    *[other] Tiene { $n } entradas ({ $kinds }).
    }
standing-question = Avísennos si aparece lo siguiente: «{ $title }». La pregunta rige hasta el { $until }.
