//! The demo's governorates, accounts and organisations.

use std::path::Path;

use anyhow::{Result, anyhow};
use nabta_domain::kernel::{Ctx, Error, KnownScope};
use nabta_domain::people::account::{self, NewAccount};
use nabta_domain::people::notice::{self, Which};
use nabta_domain::people::organisation::{self, OrganisationDetails};
use nabta_domain::people::{Role, role};
use nabta_domain::platform::governorate;

use super::{files, kept};
use crate::instance::{Instance, told};

/// The demo's people, each able to act.
pub(super) struct Loaded {
    people: Vec<(Vec<Role>, Ctx)>,
}

impl Loaded {
    pub(super) fn count(&self) -> usize {
        self.people.len()
    }

    /// Marks what they were told as read: that thirty courses of 2020 are out is no news, and no letter of the next morning.
    pub(super) async fn have_read(&self) -> Result<()> {
        for (_, ctx) in &self.people {
            notice::mark_read(ctx, Which::All).await.map_err(told)?;
        }
        Ok(())
    }

    /// The first person who holds a role.
    pub(super) fn first(&self, role: Role) -> Result<&Ctx> {
        let found = self.people.iter().find(|(roles, _)| roles.contains(&role));
        found.map(|(_, ctx)| ctx).ok_or_else(|| anyhow!("demo/people.toml has no {}", role.name()))
    }
}

pub(super) async fn load(instance: &Instance, root: &Path) -> Result<Loaded> {
    let operator = instance.operator();
    let governorates: Vec<files::Governorate> = files::read(root, "governorates.json")?;
    let governorates = governorates.into_iter().map(|governorate| (governorate.code, governorate.names)).collect();
    governorate::define(&operator, governorates).await.map_err(told)?;
    let file = files::people(root)?;
    let mut people = Vec::new();
    for person in file.person {
        let id = match account::find_by_email(&operator, &person.email).await {
            Ok(account) => account.id,
            Err(Error::NotFound) => {
                let new = NewAccount {
                    names: person.names,
                    email: person.email,
                    password: file.password.clone().into(),
                    locale: person.locale,
                };
                account::create(&operator, new, None).await.map_err(told)?
            }
            Err(error) => return Err(told(error)),
        };
        let roles: Option<Vec<Role>> = person.roles.iter().map(|role| Role::from_name(role)).collect();
        let roles = roles.ok_or_else(|| anyhow!("demo/people.toml: a role that there is not"))?;
        for role in &roles {
            role::grant(&operator, id, *role, KnownScope::CENTRE).await.map_err(told)?;
        }
        let account = account::read(&operator, id).await.map_err(told)?;
        people.push((roles, operator.acting_as(account.acting())));
    }
    let organisations: files::Organisations = files::read(root, "organisations.toml")?;
    for new in organisations.organisation {
        let details = OrganisationDetails {
            kind: new.kind,
            names: new.names,
            governorate: new.governorate,
            register_number: None,
            address: None,
            phone: None,
            email: None,
            website: None,
        };
        kept(organisation::define(&operator, &new.code, details).await)?;
    }
    Ok(Loaded { people })
}
