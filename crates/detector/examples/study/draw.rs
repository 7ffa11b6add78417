//! A small SVG: marks with a class each, whose colours are in `style.css`, light and dark.
//!
//! Coordinates are written with one decimal, so the bytes do not hang on the last bit of a float.

/// A drawing that stands alone: no script, no font, no address.
pub(crate) struct Drawing {
    width: f64,
    height: f64,
    title: &'static str,
    body: String,
}

impl Drawing {
    /// An empty one, in pixels, with its title and one line of explanation written at the top.
    pub(crate) fn new(width: f64, height: f64, title: &'static str, explanation: &str) -> Self {
        let mut drawing = Self { width, height, title, body: String::new() };
        drawing.text("title", 24.0, 30.0, title);
        drawing.text("sub", 24.0, 50.0, explanation);
        drawing
    }

    pub(crate) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.push(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\">{text}</text>",
            px(x),
            px(y)
        ));
    }

    /// A text that reads upwards.
    pub(crate) fn upwards(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let (x, y) = (px(x), px(y));
        self.push(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" transform=\"rotate(-90 {x} {y})\">{text}</text>"
        ));
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.path(class, &[from, to]);
    }

    /// A line through these points.
    pub(crate) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let points: Vec<_> = points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect();
        self.push(&format!("<polyline class=\"{class}\" points=\"{}\"/>", points.join(" ")));
    }

    /// A rectangle from its upper left corner.
    pub(crate) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        let (x, y, width, height) = (px(at.0), px(at.1), px(size.0), px(size.1));
        self.push(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    pub(crate) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let (x, y, radius) = (px(at.0), px(at.1), px(radius));
        self.push(&format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
    }

    /// A year without a count: hatched, never a bar.
    pub(crate) fn hole(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let mut low = y + height;
        while low - width >= y - 0.01 {
            self.line("hatch", (x, low), (x + width, low - width));
            low -= 4.0;
        }
    }

    /// The file.
    pub(crate) fn svg(&self) -> String {
        let (width, height, title) = (px(self.width), px(self.height), self.title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n\
             <style>\n{}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n{}</svg>\n",
            include_str!("style.css"),
            self.body,
        )
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }
}

/// A place for marks: two linear scales. The first of a range is left or below.
pub(crate) struct Plot {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
}

impl Plot {
    /// Where a pair of values is, in pixels.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let share = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
        (
            self.left + (self.right - self.left) * share(x, self.x),
            self.bottom - (self.bottom - self.top) * share(y, self.y),
        )
    }

    /// A grid line and a label at each of these heights.
    pub(crate) fn heights(&self, drawing: &mut Drawing, ticks: &[(f64, &str)]) {
        for (value, label) in ticks {
            let (_, y) = self.at(self.x.0, *value);
            drawing.line("grid", (self.left, y), (self.right, y));
            drawing.text("tick end", self.left - 6.0, y + 4.0, label);
        }
    }

    /// The lower axis with a tick and a label at each of these places.
    pub(crate) fn places(&self, drawing: &mut Drawing, ticks: &[(f64, &str)]) {
        drawing.line("base", (self.left, self.bottom), (self.right, self.bottom));
        for (value, label) in ticks {
            let (x, _) = self.at(*value, self.y.0);
            drawing.line("base", (x, self.bottom), (x, self.bottom + 4.0));
            drawing.text("tick mid", x, self.bottom + 17.0, label);
        }
    }
}

/// A coordinate with one decimal at most.
fn px(number: f64) -> String {
    format!("{}", libm::round(number * 10.0) / 10.0 + 0.0)
}
