//! Numbers with as many digits as their error bound supports.

/// A double carries no more significant digits than these.
const DIGITS_OF_A_DOUBLE: i32 = 17;

/// A bound that is a multiple of a power of ten except for rounding is that
/// multiple.
const SLACK: f64 = 1e-6;

/// `value ± bound`: the value to the decimal place of the bound's first digit,
/// the bound rounded up and including what the shortened value leaves out.
pub(crate) fn with_bound(value: f64, bound: f64) -> String {
    if bound == 0.0 || !bound.is_finite() || !value.is_finite() {
        return format!("{value:?} ± {bound:?}");
    }
    let place = exponent_of(bound);
    let shown = rounded(value, place);
    // What was printed is a number, and parses.
    let left_out = shown
        .parse::<f64>()
        .map_or(0.0, |printed| (printed - value).abs());
    format!("{shown} ± {}", round_up(bound + left_out))
}

/// The exponent of the first decimal digit.
fn exponent_of(number: f64) -> i32 {
    // The formatter is exact where a logarithm is off by an ulp.
    let text = format!("{number:e}");
    text.split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0)
}

/// The number, rounded to the decimal place 10^place.
fn rounded(value: f64, place: i32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = exponent_of(value);
    let digits = exponent.saturating_sub(place).saturating_add(1);
    if digits > DIGITS_OF_A_DOUBLE {
        return format!("{value:?}");
    }
    if (-5..DIGITS_OF_A_DOUBLE).contains(&exponent) && place <= 0 {
        let decimals = usize::try_from(-place).unwrap_or(0);
        return format!("{value:.decimals$}");
    }
    let decimals = usize::try_from(digits - 1).unwrap_or(0);
    format!("{value:.decimals$e}")
}

/// The smallest number with one significant digit that is not below.
fn round_up(bound: f64) -> String {
    let exponent = exponent_of(bound);
    let scaled = bound / 10f64.powi(exponent);
    let first = (scaled - SLACK).ceil().max(1.0);
    let (first, exponent) = if first > 9.0 {
        (1.0, exponent + 1)
    } else {
        (first, exponent)
    };
    match exponent {
        0 => format!("{first}"),
        1 => format!("{first}0"),
        _ => format!("{first}e{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_end_where_the_bound_begins() {
        for (value, bound, text) in [
            (10.132_945_080_49, 4e-11, "10.13294508049 ± 4e-11"),
            (10.132_945_080_494, 3.2e-11, "10.13294508049 ± 4e-11"),
            (0.5, 1e-3, "0.500 ± 1e-3"),
            (2.0 / 3.0, 0.02, "0.67 ± 3e-2"),
            (-123_456.7, 30.0, "-1.2346e5 ± 40"),
            (2.2, 5.5, "2 ± 6"),
            (3e-12, 4e-9, "3e-12 ± 4e-9"),
            (1.5e-300, 2e-303, "1.500e-300 ± 2e-303"),
            (0.0, 1e-16, "0 ± 1e-16"),
            (3.0, 0.0, "3.0 ± 0.0"),
            (0.1, 1e-30, "0.1 ± 1e-30"),
            (1.0, 9.7e-5, "1.00000 ± 1e-4"),
        ] {
            assert_eq!(with_bound(value, bound), text);
        }
    }

    #[test]
    fn what_is_printed_encloses_what_was_computed() {
        let mut value = 0.731;
        for step in 0..400 {
            value = (value * 997.13_f64).fract() + 1e-9;
            let bound = value.powi(step % 9) * 10f64.powi(-(step % 15));
            let scaled = value * 10f64.powi(step % 13 - 6);
            let text = with_bound(scaled, bound);
            let (shown, shown_bound) = text.split_once(" ± ").unwrap();
            let shown: f64 = shown.parse().unwrap();
            let shown_bound: f64 = shown_bound.parse().unwrap();
            let rounding = 2e-6 * shown_bound;
            assert!(
                (shown - scaled).abs() + bound <= shown_bound + rounding,
                "{scaled} {bound} {text}"
            );
        }
    }
}
