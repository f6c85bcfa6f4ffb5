//! What can be done to the platform itself, and by whom.

crate::actions! {
    platform_permission;
    /// Write the list of governorates.
    GOVERNORATE_DEFINE = "governorate.define": Operator;
}
