//! The server's keys: made by `kunci init`, kept in one 0600 file, each with an id, part of every backup.
//!
//! - `mac` authenticates cookies and hashes short codes, peppers passwords and names unknown accounts.
//! - `seal` encrypts what the database must not show (outbox payloads).
//! - `sign` signs commands to devices (Ed25519).
//! - `push` signs what goes to push services (ECDSA on P-256).

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use aws_lc_rs::{aead, hkdf, hmac, rand};
use kunci_rules::Id;
use kunci_wire::{KeyId, Signer};
use serde::{Deserialize, Serialize};

use crate::random::Random;

/// File name inside `server.data`.
pub const FILE: &str = "keys.json";

/// What the file holds. Newest first: new work uses the first key, old work finds its own by id.
#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    keys: Vec<StoredKey>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredKey {
    id: u32,
    /// 32 bytes in hex; every key below is derived from it.
    root: String,
}

/// Keys in use.
pub struct Keys {
    rings: Vec<Ring>,
}

struct Ring {
    id: u32,
    mac: hmac::Key,
    seal: DataKey,
    pepper: [u8; 32],
    sign: [u8; 32],
    push: PushKey,
}

/// Why keys could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What it said.
        source: io::Error,
    },
    /// Others may read the file.
    #[error("{0}: other users can read the keys; run `chmod 600` on it")]
    TooOpen(String),
    /// The file is not ours.
    #[error(
        "{0}: not a key file; restore it from the backup, it cannot be made anew without losing every session and pairing"
    )]
    Malformed(String),
}

/// What a MAC or key is for: one key never serves two purposes.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Verification codes in the database.
    Code,
    /// Stand-in ids of names that no account has.
    UnknownName,
    /// Audit details.
    Audit,
    /// Networks in counters.
    Network,
    /// Form fields that travel through the browser.
    Form,
    /// "This was not me" links.
    NoticeLink,
    /// Contacts in message budgets.
    Contact,
    /// References of messages.
    Reference,
    /// Challenges of passkeys.
    Passkey,
    /// Links into a rehearsal.
    Rehearsal,
}

impl Keys {
    /// Makes a fresh key file. Never overwrites one.
    ///
    /// # Errors
    /// The file exists or cannot be written.
    pub fn create(directory: &Path, random: &Random) -> Result<Self, Error> {
        let path = directory.join(FILE);
        let failed = |source| Error::Io {
            path: path.display().to_string(),
            source,
        };
        fs::create_dir_all(directory).map_err(failed)?;
        let stored = Stored {
            version: 1,
            keys: vec![StoredKey {
                id: 1,
                root: hex::encode(random.bytes::<32>()),
            }],
        };
        let text = serde_json::to_vec_pretty(&stored).map_err(|e| failed(e.into()))?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed)?;
        file.write_all(&text)
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        Self::from_stored(&stored).ok_or_else(|| Error::Malformed(path.display().to_string()))
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// It is missing, readable by others, or malformed.
    pub fn load(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(FILE);
        let name = path.display().to_string();
        let failed = |source| Error::Io {
            path: name.clone(),
            source,
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).map_err(failed)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(Error::TooOpen(name));
            }
        }
        let text = fs::read(&path).map_err(failed)?;
        let stored: Stored =
            serde_json::from_slice(&text).map_err(|_| Error::Malformed(name.clone()))?;
        Self::from_stored(&stored).ok_or(Error::Malformed(name))
    }

    /// Keys for a test, from its seeded randomness.
    #[must_use]
    pub fn ephemeral(random: &Random) -> Option<Self> {
        Self::from_stored(&Stored {
            version: 1,
            keys: vec![StoredKey {
                id: 1,
                root: hex::encode(random.bytes::<32>()),
            }],
        })
    }

    fn from_stored(stored: &Stored) -> Option<Self> {
        let rings: Option<Vec<Ring>> = stored.keys.iter().map(Ring::derive).collect();
        let rings = rings?;
        (!rings.is_empty() && stored.version == 1).then_some(Self { rings })
    }

    fn newest(&self) -> &Ring {
        // `from_stored` refuses an empty list.
        &self.rings[0]
    }

    /// Id of the key that new work uses.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.newest().id
    }

    /// HMAC-SHA-256 of `parts` for one purpose.
    #[must_use]
    pub fn tag(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.newest().mac);
        context.update(format!("{purpose:?}").as_bytes());
        for part in parts {
            // Length first, so that ("a", "bc") and ("ab", "c") differ.
            context.update(&(part.len() as u64).to_le_bytes());
            context.update(part);
        }
        let mut out = [0; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }

    /// Password pepper of key `id` (STD-21).
    #[must_use]
    pub fn pepper(&self, id: u32) -> Option<&[u8; 32]> {
        self.rings
            .iter()
            .find(|ring| ring.id == id)
            .map(|ring| &ring.pepper)
    }

    /// Signs commands to devices.
    #[must_use]
    pub fn signer(&self) -> Signer {
        self.newest().signer()
    }

    /// The keys that agents are told to trust, oldest first.
    #[must_use]
    pub fn signers(&self) -> Vec<Signer> {
        self.rings.iter().rev().map(Ring::signer).collect()
    }

    /// Signs what goes to push services, for new subscriptions.
    #[must_use]
    pub fn push(&self) -> &PushKey {
        &self.newest().push
    }

    /// The key that a subscription was made for: a browser takes no other.
    #[must_use]
    pub fn push_of(&self, id: u32) -> Option<&PushKey> {
        let ring = self.rings.iter().find(|ring| ring.id == id);
        ring.map(|ring| &ring.push)
    }

    /// Encrypts for the database: key id, nonce, ciphertext (AES-256-GCM), bound to `context`.
    #[must_use]
    pub fn seal(&self, random: &Random, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let ring = self.newest();
        [
            &ring.id.to_le_bytes()[..],
            &ring.seal.seal(random, context, plain),
        ]
        .concat()
    }

    /// Opens what `seal` made; `None` if it was altered, moved to another row or sealed by a lost key.
    #[must_use]
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (id, rest) = sealed.split_first_chunk::<4>()?;
        let ring = self
            .rings
            .iter()
            .find(|ring| ring.id == u32::from_le_bytes(*id))?;
        ring.seal.open(context, rest)
    }

    /// A fresh key for one account's own data, sealed for the database.
    #[must_use]
    pub fn new_data_key(&self, random: &Random, account: Id) -> Vec<u8> {
        self.seal(random, account.as_bytes(), &random.bytes::<32>())
    }

    /// Opens an account's key.
    #[must_use]
    pub fn open_data_key(&self, account: Id, sealed: &[u8]) -> Option<DataKey> {
        DataKey::new(&self.open(account.as_bytes(), sealed)?)
    }
}

/// A key that seals data (AES-256-GCM).
pub struct DataKey(aead::LessSafeKey);

impl DataKey {
    fn new(bytes: &[u8]) -> Option<Self> {
        Some(Self(aead::LessSafeKey::new(
            aead::UnboundKey::new(&aead::AES_256_GCM, bytes).ok()?,
        )))
    }

    /// Nonce and ciphertext, bound to `context`.
    #[must_use]
    pub fn seal(&self, random: &Random, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce = random.bytes::<12>();
        let mut body = plain.to_vec();
        let (unique, aad) = (
            aead::Nonce::assume_unique_for_key(nonce),
            aead::Aad::from(context),
        );
        match self.0.seal_in_place_append_tag(unique, aad, &mut body) {
            Ok(()) => [&nonce[..], &body].concat(),
            // Only for plaintexts of gigabytes; nothing is ever written unsealed.
            Err(_) => Vec::new(),
        }
    }

    /// The plaintext; `None` if it was altered or belongs elsewhere.
    #[must_use]
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_first_chunk::<12>()?;
        let mut body = body.to_vec();
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        let plain = self
            .0
            .open_in_place(nonce, aead::Aad::from(context), &mut body)
            .ok()?;
        Some(plain.to_vec())
    }
}

/// A key that tells push services who we are (ES256).
pub struct PushKey {
    pair: EcdsaKeyPair,
    public: Vec<u8>,
}

impl PushKey {
    /// None for the one in 2^32 that is no key of this curve.
    fn new(secret: &[u8; 32]) -> Option<Self> {
        let key = PrivateKey::from_private_key(&ECDH_P256, secret).ok()?;
        let public = key.compute_public_key().ok()?.as_ref().to_vec();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair =
            EcdsaKeyPair::from_private_key_and_public_key(algorithm, secret, &public).ok()?;
        Some(Self { pair, public })
    }

    /// Its public half, an uncompressed point.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// Both numbers of a signature.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        let signature = self.pair.sign(&rand::SystemRandom::new(), text).ok()?;
        Some(signature.as_ref().to_vec())
    }
}

impl Ring {
    fn signer(&self) -> Signer {
        Signer::new(KeyId::numbered(self.id), &self.sign)
    }

    fn derive(key: &StoredKey) -> Option<Self> {
        let root = hex::decode(&key.root)
            .ok()
            .filter(|root| root.len() == 32)?;
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"kunci server keys v1").extract(&root);
        let derive = |label: &'static [u8]| -> Option<[u8; 32]> {
            let mut out = [0; 32];
            prk.expand(&[label], hkdf::HKDF_SHA256)
                .ok()?
                .fill(&mut out)
                .ok()?;
            Some(out)
        };
        Some(Self {
            id: key.id,
            mac: hmac::Key::new(hmac::HMAC_SHA256, &derive(b"mac")?),
            seal: DataKey::new(&derive(b"seal")?)?,
            pepper: derive(b"pepper")?,
            sign: derive(b"sign")?,
            push: [&b"push"[..], b"push again"]
                .into_iter()
                .find_map(|label| PushKey::new(&derive(label)?))?,
        })
    }
}
