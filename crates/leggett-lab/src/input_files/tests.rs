//! NumPy files as users may hand them over.
