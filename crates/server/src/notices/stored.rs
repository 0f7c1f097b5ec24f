//! How the facts of an event are written down: ids as hex, times as microseconds, enums by their stable names.

/// An id.
pub(super) mod id {
    use kunci_rules::Id;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(in crate::notices) fn serialize<S: Serializer>(
        id: &Id,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&id.simple().to_string())
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Id, D::Error> {
        Id::try_parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// An id that may be absent.
pub(super) mod maybe_id {
    use kunci_rules::Id;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(in crate::notices) fn serialize<S: Serializer>(
        id: &Option<Id>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        id.map(|id| id.simple().to_string()).serialize(serializer)
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Id>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| Id::try_parse(&text))
            .transpose()
            .map_err(D::Error::custom)
    }
}

/// An instant.
pub(super) mod time {
    use kunci_rules::Time;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(in crate::notices) fn serialize<S: Serializer>(
        time: &Time,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(time.0)
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Time, D::Error> {
        i64::deserialize(deserializer).map(Time)
    }
}

/// An instant that may be absent.
pub(super) mod maybe_time {
    use kunci_rules::Time;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(in crate::notices) fn serialize<S: Serializer>(
        time: &Option<Time>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|time| time.0).serialize(serializer)
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Time>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Time))
    }
}

/// A kind of method, by its name.
pub(super) mod method {
    use kunci_rules::gate::MethodKind;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(in crate::notices) fn serialize<S: Serializer>(
        kind: &MethodKind,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.name())
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<MethodKind, D::Error> {
        let name = String::deserialize(deserializer)?;
        MethodKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| D::Error::custom("no such method"))
    }
}

/// A cause of a lock, by its name.
pub(super) mod cause {
    use kunci_rules::locks::Cause;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(in crate::notices) fn serialize<S: Serializer>(
        cause: &Cause,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(cause.name())
    }

    pub(in crate::notices) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cause, D::Error> {
        Cause::parse(&String::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("no such cause"))
    }
}

/// What notices of an earlier version meant where they say nothing.
pub(super) const fn yes() -> bool {
    true
}
