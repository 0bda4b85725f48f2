# Types de fiches et d'identifiants : nom et objet.

kind-block = Blocage
    .help = Nul ne peut utiliser une fiche tant qu'une demande ou une décision est en cours.
kind-decision = Décision
    .help = Ce qu'une personne a décidé au sujet d'une fiche, et pourquoi.
kind-hold = Conservation pour la justice
    .help = Une copie est conservée pour un tribunal sous une autorité consignée, hors recherche et consultation.
kind-message = Message
    .help = Ce qu'un bureau dit à un autre : demande, réponse, refus, alerte.
kind-notice = Notice
    .help = Avis à tous les bureaux sur une personne, un objet ou un mode opératoire, selon sa couleur.
kind-person = Personne
    .help = De qui il s'agit et pourquoi : identité, documents, signalement, mesure demandée.
kind-recall = Retrait
    .help = Le propriétaire retire une fiche à tous. C'est définitif.
kind-seizure = Saisie
    .help = Stupéfiants saisis : quand, où, quoi, comment ils étaient dissimulés et découverts, sur quel itinéraire.
kind-travel-document = Document de voyage
    .help = Document que son émetteur déclare perdu, volé ou révoqué, ou découvert cloné ou contrefait.
kind-withdraw = Retrait à un destinataire
    .help = Le propriétaire retire une fiche à un seul destinataire.
