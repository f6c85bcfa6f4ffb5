//! What can be done about the training, and by whom.

crate::actions! {
    training_permission;
    /// Know of a venue.
    VENUE_READ = "venue.read": SignedIn, Operator;
    /// Enter a venue.
    VENUE_CREATE = "venue.create": TrainingOfficer, Administrator, Operator;
    /// Change what is said about a venue.
    VENUE_UPDATE = "venue.update": TrainingOfficer, Administrator, Operator;
}
