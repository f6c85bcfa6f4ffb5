//! Pictures: drawn anew, so that nothing is left of what stood beside the picture (where it was taken, a script, an archive), and in
//! the sizes that pages need.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::kind::Problem;

/// The longest side of a picture that is taken, in pixels.
const MOST_SIDE: u32 = 12_000;
/// The most memory that drawing may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The longest side of a picture that is kept, in pixels.
const KEPT_SIDE: u32 = 2_560;
/// The widths in which it is kept as well, for small screens and weak networks.
const WIDTHS: [u32; 2] = [320, 960];

/// A picture as it is kept.
pub struct Picture {
    /// Its width, in pixels.
    pub width: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Draws a picture anew: the largest first, then the smaller ones.
pub fn draw(media_type: &str, bytes: &[u8]) -> Result<Vec<Picture>, Problem> {
    let format = ImageFormat::from_mime_type(media_type).ok_or(Problem::Type)?;
    if image::guess_format(bytes).ok() != Some(format) {
        return Err(Problem::Type);
    }
    if format == ImageFormat::Jpeg && !is_whole(bytes) {
        return Err(Problem::Damaged);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(problem)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) * 4 > MOST_MEMORY {
        return Err(Problem::TooLarge);
    }
    // How the camera was held is said beside the picture, which is left out: the picture itself is turned.
    let turned = decoder.orientation().map_err(problem)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(problem)?;
    picture.apply_orientation(turned);
    if picture.width().max(picture.height()) > KEPT_SIDE {
        picture = picture.resize(KEPT_SIDE, KEPT_SIDE, FilterType::CatmullRom);
    }
    let mut drawn = vec![encode(&picture, format)?];
    for width in WIDTHS.into_iter().filter(|width| *width < picture.width()) {
        drawn.push(encode(&picture.resize(width, u32::MAX, FilterType::CatmullRom), format)?);
    }
    Ok(drawn)
}

/// A picture drawn anew in its largest size, with its media type; nothing where it is none of those that pages show.
pub fn redrawn(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let media_type = match image::guess_format(bytes).ok()? {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::WebP => "image/webp",
        _ => return None,
    };
    let largest = draw(media_type, bytes).ok()?.into_iter().next()?;
    Some((media_type, largest.bytes))
}

/// Whether a JPEG has an end after its scan: the decoder fills what is missing with grey.
fn is_whole(bytes: &[u8]) -> bool {
    let last = |marker: [u8; 2]| bytes.windows(2).rposition(|pair| pair == marker);
    last([0xFF, 0xDA]).is_some_and(|scan| last([0xFF, 0xD9]).is_some_and(|end| end > scan))
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<Picture, Problem> {
    let mut bytes = Cursor::new(Vec::new());
    let written = match format {
        ImageFormat::Jpeg => picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 85)),
        // The encoder of WebP takes these two only.
        ImageFormat::WebP if picture.color().has_alpha() => picture.to_rgba8().write_to(&mut bytes, format),
        ImageFormat::WebP => picture.to_rgb8().write_to(&mut bytes, format),
        _ => picture.write_to(&mut bytes, format),
    };
    written.map_err(problem)?;
    Ok(Picture { width: picture.width(), bytes: bytes.into_inner() })
}

fn problem(error: image::ImageError) -> Problem {
    match error {
        image::ImageError::Limits(_) => Problem::TooLarge,
        _ => Problem::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_comes_in_smaller_sizes_and_loses_what_follows_it() {
        let mut bytes = png(1_200, 300);
        bytes.extend(b"<script>alert(1)</script>PK\x03\x04");
        let drawn = draw("image/png", &bytes).ok().unwrap();
        assert_eq!(drawn.iter().map(|picture| picture.width).collect::<Vec<_>>(), [1_200, 320, 960]);
        assert!(drawn.iter().all(|picture| !picture.bytes.windows(7).any(|part| part == b"<script")));
    }

    #[test]
    fn a_picture_that_would_unfold_too_far_is_refused_before_it_does() {
        // A header that says 20,000 × 20,000, as bombs do.
        let mut bytes = png(10, 10);
        bytes[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
        let header = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&header.to_be_bytes());
        assert_eq!(draw("image/png", &bytes).err(), Some(Problem::TooLarge));
        assert_eq!(draw("image/jpeg", &png(10, 10)).err(), Some(Problem::Type));
        assert_eq!(draw("image/png", &png(10, 10)[..40]).err(), Some(Problem::Damaged));
    }

    /// The checksum of a chunk of PNG.
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
        };
        !bytes.iter().fold(u32::MAX, step)
    }
}
