//! The DynamoDB table: keys, reads that see every write before them, and conditional writes.

mod backoff;
mod key;
mod write;

use std::{collections::HashMap, error::Error};

use aws_sdk_dynamodb::{
    Client,
    types::{AttributeValue, DeleteRequest, WriteRequest},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_item};
use thiserror::Error;

pub(crate) use backoff::Backoff;
pub(crate) use key::{Key, Span};
pub(crate) use write::{Stored, Write, Written};

/// An item as DynamoDB has it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Most items of one batch of removals.
const BATCH_ITEMS_MAX: usize = 25;

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    client: Client,
    name: String,
}

/// Why the table did not do what was asked.
#[derive(Debug, Error)]
#[error("cannot {action} {what}")]
pub(crate) struct TableError {
    /// What was tried, as a verb.
    pub(crate) action: &'static str,
    /// On what.
    pub(crate) what: String,
    /// Why not.
    #[source]
    pub(crate) source: Box<dyn Error + Send + Sync>,
}

impl TableError {
    fn of(action: &'static str, what: impl Into<String>, error: impl Error + Send + Sync + 'static) -> Self {
        Self { action, what: what.into(), source: Box::new(error) }
    }
}

#[derive(Debug, Error)]
#[error("the table is too busy to remove {left} items")]
struct Unremoved {
    left: usize,
}

impl Table {
    pub(crate) fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// The item at a key.
    pub(crate) async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, TableError> {
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key.attributes())).consistent_read(true);
        let got = get.send().await.map_err(|error| TableError::of("read", key, error))?;
        got.item.map(|item| decode(key, item)).transpose()
    }

    /// The items of a span, at most `limit`.
    pub(crate) async fn list<T: DeserializeOwned>(&self, span: &Span, limit: usize) -> Result<Vec<T>, TableError> {
        let mut items = Vec::new();
        let mut start = None;
        // A page ends after one megabyte, wherever the limit is.
        while items.len() < limit {
            let page = self.page(span, limit - items.len(), start, None).await?;
            for item in page.items.unwrap_or_default() {
                items.push(decode(&span.pk, item)?);
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                break;
            }
        }
        Ok(items)
    }

    /// Removes all items of a span.
    pub(crate) async fn clear(&self, span: &Span, backoff: &mut Backoff) -> Result<(), TableError> {
        loop {
            let page = self.page(span, BATCH_ITEMS_MAX, None, Some("pk, sk")).await?;
            let keys: Vec<Item> = page.items.unwrap_or_default();
            if keys.is_empty() {
                return Ok(());
            }
            self.remove_batch(keys, backoff).await?;
        }
    }

    /// Removes items, whether they are there or not.
    pub(crate) async fn remove(&self, keys: &[Key], backoff: &mut Backoff) -> Result<(), TableError> {
        for keys in keys.chunks(BATCH_ITEMS_MAX) {
            self.remove_batch(keys.iter().map(Key::attributes).collect(), backoff).await?;
        }
        Ok(())
    }

    async fn remove_batch(&self, keys: Vec<Item>, backoff: &mut Backoff) -> Result<(), TableError> {
        let mut requests = Vec::new();
        for key in keys {
            let request = DeleteRequest::builder().set_key(Some(key)).build();
            let request = request.map_err(|error| TableError::of("remove", "items", error))?;
            requests.push(WriteRequest::builder().delete_request(request).build());
        }
        while !requests.is_empty() {
            let batch = self.client.batch_write_item().request_items(&self.name, requests).send().await;
            let batch = batch.map_err(|error| TableError::of("remove", "items", error))?;
            requests = batch.unprocessed_items.and_then(|mut items| items.remove(&self.name)).unwrap_or_default();
            if !requests.is_empty() && !backoff.pause().await {
                return Err(TableError::of("remove", "items", Unremoved { left: requests.len() }));
            }
        }
        Ok(())
    }

    async fn page(
        &self,
        span: &Span,
        limit: usize,
        start: Option<Item>,
        attributes: Option<&str>,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, TableError> {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        let query = query.key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last");
        let query = query.expression_attribute_values(":pk", text(&span.pk));
        let query = query.expression_attribute_values(":first", text(&span.first));
        let query = query.expression_attribute_values(":last", text(&span.last));
        let query = query.scan_index_forward(!span.newest_first).set_exclusive_start_key(start);
        let query = query.limit(i32::try_from(limit).unwrap_or(i32::MAX));
        let query = query.set_projection_expression(attributes.map(str::to_owned));
        query.send().await.map_err(|error| TableError::of("list", span, error))
    }

    /// Asks the table for one item, whether it is there or not.
    pub(crate) async fn ping(&self) -> Result<(), TableError> {
        let key = Key::ping();
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key.attributes()));
        get.send().await.map(drop).map_err(|error| TableError::of("reach", format!("table {}", self.name), error))
    }
}

/// A value as an item at a key.
pub(crate) fn encode(key: &Key, value: &impl Serialize) -> Result<Item, TableError> {
    let mut item: Item = to_item(value).map_err(|error| TableError::of("store", key, error))?;
    item.extend(key.attributes());
    Ok(item)
}

fn decode<T: DeserializeOwned>(what: impl Into<String>, item: Item) -> Result<T, TableError> {
    from_item(item).map_err(|error| TableError::of("understand", what, error))
}

/// A number as an attribute.
pub(crate) fn number(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
