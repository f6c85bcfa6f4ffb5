//! What can be done about the catalogue, and by whom.

crate::actions! {
    catalogue_permission;
    /// Read what the catalogue shows to everybody.
    CATALOGUE_READ = "catalogue.read": Anyone, Operator;
    /// Read a course that isn't published, its drafts and its history.
    COURSE_READ_DRAFT = "course.read-draft": Author, Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Enter a theme.
    THEME_DEFINE = "theme.define": TrainingOfficer, Administrator, Operator;
    /// Enter a course, copy one, bring one in from a folder.
    COURSE_CREATE = "course.create": Trainer, TrainingOfficer, Administrator, Operator;
    /// Change what is said about a course.
    COURSE_UPDATE = "course.update": Author, TrainingOfficer, Administrator;
    /// Bring a course's folder into its draft.
    COURSE_IMPORT = "course.import": Author, TrainingOfficer;
    /// Change the list of chapters and lessons.
    OUTLINE_SET = "outline.set": Author, Trainer, TrainingOfficer;
    /// Write a lesson's text.
    LESSON_REVISE = "lesson.revise": Author, Trainer, TrainingOfficer;
    /// Add a figure to a course.
    FIGURE_ADD = "figure.add": Author, Trainer, TrainingOfficer;
    /// Send an edition for approval.
    EDITION_SUBMIT = "edition.submit": Author, Trainer, TrainingOfficer;
    /// Send an edition back to its authors.
    EDITION_RETURN = "edition.return": TrainingOfficer, Administrator;
    /// Approve an edition that somebody else sent.
    EDITION_APPROVE = "edition.approve": TrainingOfficer, Administrator;
    /// Publish an approved edition.
    EDITION_PUBLISH = "edition.publish": TrainingOfficer, Administrator;
    /// Take an edition out.
    EDITION_WITHDRAW = "edition.withdraw": TrainingOfficer, Administrator;
    /// Enter a legal text, or how it bears on another.
    LEGAL_TEXT_DEFINE = "legal-text.define": TrainingOfficer, Administrator, Operator;
    /// Say that a legal text's status changed.
    LEGAL_TEXT_CHANGE = "legal-text.change": TrainingOfficer, Administrator;
    /// See what must be reviewed because a legal text changed.
    REVIEW_READ = "content-review.read": Trainer, TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Say that a lesson was looked at.
    REVIEW_CLOSE = "content-review.close": Trainer, TrainingOfficer, Administrator;
    /// Enter a term of the glossary.
    GLOSSARY_DEFINE = "glossary.define": Trainer, TrainingOfficer, Administrator, Operator;
    /// Make or change a guide.
    GUIDE_DEFINE = "guide.define": TrainingOfficer, Administrator, Operator;
    /// See a guide that isn't published.
    GUIDE_READ_DRAFT = "guide.read-draft": TrainingOfficer, QualityOfficer, Auditor, Administrator, Operator;
    /// Publish or archive a guide.
    GUIDE_PUBLISH = "guide.publish": TrainingOfficer, Administrator;
}

/// The codes of refusals about the catalogue.
pub mod codes {
    /// An edition of the course waits for approval or publication; until then nothing can be written.
    pub const EDITION_PENDING: &str = "EDITION_PENDING";
    /// Who sent an edition, or wrote a text of it since the last one, can't approve it.
    pub const SAME_PERSON: &str = "SAME_PERSON";
    /// The text is the same as the one before.
    pub const NOTHING_CHANGED: &str = "NOTHING_CHANGED";
    /// The course would come before itself.
    pub const CYCLIC_PREREQUISITE: &str = "CYCLIC_PREREQUISITE";
    /// A figure that isn't a harmless SVG.
    pub const FIGURE_REFUSED: &str = "FIGURE_REFUSED";
    /// A lesson's text has something in it that can't be stored.
    pub const TEXT_REFUSED: &str = "TEXT_REFUSED";
    /// A folder or archive of a course can't be read.
    pub const IMPORT_REFUSED: &str = "IMPORT_REFUSED";
    /// Two chapters or lessons have the same name.
    pub const DUPLICATE: &str = "DUPLICATE";

    /// All of them.
    pub const ALL: &[&str] = &[
        EDITION_PENDING,
        SAME_PERSON,
        NOTHING_CHANGED,
        CYCLIC_PREREQUISITE,
        FIGURE_REFUSED,
        TEXT_REFUSED,
        IMPORT_REFUSED,
        DUPLICATE,
    ];
}
