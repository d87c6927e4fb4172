//! Colours that keep their order and their differences for every eye.

use std::fmt;
use std::sync::OnceLock;

/// A colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Frames, ticks and text.
pub(super) const BLACK: Rgb = Rgb(0, 0, 0);
/// Guides to the eye.
pub(super) const NEUTRAL: Rgb = Rgb(128, 128, 128);
/// Cells of a map that are left blank.
pub(super) const WHITE: Rgb = Rgb(255, 255, 255);
/// Cells of a map that have no value.
pub(super) const MISSING: Rgb = Rgb(214, 214, 214);

/// The colours of Okabe and Ito that show well as lines on white, in an order
/// that keeps neighbours far apart also for the colour-blind.
pub(super) const CATEGORIES: [Rgb; 7] = [
    Rgb(0, 114, 178),
    Rgb(213, 94, 0),
    Rgb(0, 158, 115),
    Rgb(204, 121, 167),
    Rgb(230, 159, 0),
    Rgb(86, 180, 233),
    Rgb(0, 0, 0),
];

/// The sequential map: 256 colours from dark violet over blue-green to light
/// yellow. Lightness L* of CIELAB (CIE 1976) grows by equal steps, so that
/// order and distance survive in grey and for the colour-blind; hue turns
/// once through the colours, and chroma stays within what a screen can show.
pub(super) fn sequential() -> &'static [Rgb; 256] {
    static TABLE: OnceLock<[Rgb; 256]> = OnceLock::new();
    TABLE.get_or_init(|| std::array::from_fn(|index| from_lch(lch(index as f64 / 255.0))))
}

/// The map at a position from 0 to 1.
pub(super) fn at(position: f64) -> Rgb {
    // A cast brings NaN to 0, and clamping keeps the index in the table.
    sequential()[(position.clamp(0.0, 1.0) * 255.0).round() as usize]
}

/// The map for lines on white: without its lightest end.
pub(super) fn for_line(position: f64) -> Rgb {
    at(0.84 * position.clamp(0.0, 1.0))
}

/// Lightness, chroma and hue (in degrees) along the map.
fn lch(position: f64) -> [f64; 3] {
    let lightness = 15.0 + 76.0 * position;
    let chroma = 26.0 + 125.0 * (position - 0.38).powi(2);
    let hue = 310.0 - 208.0 * position;
    [lightness, chroma, hue]
}

/// CIELAB for the white D65 to linear sRGB.
fn linear_rgb([lightness, chroma, hue]: [f64; 3]) -> [f64; 3] {
    let (sine, cosine) = hue.to_radians().sin_cos();
    let y = (lightness + 16.0) / 116.0;
    let expand = |t: f64| {
        let knee = 6.0 / 29.0;
        if t > knee {
            t.powi(3)
        } else {
            3.0 * knee * knee * (t - 4.0 / 29.0)
        }
    };
    let x = 0.95047 * expand(y + chroma * cosine / 500.0);
    let z = 1.08883 * expand(y - chroma * sine / 200.0);
    let y = expand(y);
    [
        3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
        -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
        0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    ]
}

fn from_lch(lch: [f64; 3]) -> Rgb {
    let [red, green, blue] = linear_rgb(lch).map(|linear| {
        let linear = linear.clamp(0.0, 1.0);
        let encoded = if linear <= 0.0031308 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
        (255.0 * encoded).round() as u8
    });
    Rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(value: u8) -> f64 {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    }

    fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
        let compress = |t: f64| {
            if t > (6.0f64 / 29.0).powi(3) {
                t.cbrt()
            } else {
                t * (29.0f64 / 6.0).powi(2) / 3.0 + 4.0 / 29.0
            }
        };
        let x = compress((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
        let y = compress(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
        let z = compress((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn linear(Rgb(red, green, blue): Rgb) -> [f64; 3] {
        [red, green, blue].map(decoded)
    }

    /// Deuteranopia as simulated by Machado, Oliveira and Fernandes (2009).
    fn deuteranope([red, green, blue]: [f64; 3]) -> [f64; 3] {
        [
            0.367322 * red + 0.860646 * green - 0.227968 * blue,
            0.280085 * red + 0.672501 * green + 0.047413 * blue,
            -0.011820 * red + 0.042940 * green + 0.968881 * blue,
        ]
    }

    fn difference(a: [f64; 3], b: [f64; 3]) -> f64 {
        let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }

    /// CIE 1994, which weighs differences of strong colours as the eye does.
    fn difference_1994(a: [f64; 3], b: [f64; 3]) -> f64 {
        let chroma = |lab: [f64; 3]| lab[1].hypot(lab[2]);
        let along = chroma(a) - chroma(b);
        let hue_squared = (a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2) - along.powi(2);
        let weight = |factor: f64| (1.0 + factor * chroma(a)).powi(2);
        let lightness_squared = (a[0] - b[0]).powi(2);
        (lightness_squared + along.powi(2) / weight(0.045) + hue_squared / weight(0.015)).sqrt()
    }

    #[test]
    fn the_sequential_map_stays_within_the_colours_of_a_screen() {
        for index in 0..256 {
            let rgb = linear_rgb(lch(f64::from(index) / 255.0));
            assert!(
                rgb.iter().all(|c| (0.0..=1.0).contains(c)),
                "{index}: {rgb:?}"
            );
        }
    }

    #[test]
    fn lightness_grows_by_equal_steps() {
        let lightness: Vec<f64> = sequential().iter().map(|&c| lab(linear(c))[0]).collect();
        // Eight bits a channel can make two neighbours equal, never more.
        for (index, triple) in lightness.windows(3).enumerate() {
            assert!(triple[0] <= triple[1] && triple[1] <= triple[2], "{index}");
            assert!(triple[0] < triple[2], "{index}: {triple:?}");
        }
        for (index, value) in lightness.iter().enumerate() {
            let ideal = 15.0 + 76.0 * index as f64 / 255.0;
            assert!((value - ideal).abs() < 0.3, "{index}: {value} for {ideal}");
        }
    }

    #[test]
    fn equal_distances_on_the_map_look_about_equal() {
        let table: Vec<_> = sequential().iter().map(|&c| lab(linear(c))).collect();
        let steps: Vec<f64> = (0..16)
            .map(|i| difference_1994(table[15 * i], table[15 * i + 15]))
            .collect();
        let largest = steps.iter().copied().fold(0.0, f64::max);
        let smallest = steps.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(largest / smallest < 1.6, "{steps:?}");
    }

    #[test]
    fn deuteranopes_see_the_order_and_the_differences_of_the_map() {
        let seen: Vec<_> = sequential()
            .iter()
            .map(|&c| lab(deuteranope(linear(c))))
            .collect();
        for (index, pair) in seen.windows(8).enumerate() {
            assert!(pair[7][0] > pair[0][0], "{index}");
        }
        for i in (0..256).step_by(15) {
            for j in (i + 15..256).step_by(15) {
                let steps = (j - i) as f64 / 15.0;
                assert!(difference(seen[i], seen[j]) > 3.0 * steps, "{i} {j}");
            }
        }
    }

    #[test]
    fn deuteranopes_can_tell_the_categories_apart() {
        for (i, &a) in CATEGORIES.iter().enumerate() {
            for &b in &CATEGORIES[..i] {
                let seen = [a, b].map(|c| lab(deuteranope(linear(c))));
                assert!(difference(seen[0], seen[1]) > 9.0, "{a} {b} {seen:?}");
            }
        }
    }
}
