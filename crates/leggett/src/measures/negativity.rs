//! The negativity, from blocks of a partial transpose.

/// A Hermitian block [[a, c], [c, b]] of a partial transpose; a, b, c ≥ 0.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// One diagonal entry.
    pub a: f64,
    /// The other.
    pub b: f64,
    /// The magnitude of the entry between them.
    pub c: f64,
}

impl Block {
    fn root(&self) -> f64 {
        (self.a - self.b).hypot(2.0 * self.c)
    }

    /// −λmin where that is positive: 2(c² − ab)/(a + b + √((a−b)² + 4c²)).
    pub fn negativity(&self) -> f64 {
        // Divided before it is multiplied, since the product may underflow.
        let geometric = self.a.sqrt() * self.b.sqrt();
        let sum = self.a + self.b + self.root();
        (2.0 * (self.c - geometric) * ((self.c + geometric) / sum)).max(0.0)
    }

    /// c minus that: 2(c(a+b) + ab)/(2c + a + b + √…), of positive terms.
    pub fn deficit(&self) -> f64 {
        let Self { a, b, c } = *self;
        if c <= a.sqrt() * b.sqrt() {
            return c;
        }
        2.0 * (c * (a + b) + a * b) / (2.0 * c + a + b + self.root())
    }
}
