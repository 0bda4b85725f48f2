# Copies hors ligne : ce qu'un appareil dit de sa copie, et les pages où l'on tient appareils et copies.

copy-minutes = { $count ->
    [0] moins d'une minute
    [one] { $count } minute
   *[other] { $count } minutes
}
copy-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
copy-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
copy-age = Réponse tirée d'une copie vieille de { $age } : elle dit ce que { $node } savait à { $at }. Elle dure encore { $left }.
copy-stale = Cette copie est ancienne, vieille de { $age } : ce qui a été ajouté, modifié ou retiré depuis n'y est pas. Mettez-la à jour, ou demandez par téléphone, avant de vous y fier.
copy-kept = { $count ->
    [0] Aucune question n'est gardée sur cet appareil.
    [one] { $count } question est gardée sur cet appareil, scellée, jusqu'au prochain contact avec le nœud.
   *[other] { $count } questions sont gardées sur cet appareil, scellées, jusqu'au prochain contact avec le nœud.
}
copy-kept-why = Chaque question est gardée sur cet appareil, scellée, et entre dans l'audit du nœud au prochain contact. Une réponse positive est une candidate : seule une personne en fait une concordance confirmée.
copy-stopped-form = Ceci n'est pas une copie hors ligne. Choisissez le fichier fait pour cet appareil.
copy-stopped-other-device = Cette copie est scellée pour un autre appareil, ou pour une clé que cet appareil n'a plus.
copy-stopped-length = La copie a été coupée, ou quelque chose y a été ajouté. Allez la chercher à nouveau.
copy-stopped-changed = La copie a été modifiée, ou elle n'est pas du nœud où cet appareil est inscrit. Allez la chercher à nouveau.
copy-stopped-no-device = Le dossier ne contient aucun appareil.
copy-stopped-no-credential = L'appareil n'a pas encore pris son accréditation.
copy-stopped-state = Ce que l'appareil retient manque ou a été modifié. Il faut l'inscrire à nouveau, sous un autre nom.
copy-stopped-busy = Un autre programme travaille avec l'appareil en ce moment. Réessayez.
copy-stopped-clock = L'horloge dit { $now }, et il était déjà { $at }. Réglez l'horloge, ou mettez la copie à jour.
copy-stopped-expired = La copie a pris fin à { $at } et ne répond plus. Mettez-la à jour.
copy-stopped-full = L'appareil garde autant de questions qu'il le peut. Mettez la copie à jour : elles seront remises.
copy-stopped-purpose = La copie n'est pas pour cette finalité. Choisissez-en une autre.
copy-stopped-ended = Le nœud a mis fin à cette copie.
copy-stopped-revoked = Le nœud a révoqué cet appareil.
copy-stopped-other-contact = La réponse est à un autre contact. Envoyez le plus récent.

page-copy-why = Un appareil porte un extrait de listes là où il n'y a pas de ligne : scellé pour lui seul, daté, fini après ses heures, mis à jour ou terminé à son prochain contact.
page-copy-none = Aucun appareil n'est inscrit.
page-copy-none-do = Faites une clé sur l'appareil avec « amana device init », puis inscrivez-le ici par sa clé publique.
page-copy-device = Appareil
page-copy-state = Copie
page-copy-lists = Listes
page-copy-contact = Dernier contact
page-copy-questions = Questions remises
page-copy-deeds = À faire
page-copy-never = jamais
page-copy-no-copy = aucune
page-copy-fresh = à jour
page-copy-stale = ancienne
page-copy-expired = finie
page-copy-until = jusqu'au { $day }
page-copy-of = du { $day }
page-copy-entries = { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}
page-copy-records = avec des fiches
page-copy-revoked = révoqué le { $day }
page-copy-unaware = Il ne le sait pas encore : jusqu'à son prochain contact, il peut répondre tant que sa copie dure.
page-copy-broken = Ses questions ne tenaient pas ensemble le { $day } : l'une a été modifiée ou omise. Il ne reçoit plus rien.
page-copy-key = Clé
page-copy-enrol = Inscrire un appareil
page-copy-enrol-do = Inscrire
page-copy-name = Nom
page-copy-name-help = 2 à 32 signes : a–z, 0–9 et -. Il n'est jamais donné deux fois.
page-copy-unit = Unité
page-copy-role = Rôle
page-copy-role-help = D'après lequel il est décidé de ce que l'appareil porte.
page-copy-public = Clé publique
page-copy-public-help = Telle que « amana device init » la montre.
page-copy-enrolled = { $device } est inscrit. Comparez l'empreinte de la clé avec l'appareil, puis remettez l'accréditation : elle est prise une fois, avec « amana device accept ».
page-copy-save-credential = Enregistrer l'accréditation
page-copy-make = Faire une copie
page-copy-make-again = Faire une autre copie
page-copy-make-do = La faire
page-copy-making = La copie se fait : { $percent } % reçus
page-copy-made = La copie de { $device } est faite, { $size }. Elle ne s'ouvre que sur cet appareil.
page-copy-save = Enregistrer la copie
page-copy-choose-lists = Listes emportées
page-copy-with-records = Aussi les fiches recherchées, dans la mesure permise
page-copy-purposes = Pour quoi on peut l'interroger
page-copy-hours = Elle dure
page-copy-hours-12 = 12 heures
page-copy-hours-24 = 1 jour
page-copy-hours-72 = 3 jours
page-copy-hours-168 = 7 jours
page-copy-hours-help = Dès chaque contact. Après une partie de ce temps, elle dit qu'elle est ancienne.
page-copy-end = Mettre fin à la copie
page-copy-end-sure = Y mettre fin : elle est effacée au prochain contact
page-copy-revoke = Révoquer
page-copy-revoke-sure = Le révoquer pour de bon : il détruit ses clés au prochain contact
