//! The code by which a certificate is checked: 128 random bits, written so that people can read it out.

use sha2::{Digest, Sha256};

use crate::kernel::Ctx;

/// Digits and letters that nobody takes for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// So many of them are 128 bits.
const LENGTH: usize = 26;

/// A new code.
pub(super) fn new(ctx: &Ctx) -> String {
    let mut bytes = [0; 16];
    ctx.services.entropy.fill(&mut bytes);
    written(u128::from_be_bytes(bytes))
}

fn written(mut bits: u128) -> String {
    let mut letters = [b'0'; LENGTH];
    for letter in letters.iter_mut().rev() {
        let low = usize::try_from(bits & 31).unwrap_or(0);
        *letter = ALPHABET.get(low).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

/// A code as somebody typed it: with small letters, hyphens and spaces, and O for 0; nothing where it is none.
pub(super) fn read(given: &str) -> Option<String> {
    if given.len() > 4 * LENGTH {
        return None;
    }
    let letter = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = given.chars().filter(|letter| !matches!(letter, '-' | ' ')).map(letter).collect();
    let fits = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    fits.then_some(code)
}

/// Under which it is found. It has so many bits that nobody can try them, so it needs no slow hash and no key.
pub(super) fn digest(code: &str) -> Vec<u8> {
    Sha256::digest(code.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_read_however_it_is_typed(bits: u128) {
            let code = written(bits);
            prop_assert_eq!(read(&code), Some(code.clone()));
            let groups: Vec<&str> = (0..code.len()).step_by(4).map(|at| &code[at..(at + 4).min(code.len())]).collect();
            prop_assert_eq!(read(&groups.join("-").to_lowercase()), Some(code.clone()));
            prop_assert_eq!(read(&code.replace('0', "o").replace('1', "l")), Some(code));
        }

        #[test]
        fn two_numbers_have_two_codes(one: u128, other: u128) {
            prop_assert_eq!(one == other, written(one) == written(other));
        }

        #[test]
        fn no_text_makes_it_stop(text in ".{0,200}") {
            let _ = read(&text);
        }
    }
}
