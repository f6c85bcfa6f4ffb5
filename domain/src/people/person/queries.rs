//! Questions about persons.

use std::collections::BTreeSet;

use nabta_entities::ids::PersonId;
use nabta_entities::people::person::{Column, Entity, PersonState};
use nabta_entities::people::person_file::{Gender, Situation};
use nabta_entities::people::{person, person_file, person_merger, person_word};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::super::actions;
use super::Person;
use super::sensitive::SensitiveField;
use crate::kernel::access::Centre;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, Result, fold, text};

/// The most words by which a list is narrowed.
const WORDS: usize = 6;

/// Which persons.
#[derive(Clone, Debug, Default)]
pub struct PersonFilter {
    /// Beginnings of words of the name, in any script and any order.
    pub name: Option<String>,
    /// Code of the governorate where they live.
    pub governorate: Option<String>,
    /// As the identity card says it.
    pub gender: Option<Gender>,
    /// What they do at present.
    pub situation: Option<Situation>,
}

/// The columns that [`Person`] has, of those who are known.
fn select() -> Select<Entity> {
    let mut select = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Names, Column::State, Column::CreatedAt, Column::Version])
        .columns([
            person_file::Column::BirthDate,
            person_file::Column::Gender,
            person_file::Column::Governorate,
            person_file::Column::Delegation,
            person_file::Column::Situation,
            person_file::Column::Education,
            person_file::Column::IdentityKind,
        ])
        .filter(Column::State.eq(PersonState::Known));
    let same = Expr::col((person_file::Entity, person_file::Column::PersonId)).equals((Entity, Column::Id));
    QueryTrait::query(&mut select).join(JoinType::LeftJoin, person_file::Entity, same);
    select
}

/// All entries of one person: this one, those that were found to be the same, and the one that stands for them.
pub(crate) async fn entries_of(database: &impl ConnectionTrait, person: PersonId) -> Result<Vec<PersonId>> {
    use person_merger::Column::{FormerId, PersonId};
    let (mut all, mut next) = (vec![person], vec![person]);
    while !next.is_empty() {
        let of_these = FormerId.is_in(next.clone()).or(PersonId.is_in(next));
        let rows = person_merger::Entity::find().filter(of_these).all(database).await?;
        let found: BTreeSet<_> = rows.into_iter().flat_map(|row| [row.former_id, row.person_id]).collect();
        next = found.into_iter().filter(|entry| !all.contains(entry)).collect();
        all.extend(&next);
    }
    Ok(all)
}

/// The names of entries, also of those that stand for nobody any more; whoever asks.
pub(crate) async fn names_of(database: &impl ConnectionTrait, ids: &[PersonId]) -> Result<Vec<(PersonId, LocalizedText)>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).order_by_asc(Column::Id).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.names)).collect())
}

/// Holds the rows of persons, in the order of their ids so that nobody waits for who waits for them.
pub(in crate::people) async fn hold(database: &impl ConnectionTrait, ids: &[PersonId]) -> Result<Vec<person::Model>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).order_by_asc(Column::Id).held().all(database).await?)
}

/// The words of a name by which a list is narrowed; none where it has nothing to look for.
pub(in crate::people) fn words(name: &str) -> Result<Vec<String>> {
    let name = text::line(name, "name", text::TITLE_LENGTH)?;
    Ok(fold::words(&name).into_iter().take(WORDS).collect())
}

/// Who has a name with a word that begins so.
pub(in crate::people) fn with_word(word: &str) -> SelectStatement {
    Query::select()
        .column(person_word::Column::PersonId)
        .from(person_word::Entity)
        .and_where(Expr::col(person_word::Column::Word).gte(word))
        .and_where(Expr::col(person_word::Column::Word).lt(format!("{word}{}", char::MAX)))
        .to_owned()
}

/// The persons who are known, newest first, for those who look after them.
pub async fn list(ctx: &Ctx, filter: &PersonFilter, request: &PageRequest) -> Result<Page<Person>> {
    authorize(ctx, actions::PERSON_READ, &Centre)?;
    let mut select = select();
    if let Some(name) = &filter.name {
        let words = words(name)?;
        if words.is_empty() {
            return Ok(Page::empty());
        }
        for word in words {
            select = select.filter(Column::Id.in_subquery(with_word(&word)));
        }
    }
    if let Some(governorate) = &filter.governorate {
        select = select.filter(person_file::Column::Governorate.eq(text::code(governorate, "governorate")?));
    }
    if let Some(gender) = filter.gender {
        select = select.filter(person_file::Column::Gender.eq(gender));
    }
    if let Some(situation) = filter.situation {
        select = select.filter(person_file::Column::Situation.eq(situation));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Person| vec![Key::Id(row.id.0)]).await
}

/// One person, for those who may know of them.
pub async fn read(ctx: &Ctx, id: PersonId) -> Result<Person> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The persons with these ids, for those who may know of them.
pub async fn by_ids(ctx: &Ctx, ids: &[PersonId]) -> Result<Vec<Person>> {
    let found = load(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|person| authorize(ctx, actions::PERSON_READ, person).is_ok()).collect())
}

/// The persons with these ids, whoever asks: authorise afterwards.
pub(crate) async fn load(database: &impl ConnectionTrait, ids: &[PersonId]) -> Result<Vec<Person>> {
    Ok(select().filter(Column::Id.is_in(ids.to_vec())).into_model().all(database).await?)
}

/// Who is known and has this word in this field.
pub(super) async fn with_digests(
    ctx: &Ctx,
    database: &impl ConnectionTrait,
    field: SensitiveField,
    word: &str,
) -> Result<Vec<PersonId>> {
    let digests = ctx.services.keyring.digests(field.column(), word);
    let column = match field {
        SensitiveField::Phone => person_file::Column::PhoneDigest,
        SensitiveField::Email => person_file::Column::EmailDigest,
        SensitiveField::Identity => person_file::Column::IdentityDigest,
        SensitiveField::AccessNeeds => return Ok(Vec::new()),
    };
    let rows = select().filter(column.is_in(digests)).into_model::<Person>().all(database).await?;
    Ok(rows.into_iter().map(|person| person.id).collect())
}
