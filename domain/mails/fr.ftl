foot =
    .body = Nabta, la plateforme de formation du centre. Ce message a été envoyé automatiquement ; personne ne lit les réponses.
    .unsubscribe = Ne plus recevoir ces messages

greeting =
    .named = Bonjour { $name },
    .plain = Bonjour,

registration-confirm =
    .subject = Confirmez votre adresse pour ouvrir votre compte
    .body =
        Vous avez demandé un compte sur la plateforme de formation. Pour l'ouvrir, confirmez que cette adresse est la vôtre. Le lien est valable 24 heures.

        Si vous n'avez rien demandé, ignorez ce message : aucun compte ne sera ouvert.
    .button = Confirmer mon adresse

registration-known =
    .subject = Vous avez déjà un compte
    .body =
        Quelqu'un, peut-être vous, a demandé un compte avec cette adresse. Vous en avez déjà un : connectez-vous, ou demandez un nouveau mot de passe si vous l'avez oublié.

        Si ce n'était pas vous, vous n'avez rien à faire.
    .button = Se connecter

password-reset =
    .subject = Choisissez un nouveau mot de passe
    .body =
        Quelqu'un, sans doute vous, a demandé un nouveau mot de passe pour votre compte. Le lien est valable une heure et ne sert qu'une fois.

        Si ce n'était pas vous, ignorez ce message : votre mot de passe reste le même.
    .button = Choisir un mot de passe

password-changed =
    .subject = Votre mot de passe a été changé
    .body =
        Le mot de passe de votre compte vient d'être changé, et vos autres appareils ont été déconnectés.

        Si ce n'était pas vous, demandez tout de suite un nouveau mot de passe et prévenez le centre.
    .button = Demander un nouveau mot de passe

looked-at =
    .subject = Un administrateur voit vos pages comme vous
    .body =
        { $who } voit en ce moment les pages de la plateforme comme vous les voyez, pendant une demi-heure au plus. Il ne peut rien changer, et ne lit ni votre téléphone ni vos documents.

        Motif : { $reason }

        Si vous n'avez pas demandé d'aide, prévenez le centre.
    .button = Voir qui a regardé

access-changed =
    .subject = Les accès à votre compte ont changé
    .body =
        { $what ->
            [passkey-added] Une clé d'accès vient d'être ajoutée à votre compte : elle permet d'entrer sans votre mot de passe.
            [passkey-removed] Une clé d'accès vient d'être retirée de votre compte : elle ne permet plus d'entrer.
            [provider-added] Votre compte vient d'être relié à un autre service de connexion : il permet d'entrer sans votre mot de passe.
            [provider-removed] Le lien de votre compte avec un autre service de connexion vient d'être retiré.
            [second-factor-on] Le second facteur de votre compte vient d'être activé.
            [second-factor-off] Le second facteur de votre compte vient d'être désactivé : le mot de passe seul permet d'entrer.
           *[other] { $what }
        }

        Si ce n'était pas vous, changez tout de suite de mot de passe et prévenez le centre.
    .button = Voir les accès à mon compte

invitation =
    .subject = Vous êtes invité à rejoindre la plateforme de formation
    .body =
        { $host } vous invite à rejoindre la plateforme de formation du centre avec le rôle suivant : { $role ->
            [learner] apprenant
            [trainer] formateur
            [training_officer] responsable de formation
            [programme_officer] responsable de programme
            [partner_officer] responsable pour un partenaire
            [reviewer] évaluateur
            [coach] accompagnateur
            [quality_officer] responsable qualité
            [auditor] auditeur
            [administrator] administrateur
           *[other] { $role }
        }.

        Le lien est valable sept jours. Si vous avez déjà un compte avec cette adresse, le rôle s'y ajoute ; sinon, vous en ouvrirez un.
    .button = Accepter l'invitation

person-claim =
    .subject = Votre code pour retrouver votre dossier
    .body =
        Quelqu'un, sans doute vous, a demandé à retrouver son dossier au centre depuis son compte. Le code est { $code }. Il est valable 30 minutes.

        Si ce n'était pas vous, ne donnez ce code à personne : sans lui, rien ne se passe.
    .text = Nabta : votre code est { $code }. Il est valable 30 minutes. Ne le donnez à personne.

person-claimed =
    .subject = Votre compte est relié à votre dossier
    .body =
        Le centre a relié votre compte au dossier que vous y aviez déjà. Vous y retrouvez ce que le centre sait de vous.

        Si ce dossier n'est pas le vôtre, prévenez le centre.
    .button = Voir mon dossier

export-ready =
    .subject = Vos données sont prêtes
    .body =
        Tout ce que la plateforme conserve à votre sujet est prêt, en PDF et en JSON. Connectez-vous pour le télécharger ; il reste disponible sept jours.

        Si vous n'avez rien demandé, changez votre mot de passe et prévenez le centre.
    .button = Voir mes données

erased =
    .subject = Votre compte a été effacé
    .body =
        Votre compte et votre dossier ont été effacés comme demandé. Ce que la loi et les comptes obligent à garder reste, sans votre nom.

        Ce message est le dernier que la plateforme vous envoie.

mail-bounced =
    .subject = Nos messages ne vous parviennent pas
    .body =
        Les messages envoyés à votre adresse nous reviennent. Vérifiez votre boîte, ou demandez au centre de changer l'adresse : sans elle, nous ne pouvons ni vous prévenir, ni vous envoyer un nouveau mot de passe.
    .button = Voir mon compte

review-asked =
    .subject = Un contenu attend votre approbation
    .body =
        { $who } vous a soumis ce contenu : { $course }.
    .button = Lire le contenu

review-decided =
    .subject = Décision sur un contenu que vous avez soumis
    .body =
        { $what ->
            [approved] Le contenu que vous avez soumis est approuvé : { $course }. Il sera bientôt publié.
            [published] Le contenu que vous avez soumis est publié : { $course }.
            [returned] Le contenu que vous avez soumis vous revient : { $course }.

            À reprendre : { $note }
           *[other] Le contenu que vous avez soumis est publié : { $course }.
        }
    .button = Ouvrir le contenu

enrolled =
    .subject = Une formation vous attend
    .body =
        { $way ->
            [invitation] Le centre vous invite à cette formation : { $course }. Une place vous est réservée ; dites si vous la prenez.
            [organisation] Votre organisation vous a inscrit à cette formation : { $course }.
           *[officer] Le centre vous a inscrit à cette formation : { $course }.
        }
    .button = Voir la formation

enrolment-asked =
    .subject = Une demande d'inscription attend votre décision
    .body =
        Quelqu'un demande à suivre cette formation : { $course }.
    .button = Voir les demandes

enrolment-decided =
    .subject = Votre participation à une formation
    .body =
        { $what ->
            [accept] Votre demande est acceptée : vous suivez { $course }.
            [refuse] Votre demande n'est pas retenue : { $course }.

            Raison : { $note }
            [remove] Votre participation a pris fin : { $course }.

            Raison : { $note }
            [extend] Vous avez plus de temps pour étudier : { $course }.
            [complete] Vous avez terminé cette formation : { $course }. Félicitations !
           *[expire] Le temps pour étudier est écoulé : { $course }. Si vous voulez continuer, demandez du temps au centre.
        }
    .button = Voir la formation

enrolment-ends =
    .subject = Votre formation se termine bientôt
    .body =
        Il vous reste du temps jusqu'au { $day } pour étudier : { $course }.
    .button = Continuer à étudier

quiz-graded =
    .subject = Votre test est noté
    .body =
        Vos réponses ont été notées : { $quiz } ({ $course }).
    .button = Voir le résultat

quiz-regraded =
    .subject = Un test que vous avez passé a été corrigé à nouveau
    .body =
        Une question de ce test était erronée : { $quiz } ({ $course }). Vos points ont changé ; ce que vous aviez réussi reste réussi.

        Raison : { $reason }
    .button = Voir le résultat

certificate-issued =
    .subject = Votre certificat est prêt
    .body =
        Vous avez un certificat : { $title }, numéro { $number }. Montrez-le à qui vous voulez ; chacun peut le vérifier par son code.
    .button = Voir le certificat

certificate-ended =
    .subject = Un de vos certificats a changé
    .body =
        { $what ->
            [replaced] Un nouveau certificat remplace celui-ci : { $title }, numéro { $number }.
           *[revoked] Ce certificat n'est plus valable : { $title }, numéro { $number }.
        }

        Raison : { $reason }
    .button = Voir vos certificats

certificate-law-changed =
    .subject = Un texte de loi de votre certificat a changé
    .body =
        Votre certificat repose sur un texte qui a changé depuis : { $title }, numéro { $number }. Il reste valable ; l'édition actuelle de la formation vous met à jour.

        Texte : { $law }
    .button = Voir la formation

run-cancelled =
    .subject = Une formation n'aura pas lieu
    .body =
        Cette formation n'aura pas lieu : { $course }.

        Raison : { $note }
    .button = Voir les formations

digest =
    .subject = Du nouveau pour vous sur la plateforme de formation
    .body =
        Voici ce qui est arrivé depuis le dernier message :

        { $items }
    .button = Voir toutes les notifications

certificate-page =
    .title = Vérification d'un certificat
    .valid = Ce certificat est valable.
    .expired = La durée de validité de ce certificat est passée.
    .revoked = Ce certificat a été retiré : il n'est plus valable.
    .replaced = Un autre certificat remplace celui-ci.
    .next = Voir celui qui le remplace
    .unknown = Aucun certificat ne porte ce code. Vérifiez chaque lettre, ou demandez au titulaire de vous montrer l'original.
    .slow = Trop d'essais depuis votre réseau. Attendez une minute, puis réessayez.
    .name = Titulaire
    .forgotten = Le nom a été effacé à la demande du titulaire.
    .courses = Formations
    .criteria = A suivi jusqu'au bout toutes les formations de ce certificat, comme le centre l'a vérifié.
    .issued = Délivré le
    .expires = Valable jusqu'au
    .number = Numéro

leaving =
    .title = Ne plus recevoir ces messages
    .text = Appuyez sur le bouton, et vous ne recevrez plus ces messages par courrier électronique. Vous retrouverez toujours les nouveautés dans les pages de la plateforme, et vous pouvez changer votre choix depuis votre compte.
    .button = Ne plus recevoir ces messages
    .done = Votre choix est enregistré. Nous ne vous enverrons plus ces messages.
    .refused = Ce lien n'est plus valable. Connectez-vous, et choisissez depuis votre compte les messages que vous voulez recevoir.
