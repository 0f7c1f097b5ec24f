//! GSM 7-bit text (3GPP TS 23.038): what fits into one SMS. A single foreign character turns the whole message into UCS-2,
//! halves its length and doubles its price; so typographic characters and accents are written plainly first.

/// Longest single SMS, in septets.
pub const LONGEST: usize = 160;

/// The basic alphabet, one septet each (TS 23.038 §6.2.1).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table, two septets each (§6.2.1.1).
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The length in septets; `None` if a character is not GSM-7.
#[must_use]
pub fn septets(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |sum, c| Some(sum + width(c)?))
}

/// Whether `text` travels as one SMS.
#[must_use]
pub fn fits(text: &str) -> bool {
    septets(text).is_some_and(|length| length <= LONGEST)
}

/// `text` in GSM-7: typographic characters and accents become their plain forms, a letter of another script `?`, and a symbol
/// without a plain form goes.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (width(c), spell(c)) {
            (Some(_), _) => out.push(c),
            (None, Some(plain)) => out.push_str(plain),
            (None, None) if c.is_alphanumeric() => out.push('?'),
            (None, None) => {}
        }
    }
    out
}

fn width(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENDED.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// Plain forms of what brands, names and editors bring along.
fn spell(c: char) -> Option<&'static str> {
    Some(match c {
        '…' => "...",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '`' | '´' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => " ",
        '•' | '·' => "-",
        '×' => "x",
        '÷' => ":",
        '™' => "TM",
        '®' => "(R)",
        '©' => "(C)",
        'Á' | 'À' | 'Â' | 'Ã' | 'Ā' | 'Ă' | 'Ą' => "A",
        'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'Ð' | 'Ď' | 'Đ' => "D",
        'ð' | 'ď' | 'đ' => "d",
        'È' | 'Ê' | 'Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
        'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'Ğ' | 'Ģ' => "G",
        'ğ' | 'ģ' => "g",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'Ķ' => "K",
        'ķ' => "k",
        'Ł' | 'Ļ' | 'Ľ' => "L",
        'ł' | 'ļ' | 'ľ' => "l",
        'Ń' | 'Ņ' | 'Ň' => "N",
        'ń' | 'ņ' | 'ň' => "n",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ō' | 'Ő' => "O",
        'ó' | 'ô' | 'õ' | 'ō' | 'ő' | 'º' => "o",
        'Ř' => "R",
        'ř' => "r",
        'Ś' | 'Ş' | 'Š' | 'Ș' => "S",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'Ţ' | 'Ť' | 'Ț' => "T",
        'ţ' | 'ť' | 'ț' => "t",
        'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'Ý' | 'Ÿ' => "Y",
        'ý' | 'ÿ' => "y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        'Œ' => "OE",
        'œ' => "oe",
        _ => return None,
    })
}
