//! Figures like those of the experiments, written to a temporary folder when
//! asked for, to be looked at.

use std::f64::consts::PI;

use crate::figure::{
    Axis, ColorChoice, Content, Dash, Figure, HeatMap, Legend, LegendPlace, Marker, Panel, Scale,
    Series,
};

fn grid(from: f64, to: f64, count: usize) -> Vec<f64> {
    let last = (count - 1) as f64;
    (0..count)
        .map(|i| from + (to - from) * i as f64 / last)
        .collect()
}

/// Two panels: entropy against time for six atom numbers, and its deficit on
/// a logarithmic axis.
pub(super) fn two_panels() -> Figure {
    Figure::new(2, vec![entropies(), deficits()])
}

fn entropies() -> Panel {
    let entropy = |power: usize| {
        let atoms = 10f64.powi(power as i32);
        let x = grid(0.0, PI, 800);
        let y = x.iter().map(|t| {
            (1.0 + atoms * t.sin().powi(2)).log2() * (1.0 - 0.3 * (8.0 * t).sin().powi(2))
        });
        Series {
            label: Some(format!("$N = 10^{power}$")),
            color: ColorChoice::ordered(power - 1, 6),
            ..Series::line(x.clone(), y.collect())
        }
    };
    let mut panel = Panel::new(
        Axis {
            pi_ticks: true,
            ..Axis::linear("interaction time $t$")
        },
        Axis {
            unit: Some("ebit".to_owned()),
            ..Axis::linear("entanglement entropy $E$")
        },
        Content::Lines((1..=6).map(entropy).collect()),
    );
    panel.legend = Some(Legend {
        title: Some("atoms".to_owned()),
        place: LegendPlace::Automatic,
    });
    panel
}

fn deficits() -> Panel {
    let styles = [
        ("dense", Some(Dash::Solid), Some(Marker::Circle)),
        ("band, $c = 3$", None, Some(Marker::Square)),
        ("band, $c = 7$", Some(Dash::Dashed), Some(Marker::Diamond)),
        ("lattice", Some(Dash::Dotted), Some(Marker::Triangle)),
        ("closed form", Some(Dash::Solid), None),
        ("brute force", Some(Dash::Dashed), None),
    ];
    let deficit = |(index, (name, line, marker)): (usize, (&str, _, _))| {
        let x: Vec<f64> = (0..13).map(|k| 10f64.powf(0.5 * f64::from(k))).collect();
        let size = 10f64.powf(-2.0 - index as f64);
        let y: Vec<f64> = x.iter().map(|n| size * n.powf(-0.8)).collect();
        Series {
            label: Some(name.to_owned()),
            line,
            marker,
            y_error: (index == 1).then(|| y.iter().map(|y| 0.6 * y).collect()),
            ..Series::line(x, y)
        }
    };
    let mut panel = Panel::new(
        Axis::log("number of atoms $N$"),
        Axis::log("entropy deficit $log_2(N+1) - E$"),
        Content::Lines(styles.into_iter().enumerate().map(deficit).collect()),
    );
    panel.title = Some("convergence with √N and $√{N+1}$, ⟨$J_z^2$⟩, ħ$γ$".to_owned());
    panel.legend = Some(Legend::default());
    panel
}

fn fractal(time: f64, atoms: f64) -> f64 {
    let mut sum = 0.0;
    for k in 1..40 {
        let k = f64::from(k);
        sum += (k * k * time).sin().powi(2) / k.powf(1.4) * (-k * k / atoms).exp();
    }
    sum / 2.2
}

/// Eight panels with dense curves and ticks at multiples of π.
pub(super) fn eight_panels() -> Figure {
    let panels = (0..8)
        .map(|i| {
            let atoms = 4f64.powi(i + 1);
            let x = grid(0.0, PI, 2500);
            let y = x.iter().map(|&t| fractal(t, atoms)).collect();
            let series = Series {
                width: 0.5,
                color: ColorChoice::Categorical(0),
                ..Series::line(x, y)
            };
            let mut panel = Panel::new(
                Axis {
                    pi_ticks: true,
                    ..Axis::linear("time $t$")
                },
                Axis::linear("$E / log_2(N+1)$"),
                Content::Lines(vec![series]),
            );
            panel.title = Some(format!("$N = {atoms}$"));
            panel
        })
        .collect();
    Figure {
        shared_x: true,
        shared_y: true,
        ..Figure::new(4, panels)
    }
}

/// A map with a colour bar, and one on uneven, logarithmic axes.
pub(super) fn maps() -> Figure {
    let x = grid(-3.0, 3.0, 121);
    let y = grid(0.0, 2.0 * PI, 81);
    let mut values: Vec<f64> = y
        .iter()
        .flat_map(|b| {
            x.iter()
                .map(move |a| (-a * a / 2.0).exp() * b.sin() * 0.004)
        })
        .collect();
    values[500] = f64::NAN;
    let left = Panel::new(
        Axis {
            unit: Some("√ħ".to_owned()),
            ..Axis::linear("position $X_S$")
        },
        Axis {
            pi_ticks: true,
            ..Axis::linear("phase $φ$")
        },
        Content::Map(HeatMap {
            x,
            y,
            values,
            color: Axis {
                unit: Some("ebit".to_owned()),
                ..Axis::linear("log-negativity")
            },
            blank_above: None,
            overlays: Vec::new(),
        }),
    );
    let x: Vec<f64> = (0..9).map(|k| 10f64.powi(k)).collect();
    let y: Vec<f64> = grid(0.0, 1.0, 6).iter().map(|v| v * v).collect();
    let values = y
        .iter()
        .flat_map(|b| x.iter().map(move |a| (1.0 + b) / a.sqrt()))
        .collect();
    let right = Panel::new(
        Axis::log("atoms $N$"),
        Axis::linear("noise strength $p$"),
        Content::Map(HeatMap {
            x,
            y,
            values,
            color: Axis {
                scale: Scale::Log,
                ..Axis::linear("deficit")
            },
            blank_above: None,
            overlays: Vec::new(),
        }),
    );
    Figure {
        title: Some("Maps with colour bars".to_owned()),
        ..Figure::new(2, vec![left, right])
    }
}

/// One column, nothing free inside: the legend goes to the right; a gap, a
/// lone point, an outlier beyond the range, and large numbers.
pub(super) fn crowded() -> Figure {
    let series = (0..9)
        .map(|i| {
            let x = grid(0.0, 1e6, 400);
            let y = x
                .iter()
                .enumerate()
                .map(|(k, t)| {
                    let y = (t / 3e4 + i as f64).sin() * 3e-5 * (1.0 + i as f64 / 4.0);
                    if (100..120).contains(&k) && k != 110 {
                        f64::NAN
                    } else {
                        y
                    }
                })
                .collect();
            Series {
                label: Some(format!("realisation {i} of the ensemble")),
                ..Series::line(x, y)
            }
        })
        .collect();
    let mut panel = Panel::new(
        Axis {
            unit: Some("s".to_owned()),
            ..Axis::linear("time")
        },
        Axis {
            range: Some((-7e-5, 5e-5)),
            ..Axis::linear("a quantity with quite a long name that needs two lines")
        },
        Content::Lines(series),
    );
    panel.legend = Some(Legend::default());
    Figure {
        width_mm: 120.0,
        ..Figure::new(1, vec![panel])
    }
}

/// One column of a journal, common legend below two panels above each other.
pub(super) fn column() -> Figure {
    let panel = |power: f64| {
        let series = (1..=5)
            .map(|i| {
                let x = grid(0.02, 0.4, 60);
                let y = x.iter().map(|t| t.powf(power * f64::from(i))).collect();
                Series {
                    label: Some(format!("$M = {i}$ nodes")),
                    ..Series::line(x, y)
                }
            })
            .collect();
        Panel::new(
            Axis::log("dephasing $γ$"),
            Axis::log("$1 - F$"),
            Content::Lines(series),
        )
    };
    Figure {
        width_mm: 86.0,
        shared_x: true,
        legend: Some(Legend::default()),
        ..Figure::new(1, vec![panel(0.5), panel(2.0)])
    }
}

/// A free corner for the legend, data with error bars, a guide to the eye.
pub(super) fn free_corner() -> Figure {
    let x = grid(0.0, 2.0, 21);
    let points = |label: &str, rate: f64| {
        let y = x
            .iter()
            .map(|t| (-rate * t).exp() + 0.02 * (17.0 * t).sin())
            .collect();
        Series {
            label: Some(label.to_owned()),
            y_error: Some(vec![0.05; x.len()]),
            ..Series::points(x.clone(), y)
        }
    };
    let guide = Series {
        label: Some("separable bound".to_owned()),
        line: Some(Dash::Dashed),
        color: ColorChoice::Neutral,
        width: 0.8,
        ..Series::line(vec![0.0, 2.0], vec![0.1, 0.1])
    };
    let series = vec![points("theory", 1.5), points("trajectories", 3.0), guide];
    let time = Axis {
        unit: Some("ms".to_owned()),
        ..Axis::linear("time $t$")
    };
    let mut panel = Panel::new(time, Axis::linear("fidelity $F$"), Content::Lines(series));
    panel.legend = Some(Legend::default());
    Figure {
        width_mm: 86.0,
        ..Figure::new(1, vec![panel])
    }
}

/// All samples with their names.
pub(super) fn all() -> [(&'static str, Figure); 6] {
    [
        ("two_panels", two_panels()),
        ("eight_panels", eight_panels()),
        ("maps", maps()),
        ("crowded", crowded()),
        ("column", column()),
        ("free_corner", free_corner()),
    ]
}

/// Set LEGGETT_SAMPLES to a folder to look at the samples.
#[test]
fn the_samples_are_drawn() {
    for (name, figure) in all() {
        let svg = figure.svg().unwrap();
        if let Some(folder) = std::env::var_os("LEGGETT_SAMPLES") {
            let file = std::path::Path::new(&folder).join(name);
            std::fs::write(file.with_extension("svg"), &svg).unwrap();
            std::fs::write(file.with_extension("png"), figure.png(300.0).unwrap()).unwrap();
        }
    }
}
