//! The ports, the steps, and produce: the whole flow from script to film
