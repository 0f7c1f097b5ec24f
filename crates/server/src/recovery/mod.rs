//! placeholder
use crate::{
    methods::Challenge,
    web::{Context, Error, see_other},
};
use axum::response::Response;
pub async fn proved_by_link(_c: &Context, _ch: Challenge) -> Result<Response, Error> {
    Ok(see_other("/"))
}
