use std::collections::HashMap;

use aws_sdk_dynamodb::{
    operation::{put_item::PutItemError, transact_write_items::TransactWriteItemsError},
    types::{
        AttributeValue, CancellationReason, ConditionCheck, Delete, Put, ReturnValue,
        ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Key, Table, TableError, decode, encode, number};

/// One write of a transaction, with its condition. The table's name is filled in when it is written.
#[derive(Clone, Debug)]
pub(crate) struct Write(TransactWriteItem);

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// All of it was written.
    Done,
    /// Nothing was: the conditions of the marked writes do not hold.
    Refused(Vec<bool>),
    /// Nothing was: another transaction was at work on the same items.
    Busy,
}

/// What became of storing something that must be new.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stored<T> {
    /// It is stored.
    New,
    /// This was there before, and stays.
    Found(T),
    /// A transaction was at work on the item.
    Busy,
}

const IS_NEW: &str = "attribute_not_exists(pk)";
const IS_THERE: &str = "attribute_exists(pk)";
const HAS_VERSION: &str = "version = :version";

impl Write {
    /// Stores a value where nothing is.
    pub(crate) fn new_item(key: &Key, value: &impl Serialize) -> Result<Self, TableError> {
        Self::put(key, value, IS_NEW, None)
    }

    /// Replaces what has this version.
    pub(crate) fn replacement(key: &Key, value: &impl Serialize, version: u64) -> Result<Self, TableError> {
        Self::put(key, value, HAS_VERSION, Some(version))
    }

    /// Nothing, but refuses unless something is there.
    pub(crate) fn expect(key: &Key) -> Result<Self, TableError> {
        Self::check(key, IS_THERE, None)
    }

    /// Nothing, but refuses unless what is there has this version; 0 of what is not there.
    pub(crate) fn expect_version(key: &Key, version: u64) -> Result<Self, TableError> {
        match version {
            0 => Self::check(key, IS_NEW, None),
            version => Self::check(key, HAS_VERSION, Some(version)),
        }
    }

    /// Removes what must be there.
    pub(crate) fn removal(key: &Key) -> Result<Self, TableError> {
        let delete = Delete::builder().table_name("").set_key(Some(key.attributes()));
        let delete = delete.condition_expression(IS_THERE).build();
        let delete = delete.map_err(|error| TableError::of("remove", key, error))?;
        Ok(Self(TransactWriteItem::builder().delete(delete).build()))
    }

    fn put(key: &Key, value: &impl Serialize, condition: &str, version: Option<u64>) -> Result<Self, TableError> {
        let put = Put::builder().table_name("").set_item(Some(encode(key, value)?)).condition_expression(condition);
        let put = put.set_expression_attribute_values(values(version)).build();
        let put = put.map_err(|error| TableError::of("write", key, error))?;
        Ok(Self(TransactWriteItem::builder().put(put).build()))
    }

    fn check(key: &Key, condition: &str, version: Option<u64>) -> Result<Self, TableError> {
        let check = ConditionCheck::builder().table_name("").set_key(Some(key.attributes()));
        let check = check.condition_expression(condition).set_expression_attribute_values(values(version)).build();
        let check = check.map_err(|error| TableError::of("check", key, error))?;
        Ok(Self(TransactWriteItem::builder().condition_check(check).build()))
    }

    fn to(mut self, table: &str) -> TransactWriteItem {
        let place = match (&mut self.0.put, &mut self.0.delete, &mut self.0.condition_check) {
            (Some(put), ..) => Some(&mut put.table_name),
            (_, Some(delete), _) => Some(&mut delete.table_name),
            (.., check) => check.as_mut().map(|check| &mut check.table_name),
        };
        place.into_iter().for_each(|place| table.clone_into(place));
        self.0
    }
}

fn values(version: Option<u64>) -> Option<HashMap<String, AttributeValue>> {
    version.map(|version| HashMap::from([(":version".to_owned(), number(version))]))
}

impl Table {
    /// Writes all or nothing. The SDK gives each transaction a token, so one that it sends twice is done once.
    pub(crate) async fn write(&self, what: &str, writes: Vec<Write>) -> Result<Written, TableError> {
        let items = writes.into_iter().map(|write| write.to(&self.name)).collect();
        let error = match self.client.transact_write_items().set_transact_items(Some(items)).send().await {
            Ok(_) => return Ok(Written::Done),
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                let reasons = cancelled.cancellation_reasons();
                let has = |reason: &CancellationReason, code: &str| reason.code() == Some(code);
                if reasons.iter().any(|reason| has(reason, "ConditionalCheckFailed")) {
                    let refused = reasons.iter().map(|reason| has(reason, "ConditionalCheckFailed"));
                    return Ok(Written::Refused(refused.collect()));
                }
                let passing = ["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"];
                if reasons.iter().any(|reason| passing.iter().any(|code| has(reason, code))) {
                    return Ok(Written::Busy);
                }
                Err(TableError::of("write", what, error))
            }
            Some(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(Written::Busy),
            _ => Err(TableError::of("write", what, error)),
        }
    }

    /// Stores a value where nothing is, or where what is there has expired: its `expires` is not after `now_secs`. DynamoDB takes
    /// expired items away up to days late.
    pub(crate) async fn store_new<T: Serialize + DeserializeOwned>(
        &self,
        key: &Key,
        value: &T,
        now_secs: Option<u64>,
    ) -> Result<Stored<T>, TableError> {
        let put = self.client.put_item().table_name(&self.name).set_item(Some(encode(key, value)?));
        let put = match now_secs {
            None => put.condition_expression(IS_NEW),
            Some(now_secs) => put
                .condition_expression("attribute_not_exists(pk) OR expires <= :now")
                .expression_attribute_values(":now", number(now_secs)),
        };
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let error = match put.send().await {
            Ok(_) => return Ok(Stored::New),
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(refusal)) => match refusal.item() {
                Some(item) => decode(key, item.clone()).map(Stored::Found),
                // It was taken away between the refusal and the look at it.
                None => Ok(Stored::Busy),
            },
            Some(PutItemError::TransactionConflictException(_)) => Ok(Stored::Busy),
            _ => Err(TableError::of("store", key, error)),
        }
    }

    /// Replaces what is there. False if nothing is.
    pub(crate) async fn replace(&self, key: &Key, value: &impl Serialize) -> Result<bool, TableError> {
        let put = self.client.put_item().table_name(&self.name).set_item(Some(encode(key, value)?));
        match put.condition_expression(IS_THERE).send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(TableError::of("write", key, error)),
        }
    }

    /// Adds one to a number of an item, which is made if it is not there and expires at `expires`, and tells the sum.
    pub(crate) async fn count(&self, key: &Key, expires: u64) -> Result<u64, TableError> {
        let update = self.client.update_item().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update.update_expression("ADD requests :one SET expires = :expires");
        let update = update.expression_attribute_values(":one", number(1));
        let update = update.expression_attribute_values(":expires", number(expires));
        let updated = update.return_values(ReturnValue::UpdatedNew).send().await;
        let updated = updated.map_err(|error| TableError::of("count", key, error))?;
        let requests = updated.attributes().and_then(|item| item.get("requests")?.as_n().ok()?.parse().ok());
        Ok(requests.unwrap_or_default())
    }

    /// Changes an item and tells what it is then; `None` if the condition does not hold.
    pub(crate) async fn change<T: DeserializeOwned>(
        &self,
        key: &Key,
        update: &str,
        condition: &str,
        values: &[(&str, AttributeValue)],
    ) -> Result<Option<T>, TableError> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let request = self.client.update_item().table_name(&self.name).set_key(Some(key.attributes()));
        let request = request.update_expression(update).condition_expression(condition);
        let request = request.set_expression_attribute_values(Some(values)).return_values(ReturnValue::AllNew);
        match request.send().await {
            Ok(changed) => changed.attributes.map(|item| decode(key, item)).transpose(),
            Err(error)
                if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(None)
            }
            Err(error) => Err(TableError::of("change", key, error)),
        }
    }
}
