//! Due dates: one chain.
