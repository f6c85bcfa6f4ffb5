//! Certificates as Open Badges 3.0: credentials that other programs keep and check (VC-JWT, signed by EdDSA). What programs ask for to check
//! one is here too: who issued it, for what, by which key, and whether it still counts.

use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use nabta_documents::letterhead::Letterhead;
use nabta_entities::ids::{CertificateTemplateId, TypedId};
use nabta_entities::learning::certificate::{CertificateState, Column, Entity};
use nabta_entities::learning::certificate_series;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};

use super::facts::said;
use super::{Certificate, Facts, queries, template};
use crate::catalogue::course;
use crate::kernel::clock::midnight_in_tunis;
use crate::kernel::printing::language;
use crate::kernel::{Ctx, Error, Result};
use crate::platform::mail::checking;

const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";
const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// What says of the schema's type what it means.
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const SCHEMA: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
/// How many places a list of what was ended has at least, so that nobody stands out in it (Bitstring Status List 1.0, section 2.1).
const PLACES: usize = 131_072;
/// How long such a list is good, and after how long it is asked for again.
const LIST_LIFETIME: TimeDelta = TimeDelta::days(1);
const LIST_FRESH: TimeDelta = TimeDelta::minutes(5);

fn issuer_address(ctx: &Ctx) -> String {
    ctx.services.site.address("/badges/issuer")
}

fn list_address(ctx: &Ctx, year: i32) -> String {
    ctx.services.site.address(&format!("/badges/status/{year}"))
}

fn profile(ctx: &Ctx, locale: Option<Locale>) -> Value {
    let letterhead: &Letterhead = ctx.services.printing.letterhead();
    let asked = locale.and_then(|locale| letterhead.names.iter().find(|(known, _)| *known == language(locale)));
    let name = asked.or(letterhead.names.first()).map_or("", |(_, name)| name.as_str());
    let mut profile =
        json!({ "id": issuer_address(ctx), "type": ["Profile"], "name": name, "url": ctx.services.site.address("/") });
    for (field, value) in [("email", &letterhead.email), ("phone", &letterhead.phone)] {
        if let Some(value) = value {
            profile[field] = json!(value);
        }
    }
    profile
}

/// The centre, as the issuer of badges.
#[must_use]
pub fn issuer(ctx: &Ctx) -> Value {
    let mut issuer = profile(ctx, None);
    issuer["@context"] = json!([CREDENTIALS, OPEN_BADGES]);
    issuer
}

fn achieved(
    ctx: &Ctx,
    template: CertificateTemplateId,
    titles: &LocalizedText,
    courses: &[&LocalizedText],
    locale: Locale,
) -> Result<Value> {
    let courses: Vec<&str> = courses.iter().map(|titles| said(titles, locale)).collect();
    Ok(json!({
        "id": ctx.services.site.address(&format!("/badges/achievements/{}", template.wire())),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": said(titles, locale),
        "description": courses.join(" · "),
        "criteria": { "narrative": checking(locale, "criteria")? },
        "inLanguage": locale.code(),
    }))
}

/// What certificates of a template are issued for, as everybody may know it once one was issued.
pub async fn achievement(ctx: &Ctx, id: CertificateTemplateId) -> Result<Value> {
    let database = ctx.database().reader();
    let issued = Entity::find().filter(Column::TemplateId.eq(id)).limit(1);
    if issued.one(database).await?.is_none() {
        return Err(Error::NotFound);
    }
    let template = template::load(database, &[id]).await?.pop().ok_or(Error::NotFound)?;
    let titles = course::queries::titles(database, &template.courses).await?;
    let titles: Vec<&LocalizedText> = titles.iter().map(|(_, titles)| titles).collect();
    let mut found = achieved(ctx, id, &template.row.titles, &titles, template.row.plan.first_locale())?;
    found["@context"] = json!([CREDENTIALS, OPEN_BADGES]);
    Ok(found)
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The end of a day at the centre.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    midnight_in_tunis(day.succ_opt()?)
}

/// A certificate as a credential, signed.
pub(super) fn credential(ctx: &Ctx, certificate: &Certificate, facts: &Facts) -> Result<String> {
    let row = &certificate.row;
    let locale = facts.plan.first_locale();
    let (address, from) = (queries::address(ctx, facts), row.created_at);
    let courses: Vec<&LocalizedText> = facts.courses.iter().map(|course| &course.titles).collect();
    let editions = facts.courses.iter().map(|course| match course.edition_number {
        Some(number) => format!("{} · {number}", course.code),
        None => course.code.clone(),
    });
    let rests: Vec<String> = editions.chain(facts.laws.iter().cloned()).collect();
    let mut subject = json!({
        "type": ["AchievementSubject"],
        "identifier": [{ "type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": said(&facts.names, locale) }],
        "achievement": achieved(ctx, row.template_id, &facts.titles, &courses, locale)?,
        "licenseNumber": certificate.number(),
        "narrative": rests.join("; "),
    });
    for (field, day) in [("activityStartDate", facts.from), ("activityEndDate", facts.until)] {
        if let Some(at) = day.and_then(midnight_in_tunis) {
            subject[field] = json!(written(at));
        }
    }
    let list = list_address(ctx, row.year);
    let mut claims = json!({
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": said(&facts.titles, locale),
        "issuer": profile(ctx, Some(locale)),
        "validFrom": written(from),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": format!("{list}#{}", row.serial),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": row.serial.to_string(),
            "statusListCredential": list,
        },
        "credentialSchema": [{ "id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019" }],
        "iss": issuer_address(ctx),
        "jti": address,
        "nbf": from.timestamp(),
    });
    if let Some(until) = row.expires_on.and_then(end_of) {
        claims["validUntil"] = json!(written(until));
        claims["exp"] = json!(until.timestamp());
    }
    sign(ctx, &claims)
}

fn sign(ctx: &Ctx, claims: &Value) -> Result<String> {
    let keys = ctx.services.keyring.current();
    let kid = ctx.services.site.address(&format!("/badges/keys/{}", keys.certificate_id));
    let header = Header { typ: Some("vc+jwt".into()), kid: Some(kid), ..Header::new(Algorithm::EdDSA) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(&keys.certificate_der()))
        .map_err(|error| Error::internal(format!("signing a badge: {error}")))
}

/// Which certificates of a year count no longer, as a signed list of bits by their numbers (Bitstring Status List 1.0).
pub async fn status_list(ctx: &Ctx, year: i32) -> Result<String> {
    let database = ctx.database().reader();
    let series = certificate_series::Entity::find_by_id(year).one(database).await?.ok_or(Error::NotFound)?;
    let ended: Vec<i32> = Entity::find()
        .select_only()
        .column(Column::Serial)
        .filter(Column::Year.eq(year))
        .filter(Column::State.ne(CertificateState::Valid))
        .into_tuple()
        .all(database)
        .await?;
    let last = usize::try_from(series.last).unwrap_or(0);
    let list = list_address(ctx, year);
    let claims = json!({
        "@context": [CREDENTIALS],
        "id": list,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_address(ctx),
        "validFrom": written(ctx.now()),
        "validUntil": written(ctx.now() + LIST_LIFETIME),
        "credentialSubject": {
            "id": format!("{list}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": LIST_FRESH.num_milliseconds(),
            "encodedList": encoded(&ended, last)?,
        },
        "iss": issuer_address(ctx),
        "jti": list,
        "nbf": ctx.now().timestamp(),
        "exp": (ctx.now() + LIST_LIFETIME).timestamp(),
    });
    sign(ctx, &claims)
}

/// The bits at these places, from the left, compressed, as multibase text.
fn encoded(places: &[i32], last: usize) -> Result<String> {
    let mut bits = vec![0_u8; PLACES.max((last + 1).next_multiple_of(8)) / 8];
    for place in places.iter().filter_map(|place| usize::try_from(*place).ok()) {
        if let Some(byte) = bits.get_mut(place / 8) {
            *byte |= 0x80 >> (place % 8);
        }
    }
    let failed = |error| Error::internal(format!("a list of bits: {error}"));
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(&bits).map_err(failed)?;
    Ok(format!("u{}", BASE64_URL_SAFE_NO_PAD.encode(writer.finish().map_err(failed)?)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.strip_prefix('u').unwrap()).unwrap();
        let mut bits = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut bits).unwrap();
        bits
    }

    proptest! {
        #[test]
        fn each_place_is_read_back_and_no_other(places in prop::collection::btree_set(0..200_000_i32, 0..20), last in 0..200_000_usize) {
            let most = last.max(places.last().map_or(0, |place| usize::try_from(*place).unwrap()));
            let bits = decoded(&encoded(&places.iter().copied().collect::<Vec<_>>(), most).ok().unwrap());
            prop_assert!(bits.len() * 8 >= PLACES && bits.len() * 8 > most);
            let set = |place: i32| bits[usize::try_from(place).unwrap() / 8] & (0x80 >> (place % 8)) != 0;
            prop_assert!(places.iter().all(|place| set(*place)));
            prop_assert_eq!(bits.iter().map(|byte| byte.count_ones() as usize).sum::<usize>(), places.len());
        }
    }
}
