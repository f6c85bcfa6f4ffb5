//! What is kept about somebody as a person: the file, and where they belong.

use nabta_documents::record::{Section, Value as Shown};
use nabta_entities::ids::{OrganisationId, PersonId, TypedId};
use serde_json::{Value, json};

use super::super::labels::say;
use super::{Given, code, named, pairs, table, words};
use crate::kernel::printing::text;
use crate::kernel::{Ctx, Locale, LocalizedText, Result};
use crate::people::person::sensitive::{self, SensitiveField};
use crate::people::person::{Person, queries};
use crate::people::{member, organisation};
use crate::platform::governorate;

pub(super) async fn file(ctx: &Ctx, person: &Person, entries: &[PersonId], locale: Locale) -> Result<Given> {
    let fields = [SensitiveField::Phone, SensitiveField::Email, SensitiveField::Identity, SensitiveField::AccessNeeds];
    let opened = sensitive::read(ctx, &fields.map(|field| (person.id, field))).await?;
    let value = |field| opened.iter().find(|((_, known), _)| *known == field).map(|(_, value)| value.clone());
    let [phone, email, identity, needs] = fields.map(value);
    let known = governorate::by_codes(ctx, &person.governorate.iter().cloned().collect::<Vec<_>>()).await?;
    let governorate = known.first().and_then(|found| text(&found.names, locale)).map_or(Shown::None, Shown::Text);
    let gender = person.gender.map(|gender| gender.name());
    let situation = person.situation.map(|situation| situation.name());
    let kind = person.identity_kind.map(|kind| kind.name());
    let education = person.education.clone().unwrap_or_default();
    let former = queries::names_of(ctx.database().reader(), entries).await?;
    let former: Vec<_> = former.into_iter().filter(|(id, names)| *id != person.id && *names != person.names).collect();
    let data = json!({
        "id": person.id.wire(), "names": person.names,
        "formerNames": former.iter().map(|(id, names)| json!({ "id": id.wire(), "names": names })).collect::<Vec<_>>(), "birthDate": person.birth_date, "gender": gender,
        "governorate": person.governorate, "delegation": person.delegation, "situation": situation, "education": education,
        "phone": phone, "email": email, "identity": { "kind": kind, "number": identity }, "accessNeeds": needs,
        "createdAt": person.created_at, "version": person.version,
    });
    let said = |name: &Option<String>| name.as_deref().map_or(Shown::None, |name| named(locale, name));
    let names = Locale::ALL.map(|of| (["name-ar", "name-fr", "name-en"][of as usize], words(person.names.get(of), of)));
    let mut rows = names.to_vec();
    let shown = |names: &LocalizedText| text(names, locale).map_or(Shown::None, Shown::Text);
    rows.extend(former.iter().map(|(_, names)| ("formerName", shown(names))));
    rows.extend([
        ("birthDate", person.birth_date.map_or(Shown::None, Shown::Day)),
        ("gender", said(&gender)),
        ("governorate", governorate),
        ("delegation", words(person.delegation.as_deref(), locale)),
        ("situation", said(&situation)),
        ("phone", code(&phone)),
        ("email", code(&email)),
        ("identity", code(&identity)),
        ("accessNeeds", words(needs.as_deref(), locale)),
    ]);
    let studies = education.0.iter().map(|one| {
        let degree = Some(one.degree.name());
        let year = one.year.map_or(Shown::None, |year| Shown::Code(year.to_string()));
        vec![said(&degree), words(one.field.as_deref(), locale), year, words(one.institution.as_deref(), locale)]
    });
    let studies = table(locale, &["degree", "field", "year", "institution"], studies.collect());
    Ok(("person", data, Section { title: say(locale, "person"), parts: vec![pairs(locale, rows), studies] }))
}

pub(super) async fn memberships(ctx: &Ctx, entries: &[PersonId], locale: Locale) -> Result<Given> {
    let all = member::of_persons(ctx, entries).await?;
    let ids: Vec<OrganisationId> = all.iter().map(|one| one.organisation_id).collect();
    let known = organisation::by_ids(ctx, &ids).await?;
    let of = |one: &member::Member| known.iter().find(|found| found.id == one.organisation_id);
    let data = all.iter().map(|one| {
        json!({
            "id": one.id.wire(), "organisation": of(one).map(|found| &found.names), "role": one.role, "title": one.title,
            "at": one.since, "endedAt": one.ended_at,
        })
    });
    let data: Value = data.collect();
    let rows = all.iter().map(|one| {
        let where_ = of(one).and_then(|found| text(&found.names, locale)).map_or(Shown::None, Shown::Text);
        let until = one.ended_at.map_or(Shown::None, Shown::Instant);
        vec![where_, named(locale, &one.role.name()), words(one.title.as_deref(), locale), Shown::Instant(one.since), until]
    });
    let part = table(locale, &["organisation", "roles", "position", "createdAt", "until"], rows.collect());
    Ok(("memberships", data, Section { title: say(locale, "memberships"), parts: vec![part] }))
}
