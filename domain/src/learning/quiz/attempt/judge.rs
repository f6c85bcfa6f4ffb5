//! By what answers are marked: by the question as it was asked, or, where it turned out wrong, as it was said afterwards.

use std::collections::HashMap;

use nabta_entities::ids::{QuestionRegradeId, QuestionVersionId};
use nabta_entities::learning::question_regrade;
use nabta_entities::learning::quiz_attempt::Model as AttemptRow;
use nabta_entities::learning::quiz_attempt_question::Model;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::super::super::question::arrange::{Arrangement, Seed};
use super::super::super::question::body::Credit;
use super::super::super::question::marking::{self, Marking};
use super::super::super::question::{self, QuestionVersion};
use crate::kernel::{Error, Result};

/// The questions of some attempts, and by what they are marked.
pub(super) struct Judge {
    versions: HashMap<QuestionVersionId, QuestionVersion>,
    /// By which version, or for everybody the whole.
    regrades: HashMap<QuestionRegradeId, Option<QuestionVersionId>>,
}

/// The seed of an attempt.
pub(in super::super) fn seed(row: &AttemptRow) -> Seed {
    let mut seed = [0; 16];
    seed.copy_from_slice(row.seed.get(..16).unwrap_or(&[0; 16]));
    Seed(seed)
}

impl Judge {
    /// Of these rows.
    pub(super) async fn of(database: &impl ConnectionTrait, rows: &[Model]) -> Result<Self> {
        let regrades: Vec<QuestionRegradeId> = rows.iter().filter_map(|row| row.regrade_id).collect();
        let mut found = HashMap::new();
        if !regrades.is_empty() {
            let select = question_regrade::Entity::find().filter(question_regrade::Column::Id.is_in(regrades));
            found.extend(select.all(database).await?.into_iter().map(|row| (row.id, row.question_version_id)));
        }
        let asked = rows.iter().map(|row| row.question_version_id);
        let ids: Vec<QuestionVersionId> = asked.chain(found.values().copied().flatten()).collect();
        let versions = question::versions_by_id(database, &ids).await?;
        Ok(Self { versions: versions.into_iter().map(|version| (version.id, version)).collect(), regrades: found })
    }

    /// What was asked.
    pub(super) fn asked(&self, row: &Model) -> Result<&QuestionVersion> {
        let version = self.versions.get(&row.question_version_id);
        version.ok_or_else(|| Error::internal("an attempt without its question"))
    }

    /// By what it counts: built as what was asked.
    pub(super) fn counts(&self, row: &Model) -> Result<&QuestionVersion> {
        let regraded = row.regrade_id.and_then(|id| self.regrades.get(&id).copied()).flatten();
        match regraded.and_then(|version| self.versions.get(&version)) {
            Some(version) => Ok(version),
            None => self.asked(row),
        }
    }

    /// How things were arranged that were asked.
    pub(super) fn arrangement(&self, attempt: &AttemptRow, row: &Model) -> Result<Arrangement> {
        let asked = self.asked(row)?;
        Ok(Arrangement::of(&asked.body, asked.id, &seed(attempt)))
    }

    /// What an answer is worth that was given as things were shown.
    pub(super) fn mark(&self, attempt: &AttemptRow, row: &Model) -> Result<Marking> {
        let arrangement = self.arrangement(attempt, row)?;
        let written = row.answer.as_ref().map(|answer| arrangement.written(answer));
        let mut marking = marking::mark(&self.counts(row)?.body, written.as_ref());
        if row.regrade_id.is_some_and(|id| self.regrades.get(&id) == Some(&None)) {
            marking.credit = Some(Credit::WHOLE);
        }
        Ok(marking)
    }
}
