//! Arrays that users hand over in files.

/// The numbers of a NumPy file, as studies see them. Studies read no files:
/// the lab does, and puts this in place of the path.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrayFile {
    /// The path as the user wrote it, for echoes and messages only.
    pub path: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal digits: what the
    /// result depends on.
    pub digest: String,
    /// The length of each dimension; none for a single number.
    pub shape: Vec<usize>,
    /// Real and imaginary parts, all finite, the last index fastest.
    pub values: Vec<[f64; 2]>,
}
