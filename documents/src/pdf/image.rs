//! Images from the operator's configuration: what they are is seen from their bytes, not from their names.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use serde::{Serialize, Serializer};
use typst::foundations::Bytes;
use typst::visualize::{RasterFormat, RasterImage, SvgImage};

/// The most bytes of an image.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most points to a side: more than paper shows, and little enough to unpack.
pub const MOST_POINTS: u32 = 4_000;

/// An image that can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    kind: Kind,
    bytes: Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Svg,
}

/// Why an image wasn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// It has too many bytes or points.
    TooLarge,
    /// It is no PNG, JPEG or SVG, or it is damaged.
    NotAnImage,
}

impl Image {
    /// Reads an image: PNG, JPEG or SVG. It is read whole, so that what is taken can be printed.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ImageError> {
        if bytes.len() > MOST_BYTES {
            return Err(ImageError::TooLarge);
        }
        let kind = match image::guess_format(&bytes) {
            Ok(ImageFormat::Png) => Kind::Png,
            Ok(ImageFormat::Jpeg) => Kind::Jpeg,
            _ => Kind::Svg,
        };
        if kind != Kind::Svg {
            // From its head alone: an image of a few bytes may unpack to gigabytes.
            let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().map_err(|_| ImageError::NotAnImage)?;
            let (width, height) = reader.into_dimensions().map_err(|_| ImageError::NotAnImage)?;
            if width > MOST_POINTS || height > MOST_POINTS {
                return Err(ImageError::TooLarge);
            }
        }
        let bytes = Bytes::new(bytes);
        let is_read = match kind {
            Kind::Png => RasterImage::plain(bytes.clone(), RasterFormat::Exchange(typst::visualize::ExchangeFormat::Png)).is_ok(),
            Kind::Jpeg => {
                RasterImage::plain(bytes.clone(), RasterFormat::Exchange(typst::visualize::ExchangeFormat::Jpg)).is_ok()
            }
            Kind::Svg => SvgImage::new(bytes.clone()).is_ok(),
        };
        if is_read { Ok(Self { kind, bytes }) } else { Err(ImageError::NotAnImage) }
    }

    /// Where templates find it.
    pub(crate) const fn path(&self) -> &'static str {
        match self.kind {
            Kind::Png => "/logo.png",
            Kind::Jpeg => "/logo.jpg",
            Kind::Svg => "/logo.svg",
        }
    }

    /// The image where templates find it.
    pub(crate) fn placed(&self) -> Placed {
        Placed { path: self.path(), bytes: self.bytes.clone() }
    }
}

/// An image where a template finds it.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// Its path: names are few and fixed, as Typst keeps each for ever.
    pub(super) path: &'static str,
    pub(super) bytes: Bytes,
}

impl Placed {
    /// One that was drawn for a page.
    pub(crate) fn new(path: &'static str, bytes: Vec<u8>) -> Self {
        Self { path, bytes: Bytes::new(bytes) }
    }
}

impl Serialize for Image {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}
