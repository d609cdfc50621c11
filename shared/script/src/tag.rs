//! HTML tags as they stand in a script.

/// Attributes may not be longer than this, so that a lone `<` costs little.
const LENGTH_LIMIT: usize = 20_000;

/// A tag with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    pub is_closing: bool,
    pub is_empty_element: bool,
    /// Byte offset one past its `>`.
    pub end: usize,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, with entities decoded.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.0 == name).map(|attribute| attribute.1.as_str())
    }

    /// Whether it carries a script, such as `onclick`.
    pub fn has_handler(&self) -> bool {
        self.attributes.iter().any(|(name, value)| {
            (name.starts_with("on") && name.len() > 3) || value.trim_start().to_lowercase().starts_with("javascript:")
        })
    }
}

/// The tag that begins with the `<` at `start`.
pub(crate) fn tag_at(text: &str, start: usize) -> Option<Tag> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let is_closing = bytes.get(at) == Some(&b'/');
    at += usize::from(is_closing);
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    let name_start = at;
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        at += 1;
    }
    // `m:math` is a name with a prefix, `http:` begins an address.
    if bytes.get(at) == Some(&b':') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
    }
    let name = text.get(name_start..at)?.to_ascii_lowercase();
    if !matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'/' | b'>')) {
        return None;
    }
    let mut attributes = Vec::new();
    let mut is_empty_element = false;
    let limit = (start + LENGTH_LIMIT).min(bytes.len());
    while at < limit {
        match bytes[at] {
            b'>' => {
                return Some(Tag { name, is_closing, is_empty_element, end: at + 1, attributes });
            }
            b'<' => return None,
            b'/' => {
                is_empty_element = true;
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                is_empty_element = false;
                let key_start = at;
                while at < limit && !matches!(bytes[at], b'=' | b'>' | b'/' | b'<') && !bytes[at].is_ascii_whitespace()
                {
                    at += 1;
                }
                if at == key_start {
                    return None;
                }
                let key = text.get(key_start..at)?.to_ascii_lowercase();
                let mut value = String::new();
                if bytes.get(at) == Some(&b'=') {
                    at += 1;
                    let (from, to) = match bytes.get(at) {
                        Some(quote @ (b'"' | b'\'')) => {
                            let from = at + 1;
                            let length = bytes.get(from..limit)?.iter().position(|byte| byte == quote)?;
                            at = from + length + 1;
                            (from, from + length)
                        }
                        _ => {
                            let from = at;
                            while at < limit && bytes[at] != b'>' && !bytes[at].is_ascii_whitespace() {
                                at += 1;
                            }
                            (from, at)
                        }
                    };
                    value = decode_entities(text.get(from..to)?);
                }
                attributes.push((key, value));
            }
        }
    }
    None
}

/// Text with the usual entities decoded.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, character)| *character == ';').map(|(end, _)| end);
        let decoded = end.and_then(|end| {
            let name = &rest[1..end];
            let character = match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                "nbsp" => Some(' '),
                "ndash" => Some('–'),
                "mdash" => Some('—'),
                "rsquo" => Some('’'),
                "lsquo" => Some('‘'),
                "rdquo" => Some('”'),
                "ldquo" => Some('“'),
                _ => {
                    let code = name.strip_prefix('#')?;
                    let code = match code.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => code.parse().ok()?,
                    };
                    char::from_u32(code).filter(|character| !character.is_control())
                }
            };
            character.map(|character| (character, end))
        });
        match decoded {
            Some((character, end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
