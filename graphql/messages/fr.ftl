UNAUTHENTICATED = Veuillez vous connecter puis réessayer.
FORBIDDEN = Vous n'avez pas le droit de faire cela. Adressez-vous à la personne qui vous a donné votre rôle.
NOT_FOUND = Cela n'existe pas, ou vous ne pouvez pas le voir.
INVALID_ID = Ce n'est pas un identifiant du genre attendu ici.
BAD_INPUT = La demande n'est pas écrite comme le schéma l'exige. Vérifiez le champ indiqué.
RATE_LIMITED = Trop d'essais. Attendez un peu puis réessayez.
TOO_COMPLEX = La demande est trop grande. Demandez moins de champs ou des listes plus courtes.
UNAVAILABLE = Le service est momentanément absent. Réessayez bientôt ; rien n'a été modifié.
LOOKING_ONLY = Vous voyez ici les pages de quelqu'un d'autre : vous pouvez seulement lire. Revenez à votre compte pour faire cela.
MAINTENANCE = Maintenance en cours : la lecture reste possible, l'écriture est suspendue. Réessayez bientôt ; rien n'a été modifié.
INTERNAL = Une erreur s'est produite de notre côté. Rien n'a été modifié. Signalez le numéro de la demande si cela se répète.
PERSISTED_QUERY_NOT_FOUND = Cette requête enregistrée n'est pas encore connue ici. Envoyez une fois son texte par POST.

CONFLICT = Quelqu'un d'autre a modifié cela entre-temps. Relisez puis décidez à nouveau.
IDEMPOTENCY_MISMATCH = Cette clé a déjà servi avec une autre demande. Prenez une nouvelle clé.
REQUIRED = Veuillez écrire quelque chose ici.
TOO_LONG = C'est trop long : { $length } caractères, { $longest } au plus.
FORBIDDEN_CHARACTER = Ce texte contient des caractères de contrôle cachés. Saisissez-le à nouveau sans eux.
UNREADABLE = Ce texte ne contient ni lettre ni chiffre.
BAD_FORMAT = Ce n'est pas de la forme attendue ici.
OUT_OF_RANGE = C'est en dehors du possible : de { $least } à { $most }.
ALREADY_EXISTS = Ce nom est déjà pris. Choisissez-en un autre.
UNKNOWN_REFERENCE = { $value } n'est pas connu ici. Saisissez-le d'abord ou corrigez le nom.
WRONG_STATE =
    C'est impossible dans l'état actuel : { $state ->
        [Draft] brouillon
        [InReview] en relecture
        [Approved] approuvé
        [Published] publié
        [Withdrawn] retiré
        [Archived] archivé
        [On] activé
        [Waiting] en attente
        [Running] en cours
        [Done] fait
        [Failed] mis de côté
        [Cancelled] annulé
        [Open] commencé
        [Received] en cours d'examen
        [Stored] gardé
        [Refused] refusé
        [Expired] trop ancien
        [Active] actif
        [Disabled] désactivé
        [Requested] demandé
        [Invited] invité
        [Removed] retiré
        [Completed] terminé
        [Closed] fermé
       *[other] { $state }
    }. Rechargez la page pour voir ce qui est possible.

FILE_TYPE = Les fichiers de ce type ne sont pas acceptés ici. Images : PNG, JPEG ou WebP ; documents : PDF, Word, Excel, PowerPoint ou texte ; vidéos : MP4 ou WebM ; sous-titres : WebVTT.
FILE_DAMAGED = Ce fichier est endommagé, incomplet ou verrouillé par un mot de passe. Enregistrez-le à nouveau et renvoyez-le.
FILE_ACTIVE = Ce fichier contient un élément qui s'exécute, comme une macro ou un script. Enregistrez-le sans cet élément et renvoyez-le.
FILE_TOO_LARGE = Une fois déplié, ce fichier dépasserait ce qui est permis. Réduisez-le et renvoyez-le.
FILE_MALWARE = Un programme malveillant a été trouvé dans ce fichier. Il n'a pas été gardé.
QUOTA_FULL = Vos fichiers dépasseraient { $most } Mo ensemble, ou trop d'envois sont en cours. Supprimez-en d'abord.
UPLOAD_INCOMPLETE = La partie { $number } du fichier n'est pas arrivée. Envoyez-la, puis remettez le fichier à nouveau.
OVERLAP = Ces jours ou ces heures en chevauchent d'autres : { $value }.
NO_WORKING_DAY = L'agenda n'a aucun jour ouvrable assez proche. Saisissez d'abord les horaires.

SIGN_IN_REFUSED = L'adresse ou le mot de passe n'est pas correct.
LINK_REFUSED = Ce lien ne vaut plus : il a déjà servi, il est trop ancien ou il est incomplet. Demandez-en un nouveau.
PASSWORD_COMMON = Ce mot de passe serait deviné vite. Prenez quelques mots sans lien entre eux.
PASSWORD_WRONG = Ce n'est pas votre mot de passe actuel.
SECOND_FACTOR_NEEDED = Saisissez aussi le code de votre application, ou l'un de vos codes de secours.
SECOND_FACTOR_REFUSED = Ce code n'est pas bon, ou il a déjà servi. Attendez le suivant puis réessayez.
PASSKEY_REFUSED = Cette clé d'accès n'a pas été acceptée. Réessayez, ou entrez avec votre mot de passe.
PASSKEYS_OFF = Il n'y a pas de clés d'accès à cette adresse. Ouvrez la plateforme par son nom, et non par un numéro.
PROVIDER_REFUSED = Ce qui est revenu de ce service n'a pas été accepté. Recommencez depuis la page de connexion.
PROVIDER_UNREACHABLE = Ce service de connexion ne répond pas. Réessayez dans un moment, ou entrez avec votre mot de passe.
PROVIDER_UNVERIFIED = Ce service n'a pas vérifié votre adresse. Inscrivez-vous avec votre adresse et un mot de passe, puis reliez votre compte.
PROVIDER_NOT_CONNECTED = Il y a déjà un compte avec cette adresse. Entrez avec votre mot de passe, puis reliez-le à ce service.
INVITATION_OF_OTHERS = Cette invitation est adressée à quelqu'un d'autre. Déconnectez-vous si elle est bien pour vous.
ACCOUNT_NEEDED = Il n'y a pas encore de compte avec cette adresse. Donnez votre nom et un mot de passe pour en ouvrir un.
WORDING_CHANGED = Ce texte a changé depuis que vous l'avez lu. Lisez le nouveau et décidez à nouveau.
HAS_ACCOUNT = Cette personne a un compte et doit le demander elle-même.
HAS_ROLE = Ce compte a un rôle au centre, qui reste lié à son dossier actuel. Le rôle doit d'abord prendre fin.
PERSON_KNOWN = Ce document figure déjà au dossier de quelqu'un d'autre. Cherchez cette personne par le numéro et corrigez le dossier qui se trompe.
ALREADY_CLAIMED = Cette personne a déjà un compte.
CODE_REFUSED = Ce code n'est pas le bon, il a déjà servi ou il est trop vieux. Demandez-en un nouveau.
FIELD_OFF = Le centre ne peut pas encore garder cette donnée : la loi exige une autorisation, que l'exploitant doit d'abord configurer.
NOTICE_NEEDED = Les messages sur la sécurité de votre compte arrivent toujours aussi par courrier : si quelqu'un d'autre y entre, vous le saurez.
PASSWORD_TOO_SHORT = Le mot de passe est trop court : au moins { $least } caractères.
LAST_ADMINISTRATOR = Le dernier administrateur ne peut pas être retiré. Nommez-en d'abord un autre.

EDITION_PENDING = Une édition de ce cours attend une décision. Reprenez l'écriture quand elle sera publiée ou renvoyée.
SAME_PERSON = Une autre personne doit approuver : vous avez envoyé cette édition ou écrit l'un de ses textes.
NOTHING_CHANGED = Rien ne diffère de ce qui s'y trouve.
CYCLIC_PREREQUISITE = Le cours viendrait avant lui-même. Retirez l'un des prérequis.
FIGURE_REFUSED =
    Ce dessin ne peut pas être accepté : { $reason ->
        [TooLarge] trop grand
        [NotSvg] ce n'est pas du SVG
        [Entities] il définit des entités
        [OutsideReference] il renvoie ailleurs
       *[other] { $reason }
    }. Utilisez un SVG simple, sans script ni lien vers l'extérieur.
TEXT_REFUSED =
    Ligne { $line } : { $kind ->
        [UnknownDirective] balise inconnue
        [UnclosedDirective] balise qui n'est pas fermée par :::
        [MissingAttribute] attribut manquant ou inutilisable
        [BadFormula] formule illisible
        [FigureWithoutAlternative] figure sans texte de remplacement
        [BadFigure] figure qui doit être seule dans son paragraphe et dans figures/
        [RawHtml] HTML qui n'est pas accepté
        [ForbiddenCharacter] caractère interdit
        [BadLink] lien qui n'est pas accepté
        [TooDeep] listes ou citations trop imbriquées
       *[other] { $kind }
    } ({ $detail }). Corrigez cette ligne et renvoyez le texte.
IMPORT_REFUSED =
    { $file } ne peut pas être lu : { $reason ->
        [Damaged] l'archive est abîmée ou coupée
        [UnsafeName] un nom de fichier sort du dossier
        [NotAFile] elle contient un lien
        [Encrypted] elle est protégée par un mot de passe
        [TooLarge] elle est trop grande
       *[other] { $reason }
    }. Exportez le cours à nouveau ou corrigez ce fichier.
DUPLICATE = { $value } apparaît deux fois. Donnez un autre nom à l'un des deux.

NOT_YET_OPEN = Les inscriptions à cette session ouvrent le { $at }. Revenez à ce moment.
NO_LONGER_OPEN = Les inscriptions à cette session sont closes. Cherchez une autre session du cours, ou demandez au centre.
FULL = Il n'y a pas assez de places : il en reste { $left }. Inscrivez moins de personnes, ou demandez une autre session au centre.
NOT_IN_AUDIENCE =
    Cette session s'adresse à d'autres : { $field ->
        [gender] elle demande un autre genre
        [situation] elle vise une autre situation
        [governorate] elle vise d'autres gouvernorats
        [education] elle demande un autre diplôme
        [birthDate] elle vise un autre âge
       *[other] { $field }
    }. Cherchez une autre session du cours, ou demandez au centre.
PROFILE_INCOMPLETE =
    Cette session demande une information absente du dossier : { $field ->
        [gender] le genre
        [situation] la situation actuelle
        [governorate] le gouvernorat
        [education] la formation
        [birthDate] la date de naissance
       *[other] { $field }
    }. Complétez le dossier, puis inscrivez-vous de nouveau.
PREREQUISITE_MISSING = Le cours { $course } vient avant celui-ci. Terminez-le d'abord.
BY_INVITATION = On ne participe à cette session que sur invitation. Demandez au centre.
ENROLLED_ELSEWHERE = Cette personne suit déjà ce cours, dans la session { $run }. Il faut d'abord quitter celle-là.
NOT_PUBLISHED = Le cours n'a pas de texte publié. Publiez d'abord une édition.
NOT_A_MEMBER = Cette personne n'appartient pas à l'organisation. Demandez au centre de l'y inscrire.
CLOCK_WRONG = L'horloge de votre appareil indique une heure impossible : au centre, il est { $now }. Réglez l'horloge et renvoyez.
CIRCULAR_GATES = Ces chapitres s'attendent l'un l'autre, et aucun ne s'ouvrirait. Laissez-en un s'ouvrir sans l'autre.
QUIZ_NOT_YET_OPEN = Ce test ouvre le { $at }. Revenez à ce moment.
QUIZ_NO_LONGER_OPEN = Ce test a fermé le { $at }. Demandez à votre formateur si vous ne pouviez pas le passer à temps.
TOO_FEW_QUESTIONS = La banque contient { $found } questions qui conviennent, et il en faut { $asked }. Ajoutez des questions ou demandez-en moins.
NO_ATTEMPT_LEFT =
    { $most ->
        [1] Vous avez déjà passé ce test : une seule tentative est permise. Demandez à votre formateur s'il vous en faut une autre.
       *[other] Vous avez fait vos { $most } tentatives. Demandez à votre formateur s'il vous en faut une autre.
    }
WAIT = La prochaine tentative est possible à partir du { $at }.
TIME_OVER = Le temps était écoulé le { $at } : ce qui avait été enregistré jusque-là compte.
PAGE_LEFT = Cette page du test n'est pas ouverte : on avance d'une page à la fois, et on ne revient pas en arrière.
CHAPTER_CLOSED = Ce test s'ouvre avec son chapitre : terminez d'abord celui qui le précède.
NOT_AN_ESSAY = Cette question se corrige toute seule : il n'y a pas de note à donner.
GRADE_WRONG = Cette note ne va pas avec la grille : donnez un niveau à chacun des { $criteria } critères, ou une part en pourcentage s'il n'y a pas de grille.
QUESTION_REBUILT = La question n'est plus bâtie comme elle a été posée : les réponses ne peuvent pas être corrigées d'après elle. Donnez tous les points à chacun, ou remettez-la comme elle était.
NOT_EARNED = Cette personne n'a pas encore terminé toutes les formations de ce certificat.
PLACEHOLDER_UNKNOWN = Le texte contient « { $value } », qui n'existe pas. Utilisez { $known }.
PART_MISSING =
    Cette partie de la question n'est pas écrite { $locale ->
        [ar] en arabe
        [fr] en français
       *[other] en anglais
    } comme la question, ou l'est seule. Écrivez-la dans les langues de la question, et dans celles-là seulement.
NO_RIGHT_ANSWER = Rien ici ne vaut 100 %. Donnez 100 % à la bonne réponse.
CREDITS_WRONG = Les bonnes réponses valent ensemble { $sum } %. Partagez 100 % entre elles.
GAPS_WRONG = Le texte doit dire une fois chacun des blancs [[1]] à [[{ $number }]], et aucun autre.
ANSWER_WRONG = Cette réponse ne va pas avec la question. Rechargez la page et répondez de nouveau.
TRANSLATION_DIFFERS =
    La question est construite autrement { $locale ->
        [ar] en arabe
        [fr] en français
       *[other] en anglais
    } : d'autres choix, d'autres parts ou d'autres nombres. Importez toutes ses langues ensemble, ou rendez-les semblables.
QUESTION_FILE =
    { $kind ->
        [NotUtf8] Le fichier n'est pas en UTF-8 ({ $detail }) : enregistrez-le en UTF-8, puis renvoyez-le.
        [TooMany] Le fichier contient trop de questions ({ $detail } au plus) : partagez-le.
        [NotXml] Ce n'est pas du XML de Moodle ({ $detail }) : exportez les questions à nouveau.
        [DoctypeRefused] Le fichier déclare un type de document : retirez la ligne <!DOCTYPE>.
        [EntityRefused] Entité qui n'est pas acceptée ({ $detail }) : écrivez le caractère lui-même.
        [TooDeep] Éléments trop imbriqués ({ $detail }) : simplifiez ce passage.
        [BracesWrong] Accolades qui ne vont pas ensemble ({ $detail }) : une question a une ouvrante et une fermante.
        [TextMissing] La question ne demande rien : écrivez son texte.
        [AnswersMissing] Il manque des réponses ({ $detail }) : ajoutez-les.
        [ArrowMissing] Paire sans « -> » ({ $detail }) : écrivez-la « gauche -> droite ».
        [NumberWrong] Ce n'est pas un nombre ({ $detail }) : écrivez-le en chiffres.
        [GapWrong] Blanc illisible ({ $detail }) : corrigez-le.
        [UnsupportedKind] Cette sorte de question n'existe pas ici ({ $detail }) : retirez-la ou changez sa sorte.
        [TooLong] Texte trop long ({ $detail }) : raccourcissez-le.
        [CodeTwice] Deux questions ont le code { $detail } : changez l'un des deux.
        [UnknownLaw] Il n'y a pas de texte juridique { $detail } : corrigez le code, ou saisissez d'abord le texte.
        [UnknownPicture] L'image { $detail } n'est ni dans le fichier ni dans le cours : joignez-la.
        [FileName] Le nom { $detail } ne dit pas la langue et le format : nommez-le « nom.fr.gift » ou « nom.ar.xml ».
        [Description] Texte qui ne demande rien, laissé de côté : { $detail }
        [NotACode] Laissé de côté, car ce n'est pas un code : { $detail }. Un code a des lettres latines, des chiffres et des tirets.
        [OptionWrong] Option laissée de côté, car illisible : { $detail }
        [OptionAlone] Option laissée de côté, car aucune question ne la suit : { $detail }
        [PictureRefused] L'image { $detail } est abîmée, trop grande ou n'en est pas une : remplacez-la.
        [PictureOutside] Image d'une autre adresse, laissée de côté : { $detail }. Joignez-la au fichier.
        [PictureMissing] L'image { $detail } n'est pas dans le fichier.
        [MarkupLost] Mise en forme laissée de côté : { $detail }
        [HintLost] Indice laissé de côté : { $detail }
        [FeedbackLost] Commentaire selon la note, laissé de côté : { $detail }
        [GradingChanged] Cette façon de noter n'existe pas ici, la plus proche a été prise : { $detail }
        [SettingLost] Réglage laissé de côté : { $detail }
       *[other] Ligne illisible ({ $detail }) : corrigez-la.
    }
