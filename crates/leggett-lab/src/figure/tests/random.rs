//! Whatever is asked for is drawn or refused.

use proptest::prelude::*;
use resvg::usvg::{Options, Tree};

use crate::figure::typeset::Typesetter;
use crate::figure::{
    Axis, ColorChoice, Content, Dash, Figure, HeatMap, Legend, LegendPlace, Marker, Panel, Scale,
    Series,
};

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        300 => 0.1..10.0,
        4 => -10.0..10.0,
        4 => (-20.0..20.0f64).prop_map(|power| 10f64.powf(power)),
        2 => Just(f64::NAN),
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, -0.0, 1e308, -1e308, 5e-324, 1e16]),
    ]
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![3 => Just(Scale::Linear), 1 => Just(Scale::Log)]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z√$_^{}πN0-9 -]{0,30}",
        "[ -~Α-ωÀ-ÿ√∞≤⟨⟩∑∫]{0,40}",
        Just(String::new())
    ]
}

fn axis() -> impl Strategy<Value = Axis> {
    let range = prop::option::weighted(0.1, (value(), value()));
    (
        label(),
        prop::option::of(label()),
        scale(),
        range,
        any::<bool>(),
    )
        .prop_map(|(label, unit, scale, range, pi_ticks)| Axis {
            label,
            unit,
            scale,
            range,
            pi_ticks,
        })
}

fn series() -> impl Strategy<Value = Series> {
    let points = prop::collection::vec((value(), value(), value()), 0..30);
    let line = prop::option::of(prop::sample::select(vec![
        Dash::Solid,
        Dash::Dashed,
        Dash::Dotted,
    ]));
    let markers = vec![
        Marker::Circle,
        Marker::Square,
        Marker::Diamond,
        Marker::Triangle,
    ];
    let marker = prop::option::of(prop::sample::select(markers));
    let color = prop_oneof![
        Just(ColorChoice::Automatic),
        any::<usize>().prop_map(ColorChoice::Categorical),
        (0.0..1.0).prop_map(ColorChoice::Sequential),
    ];
    (
        points,
        prop::option::of(label()),
        line,
        marker,
        color,
        any::<bool>(),
    )
        .prop_map(|(points, label, line, marker, color, errors)| Series {
            label,
            x: points.iter().map(|point| point.0).collect(),
            y: points.iter().map(|point| point.1).collect(),
            y_error: errors.then(|| points.iter().map(|point| point.2).collect()),
            line,
            marker,
            color,
            width: 1.0,
        })
}

fn map() -> impl Strategy<Value = HeatMap> {
    (1usize..6, 1usize..6, any::<bool>()).prop_flat_map(|(columns, rows, edges)| {
        let extra = usize::from(edges);
        let positions = |count| {
            prop::collection::vec(value(), count).prop_map(|mut positions: Vec<f64>| {
                positions.sort_by(f64::total_cmp);
                positions
            })
        };
        let values = prop::collection::vec(value(), columns * rows);
        (
            positions(columns + extra),
            positions(rows + extra),
            values,
            axis(),
        )
            .prop_map(|(x, y, values, color)| HeatMap {
                x,
                y,
                values,
                color,
                blank_above: None,
                overlays: Vec::new(),
            })
    })
}

fn panel() -> impl Strategy<Value = Panel> {
    let content = prop_oneof![
        3 => prop::collection::vec(series(), 0..6).prop_map(Content::Lines),
        1 => map().prop_map(Content::Map),
    ];
    let title = prop::option::of(label());
    (title, axis(), axis(), content, prop::option::of(legend())).prop_map(
        |(title, x, y, content, legend)| Panel {
            title,
            x,
            y,
            content,
            legend,
        },
    )
}

fn legend() -> impl Strategy<Value = Legend> {
    let places = vec![
        LegendPlace::Automatic,
        LegendPlace::Right,
        LegendPlace::Below,
    ];
    (prop::option::of(label()), prop::sample::select(places))
        .prop_map(|(title, place)| Legend { title, place })
}

fn figure() -> impl Strategy<Value = Figure> {
    let panels = prop::collection::vec(panel(), 1..4);
    let shared = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    (
        panels,
        1usize..4,
        40.0..200.0,
        shared,
        prop::option::of(legend()),
    )
        .prop_map(
            |(panels, columns, width_mm, (shared_x, shared_y), legend)| Figure {
                title: panels[0].title.clone(),
                columns,
                panels,
                width_mm,
                panel_height_mm: None,
                shared_x,
                shared_y,
                legend,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set(label in "\\PC{0,40}") {
        let lines = Typesetter::new().wrapped(&label, 5.0);
        prop_assert!(lines.iter().all(|line| line.width.is_finite()));
    }

    #[test]
    fn any_figure_is_drawn_on_its_page_or_refused(figure in figure()) {
        match figure.svg() {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(svg) => {let tree = Tree::from_str(&svg, &Options::default()).unwrap();
                let drawn = tree.root().abs_layer_bounding_box();
                let (page, slack) = (tree.size(), 0.1);
                prop_assert!(drawn.left() >= -slack && drawn.top() >= -slack, "{drawn:?}");
                prop_assert!(drawn.right() <= page.width() + slack, "{drawn:?} on {page:?}");
                prop_assert!(drawn.bottom() <= page.height() + slack, "{drawn:?} on {page:?}");
            }
        }
    }
}
