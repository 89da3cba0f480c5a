//! The cycle collector.
