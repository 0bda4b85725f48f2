# Ce que dit la réponse à une question : les éléments, que faire, qui appeler.

ask-no-hit = { $lists ->
    [0] Réponse négative. Aucune liste n'a pu être interrogée ; nos propres fiches et celles reçues l'ont été.
    [one] Réponse négative sur { $lists } liste, ni dans nos propres fiches et celles reçues.
   *[other] Réponse négative sur { $lists } listes, ni dans nos propres fiches et celles reçues.
}
ask-hits = { $hits ->
    [one] { $hits } réponse positive : comparez-la avant d'agir.
   *[other] { $hits } réponses positives : comparez-les avant d'agir.
}
ask-number = Numéro
ask-identifier-same = { $kind } { $value } : inscrit, signe pour signe.
ask-identifier-alike = { $kind } { $value } : ce qui est inscrit lui ressemble.
ask-finding-check = { $kind } { $value } : le chiffre de contrôle ne convient pas. Regardez encore ; ce que cela peut être a été cherché.
ask-finding-zone = Les lignes sont peut-être mal lues : { $value }.
ask-status = Signalé : { $status }.
ask-programme = Inscrit pour : { $programme }.
ask-do-action = Demandé : { $action }.
ask-do-compare = Comparez les éléments avec la personne ou l'objet devant vous, puis décidez du résultat.
ask-call-contact = Appelez { $contact }.
ask-call-keeper = Appelez { $owner }, qui tient la liste { $list }.
ask-call-owner = Appelez le bureau de { $owner }, à qui appartient la fiche.
