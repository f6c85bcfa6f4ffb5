//! Loaders of learning.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use nabta_domain::catalogue::CourseId;
use nabta_domain::kernel::page::{Page, PageRequest};
use nabta_domain::learning::certificate::batch::{self, Batch};
use nabta_domain::learning::certificate::template::{self, Template};
use nabta_domain::learning::certificate::{self, Certificate, Facts};
use nabta_domain::learning::enrolment::{self, Enrolment, EnrolmentFilter};
use nabta_domain::learning::progress::{self, Progress};
use nabta_domain::learning::question::{self, Question, QuestionVersion};
use nabta_domain::learning::quiz::attempt::{self, Attempt, ShownQuestion};
use nabta_domain::learning::quiz::regrade::Regrade;
use nabta_domain::learning::quiz::standing::Standing;
use nabta_domain::learning::quiz::{self, Quiz};
use nabta_domain::learning::{
    CertificateBatchId, CertificateId, CertificateTemplateId, EnrolmentId, EnrolmentState, QuestionId, QuizAttemptId, QuizId,
    RunId, run,
};
use nabta_domain::people::person::Name;

use crate::loaders::{gather, loaders};

/// An attempt as it was read, by which its questions are found: what may be seen of them goes with it.
#[derive(Clone)]
pub(crate) struct ReadAttempt(Attempt);

impl From<Attempt> for ReadAttempt {
    fn from(attempt: Attempt) -> Self {
        Self(attempt)
    }
}

impl PartialEq for ReadAttempt {
    fn eq(&self, other: &Self) -> bool {
        self.0.row.id == other.0.row.id
    }
}

impl Eq for ReadAttempt {}

impl Hash for ReadAttempt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.row.id.hash(state);
    }
}

/// A certificate as it was read, by which what stands on it is opened.
#[derive(Clone)]
pub(crate) struct ReadCertificate(Certificate);

impl From<Certificate> for ReadCertificate {
    fn from(certificate: Certificate) -> Self {
        Self(certificate)
    }
}

impl PartialEq for ReadCertificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.row.id == other.0.row.id
    }
}

impl Eq for ReadCertificate {}

impl Hash for ReadCertificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.row.id.hash(state);
    }
}

loaders! {
    /// A run that the actor may know of, by its id.
    RunById(RunId) => run::Run, |ctx, keys| {
        Ok(run::by_ids(ctx, &keys).await?.into_iter().map(|run| (RunById(run.row.id), run)).collect())
    };
    /// The runs of a course in which people can enrol.
    RunsByCourse(CourseId) => Vec<run::Run>, |ctx, keys| {
        let runs = run::of_courses(ctx, &keys).await?;
        Ok(gather(runs.into_iter().map(|run| (RunsByCourse(run.row.course_id), run))))
    };
    /// An enrolment that the actor may know of, by its id.
    EnrolmentById(EnrolmentId) => Enrolment, |ctx, keys| {
        let found = enrolment::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|enrolment| (EnrolmentById(enrolment.row.id), enrolment)).collect())
    };
    /// Who takes part, by name, as far as the actor may know.
    NameByEnrolment(EnrolmentId) => Name, |ctx, keys| {
        Ok(enrolment::names(ctx, &keys).await?.into_iter().map(|(id, name)| (NameByEnrolment(id), name)).collect())
    };
    /// What somebody did in a run, for those who may know.
    ProgressByEnrolment(EnrolmentId) => Progress, |ctx, keys| {
        Ok(progress::of(ctx, &keys).await?.into_iter().map(|(id, progress)| (ProgressByEnrolment(id), progress)).collect())
    };
    /// The enrolment in a run of whoever is signed in.
    OwnEnrolmentByRun(RunId) => Enrolment, |ctx, keys| {
        let found = enrolment::own_in_runs(ctx, &keys).await?;
        Ok(found.into_iter().map(|enrolment| (OwnEnrolmentByRun(enrolment.row.run_id), enrolment)).collect())
    };
    /// A page of the enrolments in a run, as far as the actor's roles reach.
    EnrolmentsByRun((RunId, Option<EnrolmentState>, PageRequest)) => Page<Enrolment>, |ctx, keys| {
        let mut pages = HashMap::new();
        for ((state, request), runs) in gather(keys.into_iter().map(|(run, state, request)| ((state, request), run))) {
            let filter = EnrolmentFilter { state, ..Default::default() };
            let found = enrolment::list_of_runs(ctx, &runs, &filter, &request).await?;
            pages.extend(found.into_iter().map(|(run, page)| (EnrolmentsByRun((run, state, request.clone())), page)));
        }
        Ok(pages)
    };
    /// A question that the actor may read, by its id.
    QuestionById(QuestionId) => Question, |ctx, keys| {
        Ok(question::by_ids(ctx, &keys).await?.into_iter().map(|question| (QuestionById(question.row.id), question)).collect())
    };
    /// What a question asks now, for who may read it.
    WordingByQuestion(QuestionId) => QuestionVersion, |ctx, keys| {
        let found = question::newest(ctx, &keys).await?;
        Ok(found.into_iter().map(|version| (WordingByQuestion(version.question_id), version)).collect())
    };
    /// A quiz that the actor may know of, by its id.
    QuizById(QuizId) => Quiz, |ctx, keys| {
        Ok(quiz::by_ids(ctx, &keys).await?.into_iter().map(|quiz| (QuizById(quiz.0.id), quiz)).collect())
    };
    /// The quizzes of a course that the actor may know of.
    QuizzesByCourse(CourseId) => Vec<Quiz>, |ctx, keys| {
        let found = quiz::of_courses(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|quiz| (QuizzesByCourse(quiz.0.course_id), quiz))))
    };
    /// For whom a quiz is otherwise, for those who say so.
    ExceptionsByQuiz(QuizId) => Vec<quiz::Exception>, |ctx, keys| {
        let found = quiz::exceptions(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|exception| (ExceptionsByQuiz(exception.quiz_id), exception))))
    };
    /// How the quizzes of their course stand for somebody, for those who may know.
    QuizzesByEnrolment(EnrolmentId) => Vec<Standing>, |ctx, keys| {
        Ok(quiz::standing::of(ctx, &keys).await?.into_iter().map(|(id, found)| (QuizzesByEnrolment(id), found)).collect())
    };
    /// An attempt that the actor may read, by its id.
    AttemptById(QuizAttemptId) => Attempt, |ctx, keys| {
        let found = attempt::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|attempt| (AttemptById(attempt.row.id), attempt)).collect())
    };
    /// The questions of an attempt that was read.
    QuestionsByAttempt(ReadAttempt) => Vec<ShownQuestion>, |ctx, keys| {
        let attempts: Vec<Attempt> = keys.iter().map(|key| key.0.clone()).collect();
        let mut found = attempt::questions(ctx, &attempts).await?;
        let of = |key: ReadAttempt| found.remove(&key.0.row.id).map(|questions| (QuestionsByAttempt(key), questions));
        Ok(keys.into_iter().filter_map(of).collect())
    };
    /// A template of certificates that the actor may know of, by its id.
    CertificateTemplateById(CertificateTemplateId) => Template, |ctx, keys| {
        let found = template::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|template| (CertificateTemplateById(template.row.id), template)).collect())
    };
    /// Certificates that were issued together, by their id, for those who issue.
    CertificateBatchById(CertificateBatchId) => Batch, |ctx, keys| {
        Ok(batch::by_ids(ctx, &keys).await?.into_iter().map(|batch| (CertificateBatchById(batch.row.id), batch)).collect())
    };
    /// The newest of a template that can be fetched together, for those who issue.
    BatchesByTemplate(CertificateTemplateId) => Vec<Batch>, |ctx, keys| {
        let found = batch::of_templates(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|batch| (BatchesByTemplate(batch.row.template_id), batch))))
    };
    /// A certificate that the actor may know of, by its id.
    CertificateById(CertificateId) => Certificate, |ctx, keys| {
        let found = certificate::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|certificate| (CertificateById(certificate.row.id), certificate)).collect())
    };
    /// What stands on a certificate that was read; nothing of somebody who was forgotten.
    FactsByCertificate(ReadCertificate) => Facts, |ctx, keys| {
        let certificates: Vec<Certificate> = keys.iter().map(|key| key.0.clone()).collect();
        let mut found = certificate::facts(ctx, &certificates).await?;
        let of = |key: ReadCertificate| found.remove(&key.0.row.id).map(|facts| (FactsByCertificate(key), facts));
        Ok(keys.into_iter().filter_map(of).collect())
    };
    /// How often answers to a question were marked anew, for who may read it.
    RegradesByQuestion(QuestionId) => Vec<Regrade>, |ctx, keys| {
        let found = quiz::regrade::of_questions(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|regrade| (RegradesByQuestion(regrade.0.question_id), regrade))))
    };
    /// What a question asked, from the first time on, for who may read it.
    WordingsByQuestion(QuestionId) => Vec<QuestionVersion>, |ctx, keys| {
        let found = question::versions(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|version| (WordingsByQuestion(version.question_id), version))))
    };
}
