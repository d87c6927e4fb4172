//! The written picture, read back by an independent SVG parser.

use resvg::usvg::{Options, Tree};

use super::samples;
use crate::figure::geometry::Rect;
use crate::figure::layout;
use crate::figure::prepare::prepare;
use crate::figure::typeset::Typesetter;
use crate::figure::{Axis, Content, Figure, Legend, LegendPlace, Panel, Series};

fn parsed(svg: &str) -> Tree {
    Tree::from_str(svg, &Options::default()).unwrap()
}

fn lines(series: Vec<Series>) -> Figure {
    let content = Content::Lines(series);
    Figure::new(
        1,
        vec![Panel::new(Axis::linear("x"), Axis::linear("y"), content)],
    )
}

/// Path data of the curves: the only rounded lines.
fn curves(svg: &str) -> Vec<&str> {
    let paths = svg.lines().filter(|line| line.contains("stroke-linejoin"));
    paths
        .filter_map(|line| line.split(" d=\"").nth(1))
        .collect()
}

#[test]
fn nothing_reaches_beyond_the_page_and_no_font_is_needed() {
    for (name, figure) in samples::all() {
        let svg = figure.svg().unwrap();
        assert!(!svg.contains("<text") && !svg.contains("NaN"), "{name}");
        let tree = parsed(&svg);
        let drawn = tree.root().abs_layer_bounding_box();
        let page = tree.size();
        // The white background is exactly the page.
        for (end, limit) in [
            (drawn.right(), page.width()),
            (drawn.bottom(), page.height()),
        ] {
            assert!(end <= limit + 0.01, "{name}: {drawn:?} on {page:?}");
        }
        assert!(
            drawn.left() >= -0.01 && drawn.top() >= -0.01,
            "{name}: {drawn:?}"
        );
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for (_, figure) in samples::all() {
        assert_eq!(figure.svg(), figure.clone().svg());
    }
    let figure = samples::maps();
    assert_eq!(figure.png(80.0), figure.png(80.0));
}

#[test]
fn a_png_has_the_size_and_resolution_asked_for() {
    let figure = lines(vec![Series::line(vec![0.0, 1.0], vec![0.0, 1.0])]);
    let png = Figure {
        width_mm: 127.0,
        ..figure
    }
    .png(100.0)
    .unwrap();
    assert_eq!(png[16..20], 500u32.to_be_bytes());
    assert_eq!(&png[37..41], b"pHYs");
    assert_eq!(png[41..45], 3937u32.to_be_bytes());
    let pixels = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
    assert_eq!(pixels.width(), 500);
}

#[test]
fn missing_values_interrupt_the_line_and_lone_values_become_dots() {
    let x = (0..9).map(f64::from).collect();
    let y = vec![0.0, 1.0, f64::NAN, 0.5, f64::NAN, f64::NAN, 1.0, 0.0, 1.0];
    let svg = lines(vec![Series::line(x, y)]).svg().unwrap();
    let curves = curves(&svg);
    assert_eq!(curves.len(), 1);
    assert_eq!(curves[0].matches('M').count(), 2);
    assert_eq!(svg.matches(" 0 1 0 ").count(), 1, "one dot");
}

#[test]
fn lines_end_at_the_range_and_return_into_it() {
    let x: Vec<f64> = (0..5).map(f64::from).collect();
    let mut figure = lines(vec![Series::line(x, vec![0.5, 1e300, 0.5, -1e300, 0.5])]);
    figure.panels[0].y.range = Some((0.0, 1.0));
    let svg = figure.svg().unwrap();
    assert_eq!(curves(&svg)[0].matches('M').count(), 3);
    let tree = parsed(&svg);
    assert!(tree.root().abs_layer_bounding_box().height() <= tree.size().height() + 0.01);
}

#[test]
fn dense_curves_keep_their_extremes_in_a_small_file() {
    let count = 200_000;
    let x: Vec<f64> = (0..count).map(f64::from).collect();
    let mut y: Vec<f64> = x.iter().map(|x| (x * 0.7).sin()).collect();
    let smooth = lines(vec![Series::line(x.clone(), y.clone())])
        .svg()
        .unwrap();
    assert!(smooth.len() < 400_000, "{}", smooth.len());
    y[123_456] = 50.0;
    let mut figure = lines(vec![Series::line(x, y)]);
    figure.panels[0].y.range = Some((-2.0, 60.0));
    let svg = figure.svg().unwrap();
    // The lone peak, 50 of 62 of the height, is drawn.
    let setter = &mut Typesetter::new();
    let prepared = prepare(&figure).unwrap();
    let height = layout::lay_out(&figure, &prepared, setter).unwrap().panels[0]
        .rect
        .height;
    let steps = curves(&svg)[0].split(['l', ' ', 'M']).count();
    assert!(steps > 5_000);
    let tree = parsed(curve_alone(&svg).as_str());
    let drawn = f64::from(tree.root().abs_bounding_box().height()) * 72.0 / 96.0;
    assert!(
        (drawn - 51.0 / 62.0 * height).abs() < 0.1,
        "{drawn} of {height}"
    );
}

/// The document without anything but its first curve.
fn curve_alone(svg: &str) -> String {
    let head = svg.lines().next().unwrap();
    let curve = svg
        .lines()
        .find(|line| line.contains("stroke-linejoin"))
        .unwrap();
    format!("{head}{curve}</svg>")
}

/// The legend of the only panel, the box, and whether it is inside.
fn legend_of(figure: &Figure) -> (Rect, Rect) {
    let setter = &mut Typesetter::new();
    let prepared = prepare(figure).unwrap();
    let sheet = layout::lay_out(figure, &prepared, setter).unwrap();
    let (block, (x, y)) = sheet.panels[0].legend.as_ref().unwrap();
    let legend = Rect {
        x: *x,
        y: *y,
        width: block.width,
        height: block.height,
    };
    (legend, sheet.panels[0].rect)
}

fn with_legend(y: impl Fn(f64) -> f64, place: LegendPlace) -> Figure {
    let x: Vec<f64> = (0..400).map(|i| f64::from(i) / 399.0).collect();
    let y = x.iter().map(|&x| y(x)).collect();
    let label = Some("a curve".to_owned());
    let mut figure = lines(vec![Series {
        label,
        ..Series::line(x, y)
    }]);
    figure.panels[0].legend = Some(Legend { title: None, place });
    figure
}

#[test]
fn a_legend_goes_to_the_corner_that_is_free() {
    let rising = with_legend(|x| x, LegendPlace::Automatic);
    let (legend, frame) = legend_of(&rising);
    assert!(
        frame.contains((legend.x, legend.y)) && frame.contains((legend.right(), legend.bottom()))
    );
    assert!(
        legend.x < frame.x + 20.0 && legend.y < frame.y + 20.0,
        "upper left: {legend:?}"
    );
    let falling = with_legend(|x| -x, LegendPlace::Automatic);
    let (legend, frame) = legend_of(&falling);
    assert!(
        legend.right() > frame.right() - 20.0 && legend.y < frame.y + 20.0,
        "upper right"
    );
}

#[test]
fn a_legend_without_a_free_spot_goes_outside() {
    let oscillating = |x: f64| (200.0 * x).sin();
    let (legend, frame) = legend_of(&with_legend(oscillating, LegendPlace::Automatic));
    assert!(legend.x > frame.right());
    let (legend, frame) = legend_of(&with_legend(oscillating, LegendPlace::Below));
    assert!(legend.y > frame.bottom());
}

#[test]
fn series_in_an_order_get_colours_in_an_order() {
    use crate::figure::ColorChoice;
    use crate::figure::color::for_line;
    assert_eq!(ColorChoice::ordered(0, 1), ColorChoice::Sequential(0.0));
    assert_eq!(ColorChoice::ordered(3, 4), ColorChoice::Sequential(1.0));
    let series = (0..4).map(|i| Series {
        color: ColorChoice::ordered(i, 4),
        ..Series::line(vec![0.0, 1.0], vec![0.0, i as f64])
    });
    let svg = lines(series.collect()).svg().unwrap();
    for i in 0..4 {
        let color = for_line(f64::from(i) / 3.0).to_string();
        assert!(svg.contains(&format!("stroke=\"{color}\"")));
    }
}

#[test]
fn labels_cannot_break_the_document() {
    let mut figure = lines(vec![Series::line(vec![0.0, 1.0], vec![0.0, 1.0])]);
    figure.title = Some("<a> & \"b\" \u{0} ]]> 'c'".to_owned());
    parsed(&figure.svg().unwrap());
}
