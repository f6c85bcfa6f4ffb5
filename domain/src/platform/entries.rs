//! What the journal hears about the platform itself.

use nabta_entities::ids::{AccountId, FileId, HolidayId, JobId, TypedId, UploadId, WorkingPeriodId};
use nabta_entities::platform::file::FilePurpose;
use nabta_entities::values::Locale;
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum PlatformEntry {
    MaintenanceBegun { retry_after: i32 },
    MaintenanceEnded,
    JobRetried { job: JobId, kind: String },
    JobCancelled { job: JobId, kind: String },
    UploadBegun { upload: UploadId, purpose: FilePurpose, size: i64 },
    UploadContinued { upload: UploadId, step: &'static str },
    UploadReceived { upload: UploadId, file: Option<FileId>, problem: Option<&'static str> },
    FileCaptioned { file: FileId, locale: Locale, is_removed: bool },
    FileRemoved { file: FileId },
    HolidayDefined { holiday: HolidayId, version: i32 },
    HolidayRemoved { holiday: HolidayId },
    WorkingHoursSet { period: WorkingPeriodId, version: Option<i32> },
    CalendarFeedSet { account: AccountId, step: &'static str },
}

impl Entry for PlatformEntry {
    fn action(&self) -> Action {
        match self {
            Self::MaintenanceBegun { .. } => actions::MAINTENANCE_BEGIN,
            Self::MaintenanceEnded => actions::MAINTENANCE_END,
            Self::JobRetried { .. } => actions::JOB_RETRY,
            Self::JobCancelled { .. } => actions::JOB_CANCEL,
            Self::UploadBegun { .. } => actions::UPLOAD_BEGIN,
            Self::UploadContinued { .. } => actions::UPLOAD_CONTINUE,
            Self::UploadReceived { .. } => actions::UPLOAD_RECEIVE,
            Self::FileCaptioned { .. } => actions::FILE_CAPTION,
            Self::FileRemoved { .. } => actions::FILE_REMOVE,
            Self::HolidayDefined { .. } => actions::HOLIDAY_DEFINE,
            Self::HolidayRemoved { .. } => actions::HOLIDAY_REMOVE,
            Self::WorkingHoursSet { .. } => actions::WORKING_HOURS_SET,
            Self::CalendarFeedSet { .. } => actions::CALENDAR_FEED_SET,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::MaintenanceBegun { .. } | Self::MaintenanceEnded => vec![SubjectRef::CENTRE],
            Self::JobRetried { job, .. } | Self::JobCancelled { job, .. } => vec![SubjectRef::of(*job)],
            Self::UploadBegun { upload, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*upload)],
            Self::UploadContinued { upload, .. } => vec![SubjectRef::of(*upload)],
            Self::UploadReceived { upload, file, .. } => {
                let file = file.map(SubjectRef::of);
                [SubjectRef::CENTRE, SubjectRef::of(*upload)].into_iter().chain(file).collect()
            }
            Self::FileCaptioned { file, .. } | Self::FileRemoved { file } => vec![SubjectRef::of(*file)],
            Self::HolidayDefined { holiday, .. } | Self::HolidayRemoved { holiday } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*holiday)]
            }
            Self::WorkingHoursSet { period, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*period)],
            Self::CalendarFeedSet { account, .. } => vec![SubjectRef::of(*account)],
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::CENTRE]
    }

    fn data(&self) -> Value {
        match self {
            Self::JobRetried { job, kind } | Self::JobCancelled { job, kind } => json!({ "job": job.wire(), "kind": kind }),
            Self::UploadBegun { purpose, size, .. } => json!({ "purpose": purpose, "size": size }),
            Self::UploadContinued { step, .. } | Self::CalendarFeedSet { step, .. } => json!({ "step": step }),
            Self::HolidayDefined { version, .. } => json!({ "version": version }),
            Self::WorkingHoursSet { version, .. } => json!({ "version": version }),
            Self::UploadReceived { file, problem, .. } => json!({ "file": file.map(TypedId::wire), "problem": problem }),
            Self::FileCaptioned { locale, is_removed, .. } => json!({ "locale": locale, "removed": is_removed }),
            Self::MaintenanceBegun { retry_after } => json!({ "retryAfter": retry_after }),
            Self::MaintenanceEnded | Self::FileRemoved { .. } | Self::HolidayRemoved { .. } => json!({}),
        }
    }
}
