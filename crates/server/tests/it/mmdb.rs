//! The smallest file in `MaxMind` DB format: everything is in Batam, but one network is in London.

/// One network of 24 bits that lies elsewhere.
const FAR: [u8; 3] = [198, 51, 100];

/// The bytes of such a file.
pub(crate) fn two_places() -> Vec<u8> {
    let (batam, london) = (place("Batam", 1.13, 104.05), place("London", 51.5, -0.12));
    let bits: Vec<usize> = FAR
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |n| usize::from(byte >> n & 1)))
        .collect();
    let nodes = bits.len();
    let data = |offset: usize| nodes + 16 + offset;
    let mut file = Vec::new();
    for (depth, bit) in bits.iter().enumerate() {
        let mut record = [data(0); 2];
        record[*bit] = if depth + 1 < nodes {
            depth + 1
        } else {
            data(batam.len())
        };
        for value in record {
            file.extend_from_slice(&u32::try_from(value).unwrap().to_be_bytes()[1..]);
        }
    }
    file.extend_from_slice(&[0; 16]);
    file.extend(batam);
    file.extend(london);
    file.extend_from_slice(b"\xAB\xCD\xEFMaxMind.com");
    file.extend(map(&[
        ("node_count", number(6, u64::try_from(nodes).unwrap())),
        ("record_size", number(5, 24)),
        ("ip_version", number(5, 4)),
        ("database_type", text("Test-City")),
        ("languages", vec![0x00, 0x04]),
        ("binary_format_major_version", number(5, 2)),
        ("binary_format_minor_version", number(5, 0)),
        ("build_epoch", number(9, 1)),
        ("description", map(&[])),
    ]));
    file
}

fn place(name: &str, latitude: f64, longitude: f64) -> Vec<u8> {
    let names = |name: &str| map(&[("names", map(&[("en", text(name))]))]);
    let at = [
        ("latitude", double(latitude)),
        ("longitude", double(longitude)),
        ("accuracy_radius", number(5, 20)),
    ];
    map(&[("city", names(name)), ("location", map(&at))])
}

/// A control byte, of an extended type where it has no room for the type.
fn control(kind: u8, size: usize) -> Vec<u8> {
    let size = u8::try_from(size).unwrap();
    assert!(size < 29, "the format writes longer ones otherwise");
    if kind < 8 {
        vec![kind << 5 | size]
    } else {
        vec![size, kind - 7]
    }
}

fn text(text: &str) -> Vec<u8> {
    [control(2, text.len()), text.as_bytes().to_vec()].concat()
}

fn double(n: f64) -> Vec<u8> {
    [control(3, 8), n.to_be_bytes().to_vec()].concat()
}

fn number(kind: u8, n: u64) -> Vec<u8> {
    let bytes: Vec<u8> = n
        .to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect();
    [control(kind, bytes.len()), bytes].concat()
}

fn map(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let pairs = entries
        .iter()
        .flat_map(|(key, value)| [text(key), value.clone()]);
    [control(7, entries.len()), pairs.flatten().collect()].concat()
}
