//! What the service answered.

use std::fmt::Write;

use serde_json::Value;

/// An answer over HTTP.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers that tests look at, in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub body: Value,
}

impl Answer {
    /// What stands at a place, written with dots: `course.chapters.0.title.text`.
    #[must_use]
    pub fn at(&self, path: &str) -> &Value {
        let mut pointer = String::from("/data");
        path.split('.').for_each(|part| write!(pointer, "/{part}").unwrap());
        self.body.pointer(&pointer).unwrap_or(&Value::Null)
    }

    /// The text at a place.
    #[must_use]
    pub fn text(&self, path: &str) -> String {
        self.at(path).as_str().unwrap_or_else(|| panic!("no text at {path} in {}", self.body)).to_owned()
    }

    /// The number at a place.
    #[must_use]
    pub fn number(&self, path: &str) -> i64 {
        self.at(path).as_i64().unwrap_or_else(|| panic!("no number at {path} in {}", self.body))
    }

    /// How many items stand at a place.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.at(path).as_array().unwrap_or_else(|| panic!("no list at {path} in {}", self.body)).len()
    }

    /// The answer to what must have worked.
    #[must_use = "an answer that nobody looks at"]
    pub fn checked(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.body);
        assert!(self.body["errors"].is_null(), "{}", self.body);
        assert_eq!(self.user_error_codes(), Vec::<String>::new(), "{}", self.body);
        self
    }

    /// Asserts that it worked.
    pub fn ok(self) {
        let _ = self.checked();
    }

    /// The codes of all user errors, of whatever mutation.
    #[must_use]
    pub fn user_error_codes(&self) -> Vec<String> {
        let payloads = self.body["data"].as_object().into_iter().flatten().map(|(_, payload)| payload);
        let errors = payloads.filter_map(|payload| payload["userErrors"].as_array()).flatten();
        errors.map(|error| error["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The code of the first error, whether the user can repair it or not; nothing if it worked.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let error = self.body["errors"][0]["extensions"]["code"].as_str().map(str::to_owned);
        error.or_else(|| self.user_error_codes().into_iter().next())
    }

    /// Asserts that it was refused with a code, in words that somebody can read.
    pub fn refused_with(&self, code: &str) {
        assert_eq!(self.code().as_deref(), Some(code), "{}", self.body);
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
