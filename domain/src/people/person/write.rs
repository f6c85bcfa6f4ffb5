//! Entering a person, and changing what is known of them.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use nabta_entities::ids::PersonId;
use nabta_entities::people::{person, person_file, person_word};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::actions::codes::PERSON_KNOWN;
use super::super::entries::PeopleEntry;
use super::super::{actions, key};
use super::details::{PersonChange, lies_somewhere};
use super::sensitive::{self, SensitiveField};
use super::{Person, queries};
use crate::kernel::access::Centre;
use crate::kernel::entropy::new_uuid;
use crate::kernel::error::codes::REQUIRED;
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::vault::{PersonKey, Place};
use crate::kernel::work::{Held, Permit, TechnicalWrite, Turn, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, fold};

/// Enters a person. One whose identity document is on file is not entered again.
pub async fn create(ctx: &Ctx, new: PersonChange, idempotency_key: Option<&str>) -> Result<Person> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PERSON_CREATE, &Centre)?;
    if let Recall::Done(id) = idempotency::recall::<PersonId>(&work, actions::PERSON_CREATE, idempotency_key, &new).await? {
        drop(work);
        return queries::read(ctx, id).await;
    }
    let new = new.checked(ctx, &work.read()).await?;
    let names = new.names.clone().ok_or_else(|| Refusal::at(REQUIRED, "names"))?;
    lies_somewhere(new.governorate.iter().flatten().next(), new.delegation.iter().flatten().next())?;
    refuse_known(&work, &new, None).await?;
    let id: PersonId = ctx.new_id();
    let row = person::ActiveModel {
        id: Set(id),
        names: Set(names.clone()),
        created_at: Set(ctx.now()),
        version: Set(1),
        ..Default::default()
    };
    work.insert(&permit, row).await?;
    index_names(&work, &permit, id, &names).await?;
    let key = key::new_key(&work, &permit, id).await?;
    let changed = Changed::between(ctx, &key, id, None, &new)?;
    work.insert_all(&permit, vec![changed.row]).await?;
    idempotency::remember(&work, actions::PERSON_CREATE, idempotency_key, id.0).await?;
    let fields = [vec!["names"], changed.fields].concat();
    work.commit(permit, PeopleEntry::PersonCreated { person: id, fields }).await?;
    queries::read(ctx, id).await
}

/// Changes what is known of a person, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: PersonId, change: PersonChange, version: i32) -> Result<Person> {
    let work = ctx.begin().await?;
    let held = person::Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let target = queries::load(&work.read(), &[id]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(actions::PERSON_UPDATE, &target)?;
    if held.version != version {
        return Err(Error::Conflict);
    }
    let change = change.checked(ctx, &work.read()).await?;
    let is_oneself = ctx.actor.person() == Some(id);
    if !is_oneself {
        refuse_known(&work, &change, Some(id)).await?;
    }
    let file = person_file::Entity::find_by_id(id).one(&work.read()).await?;
    let key = key::of(ctx, &work.read(), id).await?;
    let mut changed = Changed::between(ctx, &key, id, file.as_ref(), &change)?;
    lies_somewhere(
        or_stays(&change.governorate, target.governorate.as_ref()),
        or_stays(&change.delegation, target.delegation.as_ref()),
    )?;
    let mut row = person::ActiveModel { id: Set(id), version: Set(version + 1), ..Default::default() };
    if let Some(names) = change.names.filter(|names| *names != held.names) {
        changed.note("names", json!(held.names), json!(names));
        index_names(&work, &permit, id, &names).await?;
        row.names = Set(names);
    }
    if changed.fields.is_empty() {
        return Ok(target);
    }
    work.update(&permit, row).await?;
    if file.is_some() {
        work.update(&permit, changed.row).await?;
    } else {
        work.insert_all(&permit, vec![changed.row]).await?;
    }
    let (change_id, sealed) = seal(ctx, &key, &changed.values);
    let entry =
        PeopleEntry::PersonUpdated { person: id, version: version + 1, fields: changed.fields, change: change_id, sealed };
    work.commit(permit, entry).await?;
    queries::read(ctx, id).await
}

fn or_stays<'a>(change: &'a Option<Option<String>>, stands: Option<&'a String>) -> Option<&'a String> {
    change.as_ref().map_or(stands, Option::as_ref)
}

/// Refuses to enter an identity that somebody else has on file: for officers, who may look up who that is. Who enters their own is not
/// refused, as they would learn from it; the desk that looks for doubles finds both.
async fn refuse_known(work: &Work, change: &PersonChange, but: Option<PersonId>) -> Result<()> {
    let Some(Some(identity)) = &change.identity else { return Ok(()) };
    work.in_turn(Turn::PersonIdentity).await?;
    let known =
        queries::with_digests(work.ctx(), &work.read(), SensitiveField::Identity, &sensitive::identity_word(identity)).await?;
    if known.into_iter().all(|known| Some(known) == but) {
        Ok(())
    } else {
        Err(Refusal::at(PERSON_KNOWN, "identity.number").into())
    }
}

/// Under which the values of a change are sealed in the journal.
pub(super) const fn place(change: Uuid) -> Place {
    Place { column: "journal_entry.person", row: change }
}

/// Former and new values, for the journal: sealed, so that it forgets with the person.
fn seal(ctx: &Ctx, key: &PersonKey, values: &Map<String, Value>) -> (Uuid, String) {
    let id = new_uuid(ctx.services.entropy.as_ref(), ctx.now());
    let sealed = key.seal(ctx.services.entropy.as_ref(), place(id), &json!(values).to_string());
    (id, BASE64_STANDARD_NO_PAD.encode(sealed))
}

/// What a change makes of a file.
pub(super) struct Changed {
    pub(super) row: person_file::ActiveModel,
    pub(super) fields: Vec<&'static str>,
    values: Map<String, Value>,
}

impl Changed {
    fn note(&mut self, field: &'static str, before: Value, after: Value) {
        self.fields.push(field);
        self.values.insert(field.to_owned(), json!([before, after]));
    }

    /// What of a change is another thing than what stands there.
    pub(super) fn between(
        ctx: &Ctx,
        key: &PersonKey,
        id: PersonId,
        stands: Option<&person_file::Model>,
        change: &PersonChange,
    ) -> Result<Self> {
        let row = person_file::ActiveModel { person_id: Set(id), ..Default::default() };
        let mut changed = Self { row, fields: Vec::new(), values: Map::new() };
        if stands.is_none() {
            changed.row.education = Set(Default::default());
        }
        macro_rules! plain {
            ($($field:ident, $name:literal, $new:expr;)*) => {$(
                if let Some(new) = $new {
                    let before = stands.map(|file| file.$field.clone()).unwrap_or_default();
                    if before != new {
                        changed.note($name, json!(before), json!(new));
                        changed.row.$field = Set(new);
                    }
                }
            )*};
        }
        plain! {
            birth_date, "birthDate", change.birth_date;
            gender, "gender", change.gender;
            governorate, "governorate", change.governorate.clone();
            delegation, "delegation", change.delegation.clone();
            situation, "situation", change.situation;
            education, "education", change.educations();
        }
        let identity = change.identity.as_ref().map(|identity| identity.as_ref().map(sensitive::identity_word));
        let given = [
            (SensitiveField::Phone, change.phone.clone()),
            (SensitiveField::Email, change.email.clone()),
            (SensitiveField::Identity, identity),
            (SensitiveField::AccessNeeds, change.access_needs.clone()),
        ];
        for (field, new) in given {
            let Some(new) = new else { continue };
            let before = stands.and_then(|file| field.sealed(file)).map(|sealed| field.open(key, id, sealed)).transpose()?;
            if before != new {
                field.set(ctx, key, &mut changed.row, id, new.as_deref());
                // That it was changed, and not to what: who may read the history may not all read this.
                changed.fields.push(field.name());
            }
        }
        if let Some(identity) = &change.identity {
            changed.row.identity_kind = Set(identity.as_ref().map(|identity| identity.kind));
        }
        Ok(changed)
    }
}

/// Files a person under the words of their names.
pub(in super::super) async fn index_names(work: &Work, permit: &Permit, id: PersonId, names: &LocalizedText) -> Result<()> {
    let old = person_word::Entity::delete_many().filter(person_word::Column::PersonId.eq(id)).into_query();
    work.execute(permit, &old).await?;
    work.insert_all(permit, words(id, names)).await
}

fn words(id: PersonId, names: &LocalizedText) -> Vec<person_word::ActiveModel> {
    let words: BTreeSet<String> = names.iter().flat_map(|(_, name)| fold::words(name)).collect();
    words.into_iter().map(|word| person_word::ActiveModel { word: Set(word), person_id: Set(id) }).collect()
}

/// Files under their words those whom a step of the schema found without any; how many that was.
pub(in super::super) async fn index_all(ctx: &Ctx) -> Result<usize> {
    let filed = Query::select().column(person_word::Column::PersonId).from(person_word::Entity).to_owned();
    let without = person::Entity::find().filter(person::Column::Id.not_in_subquery(filed)).limit(500);
    let mut count = 0;
    loop {
        let work = ctx.begin_technical(TechnicalWrite::Reseal).await?;
        let some = without.clone().all(work.transaction()).await?;
        let rows: Vec<_> = some.iter().flat_map(|row| words(row.id, &row.names)).collect();
        if rows.is_empty() {
            return Ok(count);
        }
        count += some.len();
        person_word::Entity::insert_many(rows).exec_without_returning(work.transaction()).await.map_err(Error::from)?;
        work.commit().await?;
    }
}
