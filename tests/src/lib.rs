//! Tests over the running service are in `all/`; what they stand on is in `testkit/`.
