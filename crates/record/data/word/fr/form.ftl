# Groupes de champs d'un formulaire.

group-action = Mesure demandée
group-concealment = Dissimulation et détection
group-contact = Coordonnées
group-description = Signalement
group-document = Document
group-documents = Documents
group-event = Date et lieu
group-identity = Identité
group-items = Objets saisis
group-matter = Objet
group-persons = Personnes
group-request = Demande
group-route = Itinéraire et moyen de transport
group-status = Statut
group-thread = Fil d'échanges
group-warning = Mises en garde
