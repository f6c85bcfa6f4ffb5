//! Pictures that questions show: drawn anew and named by their digest, or drawings of the course.

use std::collections::{BTreeMap, BTreeSet};

use nabta_entities::ids::CourseId;
use nabta_entities::learning::question_body::Pictures;
use nabta_entities::learning::question_picture::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use sha2::{Digest, Sha256};

use crate::catalogue::figure;
use crate::catalogue::text::sanitise_svg;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Result};
use crate::platform::file::redrawn;

/// A picture as it is given out.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The picture with this digest. It is public: a digest is known only to who was shown it.
pub async fn read(ctx: &Ctx, digest: &str) -> Result<Picture> {
    if digest.len() != 64 || !digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Error::NotFound);
    }
    let found = Entity::find().filter(Column::Digest.eq(digest)).one(ctx.database().reader()).await?.ok_or(Error::NotFound)?;
    Ok(Picture { media_type: found.media_type, content: found.content })
}

/// The pictures with these digests.
pub(super) async fn contents(
    database: &impl ConnectionTrait,
    course: CourseId,
    digests: BTreeSet<String>,
) -> Result<Vec<(String, Vec<u8>)>> {
    let select = Entity::find()
        .select_only()
        .columns([Column::Digest, Column::Content])
        .filter(Column::CourseId.eq(course))
        .filter(Column::Digest.is_in(digests));
    Ok(select.into_tuple().all(database).await?)
}

/// Where the newest picture under each name is read, the course's drawings among them.
pub(super) async fn addresses(database: &impl ConnectionTrait, course: CourseId) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Name, Column::Digest, Column::MediaType])
        .filter(Column::CourseId.eq(course))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(database)
        .await?;
    let mut found = figure::addresses(database, course).await?;
    found.extend(rows.into_iter().map(|(name, digest, media_type)| (name, address(&digest, &media_type))));
    Ok(found)
}

fn address(digest: &str, media_type: &str) -> String {
    let extension = match media_type {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        _ => "png",
    };
    format!("/pictures/{digest}.{extension}")
}

/// The digest in the address of a picture.
pub(super) fn digest(address: &str) -> Option<&str> {
    address.rsplit('/').next()?.split('.').next()
}

/// Whether this is what is read at an address.
pub(super) fn is_at(address: &str, bytes: &[u8]) -> bool {
    digest(address).is_some_and(|digest| digest == hex::encode(Sha256::digest(bytes)))
}

/// The pictures that a question shows, or the name of one that is not there.
pub(super) fn shown(names: &BTreeSet<String>, addresses: &BTreeMap<String, String>) -> Result<Pictures, String> {
    let of = |name: &String| addresses.get(name).map(|address| (name.clone(), address.clone())).ok_or_else(|| name.clone());
    names.iter().map(of).collect::<Result<_, _>>().map(Pictures)
}

/// A picture that may be stored.
pub(super) struct Drawn {
    name: String,
    digest: String,
    media_type: &'static str,
    content: Vec<u8>,
}

impl Drawn {
    /// Draws a picture anew, so that nothing is left of what stood beside it. It takes time: call it where that holds nobody up.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Option<Self> {
        let (media_type, content) = match redrawn(bytes) {
            Some(drawn) => drawn,
            None => ("image/svg+xml", sanitise_svg(bytes).ok()?.into_bytes()),
        };
        let digest = hex::encode(Sha256::digest(&content));
        Some(Self { name: name.to_owned(), digest, media_type, content })
    }

    /// The name by which texts show it, and where it will be read.
    pub(super) fn address(&self) -> (String, String) {
        (self.name.clone(), address(&self.digest, self.media_type))
    }
}

/// Stores pictures; those that are known are not stored again.
pub(super) async fn store(work: &Work, permit: &Permit, course: CourseId, pictures: Vec<Drawn>) -> Result<()> {
    let known: Vec<(String, String)> = Entity::find()
        .select_only()
        .columns([Column::Name, Column::Digest])
        .filter(Column::CourseId.eq(course))
        .into_tuple()
        .all(&work.read())
        .await?;
    for drawn in pictures {
        let is_known = known.iter().any(|(name, digest)| *name == drawn.name && *digest == drawn.digest);
        if !is_known {
            let row = ActiveModel {
                id: Set(work.ctx().new_id()),
                course_id: Set(course),
                name: Set(drawn.name),
                digest: Set(drawn.digest),
                media_type: Set(drawn.media_type.to_owned()),
                content: Set(drawn.content),
                created_at: Set(work.ctx().now()),
            };
            work.insert_all(permit, vec![row]).await?;
        }
    }
    Ok(())
}
