//! The number that names a phone: 15 digits, the last of them a check digit (S-129).

/// A valid IMEI. It identifies; it proves nothing (G6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Imei([u8; 15]);

/// What is wrong with a number, so that the page can say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnImei {
    /// It holds something other than digits, spaces and dashes.
    Signs,
    /// It has this many digits, not 15.
    Length(usize),
    /// The check digit does not fit: one digit is off, or two changed places.
    Typo,
}

impl Imei {
    /// Reads an IMEI as people copy it from `*#06#`, the box or the settings. The 16 digits of an IMEISV are
    /// taken too: the same phone, with the version of its software instead of the check digit.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, NotAnImei> {
        let kept = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '/' | '.'));
        let digits: Vec<u8> = kept
            .map(|c| {
                c.to_digit(10)
                    .and_then(|d| u8::try_from(d).ok())
                    .ok_or(NotAnImei::Signs)
            })
            .collect::<Result<_, _>>()?;
        let mut imei = [0; 15];
        match digits.len() {
            15 => imei.copy_from_slice(&digits),
            16 => {
                for (to, from) in imei.iter_mut().take(14).zip(&digits) {
                    *to = *from;
                }
                imei[14] = check_digit(&imei);
            }
            n => return Err(NotAnImei::Length(n)),
        }
        (check_digit(&imei) == imei[14])
            .then_some(Self(imei))
            .ok_or(NotAnImei::Typo)
    }

    /// The first eight digits: maker and model.
    pub fn tac(&self) -> String {
        self.text().chars().take(8).collect()
    }

    /// All fifteen digits.
    pub fn text(&self) -> String {
        self.0.iter().map(|d| char::from(b'0' + d)).collect()
    }

    /// With its last four digits only.
    pub fn masked(&self) -> String {
        std::iter::once('…')
            .chain(self.text().chars().skip(11))
            .collect()
    }
}

/// Luhn's check digit of the first fourteen digits.
fn check_digit(imei: &[u8; 15]) -> u8 {
    let sum: u8 = imei
        .iter()
        .take(14)
        .enumerate()
        .map(|(i, d)| match d * 2 {
            _ if i % 2 == 0 => *d,
            twice if twice > 9 => twice - 9,
            twice => twice,
        })
        .sum();
    (10 - sum % 10) % 10
}
