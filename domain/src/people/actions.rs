//! What can be done about people, and by whom.

crate::actions! {
    people_permission;
    /// Know of an account.
    ACCOUNT_READ = "account.read": Oneself, Administrator, Auditor, Operator;
    /// Open an account for a person.
    ACCOUNT_CREATE = "account.create": Administrator, Operator;
    /// Stop an account from signing in.
    ACCOUNT_DISABLE = "account.disable": Administrator, Operator;
    /// Let a disabled account sign in again.
    ACCOUNT_ENABLE = "account.enable": Administrator, Operator;
    /// Give a role.
    ROLE_GRANT = "role.grant": Administrator, Operator;
    /// Take a role away.
    ROLE_END = "role.end": Administrator, Operator;
    /// Wish for an account of one's own.
    REGISTRATION_REQUEST = "registration.request": Anyone, Operator;
    /// Write the letter that answers a wish for an account.
    REGISTRATION_ANSWER = "registration.answer": Operator;
    /// Open the account by the letter's secret.
    REGISTRATION_CONFIRM = "registration.confirm": Anyone, Operator;
    /// Wish for a new password, and set it by the letter's secret.
    PASSWORD_RESET = "password.reset": Anyone, Operator;
    /// Write the letter that answers a wish for a new password.
    PASSWORD_RESET_ANSWER = "password.answer": Operator;
    /// Set a new password by the old one.
    PASSWORD_CHANGE = "password.change": Oneself;
    /// Set up a second factor of one's own, or turn it off.
    SECOND_FACTOR_SET = "second-factor.set": Oneself;
    /// Add a passkey of one's own, or remove it.
    PASSKEY_SET = "passkey.set": Oneself;
    /// See pages as somebody else sees them, to help.
    LOOK = "account.look": Administrator;
    /// Know what one was told, and say how one wants to be.
    NOTICE_SET = "notice.set": Oneself;
    /// Get no more letters of a kind, by the address in one of them.
    NOTICE_LEAVE = "notice.leave": Anyone;
    /// Write the letters that gather what people were told.
    NOTICE_GATHER = "notice.gather": Operator;
    /// Note that a letter came back.
    MAIL_BOUNCE = "mail.bounce": Operator;
    /// Connect one's own account with a provider of sign-ins, or disconnect it.
    PROVIDER_SET = "provider.set": Oneself;
    /// Open an account for whom a provider of sign-ins knows.
    PROVIDER_REGISTER = "provider.register": Anyone;
    /// Invite somebody to a role, and know who was invited.
    INVITATION_SEND = "invitation.send": Administrator;
    /// Write the letter of an invitation.
    INVITATION_ANSWER = "invitation.answer": Operator;
    /// Accept an invitation by the letter's secret.
    INVITATION_ACCEPT = "invitation.accept": Anyone, Operator;
    /// Take an invitation back.
    INVITATION_END = "invitation.end": Administrator;
    /// Know of a person.
    PERSON_READ = "person.read": Oneself, TrainingOfficer, ProgrammeOfficer, Administrator, Operator;
    /// Read what only those may read of a person who need it: telephone, address, identity document, needs.
    PERSON_SENSITIVE_READ = "person.read-sensitive": Oneself, TrainingOfficer, ProgrammeOfficer;
    /// Read what was changed about a person, and who read what.
    PERSON_HISTORY_READ = "person.read-history": Oneself, TrainingOfficer, ProgrammeOfficer, Administrator;
    /// Enter a person.
    PERSON_CREATE = "person.create": TrainingOfficer, ProgrammeOfficer, Operator;
    /// Change what is known of a person.
    PERSON_UPDATE = "person.update": Oneself, TrainingOfficer, ProgrammeOfficer;
    /// Be known as a person who is on file, by a code to what is on file.
    PERSON_CLAIM = "person.claim": Oneself;
    /// Send the code that answers the wish to be known as somebody.
    PERSON_CLAIM_ANSWER = "person.answer-claim": Operator;
    /// Lead an account to a person who is on file.
    PERSON_CLAIM_GRANT = "person.grant-claim": TrainingOfficer, ProgrammeOfficer;
    /// Write the words of a consent.
    CONSENT_DEFINE = "consent.define": QualityOfficer, Administrator, Operator;
    /// Agree to something, or take that back.
    CONSENT_GIVE = "consent.give": Oneself, TrainingOfficer, ProgrammeOfficer;
    /// Know what somebody agreed to.
    CONSENT_READ = "consent.read": Oneself, TrainingOfficer, ProgrammeOfficer, QualityOfficer, Auditor;
    /// Get all that is kept about oneself.
    DATA_EXPORT = "data.export": Oneself;
    /// Put together all that is kept about somebody.
    DATA_EXPORT_MAKE = "data.make-export": Operator;
    /// Have oneself forgotten.
    ERASURE_REQUEST = "erasure.request": Oneself;
    /// Have somebody forgotten who has no account.
    ERASURE_ORDER = "erasure.order": Administrator;
    /// Forget somebody.
    ERASURE_MAKE = "erasure.make": Operator;
    /// Know what is kept for how long.
    RETENTION_READ = "retention.read": QualityOfficer, Auditor, Administrator, Operator;
    /// Begin a sign-in.
    SIGN_IN = "sign-in.begin": Oneself;
    /// End a sign-in, or all of one's own.
    SIGN_OUT = "sign-in.end": Oneself;
    /// Enter or change an organisation.
    ORGANISATION_DEFINE = "organisation.define": TrainingOfficer, ProgrammeOfficer, Administrator, Operator;
    /// Know of an organisation.
    ORGANISATION_READ = "organisation.read": SignedIn, Operator;
    /// Know who belongs to an organisation, by name.
    MEMBER_READ = "member.read": Representative, TrainingOfficer, ProgrammeOfficer, Administrator, Operator;
}

/// The codes of refusals about people.
pub mod codes {
    /// The address or the password is wrong; which of them isn't said.
    pub const SIGN_IN_REFUSED: &str = "SIGN_IN_REFUSED";
    /// The secret of a letter is none, was used, or is too old.
    pub const LINK_REFUSED: &str = "LINK_REFUSED";
    /// The password is one of those that are tried first.
    pub const PASSWORD_COMMON: &str = "PASSWORD_COMMON";
    /// It isn't the password that the account has.
    pub const PASSWORD_WRONG: &str = "PASSWORD_WRONG";
    /// The sign-in needs a code of the second factor.
    pub const SECOND_FACTOR_NEEDED: &str = "SECOND_FACTOR_NEEDED";
    /// The code isn't right, or was used.
    pub const SECOND_FACTOR_REFUSED: &str = "SECOND_FACTOR_REFUSED";
    /// What the browser sent for a passkey isn't right, is too late, or is for another site or account.
    pub const PASSKEY_REFUSED: &str = "PASSKEY_REFUSED";
    /// The platform is reached by a bare number of the network, for which browsers keep no passkeys.
    pub const PASSKEYS_OFF: &str = "PASSKEYS_OFF";
    /// What the browser brought back from a provider of sign-ins isn't right, is too late, or is for another question.
    pub const PROVIDER_REFUSED: &str = "PROVIDER_REFUSED";
    /// The provider of sign-ins does not answer.
    pub const PROVIDER_UNREACHABLE: &str = "PROVIDER_UNREACHABLE";
    /// The provider has not seen that the address is theirs.
    pub const PROVIDER_UNVERIFIED: &str = "PROVIDER_UNVERIFIED";
    /// There is an account with this address, and it is not connected.
    pub const PROVIDER_NOT_CONNECTED: &str = "PROVIDER_NOT_CONNECTED";
    /// The invitation is for somebody else than who is signed in.
    pub const INVITATION_OF_OTHERS: &str = "INVITATION_OF_OTHERS";
    /// There is no account with the invited address yet: name and password are needed.
    pub const ACCOUNT_NEEDED: &str = "ACCOUNT_NEEDED";
    /// The identity document is on file for somebody else.
    pub const PERSON_KNOWN: &str = "PERSON_KNOWN";
    /// The person has an account already.
    pub const ALREADY_CLAIMED: &str = "ALREADY_CLAIMED";
    /// The code is wrong, was used, or is too old.
    pub const CODE_REFUSED: &str = "CODE_REFUSED";
    /// The centre may not keep this: the operator has not configured the authorisation that the law asks for.
    pub const FIELD_OFF: &str = "FIELD_OFF";
    /// The words of the consent are newer than those that were read.
    pub const WORDING_CHANGED: &str = "WORDING_CHANGED";
    /// Somebody else signs in as this person: they ask for it themselves.
    pub const HAS_ACCOUNT: &str = "HAS_ACCOUNT";
    /// The account has a role at the centre: it is led to no other entry.
    pub const HAS_ROLE: &str = "HAS_ROLE";
    /// Everybody is told so: it protects the account.
    pub const NOTICE_NEEDED: &str = "NOTICE_NEEDED";
    /// The password is too short.
    pub const PASSWORD_TOO_SHORT: &str = "PASSWORD_TOO_SHORT";
    /// Nobody can take away the last administrator's role or account.
    pub const LAST_ADMINISTRATOR: &str = "LAST_ADMINISTRATOR";

    /// All of them.
    pub const ALL: &[&str] = &[
        WORDING_CHANGED,
        NOTICE_NEEDED,
        HAS_ACCOUNT,
        HAS_ROLE,
        PERSON_KNOWN,
        ALREADY_CLAIMED,
        CODE_REFUSED,
        FIELD_OFF,
        SECOND_FACTOR_NEEDED,
        SECOND_FACTOR_REFUSED,
        PASSKEY_REFUSED,
        PASSKEYS_OFF,
        PROVIDER_REFUSED,
        PROVIDER_UNREACHABLE,
        PROVIDER_UNVERIFIED,
        PROVIDER_NOT_CONNECTED,
        INVITATION_OF_OTHERS,
        ACCOUNT_NEEDED,
        SIGN_IN_REFUSED,
        LINK_REFUSED,
        PASSWORD_COMMON,
        PASSWORD_WRONG,
        PASSWORD_TOO_SHORT,
        LAST_ADMINISTRATOR,
    ];
}
