//! For whom a run is: pure rules about what is on file of a person.

use crate::people::{Degree, Gender, Situation};
use chrono::{Datelike, NaiveDate};

use super::super::actions::codes::{NOT_IN_AUDIENCE, PROFILE_INCOMPLETE};
use crate::kernel::Refusal;
use crate::people::person::Person;

pub use nabta_entities::learning::course_run::Audience;

/// What donors ask about a person, as it is on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// As the identity card says it.
    pub gender: Option<Gender>,
    /// In whole years.
    pub age: Option<i32>,
    /// Code of the governorate where they live.
    pub governorate: Option<String>,
    /// What they do.
    pub situation: Option<Situation>,
    /// What their educations ended with, newest first.
    pub degrees: Vec<Degree>,
}

impl Traits {
    /// Those of a person on a day.
    #[must_use]
    pub fn of(person: &Person, today: NaiveDate) -> Self {
        Self {
            gender: person.gender,
            age: person.birth_date.map(|birth| age(birth, today)),
            governorate: person.governorate.clone(),
            situation: person.situation,
            degrees: person.education.iter().flat_map(|all| &all.0).map(|education| education.degree).collect(),
        }
    }
}

/// Whole years between a birthday and a day; who was born on 29 February has it on 1 March in other years.
fn age(birth: NaiveDate, today: NaiveDate) -> i32 {
    let before = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(before)
}

/// What keeps a person out: each condition that they do not meet, and each that what is on file does not answer.
#[must_use]
pub fn check(audience: &Audience, traits: &Traits) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut ask = |is_asked: bool, fits: Option<bool>, field: &'static str| {
        let code = match fits {
            _ if !is_asked => return,
            Some(true) => return,
            Some(false) => NOT_IN_AUDIENCE,
            None => PROFILE_INCOMPLETE,
        };
        refusals.push(Refusal::new(code).with("field", field));
    };
    ask(!audience.genders.is_empty(), traits.gender.map(|gender| audience.genders.contains(&gender)), "gender");
    ask(!audience.situations.is_empty(), traits.situation.map(|situation| audience.situations.contains(&situation)), "situation");
    let lives = traits.governorate.as_ref().map(|code| audience.governorates.contains(code));
    ask(!audience.governorates.is_empty(), lives, "governorate");
    let learnt = (!traits.degrees.is_empty()).then(|| traits.degrees.iter().any(|degree| audience.degrees.contains(degree)));
    ask(!audience.degrees.is_empty(), learnt, "education");
    let (least, most) = (audience.least_age.unwrap_or(i32::MIN), audience.most_age.unwrap_or(i32::MAX));
    let asks_age = audience.least_age.or(audience.most_age).is_some();
    ask(asks_age, traits.age.map(|age| (least..=most).contains(&age)), "birthDate");
    refusals
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_birthday_is_one_on_its_day_and_not_before() {
        assert_eq!(age(day(1995, 11, 28), day(2020, 11, 27)), 24);
        assert_eq!(age(day(1995, 11, 28), day(2020, 11, 28)), 25);
        assert_eq!(age(day(2000, 2, 29), day(2021, 2, 28)), 20);
        assert_eq!(age(day(2000, 2, 29), day(2021, 3, 1)), 21);
    }

    #[test]
    fn each_condition_that_is_not_met_is_told_apart_from_what_is_not_known() {
        let audience = Audience {
            situations: vec![Situation::LookingForWork],
            governorates: vec!["TN-83".into()],
            least_age: Some(25),
            most_age: Some(35),
            ..Default::default()
        };
        let traits = Traits { situation: Some(Situation::Employed), age: Some(35), ..Default::default() };
        let found: Vec<_> = check(&audience, &traits).into_iter().map(|one| (one.code, one.values[0].1.clone())).collect();
        assert_eq!(found, [(NOT_IN_AUDIENCE, "situation".to_owned()), (PROFILE_INCOMPLETE, "governorate".to_owned())]);
    }

    proptest! {
        #[test]
        fn who_asks_for_nothing_takes_everybody(age in prop::option::of(0..120), has_governorate: bool) {
            let traits = Traits { age, governorate: has_governorate.then(|| "TN-11".into()), ..Default::default() };
            prop_assert!(check(&Audience::default(), &traits).is_empty());
        }

        #[test]
        fn an_age_fits_between_its_bounds_and_nowhere_else(age in 0..120_i32, least in 0..60_i32, span in 0..60_i32) {
            let audience = Audience { least_age: Some(least), most_age: Some(least + span), ..Default::default() };
            let fits = check(&audience, &Traits { age: Some(age), ..Default::default() }).is_empty();
            prop_assert_eq!(fits, age >= least && age <= least + span);
        }
    }
}
