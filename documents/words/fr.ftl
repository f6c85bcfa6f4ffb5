month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

duration-days = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
duration-half-days = { $count ->
    [one] { $count } demi-journée
   *[other] { $count } demi-journées
}
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-minutes = { $minutes } min

modality-in-person = En présentiel
modality-remote = À distance
modality-blended = Hybride
modality-self-paced = En autonomie
level-beginner = Débutant
level-intermediate = Intermédiaire
level-advanced = Avancé
language-ar = arabe
language-fr = français
language-en = anglais
comma = ,
colon = { "\u00A0" }:

period = Du { $from } au { $to }
draft = Projet, non publié
contents = Sommaire
courses = { $count ->
    [one] { $count } formation
   *[other] { $count } formations
}
themes = { $count ->
    [one] { $count } thème
   *[other] { $count } thèmes
}
duration = Durée
modality = Modalité
level = Niveau
languages = Langues
fee = Participation
free = Gratuite
audience = Public
prerequisites = Prérequis
required-courses = À suivre auparavant
objectives = Objectifs
skills = Compétences visées
programmes = Programme
responsible = Responsable du contenu
dates = Dates et lieux
first-day = Premier jour
last-day = Dernier jour
place = Lieu
course = Formation
dates-later = Les dates seront annoncées.
calendar = Calendrier
calendar-note = Toutes les dates prévues, dans l'ordre.
contact = Contact et inscription
contact-note = Pour toute question et pour vous inscrire, adressez-vous au centre.
address = Adresse
phone = Téléphone
email = Courriel
website = Site
page = Page

confidential = Données personnelles, à ne pas diffuser
nothing-kept = Rien n'est conservé ici.
made-at = Établi le { $when } (heure de Tunis)
instant = { $day } à { $time }
answer-yes = oui
answer-no = non

certificate-number = N°
certificate-issued = Délivré le
certificate-expires = Valable jusqu'au
certificate-code = Code
certificate-laws = Textes :
certificate-check = À vérifier avec un téléphone, ou par le code.
certificate-scan = Code carré qui mène à la page de vérification
certificate-period = du { $from } au { $to }
