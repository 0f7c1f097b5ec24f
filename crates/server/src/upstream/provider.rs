//! A provider, as this server speaks to it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use kunci_rules::{Span, Time};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType,
    CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreGrantType, CoreIdToken,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, DiscoveryError, EndUserEmail, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, SubjectIdentifier, TokenResponse as _,
};
use serde::{Deserialize, Serialize};

use super::visit::Secrets;
use crate::accounts::{Identifier, Kind};
use crate::config::{Preset, Upstream};
use crate::identities::Identity;
use crate::state::App;

mod http;

/// Endpoints and keys are asked for anew after this long.
const KEPT_FOR: Span = Span::hours(1);

/// A token signed with a key that we do not know makes us ask again, but not more often than this.
const ASKED_AGAIN_AFTER: Span = Span::minutes(1);

/// Clocks may differ by this much.
const LEEWAY: Span = Span::minutes(2);

/// Longest that the browser waits for everything a provider answers.
const PATIENCE: Duration = Duration::from_secs(8);

/// What we take as a signature. Only a provider can make these: `none` proves nothing, and HS256 anyone who knows our client secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a discovery document may say beyond the core.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Beyond {
    /// RFC 9207: its answers name the issuer.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}
impl AdditionalProviderMetadata for Beyond {}

type Metadata = ProviderMetadata<
    Beyond,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a provider did not help. What it said in detail is in the log; it holds no secret and nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It does not answer, or not as agreed; later it may.
    Down,
    /// Its clock and ours differ too much, or what it made is too old.
    Clock,
    /// What it answered must not be believed.
    Broken,
    /// Signed with a key that we do not know (yet).
    UnknownKey,
}

/// All configured providers.
#[derive(Default)]
pub struct Upstreams(Vec<Provider>);

/// One provider, and what is known of it.
pub(super) struct Provider {
    pub(super) config: Upstream,
    known: Mutex<Option<(Time, Metadata)>>,
}

impl Upstreams {
    /// Nothing is asked of anyone yet.
    #[must_use]
    pub fn new(all: &[Upstream]) -> Self {
        let provider = |config: &Upstream| Provider {
            config: config.clone(),
            known: Mutex::new(None),
        };
        Self(all.iter().map(provider).collect())
    }

    pub(super) fn get(&self, id: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.config.id == id)
    }
}

impl Provider {
    /// Where the browser goes.
    pub(super) async fn address(&self, app: &App, secrets: &Secrets) -> Result<String, Trouble> {
        let client = self.client(app, self.metadata(app).await?)?;
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        // `openid` is added by the flow itself.
        for scope in self.config.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        // A family's phone is signed in to several: let people choose, instead of taking the last one.
        if self.config.preset == Preset::Google {
            request = request.add_prompt(CoreAuthPrompt::SelectAccount);
        }
        let (address, ..) = request.url();
        Ok(address.into())
    }

    /// RFC 9207: whether an answer that says it comes from `iss` may be this provider's.
    pub(super) async fn is_from_here(&self, app: &App, iss: Option<&str>) -> Result<bool, Trouble> {
        match iss {
            Some(iss) => Ok(iss == self.config.issuer),
            None => {
                let metadata = self.metadata(app).await?;
                let says_so = metadata.additional_metadata();
                Ok(!says_so.authorization_response_iss_parameter_supported)
            }
        }
    }

    /// Who it is, for a code.
    pub(super) async fn redeem(
        &self,
        app: &App,
        code: String,
        secrets: &Secrets,
    ) -> Result<Identity, Trouble> {
        let work = self.redeem_patiently(app, code, secrets);
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(done) => done,
            Err(_) => Err(self.note(Trouble::Down, "it took too long")),
        }
    }

    async fn redeem_patiently(
        &self,
        app: &App,
        code: String,
        secrets: &Secrets,
    ) -> Result<Identity, Trouble> {
        let client = self.client(app, self.metadata(app).await?)?;
        let tokens = self.tokens(app, &client, code, secrets).await?;
        let token = tokens
            .id_token()
            .ok_or_else(|| self.note(Trouble::Broken, "no ID token"))?;
        let checked = match self.check(app, &client, token, secrets) {
            Err(Trouble::UnknownKey) => {
                let renewed = self.client(app, self.renewed(app).await?)?;
                self.check(app, &renewed, token, secrets)
            }
            other => other,
        };
        let (subject, mail) = match checked {
            Err(Trouble::UnknownKey) => {
                Err(self.note(Trouble::Broken, "signed with an unknown key"))
            }
            other => other,
        }?;
        let mail = match mail {
            Some(mail) => Some(mail),
            None => {
                self.mail_of(app, &client, tokens.access_token(), &subject)
                    .await?
            }
        };
        Ok(Identity {
            issuer: self.config.issuer.clone(),
            subject: subject.to_string(),
            mail: mail.as_ref().and_then(Mail::verified),
        })
    }

    async fn tokens(
        &self,
        app: &App,
        client: &Client,
        code: String,
        secrets: &Secrets,
    ) -> Result<CoreTokenResponse, Trouble> {
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| self.note(Trouble::Broken, "no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let http = http::ask(app, self.config.is_local());
        request
            .request_async(&http)
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(error) => self.note(Trouble::Down, &error.to_string()),
                RequestTokenError::ServerResponse(said) => match said.error() {
                    CoreErrorResponseType::InvalidGrant => {
                        self.note(Trouble::Clock, "the code has ended")
                    }
                    other => {
                        let said =
                            format!("token endpoint: {other:?}; check client_id and client_secret");
                        self.note(Trouble::Down, &said)
                    }
                },
                _ => self.note(Trouble::Broken, "the token endpoint answers something else"),
            })
    }

    /// The claims of an ID token, if all of them hold.
    fn check(
        &self,
        app: &App,
        client: &Client,
        token: &CoreIdToken,
        secrets: &Secrets,
    ) -> Result<(SubjectIdentifier, Option<Mail>), Trouble> {
        let now = app.now();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || moment(now - LEEWAY))
            .set_issue_time_verifier_fn(move |issued| {
                let fits = issued <= moment(now + LEEWAY) && issued >= moment(now - KEPT_FOR);
                fits.then_some(())
                    .ok_or_else(|| "issued at another time".to_owned())
            });
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = token
            .claims(&verifier, &nonce)
            .map_err(|error| match error {
                ClaimsVerificationError::Expired(_) => {
                    self.note(Trouble::Clock, "the ID token is of another time")
                }
                ClaimsVerificationError::SignatureVerification(
                    SignatureVerificationError::NoMatchingKey,
                ) => Trouble::UnknownKey,
                other => self.note(Trouble::Broken, kind_of(&other)),
            })?;
        if claims
            .authorized_party()
            .is_some_and(|party| party.as_str() != self.config.client_id)
        {
            return Err(self.note(Trouble::Broken, "made for another client"));
        }
        let subject = claims.subject();
        if subject.is_empty() || subject.len() > 255 {
            return Err(self.note(Trouble::Broken, "no usable subject"));
        }
        let mail = claims
            .email()
            .map(|address| Mail::of(address, claims.email_verified()));
        Ok((subject.clone(), mail))
    }

    /// The mail address where the ID token leaves it out, as the core standard has it.
    async fn mail_of(
        &self,
        app: &App,
        client: &Client,
        token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<Mail>, Trouble> {
        let wanted = self.config.scopes.iter().any(|scope| scope == "email");
        let Ok(request) = client.user_info(token.clone(), Some(subject.clone())) else {
            return Ok(None);
        };
        if !wanted {
            return Ok(None);
        }
        let http = http::ask(app, self.config.is_local());
        let claims: CoreUserInfoClaims = request
            .request_async(&http)
            .await
            .map_err(|error| self.note(Trouble::Down, &format!("userinfo: {error}")))?;
        Ok(claims
            .email()
            .map(|address| Mail::of(address, claims.email_verified())))
    }

    fn client(&self, app: &App, metadata: Metadata) -> Result<Client, Trouble> {
        let back = app.config.server.link(&self.config.back_path());
        let back = RedirectUrl::new(back).map_err(|_| self.note(Trouble::Broken, "public_url"))?;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let in_header =
            methods.is_none_or(|all| all.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let how = if in_header {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        let id = ClientId::new(self.config.client_id.clone());
        let secret = ClientSecret::new(self.config.client_secret.expose().to_owned());
        Ok(
            CoreClient::from_provider_metadata(metadata, id, Some(secret))
                .set_redirect_uri(back)
                .set_auth_type(how),
        )
    }

    /// Endpoints and keys, asked for if they are not known, or too old.
    async fn metadata(&self, app: &App) -> Result<Metadata, Trouble> {
        match self.kept(app.now() - KEPT_FOR) {
            Some(metadata) => Ok(metadata),
            None => self.discover(app).await,
        }
    }

    /// The same for a key that is not among them.
    async fn renewed(&self, app: &App) -> Result<Metadata, Trouble> {
        match self.kept(app.now() - ASKED_AGAIN_AFTER) {
            Some(metadata) => Ok(metadata),
            None => self.discover(app).await,
        }
    }

    fn kept(&self, since: Time) -> Option<Metadata> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, metadata) = known.as_ref()?;
        (*at > since).then(|| metadata.clone())
    }

    async fn discover(&self, app: &App) -> Result<Metadata, Trouble> {
        let issuer = IssuerUrl::new(self.config.issuer.clone())
            .map_err(|_| self.note(Trouble::Broken, "upstream.issuer"))?;
        let http = http::ask(app, self.config.is_local());
        let asked = tokio::time::timeout(PATIENCE, Metadata::discover_async(issuer, &http));
        let metadata = match asked.await {
            Err(_) => return Err(self.note(Trouble::Down, "it took too long")),
            Ok(Err(DiscoveryError::Request(error))) => {
                return Err(self.note(Trouble::Down, &error.to_string()));
            }
            Ok(Err(error)) => return Err(self.note(Trouble::Down, &error.to_string())),
            Ok(Ok(metadata)) => metadata,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((app.now(), metadata.clone()));
        Ok(metadata)
    }

    /// Tells the operator.
    pub(super) fn note(&self, trouble: Trouble, said: &str) -> Trouble {
        let provider = self.config.id.as_str();
        tracing::warn!(provider, ?trouble, said, "upstream provider");
        trouble
    }
}

/// What a provider says of a mail address.
struct Mail {
    address: String,
    verified: bool,
}

impl Mail {
    fn of(address: &EndUserEmail, verified: Option<bool>) -> Self {
        Self {
            address: address.to_string(),
            verified: verified == Some(true),
        }
    }

    /// In our form, if it is one and verified.
    fn verified(&self) -> Option<String> {
        let parsed = Identifier::parse(&self.address).ok()?;
        (self.verified && parsed.kind() == Kind::Email).then(|| parsed.value().to_owned())
    }
}

/// What was wrong with a token, without what stood in it.
const fn kind_of(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::InvalidAudience(_) => "the ID token is for someone else",
        ClaimsVerificationError::InvalidIssuer(_) => "the ID token is from someone else",
        ClaimsVerificationError::InvalidNonce(_) => "the ID token is for another visit",
        ClaimsVerificationError::SignatureVerification(_) => "the ID token's signature",
        _ => "the ID token",
    }
}

fn moment(at: Time) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default()
}
