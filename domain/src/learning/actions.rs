//! What can be done about learning, and by whom.

crate::actions! {
    learning_permission;
    /// Know of a run that people can enrol in, or could.
    RUN_READ = "run.read": Anyone, Operator;
    /// Know of a run that is being prepared.
    RUN_READ_DRAFT = "run.read-draft": Trainer, TrainingOfficer, ProgrammeOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Enter a run, change it, open, close or cancel it.
    RUN_DEFINE = "run.define": TrainingOfficer, ProgrammeOfficer, Administrator, Operator;
    /// Enrol in a run by oneself.
    ENROLMENT_CREATE = "enrolment.create": SignedIn;
    /// Know of an enrolment.
    ENROLMENT_READ = "enrolment.read": Oneself, Trainer, TrainingOfficer, ProgrammeOfficer, PartnerOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Know who takes part by name. A partner learns it of those who agree to that.
    ENROLMENT_READ_NAME = "enrolment.read-name": Oneself, Trainer, TrainingOfficer, ProgrammeOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Enter or invite people.
    ENROLMENT_ENTER = "enrolment.enter": TrainingOfficer, ProgrammeOfficer, Administrator, Operator;
    /// Enter people who belong to an organisation that one speaks for.
    ENROLMENT_ENTER_STAFF = "enrolment.enter-staff": Representative, TrainingOfficer, ProgrammeOfficer, Administrator;
    /// Take or refuse a wish to take part, give more time, take somebody out.
    ENROLMENT_DECIDE = "enrolment.decide": TrainingOfficer, ProgrammeOfficer, Administrator;
    /// Answer an invitation, leave a run.
    ENROLMENT_ANSWER = "enrolment.answer": Oneself;
    /// Tell what one studied.
    ENROLMENT_STUDY = "enrolment.study": Oneself;
    /// Say that somebody did what the run asks for.
    ENROLMENT_COMPLETE = "enrolment.complete": Trainer, TrainingOfficer, ProgrammeOfficer, Administrator;
    /// Follow another edition from now on.
    ENROLMENT_MOVE = "enrolment.move": Oneself, TrainingOfficer, ProgrammeOfficer, Administrator;
    /// Know of the questions of a course, and of what counts as an answer.
    QUESTION_READ = "question.read": Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Enter questions, change them, take them out of use.
    QUESTION_DEFINE = "question.define": Trainer, TrainingOfficer, Administrator, Operator;
    /// Read files of questions into a bank.
    QUESTION_IMPORT = "question.import": Trainer, TrainingOfficer, Administrator, Operator;
    /// Know of a quiz that can be taken.
    QUIZ_READ = "quiz.read": Anyone, Operator;
    /// Know of a quiz that is being prepared or was closed.
    QUIZ_READ_DRAFT = "quiz.read-draft": Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Know which questions a quiz asks.
    QUIZ_READ_PLAN = "quiz.read-plan": Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Enter a quiz, change it, open or close it.
    QUIZ_DEFINE = "quiz.define": Trainer, TrainingOfficer, Administrator, Operator;
    /// Give more time, more attempts or another window to one person or one run, and know to whom.
    QUIZ_EXCEPT = "quiz.except": Trainer, TrainingOfficer, Administrator;
    /// Take a quiz.
    ATTEMPT_TAKE = "attempt.take": Oneself;
    /// Know of an attempt.
    ATTEMPT_READ = "attempt.read": Oneself, Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Grade what no rule marks.
    ATTEMPT_GRADE = "attempt.grade": Trainer, TrainingOfficer, Administrator;
    /// Mark all answers to a question anew, because it was wrong.
    QUESTION_REGRADE = "question.regrade": Trainer, TrainingOfficer, Administrator;
    /// Mark an attempt anew.
    ATTEMPT_REGRADE = "attempt.regrade": Operator;
    /// Know what certificates are issued for, and what they say.
    CERTIFICATE_TEMPLATE_READ = "certificate-template.read": Trainer, TrainingOfficer, ProgrammeOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Say what certificates are issued for, and what they say.
    CERTIFICATE_TEMPLATE_DEFINE = "certificate-template.define": TrainingOfficer, Administrator, Operator;
    /// Know of a certificate.
    CERTIFICATE_READ = "certificate.read": Oneself, TrainingOfficer, ProgrammeOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Issue certificates to those who earned them.
    CERTIFICATE_ISSUE = "certificate.issue": TrainingOfficer, Administrator;
    /// Issue a certificate as soon as it is earned.
    CERTIFICATE_GRANT = "certificate.grant": Operator;
    /// Take a certificate back, or have another one stand for it.
    CERTIFICATE_REVOKE = "certificate.revoke": TrainingOfficer, Administrator;
    /// End an attempt whose time is over.
    ATTEMPT_KEEP = "attempt.keep": Operator;
    /// End what nobody ended in time, and follow persons to the entry that stands for them.
    ENROLMENT_KEEP = "enrolment.keep": Operator;
}

/// The codes of refusals about learning.
pub mod codes {
    /// Nobody can enrol yet.
    pub const NOT_YET_OPEN: &str = "NOT_YET_OPEN";
    /// Nobody can enrol any more.
    pub const NO_LONGER_OPEN: &str = "NO_LONGER_OPEN";
    /// All seats are taken.
    pub const FULL: &str = "FULL";
    /// The run is for others.
    pub const NOT_IN_AUDIENCE: &str = "NOT_IN_AUDIENCE";
    /// What the run asks about is not on file.
    pub const PROFILE_INCOMPLETE: &str = "PROFILE_INCOMPLETE";
    /// A course that comes before was not completed.
    pub const PREREQUISITE_MISSING: &str = "PREREQUISITE_MISSING";
    /// Only who is invited takes part.
    pub const BY_INVITATION: &str = "BY_INVITATION";
    /// They take part in the course already, in another run.
    pub const ENROLLED_ELSEWHERE: &str = "ENROLLED_ELSEWHERE";
    /// The course has no text that is out.
    pub const NOT_PUBLISHED: &str = "NOT_PUBLISHED";
    /// The clock of a device is wrong.
    pub const CLOCK_WRONG: &str = "CLOCK_WRONG";
    /// Chapters wait for each other.
    pub const CIRCULAR_GATES: &str = "CIRCULAR_GATES";
    /// A part of a question is missing in one of its languages.
    pub const PART_MISSING: &str = "PART_MISSING";
    /// No answer is worth the whole.
    pub const NO_RIGHT_ANSWER: &str = "NO_RIGHT_ANSWER";
    /// The right choices do not add up to the whole.
    pub const CREDITS_WRONG: &str = "CREDITS_WRONG";
    /// Gaps of a text and their answers do not go together.
    pub const GAPS_WRONG: &str = "GAPS_WRONG";
    /// It is no answer to this question.
    pub const ANSWER_WRONG: &str = "ANSWER_WRONG";
    /// In another language the question is built otherwise.
    pub const TRANSLATION_DIFFERS: &str = "TRANSLATION_DIFFERS";
    /// A line of a file of questions cannot be read.
    pub const QUESTION_FILE: &str = "QUESTION_FILE";
    /// A quiz can be taken later.
    pub const QUIZ_NOT_YET_OPEN: &str = "QUIZ_NOT_YET_OPEN";
    /// A quiz can be taken no longer.
    pub const QUIZ_NO_LONGER_OPEN: &str = "QUIZ_NO_LONGER_OPEN";
    /// The bank holds too few questions that fit.
    pub const TOO_FEW_QUESTIONS: &str = "TOO_FEW_QUESTIONS";
    /// All attempts were made.
    pub const NO_ATTEMPT_LEFT: &str = "NO_ATTEMPT_LEFT";
    /// Another attempt can be made later.
    pub const WAIT: &str = "WAIT";
    /// The time of an attempt is over.
    pub const TIME_OVER: &str = "TIME_OVER";
    /// Another page of the quiz is open.
    pub const PAGE_LEFT: &str = "PAGE_LEFT";
    /// Another chapter has to be done before.
    pub const CHAPTER_CLOSED: &str = "CHAPTER_CLOSED";
    /// It is marked by a rule, and by nobody.
    pub const NOT_AN_ESSAY: &str = "NOT_AN_ESSAY";
    /// A grade does not fit the rubric.
    pub const GRADE_WRONG: &str = "GRADE_WRONG";
    /// The question is no longer built as it was asked.
    pub const QUESTION_REBUILT: &str = "QUESTION_REBUILT";
    /// What a certificate is for was not completed.
    pub const NOT_EARNED: &str = "NOT_EARNED";
    /// A text names what no certificate knows.
    pub const PLACEHOLDER_UNKNOWN: &str = "PLACEHOLDER_UNKNOWN";
    /// They do not belong to the organisation.
    pub const NOT_A_MEMBER: &str = "NOT_A_MEMBER";

    /// All of them.
    pub const ALL: &[&str] = &[
        NOT_YET_OPEN,
        NO_LONGER_OPEN,
        FULL,
        NOT_IN_AUDIENCE,
        PROFILE_INCOMPLETE,
        PREREQUISITE_MISSING,
        BY_INVITATION,
        ENROLLED_ELSEWHERE,
        NOT_PUBLISHED,
        NOT_A_MEMBER,
        CLOCK_WRONG,
        CIRCULAR_GATES,
        PART_MISSING,
        NO_RIGHT_ANSWER,
        CREDITS_WRONG,
        GAPS_WRONG,
        ANSWER_WRONG,
        TRANSLATION_DIFFERS,
        QUESTION_FILE,
        QUIZ_NOT_YET_OPEN,
        QUIZ_NO_LONGER_OPEN,
        TOO_FEW_QUESTIONS,
        NO_ATTEMPT_LEFT,
        WAIT,
        TIME_OVER,
        PAGE_LEFT,
        CHAPTER_CLOSED,
        NOT_AN_ESSAY,
        GRADE_WRONG,
        QUESTION_REBUILT,
        NOT_EARNED,
        PLACEHOLDER_UNKNOWN,
    ];
}
