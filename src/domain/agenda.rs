//! What is due: the ordered queue of the daily review.
