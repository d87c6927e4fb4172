//! Numbers as tick labels, exact in the decimal digits shown.

/// An integer times a power of ten, in decimal notation with a true minus.
pub(super) fn decimal(integer: i64, exponent: i32) -> String {
    let sign = if integer < 0 { "−" } else { "" };
    let digits = integer.unsigned_abs().to_string();
    if integer == 0 {
        return "0".to_owned();
    }
    if exponent >= 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize);
        return format!("{sign}{digits}{zeros}");
    }
    let places = exponent.unsigned_abs() as usize;
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

/// A power of ten, as `10` with a raised exponent.
pub(super) fn power_of_ten(exponent: i32) -> String {
    let sign = if exponent < 0 { "−" } else { "" };
    format!("$10^{{{sign}{}}}$", exponent.unsigned_abs())
}

/// An integer from 1 to 9 times a power of ten.
pub(super) fn digit_times_power(digit: i64, exponent: i32) -> String {
    if digit == 1 {
        return power_of_ten(exponent);
    }
    format!("{digit}×{}", power_of_ten(exponent))
}

/// The fraction `numerator / denominator` of π, in lowest terms.
pub(super) fn fraction_of_pi(numerator: i64, denominator: i64) -> String {
    let divisor = greatest_common_divisor(numerator.abs(), denominator).max(1);
    let (numerator, denominator) = (numerator / divisor, denominator / divisor);
    if numerator == 0 {
        return "0".to_owned();
    }
    let sign = if numerator < 0 { "−" } else { "" };
    let count = match numerator.abs() {
        1 => String::new(),
        more => more.to_string(),
    };
    match denominator {
        1 => format!("{sign}{count}π"),
        _ => format!("{sign}{count}π/{denominator}"),
    }
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}
