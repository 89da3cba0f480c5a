//! Names of characters, shared by `\N{...}` escapes, `namereplace` and `unicodedata`.

/// The character with this name (any case); names of ranges (CJK, Hangul) included.
pub fn lookup_char(name: &str) -> Option<u32> {
    unicode_names2::character(name).map(|c| c as u32)
}

/// The name of a character.
pub fn name_of(c: u32) -> Option<String> {
    char::from_u32(c)
        .and_then(unicode_names2::name)
        .map(|n| n.to_string())
}
