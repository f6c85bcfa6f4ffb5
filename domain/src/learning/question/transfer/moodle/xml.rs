//! Writing XML.

/// XML that is being written, one element a line.
#[derive(Default)]
pub(super) struct Xml {
    /// What has been written.
    pub(super) text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Opens an element with attributes.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.text.push('\n');
        self.open.push(name);
    }

    /// Closes the innermost element.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.extend(["</", name, ">\n"]);
        }
    }

    /// An element that holds a text only.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    /// An element with attributes that holds a text only.
    pub(super) fn leaf_with(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.begin(name, attributes);
        let text = allowed(text);
        if text.contains(['&', '<', '>']) {
            self.text.extend(["<![CDATA[", &text.replace("]]>", "]]]]><![CDATA[>"), "]]>"]);
        } else {
            self.text.push_str(&text);
        }
        self.text.extend(["</", name, ">\n"]);
    }

    /// A comment that holds JSON; two hyphens would end it.
    pub(super) fn comment(&mut self, name: &str, json: &str) {
        self.indent();
        self.text.extend(["<!-- ", name, &allowed(json).replace('-', "\\u002d"), " -->\n"]);
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            let value = allowed(value).replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            self.text.extend([" ", name, "=\"", &value, "\""]);
        }
        self.text.push('>');
    }

    fn indent(&mut self) {
        self.text.extend(self.open.iter().map(|_| "  "));
    }
}

/// A text without characters that XML cannot hold.
fn allowed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}
