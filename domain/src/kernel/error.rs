//! What can go wrong, as a closed set.
//!
//! An [`Error`] can't be printed: a `?` on a database error in a resolver doesn't compile into text that leaks. The wire layers
//! turn each variant into a code and a message in the reader's language; the report of an internal error goes to the log alone.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// The result of anything in the domain.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug)]
pub enum Error {
    /// Nobody is signed in, or the sign-in is no longer good.
    Unauthenticated,
    /// It doesn't exist, or the actor may not even know that it does.
    NotFound,
    /// The actor may see it but not do this to it.
    Forbidden,
    /// An administrator who sees pages as somebody else sees them only reads, and not what is its owner's alone.
    Looking,
    /// Expected outcomes that a user caused and can repair, each with the place of the input that it is about.
    Refused(Vec<Refusal>),
    /// Somebody else was faster: read again and decide again.
    Conflict,
    /// There were too many tries.
    RateLimited {
        /// How long to wait.
        seconds: i64,
    },
    /// A part of the system is away for now; the same request may work later.
    Unavailable,
    /// A defect. The report is for the log.
    Internal(String),
}

/// One expected outcome that a user can repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For programs, and the key of the message in each language.
    pub code: &'static str,
    /// Where in the input, such as `["titles", "fr"]`; empty for the input as a whole.
    pub path: Vec<String>,
    /// What the message mentions.
    pub values: Vec<(&'static str, String)>,
}

impl Refusal {
    /// About the whole input.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, path: Vec::new(), values: Vec::new() }
    }

    /// About one place in the input, written with dots.
    #[must_use]
    pub fn at(code: &'static str, path: &str) -> Self {
        Self { code, path: path.split('.').map(str::to_owned).collect(), values: Vec::new() }
    }

    /// Adds a value that the message mentions; of a long one its beginning, because nobody reads ten thousand characters again.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string().chars().take(200).collect()));
        self
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl Error {
    /// A defect, with a report for the log.
    pub fn internal(report: impl Into<String>) -> Self {
        Self::Internal(report.into())
    }

    /// The code of the first refusal, for tests and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::NotFound => "NOT_FOUND",
            Self::Forbidden => "FORBIDDEN",
            Self::Looking => "LOOKING_ONLY",
            Self::Refused(refusals) => refusals.first().map_or("BAD_INPUT", |refusal| refusal.code),
            Self::Conflict => codes::CONFLICT,
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(index)) = error.sql_err() {
            // The name of an index, never a value.
            tracing::debug!(index = index.lines().next().unwrap_or_default(), "unique index");
            return Self::Conflict;
        }
        if is_transient(&error) { Self::Unavailable } else { Self::Internal(format!("database: {error}")) }
    }
}

/// True for what a restart, a full disk or a busy database causes: no defect of the program.
fn is_transient(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_));
    };
    use sea_orm::SqlxError;
    match inner.as_ref() {
        SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed | SqlxError::Tls(_) => true,
        SqlxError::Database(database) => {
            let code = database.code().unwrap_or_default();
            // PostgreSQL: connection exceptions, resources, operator intervention, I/O, serialisation. SQLite: busy, locked, I/O, full.
            ["08", "53", "57", "58", "40"].iter().any(|class| code.len() == 5 && code.starts_with(class))
                || code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14))
        }
        SqlxError::Protocol(_) => true,
        _ => false,
    }
}

/// The codes of refusals that belong to no context.
pub mod codes {
    /// Somebody else changed it meanwhile.
    pub const CONFLICT: &str = "CONFLICT";
    /// The same idempotency key came with another input.
    pub const IDEMPOTENCY_MISMATCH: &str = "IDEMPOTENCY_MISMATCH";
    /// A text is missing.
    pub const REQUIRED: &str = "REQUIRED";
    /// A text is too long.
    pub const TOO_LONG: &str = "TOO_LONG";
    /// A text holds characters that hide or disguise something.
    pub const FORBIDDEN_CHARACTER: &str = "FORBIDDEN_CHARACTER";
    /// A text holds nothing that can be read.
    pub const UNREADABLE: &str = "UNREADABLE";
    /// A word isn't of the form that is asked for.
    pub const BAD_FORMAT: &str = "BAD_FORMAT";
    /// A number is outside what makes sense.
    pub const OUT_OF_RANGE: &str = "OUT_OF_RANGE";
    /// The name is taken.
    pub const ALREADY_EXISTS: &str = "ALREADY_EXISTS";
    /// What the input refers to isn't there.
    pub const UNKNOWN_REFERENCE: &str = "UNKNOWN_REFERENCE";
    /// The thing doesn't stand where this can be done to it.
    pub const WRONG_STATE: &str = "WRONG_STATE";

    /// All of them.
    pub const ALL: &[&str] = &[
        CONFLICT,
        IDEMPOTENCY_MISMATCH,
        REQUIRED,
        TOO_LONG,
        FORBIDDEN_CHARACTER,
        UNREADABLE,
        BAD_FORMAT,
        OUT_OF_RANGE,
        ALREADY_EXISTS,
        UNKNOWN_REFERENCE,
        WRONG_STATE,
    ];
}
