//! One page of text as a PDF. With the fonts that every reader has (PDF 32000-1, 9.6.2.2) it needs no font file and no
//! library, and it stays under 4 kB, which matters on a slow network. They know the letters of western Europe, so of
//! Indonesian and English; others become a question mark.

use std::fmt::Write as _;

/// A4, in points.
const WIDTH: usize = 595;
const HEIGHT: usize = 842;
const MARGIN: usize = 56;

/// One line, or a paragraph that becomes several.
pub(super) struct Line {
    text: String,
    /// Name of the font in the page's resources.
    font: &'static str,
    size: usize,
    /// Space above it.
    above: usize,
    /// Followed by a rule to write on.
    fill: bool,
}

impl Line {
    pub(super) fn title(text: String) -> Self {
        Self::new(text, "B", 20, 0)
    }

    pub(super) fn text(text: String) -> Self {
        Self::new(text, "R", 12, 10)
    }

    pub(super) fn code(text: String) -> Self {
        Self::new(text, "C", 15, 12)
    }

    /// With a rule below, to be filled in by hand.
    pub(super) fn fill(text: String) -> Self {
        Self {
            fill: true,
            ..Self::text(text)
        }
    }

    fn new(text: String, font: &'static str, size: usize, above: usize) -> Self {
        Self {
            text,
            font,
            size,
            above,
            fill: false,
        }
    }

    /// The lines that fit the page's width. The average letter is about half as wide as it is high.
    fn wrapped(&self) -> Vec<String> {
        if self.font == "C" {
            return vec![self.text.clone()];
        }
        let most = (WIDTH - 2 * MARGIN) * 100 / (self.size * 53);
        let mut lines = vec![String::new()];
        for word in self.text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if line.is_empty() => line.push_str(word),
                Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                    let _ = write!(line, " {word}");
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// The whole file. `language`: of the text, for readers that speak it.
pub(super) fn document(title: &str, language: &str, lines: &[Line]) -> Vec<u8> {
    let content = content(lines);
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let objects = [
        format!(
            "<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>"
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R \
             /Resources << /Font << /R 5 0 R /B 6 0 R /C 7 0 R >> >> >>"
        ),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        font("Helvetica"),
        font("Helvetica-Bold"),
        font("Courier-Bold"),
        format!("<< /Title {} >>", unicode(title)),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (table, count) = (file.len(), objects.len() + 1);
    let _ = write!(file, "xref\n0 {count}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {count} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.into_bytes()
}

/// What is drawn, from the top of the page down.
fn content(lines: &[Line]) -> String {
    let mut drawn = String::new();
    let mut y = HEIGHT - MARGIN;
    for line in lines {
        y = y.saturating_sub(line.above);
        for text in line.wrapped() {
            y = y.saturating_sub(line.size + 4);
            let (font, size) = (line.font, line.size);
            let _ = writeln!(
                drawn,
                "BT /{font} {size} Tf {MARGIN} {y} Td {} Tj ET",
                western(&text)
            );
        }
        if line.fill {
            y = y.saturating_sub(28);
            let _ = writeln!(drawn, "0.5 w {MARGIN} {y} m {} {y} l S", WIDTH - MARGIN);
        }
    }
    drawn
}

/// A text in the fonts' own encoding (`WinAnsiEncoding`), in hexadecimal, so that nothing in it has a meaning of its own.
fn western(text: &str) -> String {
    let byte = |c: char| match c {
        '…' => 0x85,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        _ => b'?',
    };
    let bytes: Vec<u8> = text.chars().map(byte).collect();
    format!("<{}>", hex::encode(bytes))
}

/// A text of the file's own facts, which may be of any script.
fn unicode(text: &str) -> String {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes: Vec<u8> = [0xfe, 0xff].into_iter().chain(units).collect();
    format!("<{}>", hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_table_says_where_everything_is() {
        let lines = [
            Line::title("Kartu".to_owned()),
            Line::text("kata ".repeat(40)),
            Line::fill("Nama".to_owned()),
        ];
        let file = String::from_utf8(document("Kartu · Nusa", "id", &lines)).unwrap();
        let table: usize = file
            .rsplit("startxref\n")
            .next()
            .and_then(|rest| rest.lines().next())
            .unwrap()
            .parse()
            .unwrap();
        assert!(file[table..].starts_with("xref\n0 9\n"));
        let places = file[table..].lines().skip(3).take(8);
        for (line, number) in places.zip(1..) {
            let place: usize = line[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{number} 0 obj\n")));
        }
        assert_eq!(
            file.matches(" Tj ET").count(),
            5,
            "title, three lines, name"
        );
    }

    #[test]
    fn letters_of_its_fonts_stay() {
        assert_eq!(western("a…é)"), "<6185e929>");
        assert_eq!(western("日"), "<3f>");
    }
}
