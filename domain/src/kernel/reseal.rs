//! Sealing anew, under the newest secret, what an older one sealed: then the older one can go.

use uuid::Uuid;

use super::context::Ctx;
use super::error::Result;
use super::vault::Place;

/// How many rows are looked at together.
pub const BATCH: u64 = 500;

/// What was sealed anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resealed {
    /// Fields.
    pub fields: u64,
    /// Digests by which fields are found.
    pub digests: u64,
}

impl std::ops::AddAssign for Resealed {
    fn add_assign(&mut self, other: Self) {
        self.fields += other.fields;
        self.digests += other.digests;
    }
}

/// A field under the newest secret; nothing if it is.
pub fn anew(ctx: &Ctx, column: &'static str, row: Uuid, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
    let (keyring, place) = (&ctx.services.keyring, Place { column, row });
    if keyring.is_sealed_newly(sealed) {
        return Ok(None);
    }
    let plain = keyring.open(place, sealed)?;
    Ok(Some(keyring.seal(ctx.services.entropy.as_ref(), place, &plain)))
}

/// Goes through a table whose column is sealed under the operator's secret, whatever its rows are about. A row that changes meanwhile is
/// left to who changed it: it is under the newest secret already.
#[macro_export]
macro_rules! reseal_table {
    ($ctx:expr, $table:ident, $key:ident: $id:ty, $field:ident, $column:literal, |$row:ident| $sealed:expr) => {{
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
        let (ctx, mut count, mut after) = ($ctx, 0_u64, None::<$id>);
        loop {
            let mut select = $table::Entity::find().order_by_asc($table::Column::$field).limit($crate::kernel::reseal::BATCH);
            if let Some(after) = after {
                select = select.filter($table::Column::$field.gt(after));
            }
            let rows = select.all(ctx.database().reader()).await?;
            let Some(last) = rows.last() else { break count };
            after = Some(last.$key);
            for $row in rows {
                let Some(old) = $sealed else { continue };
                let Some(new) = $crate::kernel::reseal::anew(ctx, $column, $row.$key.0, &old)? else { continue };
                let work = ctx.begin_technical($crate::kernel::work::TechnicalWrite::Reseal).await?;
                let changed = $table::Entity::update_many()
                    .col_expr($table::Column::Sealed, sea_orm::sea_query::Expr::value(new))
                    .filter($table::Column::$field.eq($row.$key))
                    .filter($table::Column::Sealed.eq(old))
                    .exec(work.transaction())
                    .await?;
                work.commit().await?;
                count += changed.rows_affected;
            }
        }
    }};
}
