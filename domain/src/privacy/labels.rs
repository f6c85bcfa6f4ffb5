//! What stands before the values of a personal record, in three languages.

use crate::kernel::Locale;

/// Names of sections and fields, and values that are one of a few: in Arabic, French, English.
const LABELS: &[(&str, [&str; 3])] = &[
    ("title", ["ما يُحفظ عنك", "Ce qui est conservé à votre sujet", "What is kept about you"]),
    (
        "preface",
        [
            "تضم هذه الوثيقة كل ما تحفظه المنصة عنك، طبقا للقانون الأساسي عدد 63 لسنة 2004. يحتوي ملف JSON على المعطيات نفسها كاملة.",
            "Ce document rassemble tout ce que la plateforme conserve à votre sujet (loi organique 2004-63). Le fichier JSON contient les mêmes données, au complet.",
            "This document holds all that the platform keeps about you (organic law 2004-63). The JSON file has the same data, in full.",
        ],
    ),
    ("person", ["ملفك", "Votre dossier", "Your file"]),
    ("name-ar", ["الاسم بالعربية", "Nom en arabe", "Name in Arabic"]),
    ("name-fr", ["الاسم باللاتينية", "Nom", "Name"]),
    ("name-en", ["الاسم بالإنجليزية", "Nom en anglais", "Name in English"]),
    ("formerName", ["اسم في ملف سابق", "Nom dans un dossier précédent", "Name in an earlier file"]),
    ("memberships", ["المؤسسات التي تنتمي إليها", "Organisations dont vous faites partie", "Organisations to which you belong"]),
    ("organisation", ["المؤسسة", "Organisation", "Organisation"]),
    ("position", ["الوظيفة", "Fonction", "Position"]),
    ("director", ["مدير", "directeur", "director"]),
    ("contact", ["جهة اتصال", "contact", "contact"]),
    ("tutor", ["مؤطّر", "tuteur", "tutor"]),
    ("staff", ["عون", "agent", "staff"]),
    ("birthDate", ["تاريخ الولادة", "Date de naissance", "Day of birth"]),
    ("gender", ["الجنس", "Sexe", "Gender"]),
    ("governorate", ["الولاية", "Gouvernorat", "Governorate"]),
    ("delegation", ["المعتمدية", "Délégation", "Delegation"]),
    ("situation", ["الوضعية", "Situation", "Situation"]),
    ("phone", ["الهاتف", "Téléphone", "Telephone"]),
    ("email", ["البريد الإلكتروني", "Courriel", "Mail address"]),
    ("identity", ["وثيقة الهوية", "Pièce d'identité", "Identity document"]),
    ("accessNeeds", ["احتياجات النفاذ", "Besoins d'accessibilité", "Needs for access"]),
    ("education", ["الدراسة", "Études", "Education"]),
    ("degree", ["الشهادة", "Diplôme", "Degree"]),
    ("field", ["الاختصاص", "Spécialité", "Field"]),
    ("year", ["السنة", "Année", "Year"]),
    ("institution", ["المؤسسة", "Établissement", "Institution"]),
    ("account", ["حسابك", "Votre compte", "Your account"]),
    ("roles", ["الصفات", "Rôles", "Roles"]),
    ("secondFactor", ["عامل ثان للدخول", "Second facteur", "Second factor"]),
    ("providers", ["خدمات الدخول الأخرى", "Autres services de connexion", "Sign-in providers"]),
    ("passkeys", ["مفاتيح الدخول", "Clés d'accès", "Passkeys"]),
    ("usedAt", ["آخر استعمال", "Dernière utilisation", "Last used"]),
    ("method", ["طريقة الدخول", "Moyen", "By"]),
    ("password", ["كلمة السر", "mot de passe", "password"]),
    ("passkey", ["مفتاح دخول", "clé d'accès", "passkey"]),
    ("provider", ["خدمة دخول أخرى", "autre service de connexion", "another provider"]),
    ("looks", ["من اطّلع على صفحاتك", "Qui a vu vos pages", "Who saw your pages"]),
    ("reason", ["السبب", "Motif", "Reason"]),
    ("looked-at", ["اطّلاع مسؤول", "pages vues par un administrateur", "pages seen by an administrator"]),
    ("access-changed", ["تغيير طرق الدخول", "accès au compte changés", "ways into the account changed"]),
    ("calendarFeed", ["رابط الروزنامة منذ", "Adresse d'agenda depuis", "Calendar address since"]),
    ("calendarFetched", ["آخر قراءة للروزنامة", "Agenda lu pour la dernière fois", "Calendar last fetched"]),
    ("createdAt", ["منذ", "Depuis", "Since"]),
    ("signIns", ["تسجيلات الدخول", "Connexions", "Sign-ins"]),
    ("agent", ["الجهاز", "Appareil", "Device"]),
    ("until", ["إلى", "Jusqu'au", "Until"]),
    ("consents", ["الموافقات", "Consentements", "Consents"]),
    ("purpose", ["الغرض", "Finalité", "Purpose"]),
    ("wording", ["النص", "Texte", "Wording"]),
    ("files", ["الملفات", "Fichiers", "Files"]),
    ("name", ["الاسم", "Nom", "Name"]),
    ("size", ["الحجم بالبايت", "Taille en octets", "Size in bytes"]),
    ("uploads", ["ملفات في طريقها", "Fichiers en cours d'envoi", "Files on their way"]),
    ("open", ["مفتوح", "en cours", "open"]),
    ("received", ["وصل", "reçu", "received"]),
    ("stored", ["محفوظ", "conservé", "stored"]),
    ("cancelled", ["ملغى", "abandonné", "cancelled"]),
    ("notices", ["الإعلامات", "Notifications", "Notices"]),
    ("notice", ["الإعلام", "Notification", "Notice"]),
    ("readAt", ["قُرئ", "Lu", "Read"]),
    ("delivery", ["كيف تصلك", "Comment elles vous parviennent", "How they reach you"]),
    ("security", ["أمان الحساب", "sécurité du compte", "safety of the account"]),
    ("own_data", ["معطياتك", "vos données", "your data"]),
    ("content", ["المحتوى", "contenus", "content"]),
    ("pages", ["في الصفحات", "dans les pages", "in the pages"]),
    ("mail", ["بالبريد", "par courriel", "by mail"]),
    ("digest", ["بالبريد مرة في اليوم", "par courriel une fois par jour", "by mail once a day"]),
    ("mail-bounced", ["رسائل عادت", "messages revenus", "letters that came back"]),
    ("review-asked", ["محتوى للموافقة", "contenu à approuver", "content to approve"]),
    ("review-decided", ["قرار بشأن محتوى", "décision sur un contenu", "decision on content"]),
    ("learning", ["الدورات التي تتابعها", "formations suivies", "courses taken"]),
    ("enrolled", ["تسجيل في دورة", "inscription à une formation", "entered in a course"]),
    ("enrolment-asked", ["طلب مشاركة", "demande d'inscription", "wish to take part"]),
    ("enrolment-decided", ["قرار بشأن مشاركة", "décision sur une participation", "decision on taking part"]),
    ("quiz-graded", ["تصحيح اختبار", "test noté", "quiz graded"]),
    ("quiz-regraded", ["إعادة تصحيح اختبار", "test corrigé à nouveau", "quiz marked anew"]),
    ("enrolment-ends", ["قرب نهاية دورة", "formation qui se termine", "course that ends"]),
    ("run-cancelled", ["إلغاء دورة", "formation annulée", "course cancelled"]),
    ("enrolments", ["الدورات", "Formations suivies", "Courses"]),
    ("course", ["الدورة", "Formation", "Course"]),
    ("said", ["ما قيل", "Ce qui a été dit", "What was said"]),
    ("enrolment-invited", ["مدعو", "invité", "invited"]),
    ("enrolment-requested", ["مطلوب", "demandée", "asked for"]),
    ("enrolment-active", ["جارية", "en cours", "under way"]),
    ("enrolment-completed", ["مكتملة", "terminée", "completed"]),
    ("enrolment-withdrawn", ["غادرتها", "quittée", "left"]),
    ("enrolment-removed", ["أُنهيت", "interrompue par le centre", "ended by the centre"]),
    ("enrolment-refused", ["رُفضت", "refusée", "refused"]),
    ("enrolment-expired", ["انتهى وقتها", "échue", "run out"]),
    ("letters", ["الرسائل المرسلة إليك", "Messages qui vous ont été envoyés", "Letters sent to you"]),
    ("letter", ["الرسالة", "Message", "Letter"]),
    ("state", ["الحالة", "État", "State"]),
    ("history", ["ما حدث", "Ce qui s'est passé", "What happened"]),
    ("at", ["متى", "Quand", "When"]),
    ("action", ["ماذا", "Quoi", "What"]),
    ("by", ["من", "Par", "By"]),
    ("fields", ["الحقول", "Champs", "Fields"]),
    ("oneself", ["أنت", "vous", "you"]),
    ("female", ["أنثى", "femme", "woman"]),
    ("male", ["ذكر", "homme", "man"]),
    ("looking_for_work", ["في البحث عن شغل", "en recherche d'emploi", "looking for work"]),
    ("employed", ["أجير", "en emploi", "employed"]),
    ("self_employed", ["يعمل لحسابه الخاص", "à son compte", "self-employed"]),
    ("student", ["طالب", "étudiant", "student"]),
    ("founder", ["باعث مشروع", "porteur de projet", "founder"]),
    ("institution_staff", ["عون بمؤسسة", "agent d'une institution", "staff of an institution"]),
    ("other", ["غير ذلك", "autre", "other"]),
    ("national_card", ["بطاقة التعريف الوطنية", "carte d'identité nationale", "national identity card"]),
    ("passport", ["جواز السفر", "passeport", "passport"]),
    ("none", ["بدون", "aucun", "none"]),
    ("basic", ["تعليم أساسي", "enseignement de base", "basic schooling"]),
    ("baccalaureate", ["بكالوريا", "baccalauréat", "baccalaureate"]),
    ("vocational", ["تكوين مهني", "formation professionnelle", "vocational training"]),
    ("bachelor", ["إجازة", "licence", "bachelor's degree"]),
    ("master", ["ماجستير", "master", "master's degree"]),
    ("engineer", ["شهادة مهندس", "diplôme d'ingénieur", "engineer's degree"]),
    ("doctorate", ["دكتوراه", "doctorat", "doctorate"]),
    ("learner", ["متكوّن", "apprenant", "learner"]),
    ("trainer", ["مكوّن", "formateur", "trainer"]),
    ("training_officer", ["مسؤول عن التكوين", "chargé de formation", "training officer"]),
    ("programme_officer", ["مسؤول عن برنامج", "chargé de programme", "programme officer"]),
    ("partner_officer", ["ممثل شريك", "représentant d'un partenaire", "partner's officer"]),
    ("reviewer", ["مقيّم", "évaluateur", "reviewer"]),
    ("coach", ["مرافق", "accompagnateur", "coach"]),
    ("quality_officer", ["مسؤول عن الجودة", "responsable qualité", "quality officer"]),
    ("auditor", ["مدقق", "auditeur", "auditor"]),
    ("administrator", ["مدير المنصة", "administrateur", "administrator"]),
    ("registration-confirm", ["تأكيد التسجيل", "confirmation d'inscription", "confirmation of a registration"]),
    ("registration-known", ["تسجيل بعنوان معروف", "inscription avec une adresse connue", "registration with a known address"]),
    ("password-reset", ["كلمة سر جديدة", "nouveau mot de passe", "new password"]),
    ("password-changed", ["تم تغيير كلمة السر", "mot de passe changé", "password changed"]),
    ("invitation", ["دعوة", "invitation", "invitation"]),
    ("person-claim", ["رمز للوصول إلى ملف", "code d'accès à un dossier", "code for a file"]),
    ("person-claimed", ["ربط حساب بملف", "compte relié à un dossier", "account led to a file"]),
    ("export-ready", ["معطياتك جاهزة", "vos données sont prêtes", "your data are ready"]),
    ("erased", ["تم حذف معطياتك", "vos données sont effacées", "your data are erased"]),
    ("waiting", ["في الانتظار", "en attente", "waiting"]),
    ("sent", ["أُرسلت", "envoyé", "sent"]),
    ("refused", ["رُفضت", "refusé", "refused"]),
];

/// A label; what has none is shown by its name.
pub(super) fn say(locale: Locale, name: &str) -> String {
    said_in(LABELS, locale, name)
}

/// What a table says; the name itself where it says nothing.
pub(super) fn said_in(table: &[(&str, [&str; 3])], locale: Locale, name: &str) -> String {
    let at = Locale::ALL.iter().position(|known| *known == locale).unwrap_or(1);
    table.iter().find(|(known, _)| *known == name).map_or_else(|| name.to_owned(), |(_, said)| said[at].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_there_once_and_in_every_language() {
        for (index, (name, said)) in LABELS.iter().enumerate() {
            assert!(LABELS[index + 1..].iter().all(|(other, _)| other != name), "{name} twice");
            assert!(said.iter().all(|text| !text.is_empty()), "{name}");
            assert!(said[0].chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c)), "{name} in Arabic");
        }
        assert_eq!(say(Locale::Fr, "birthDate"), "Date de naissance");
        assert_eq!(say(Locale::Ar, "no-such"), "no-such");
    }
}
