//! What can be done to the platform itself, and by whom.

crate::actions! {
    platform_permission;
    /// Write the list of governorates.
    GOVERNORATE_DEFINE = "governorate.define": Operator;
    /// Have everybody only read for a while.
    MAINTENANCE_BEGIN = "maintenance.begin": Operator;
    /// Have everybody write again.
    MAINTENANCE_END = "maintenance.end": Operator;
    /// Know what became of letters.
    MAIL_READ = "mail.read": Administrator, Operator;
    /// Know of a job.
    JOB_READ = "job.read": Oneself, Administrator, Operator;
    /// Have a job tried again that was set aside.
    JOB_RETRY = "job.retry": Administrator, Operator;
    /// Say that a job is not wanted any more.
    JOB_CANCEL = "job.cancel": Oneself, Administrator, Operator;
    /// Upload a file.
    UPLOAD_BEGIN = "upload.begin": SignedIn;
    /// Know of one's own file on its way, and go on with it or give it up.
    UPLOAD_CONTINUE = "upload.continue": Oneself;
    /// Look at a file that has come, and keep it or not.
    UPLOAD_RECEIVE = "upload.receive": Operator;
    /// Read a file.
    FILE_READ = "file.read": Oneself, TrainingOfficer, ProgrammeOfficer;
    /// Give captions to a video or audio.
    FILE_CAPTION = "file.caption": Oneself, TrainingOfficer;
    /// Remove a file.
    FILE_REMOVE = "file.remove": Oneself;
    /// Know when the centre is closed: anybody may want to come.
    HOLIDAY_READ = "holiday.read": Anyone, Operator;
    /// Say on which days the centre is closed.
    HOLIDAY_DEFINE = "holiday.define": TrainingOfficer, Administrator, Operator;
    /// Take back that the centre is closed.
    HOLIDAY_REMOVE = "holiday.remove": TrainingOfficer, Administrator, Operator;
    /// Say at which hours the centre is open.
    WORKING_HOURS_SET = "working-hours.set": TrainingOfficer, Administrator, Operator;
    /// Have an address from which a calendar program fetches what concerns oneself.
    CALENDAR_FEED_SET = "calendar-feed.set": Oneself;
}

/// The codes of refusals about files and the calendar.
pub mod codes {
    /// Files of this type are not taken for this purpose.
    pub const FILE_TYPE: &str = "FILE_TYPE";
    /// The file is damaged, cut off, or locked.
    pub const FILE_DAMAGED: &str = "FILE_DAMAGED";
    /// The file holds something that runs, or leads elsewhere.
    pub const FILE_ACTIVE: &str = "FILE_ACTIVE";
    /// The file would unfold to more than is allowed.
    pub const FILE_TOO_LARGE: &str = "FILE_TOO_LARGE";
    /// Malware was found in the file.
    pub const FILE_MALWARE: &str = "FILE_MALWARE";
    /// The account has no room left.
    pub const QUOTA_FULL: &str = "QUOTA_FULL";
    /// Parts of the file have not come.
    pub const UPLOAD_INCOMPLETE: &str = "UPLOAD_INCOMPLETE";
    /// Days or hours overlap with others.
    pub const OVERLAP: &str = "OVERLAP";
    /// The calendar has no working day near enough.
    pub const NO_WORKING_DAY: &str = "NO_WORKING_DAY";

    /// All of them.
    pub const ALL: &[&str] = &[
        FILE_TYPE,
        FILE_DAMAGED,
        FILE_ACTIVE,
        FILE_TOO_LARGE,
        FILE_MALWARE,
        QUOTA_FULL,
        UPLOAD_INCOMPLETE,
        OVERLAP,
        NO_WORKING_DAY,
    ];
}
