use kunci_wire::Origin;
use kunci_wire::origin::OriginError;

fn read(text: &str) -> Result<String, OriginError> {
    text.parse::<Origin>().map(|origin| origin.to_string())
}

#[test]
fn one_spelling_for_one_server() {
    for (typed, meant) in [
        ("https://Kunci.Example", "https://kunci.example"),
        ("HTTPS://kunci.example/", "https://kunci.example"),
        (" https://kunci.example:443 ", "https://kunci.example"),
        ("https://kunci.example:8443/", "https://kunci.example:8443"),
        ("http://127.0.0.1:8480", "http://127.0.0.1:8480"),
        ("http://127.8.8.8:80", "http://127.8.8.8"),
        ("http://localhost:8480", "http://localhost:8480"),
        ("http://[::1]:8480", "http://[::1]:8480"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ] {
        assert_eq!(read(typed).as_deref(), Ok(meant));
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for text in [
        "http://kunci.example",
        "http://192.168.1.2:8480",
        "http://localhost.example",
        "http://[::2]",
    ] {
        assert_eq!(read(text), Err(OriginError::Plain), "{text}");
    }
}

#[test]
fn everything_but_a_host_and_a_port_is_refused() {
    for (text, why) in [
        ("kunci.example", OriginError::Scheme),
        ("ftp://kunci.example", OriginError::Scheme),
        ("https://", OriginError::Host),
        ("https://user@kunci.example", OriginError::Host),
        ("https://kunci.example/app", OriginError::Host),
        ("https://kunci.example?x", OriginError::Host),
        ("https://kunci.example#", OriginError::Host),
        ("https://künci.example", OriginError::Host),
        ("https://[::1", OriginError::Host),
        ("https://[::1]x", OriginError::Host),
        ("https://[zz]", OriginError::Host),
        ("https://kunci.example:", OriginError::Port),
        ("https://kunci.example:0", OriginError::Port),
        ("https://kunci.example:65536", OriginError::Port),
        ("https://kunci.example:12ab", OriginError::Port),
    ] {
        assert_eq!(read(text), Err(why), "{text}");
    }
}

#[test]
fn the_host_header_leaves_out_the_usual_port() {
    let authority = |text: &str| text.parse::<Origin>().unwrap().authority();
    assert_eq!(authority("https://kunci.example:443"), "kunci.example");
    assert_eq!(authority("http://[::1]:8480"), "[::1]:8480");
    assert_eq!(
        "http://[::1]:8480".parse::<Origin>().unwrap().bare_host(),
        "::1"
    );
}
