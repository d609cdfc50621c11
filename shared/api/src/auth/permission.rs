//! Who may do what, as data.

/// What a caller may do: `resource:action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Permission {
    /// See projects, scripts, storyboards.
    ProjectsRead = 1,
    /// Create, change and delete them.
    ProjectsWrite = 1 << 1,
    /// See generations and events, and download films.
    GenerationsRead = 1 << 2,
    /// Have films made.
    GenerationsCreate = 1 << 3,
    /// Stop them.
    GenerationsCancel = 1 << 4,
    /// See who is told of events.
    WebhooksRead = 1 << 5,
    /// Have others told of events.
    WebhooksWrite = 1 << 6,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ProjectsRead,
        Self::ProjectsWrite,
        Self::GenerationsRead,
        Self::GenerationsCreate,
        Self::GenerationsCancel,
        Self::WebhooksRead,
        Self::WebhooksWrite,
    ];

    /// Its name in tokens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectsRead => "projects:read",
            Self::ProjectsWrite => "projects:write",
            Self::GenerationsRead => "generations:read",
            Self::GenerationsCreate => "generations:create",
            Self::GenerationsCancel => "generations:cancel",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
        }
    }

    /// The permission of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

/// Roles and what they permit. A role that is not here permits nothing.
pub const ROLES: [(&str, &[Permission]); 3] = [
    ("viewer", &[Permission::ProjectsRead, Permission::GenerationsRead]),
    (
        "author",
        &[
            Permission::ProjectsRead,
            Permission::ProjectsWrite,
            Permission::GenerationsRead,
            Permission::GenerationsCreate,
            Permission::GenerationsCancel,
        ],
    ),
    ("admin", &Permission::ALL),
];

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u16);

impl Permissions {
    /// Everything.
    pub fn all() -> Self {
        Permission::ALL.into_iter().collect()
    }

    /// What roles and single permissions, by name, permit together.
    pub fn named<'a>(roles: impl IntoIterator<Item = &'a str>, single: impl IntoIterator<Item = &'a str>) -> Self {
        let of_roles = roles
            .into_iter()
            .filter_map(|role| ROLES.iter().find(|(name, _)| *name == role))
            .flat_map(|(_, permissions)| permissions.iter().copied());
        of_roles.chain(single.into_iter().filter_map(Permission::named)).collect()
    }

    /// Whether it is among them.
    pub fn contain(self, permission: Permission) -> bool {
        self.0 & permission as u16 != 0
    }

    /// Their names.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Permission::ALL.into_iter().filter(move |permission| self.contain(*permission)).map(Permission::name)
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |set, permission| set | permission as u16))
    }
}
