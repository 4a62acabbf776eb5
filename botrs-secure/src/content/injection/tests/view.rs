//! A plain decoder, so that the corpora are seen as the checks see them.

const ROUNDS: usize = 3;

/// The text with percent signs, entities and backslash escapes undone, escapes of escapes too.
pub(super) fn view(raw: &str) -> String {
    let mut text = raw.to_owned();
    for _ in 0..ROUNDS {
        text = round(&text);
    }
    text
}

fn round(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((decoded, len)) = percent(rest) {
            bytes.push(decoded);
            rest = &rest[len..];
            continue;
        }
        let (decoded, len) = escape(rest).unwrap_or((first, first.len_utf8()));
        bytes.extend(decoded.encode_utf8(&mut [0; 4]).bytes());
        rest = &rest[len..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn percent(text: &str) -> Option<(u8, usize)> {
    let digits = text.strip_prefix('%')?.get(..2)?;
    Some((u8::try_from(hex(digits)?).ok()?, 3))
}

fn escape(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        return numeric(number).map(|(c, len)| (c, len + 2));
    }
    if let Some(name) = text.strip_prefix('&') {
        let named = |(known, _): &&(&str, char)| name.starts_with(known);
        return NAMES.iter().find(named).map(|(known, c)| (*c, known.len() + 1));
    }
    let marks = [("\\x", 2), ("\\u", 4), ("%u", 4)];
    let (mark, digits) = marks.iter().find(|(mark, _)| text.starts_with(mark))?;
    let number = hex(text.get(mark.len()..mark.len() + digits)?)?;
    Some((char::from_u32(number)?, mark.len() + digits))
}

/// `60;` or `x3c`, the semicolon left out or not.
fn numeric(text: &str) -> Option<(char, usize)> {
    let hexadecimal = text.starts_with(['x', 'X']);
    let start = usize::from(hexadecimal);
    let radix = if hexadecimal { 16 } else { 10 };
    let digits = text[start..].find(|c: char| !c.is_digit(radix)).unwrap_or(text.len() - start);
    let number = u32::from_str_radix(&text[start..start + digits], radix).ok()?;
    let end = start + digits;
    Some((char::from_u32(number)?, end + usize::from(text[end..].starts_with(';'))))
}

fn hex(digits: &str) -> Option<u32> {
    let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

const NAMES: [(&str, char); 22] = [
    ("lt;", '<'),
    ("LT;", '<'),
    ("gt;", '>'),
    ("GT;", '>'),
    ("amp;", '&'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("colon;", ':'),
    ("lpar;", '('),
    ("rpar;", ')'),
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
    ("sol;", '/'),
    ("bsol;", '\\'),
    ("num;", '#'),
    ("comma;", ','),
    ("period;", '.'),
    ("semi;", ';'),
    ("nbsp;", ' '),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
];
