//! What somebody did, as a personal record says it, in three languages.

use super::labels::said_in;
use crate::kernel::Locale;

/// Names of actions: in Arabic, French, English.
const DONE: &[(&str, [&str; 3])] = &[
    ("governorate.define", ["تحديد ولاية", "Gouvernorat défini", "Governorate defined"]),
    ("maintenance.begin", ["بداية الصيانة", "Maintenance commencée", "Maintenance begun"]),
    ("maintenance.end", ["نهاية الصيانة", "Maintenance terminée", "Maintenance ended"]),
    ("mail.read", ["قراءة حالة الرسائل", "État des messages lu", "State of letters read"]),
    ("job.read", ["قراءة المهام", "Travaux lus", "Jobs read"]),
    ("job.retry", ["إعادة مهمة", "Travail relancé", "Job tried again"]),
    ("job.cancel", ["إلغاء مهمة", "Travail annulé", "Job cancelled"]),
    ("upload.begin", ["بداية إرسال ملف", "Envoi d'un fichier commencé", "Upload begun"]),
    ("upload.continue", ["مواصلة إرسال ملف", "Envoi d'un fichier poursuivi", "Upload continued"]),
    ("upload.receive", ["استلام ملف", "Fichier reçu", "File received"]),
    ("file.read", ["قراءة ملف", "Fichier lu", "File read"]),
    ("file.caption", ["إضافة ترجمة نصية", "Sous-titres ajoutés", "Captions added"]),
    ("file.remove", ["حذف ملف", "Fichier supprimé", "File removed"]),
    ("holiday.read", ["قراءة أيام العطل", "Jours fériés lus", "Holidays read"]),
    ("holiday.define", ["تحديد يوم عطلة", "Jour férié défini", "Holiday defined"]),
    ("holiday.remove", ["حذف يوم عطلة", "Jour férié retiré", "Holiday removed"]),
    ("working-hours.set", ["ضبط أوقات العمل", "Horaires réglés", "Working hours set"]),
    ("calendar-feed.set", ["ضبط رابط الروزنامة", "Adresse d'agenda réglée", "Calendar address set"]),
    ("account.read", ["قراءة حساب", "Compte lu", "Account read"]),
    ("account.create", ["فتح حساب", "Compte ouvert", "Account opened"]),
    ("account.disable", ["إيقاف حساب", "Compte désactivé", "Account disabled"]),
    ("account.enable", ["تفعيل حساب", "Compte réactivé", "Account enabled"]),
    ("role.grant", ["إسناد صفة", "Rôle attribué", "Role granted"]),
    ("role.end", ["إنهاء صفة", "Rôle retiré", "Role ended"]),
    ("registration.request", ["طلب تسجيل", "Inscription demandée", "Registration asked for"]),
    ("registration.answer", ["الرد على طلب تسجيل", "Réponse à une inscription", "Registration answered"]),
    ("registration.confirm", ["تأكيد تسجيل", "Inscription confirmée", "Registration confirmed"]),
    ("password.reset", ["استرجاع كلمة السر", "Mot de passe réinitialisé", "Password reset"]),
    ("password.answer", ["الرد على طلب كلمة سر", "Réponse à une demande de mot de passe", "Password request answered"]),
    ("password.change", ["تغيير كلمة السر", "Mot de passe changé", "Password changed"]),
    ("second-factor.set", ["ضبط العامل الثاني", "Second facteur réglé", "Second factor set"]),
    ("passkey.set", ["ضبط مفتاح دخول", "Clé d'accès réglée", "Passkey set"]),
    ("account.look", ["اطّلاع مسؤول على الصفحات", "Pages vues par un administrateur", "Pages seen by an administrator"]),
    ("notice.set", ["ضبط الإعلامات", "Notifications réglées", "Notices set"]),
    ("notice.leave", ["إيقاف رسائل من رابط فيها", "Messages arrêtés depuis leur lien", "Messages stopped by their link"]),
    ("notice.gather", ["جمع الإعلامات في رسالة", "Notifications réunies en un message", "Notices gathered in a letter"]),
    ("mail.bounce", ["رسالة عادت", "Message revenu", "Message that came back"]),
    ("provider.set", ["ضبط خدمة دخول أخرى", "Autre service de connexion réglé", "Sign-in provider set"]),
    (
        "provider.register",
        [
            "فتح حساب عبر خدمة دخول أخرى",
            "Compte ouvert par un autre service de connexion",
            "Account opened through a sign-in provider",
        ],
    ),
    ("invitation.send", ["إرسال دعوة", "Invitation envoyée", "Invitation sent"]),
    ("invitation.answer", ["كتابة دعوة", "Invitation rédigée", "Invitation written"]),
    ("invitation.accept", ["قبول دعوة", "Invitation acceptée", "Invitation accepted"]),
    ("invitation.end", ["سحب دعوة", "Invitation retirée", "Invitation taken back"]),
    ("person.read", ["قراءة ملف شخصي", "Dossier lu", "File of a person read"]),
    ("person.read-sensitive", ["قراءة معطيات محمية", "Données protégées lues", "Protected data read"]),
    ("person.read-history", ["قراءة سجل التغييرات", "Historique lu", "History read"]),
    ("person.create", ["فتح ملف شخصي", "Dossier créé", "Person entered"]),
    ("person.update", ["تغيير ملف شخصي", "Dossier modifié", "Person changed"]),
    ("person.claim", ["طلب الوصول إلى ملف", "Dossier revendiqué", "File claimed"]),
    ("person.answer-claim", ["الرد على طلب الوصول إلى ملف", "Réponse à une revendication", "Claim answered"]),
    ("person.grant-claim", ["ربط حساب بملف", "Compte relié à un dossier", "Account led to a file"]),
    ("consent.define", ["صياغة موافقة", "Texte de consentement rédigé", "Consent worded"]),
    ("consent.give", ["موافقة أو سحبها", "Consentement donné ou retiré", "Consent given or taken back"]),
    ("consent.read", ["قراءة الموافقات", "Consentements lus", "Consents read"]),
    ("data.export", ["طلب نسخة من المعطيات", "Copie des données demandée", "Copy of the data asked for"]),
    ("data.make-export", ["إعداد نسخة من المعطيات", "Copie des données préparée", "Copy of the data made"]),
    ("erasure.request", ["طلب حذف المعطيات", "Effacement demandé", "Erasure asked for"]),
    ("erasure.order", ["أمر بحذف المعطيات", "Effacement ordonné", "Erasure ordered"]),
    ("erasure.make", ["حذف المعطيات", "Données effacées", "Data erased"]),
    ("retention.read", ["قراءة قواعد الحفظ", "Règles de conservation lues", "Rules of retention read"]),
    ("sign-in.begin", ["دخول", "Connexion", "Signed in"]),
    ("sign-in.end", ["خروج", "Déconnexion", "Signed out"]),
    ("organisation.define", ["تحديد مؤسسة", "Organisation définie", "Organisation defined"]),
    ("organisation.read", ["قراءة مؤسسة", "Organisation lue", "Organisation read"]),
    ("member.read", ["قراءة أعضاء مؤسسة", "Membres d'une organisation lus", "Members of an organisation read"]),
    ("programme.read", ["قراءة برنامج", "Programme lu", "Programme read"]),
    ("programme.define", ["تحديد برنامج", "Programme défini", "Programme defined"]),
    ("catalogue.read", ["قراءة الدليل", "Catalogue lu", "Catalogue read"]),
    ("course.read-draft", ["قراءة مسودة دورة", "Brouillon lu", "Draft read"]),
    ("theme.define", ["تحديد محور", "Thème défini", "Theme defined"]),
    ("course.create", ["إحداث دورة", "Cours créé", "Course created"]),
    ("course.update", ["تغيير دورة", "Cours modifié", "Course changed"]),
    ("course.import", ["استيراد دورة", "Cours importé", "Course imported"]),
    ("outline.set", ["ضبط محتوى دورة", "Plan de cours établi", "Outline set"]),
    ("lesson.revise", ["تحرير درس", "Leçon rédigée", "Lesson revised"]),
    ("figure.add", ["إضافة رسم", "Figure ajoutée", "Figure added"]),
    ("edition.submit", ["عرض نسخة للمصادقة", "Édition soumise", "Edition submitted"]),
    ("edition.return", ["إرجاع نسخة", "Édition renvoyée", "Edition sent back"]),
    ("edition.approve", ["المصادقة على نسخة", "Édition approuvée", "Edition approved"]),
    ("edition.publish", ["نشر نسخة", "Édition publiée", "Edition published"]),
    ("edition.withdraw", ["سحب نسخة", "Édition retirée", "Edition withdrawn"]),
    ("legal-text.define", ["تسجيل نص قانوني", "Texte juridique défini", "Legal text defined"]),
    ("legal-text.change", ["تغيير نص قانوني", "Texte juridique modifié", "Legal text changed"]),
    ("content-review.read", ["قراءة المراجعات", "Révisions lues", "Reviews read"]),
    ("content-review.close", ["إنهاء مراجعة", "Révision close", "Review closed"]),
    ("glossary.define", ["تحديد مصطلح", "Terme défini", "Term defined"]),
    ("guide.define", ["تحديد دليل التكوين", "Guide défini", "Guide defined"]),
    ("guide.read-draft", ["قراءة مسودة الدليل", "Brouillon du guide lu", "Draft of the guide read"]),
    ("guide.publish", ["نشر الدليل", "Guide publié", "Guide published"]),
    ("venue.read", ["قراءة مكان", "Lieu lu", "Venue read"]),
    ("venue.create", ["إحداث مكان", "Lieu créé", "Venue entered"]),
    ("venue.update", ["تغيير مكان", "Lieu modifié", "Venue changed"]),
    ("run.read", ["قراءة دورة منظمة", "Session lue", "Run read"]),
    ("run.read-draft", ["قراءة دورة قيد الإعداد", "Session en préparation lue", "Run in preparation read"]),
    ("run.define", ["ضبط دورة منظمة", "Session définie", "Run defined"]),
    ("enrolment.create", ["تسجيل في دورة", "Inscription", "Enrolled"]),
    ("enrolment.read", ["قراءة مشاركة", "Participation lue", "Enrolment read"]),
    ("enrolment.read-name", ["قراءة اسم مشارك", "Nom d'un participant lu", "Name of a participant read"]),
    ("enrolment.enter", ["تسجيل مشاركين أو دعوتهم", "Participants inscrits ou invités", "Participants entered or invited"]),
    ("enrolment.enter-staff", ["تسجيل أعضاء مؤسسة", "Membres d'une organisation inscrits", "Members of an organisation entered"]),
    ("enrolment.decide", ["قرار بشأن مشاركة", "Décision sur une participation", "Enrolment decided on"]),
    (
        "enrolment.answer",
        ["الرد على دعوة أو مغادرة دورة", "Réponse à une invitation ou départ", "Invitation answered or run left"],
    ),
    ("enrolment.study", ["دراسة", "Étude", "Studied"]),
    ("enrolment.complete", ["إتمام دورة", "Formation terminée", "Course completed"]),
    ("enrolment.move", ["الانتقال إلى نسخة أخرى", "Passage à une autre édition", "Moved to another edition"]),
    ("question.read", ["قراءة سؤال", "Question lue", "Question read"]),
    ("question.define", ["كتابة سؤال أو تغييره", "Question écrite ou changée", "Question written or changed"]),
    ("question.import", ["قراءة ملف أسئلة", "Fichier de questions lu", "File of questions read"]),
    ("quiz.read", ["قراءة اختبار", "Test lu", "Quiz read"]),
    ("quiz.read-draft", ["قراءة اختبار قيد الإعداد", "Test en préparation lu", "Quiz in preparation read"]),
    ("quiz.read-plan", ["قراءة محتوى اختبار", "Contenu d'un test lu", "Content of a quiz read"]),
    ("quiz.define", ["كتابة اختبار أو تغييره", "Test écrit ou changé", "Quiz written or changed"]),
    ("quiz.except", ["استثناء في اختبار", "Exception pour un test", "Exception in a quiz"]),
    ("attempt.take", ["إجراء اختبار", "Test passé", "Quiz taken"]),
    ("attempt.read", ["قراءة محاولة في اختبار", "Tentative de test lue", "Attempt at a quiz read"]),
    ("attempt.grade", ["إسناد عدد لإجابة", "Réponse notée", "Answer graded"]),
    ("question.regrade", ["إعادة تصحيح سؤال", "Question corrigée à nouveau", "Question marked anew"]),
    ("attempt.regrade", ["إعادة تصحيح محاولة", "Tentative corrigée à nouveau", "Attempt marked anew"]),
    ("attempt.keep", ["إنهاء محاولة انتهى وقتها", "Tentative arrivée à son terme", "Attempt whose time was over"]),
    ("enrolment.keep", ["متابعة آلية لمشاركة", "Participation suivie automatiquement", "Enrolment looked after"]),
];

/// What was done, by the name of its action.
pub(super) fn done(locale: Locale, action: &str) -> String {
    said_in(DONE, locale, action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_named_in_every_language() {
        for action in crate::actions() {
            for locale in Locale::ALL {
                assert_ne!(done(locale, action.name), action.name, "{}", locale.code());
            }
        }
        assert_eq!(DONE.len(), crate::actions().len(), "an action that is no more");
    }
}
