//! What can be done about programmes, and by whom.

crate::actions! {
    programmes_permission;
    /// Know of a programme: it is a label of the public catalogue.
    PROGRAMME_READ = "programme.read": Anyone, Operator;
    /// Enter a programme.
    PROGRAMME_DEFINE = "programme.define": ProgrammeOfficer, Administrator, Operator;
}
