//! A file's blocks: what stands between empty lines.

/// What stands between empty lines.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The line of its text's beginning, from 1.
    pub(super) line: usize,
    /// Its comments, with their lines.
    pub(super) comments: Vec<(usize, &'a str)>,
    /// The other lines; comments are empty ones, so that lines can be counted.
    pub(super) text: String,
}

/// The blocks of a file, whatever ends its lines.
pub(super) fn blocks(text: &str) -> impl Iterator<Item = Block<'_>> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines = text.split(end).map(str::trim).enumerate().peekable();
    std::iter::from_fn(move || {
        while lines.next_if(|(_, line)| line.is_empty()).is_some() {}
        let (first, _) = lines.peek()?;
        let mut block = Block { line: first + 1, comments: Vec::new(), text: String::new() };
        while let Some((index, line)) = lines.next_if(|(_, line)| !line.is_empty()) {
            if line.starts_with("//") {
                block.comments.push((index + 1, line));
            } else {
                block.text.push_str(line);
            }
            block.text.push('\n');
        }
        Some(block)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_beside_the_text() {
        let found: Vec<_> =
            blocks("// a\n\n\n  // b\nc\n// d\ne\r\n \r\nf").map(|block| (block.line, block.comments, block.text)).collect();
        let expected = [
            (1, vec![(1, "// a")], "\n".to_owned()),
            (4, vec![(4, "// b"), (6, "// d")], "\nc\n\ne\n".to_owned()),
            (9, vec![], "f\n".to_owned()),
        ];
        assert_eq!(found, expected);
        assert_eq!(blocks("a\r\rb\r").count(), 2);
    }
}
