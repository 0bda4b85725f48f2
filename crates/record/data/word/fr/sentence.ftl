# Phrases par lesquelles une fiche est racontée.

record-head = { $kind } de : { $owner }, { $unit }, révision { $revision }, { $date }.
withheld = Une partie de cette fiche vous est masquée : elle ne peut être présentée en phrases.
detail = { $label } : { $value }.
text = « { $text } »
text-foreign = Texte en { $language } : « { $text } »
titled = { $what } : « { $title } ».
titled-plain = { $what } : { $title }.
attachment = Une image y est jointe ({ $type }, { $size } octets, empreinte { $digest }).
deadline = Réponse attendue au plus tard le { $deadline }.
document = Document : { $type } { $number }.
minor = Âge inférieur à 18 ans lors de l'établissement de la fiche.
warning = Mise en garde : { $warning }, constaté le { $seen }, valable jusqu'au { $expires }.
travel-document = { $type } { $number } : { $status }.
seizure = Saisie le { $date } au lieu suivant : { $place }.
seizure-total = Total des saisies du { $from } au { $until }, lieu : { $place }.
seizure-events = { $n ->
    [0] Il ne compte aucune saisie.
    [one] Il compte une saisie.
    *[other] Il compte { $n } saisies.
    }
item = Objet saisi : { $substance } – { $facts }.
item-bare = Objet saisi : { $substance }.
arrests = { $n ->
    [0] Aucune personne n'a été arrêtée.
    [one] Une personne a été arrêtée.
    *[other] { $n } personnes ont été arrêtées.
    }
source-row = { $n ->
    [0] Lu dans le tableau { $source }, ligne { $row }.
    [one] Lu dans le tableau { $source }, ligne { $row }, qui y figurait déjà une fois.
    *[other] Lu dans le tableau { $source }, ligne { $row }, qui y figurait déjà { $n } fois.
    }
recall = Le propriétaire retire définitivement à tous la fiche { $record }. Motif : { $reason }.
withdraw = Le propriétaire retire la fiche { $record }, jusqu'à la révision { $revision }, au destinataire suivant : { $recipient }.
block = { $action }. Fiche : { $record } ; référence : { $reference }.
hold = La fiche { $record } est conservée jusqu'au { $until } sur ordre de l'autorité suivante : { $authority }, référence { $reference }.
forward = La fiche { $record } est transmise. Motif : « { $reason } »
passed-on-by = Elle nous a été transmise par { $by }.
decision = Décision sur la fiche { $record } : { $outcome }. Prise par : { $role }.
link-confirmed = Lien confirmé : { $role } { $record }.
link-unconfirmed = Lien non confirmé : { $role } { $record }.
evaluation = Évaluation { $grade } : source, { $source } ; information, { $information } ; { $nature }.
level = Niveau : { $level }.
handling = Code de traitement { $code } : { $label }.
conditions = Conditions du propriétaire : « { $text } »
onward-members = Un destinataire peut la transmettre aux membres suivants : { $members }.
onward-region = Un destinataire peut la transmettre aux membres de cette région : { $region }.
onward-network = Un destinataire peut la transmettre à tout membre du réseau.
marking = Marquage : { $label }.
purposes = Utilisation permise aux fins suivantes : { $purposes }.
retention = Réexamen au plus tard le { $review } ; expiration le { $expiry }.
question = Question { $number } : { $what }.
directly-accessible = Le membre interrogé peut y accéder directement, sans le demander à quiconque.
pause = Le délai est suspendu : { $reason }.
named = { $what }.
container = Conteneur { $number }.
postal-item = Envoi postal { $number }.
episode = Historique : { $what } ({ $facts }).
indicator = Indice à rechercher ({ $kind }) : { $text }.
case = Affaire { $reference } : { $title }.
same-as = { $state } ({ $what }) : { $both }.
consent = Autorisé jusqu'au { $until } pour la fiche { $record } : { $use }. Bénéficiaires : { $to }.
list-version = Liste « { $title } », source : { $source }, version { $version } du { $date }.
list-entries = { $n ->
    [one] Elle compte { $n } entrée ({ $kinds }).
    *[other] Elle compte { $n } entrées ({ $kinds }).
    }
standing-question = Veuillez nous prévenir si ceci est rencontré : « { $title } ». La question vaut jusqu'au { $until }.
