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
}
