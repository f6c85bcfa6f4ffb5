//! The square code, drawn as one path: it is sharp at every size, and light.

use fast_qr::{ECL, QRBuilder};
use std::fmt::Write as _;

use crate::pdf::PdfError;

/// Where the template finds it.
pub(super) const PATH: &str = "/code.svg";
/// What has to stay empty around it, in modules.
const QUIET: usize = 4;

/// Draws it. A quarter of it may be hidden by a stamp or a fold.
pub(super) fn drawn(text: &str) -> Result<Vec<u8>, PdfError> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| PdfError("a code that holds too much".into()))?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let begin = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > begin {
                let (x, y, width) = (begin + QUIET, row + QUIET, column - begin);
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            column += 1;
        }
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    );
    Ok(svg.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Renders the path, as a page would, and reads it back with another library.
    fn read(svg: &[u8]) -> String {
        let svg = std::str::from_utf8(svg).unwrap();
        let side: usize = svg.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        let scale = 4;
        let mut points = vec![255_u8; side * scale * side * scale];
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for piece in path.split('M').skip(1) {
            let numbers: Vec<usize> = piece.split(['h', 'v', 'z', ' ', '-']).filter_map(|part| part.parse().ok()).collect();
            let (x, y, width) = (numbers[0], numbers[1], numbers[2]);
            for row in y * scale..(y + 1) * scale {
                for column in x * scale..(x + width) * scale {
                    points[row * side * scale + column] = 0;
                }
            }
        }
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| points[y * side * scale + x]);
        let grids = image.detect_grids();
        grids[0].decode().unwrap().1
    }

    #[test]
    fn another_reader_reads_what_it_holds() {
        for text in ["https://nabta.example/c/0123456789ABCDEFGHJKMNPQRS", &"https://nabta.example/c/X#".repeat(20)] {
            assert_eq!(read(&drawn(text).unwrap()), text);
        }
    }

    #[test]
    fn what_no_code_holds_is_refused() {
        assert!(drawn(&"x".repeat(5_000)).is_err());
    }
}
