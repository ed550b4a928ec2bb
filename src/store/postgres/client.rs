//! Diesel's queries over tokio-postgres, which needs no system library.
//!
//! Statements are prepared once and kept by name where that is safe (see [`pooler`]). Elsewhere each
//! goes out with its text, in one round trip as well. All rows are read before the first is used: the
//! end of the answer says that a statement by itself is committed.
//!
//! [`pooler`]: super::pooler

use std::any::TypeId;
use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;

use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, DynInstrumentation,
    Instrumentation, LoadConnection, SimpleConnection,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::pg::{Pg, PgQueryBuilder};
use diesel::query_builder::{Query, QueryBuilder, QueryFragment, QueryId};
use diesel::{ConnectionError, ConnectionResult, QueryResult};
use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row, Statement};

use super::trouble;
use super::values::{Bind, PgRow, binds_of};

/// A connection of Diesel's to a PostgreSQL server.
#[allow(unreachable_pub, reason = "is part of AnyConnection, which is public")]
pub struct PgConnection {
    client: Client,
    /// The runtime of the thread, which drives the connection while the thread waits for an answer.
    runtime: Arc<Runtime>,
    /// What was prepared, unless nothing may be kept by name.
    prepared: Option<HashMap<Key, Statement>>,
    transactions: AnsiTransactionManager,
    instrumentation: DynInstrumentation,
}

/// By what a statement is found again.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// The type of a query whose text is always the same.
    Type(TypeId),
    /// The text, and the types of its values.
    Text(String, Vec<u32>),
}

impl PgConnection {
    pub(super) fn new(client: Client, runtime: Arc<Runtime>) -> Self {
        Self {
            client,
            runtime,
            prepared: Some(HashMap::new()),
            transactions: AnsiTransactionManager::default(),
            instrumentation: DynInstrumentation::none(),
        }
    }

    /// Whether statements are kept by name.
    pub(super) fn keeps_statements(&self) -> bool {
        self.prepared.is_some()
    }

    /// Runs a query. Returns what it found, and how many rows it found or changed.
    fn query<T: QueryFragment<Pg> + QueryId>(&mut self, query: &T) -> QueryResult<(Vec<Row>, u64)> {
        let (types, binds) = binds_of(query)?;
        let is_kept = self.keeps_statements() && query.is_safe_to_cache_prepared(&Pg)?;
        let statement = if is_kept { Some(self.prepare(query, &types)?) } else { None };
        let text = if is_kept { String::new() } else { text_of(query)? };
        let running = run(&self.client, statement, &text, types, binds);
        self.runtime.block_on(running).map_err(|error| trouble::of_driver(&error))
    }

    fn prepare<T>(&mut self, query: &T, types: &[Type]) -> QueryResult<Statement>
    where
        T: QueryFragment<Pg> + QueryId,
    {
        let key = match T::query_id() {
            Some(id) => Key::Type(id),
            None => Key::Text(text_of(query)?, types.iter().map(Type::oid).collect()),
        };
        let prepared = self.prepared.get_or_insert_default();
        if let Some(statement) = prepared.get(&key) {
            return Ok(statement.clone());
        }
        let text = text_of(query)?;
        let preparing = self.client.prepare_typed(&text, types);
        let statement =
            self.runtime.block_on(preparing).map_err(|error| trouble::of_driver(&error))?;
        prepared.insert(key, statement.clone());
        Ok(statement)
    }
}

async fn run(
    client: &Client,
    statement: Option<Statement>,
    text: &str,
    types: Vec<Type>,
    binds: Vec<Bind>,
) -> Result<(Vec<Row>, u64), tokio_postgres::Error> {
    let rows = match &statement {
        Some(statement) => client.query_raw(statement, binds).await?,
        None => client.query_typed_raw(text, binds.into_iter().zip(types)).await?,
    };
    let (mut rows, mut found) = (pin!(rows), Vec::new());
    while let Some(row) = rows.try_next().await? {
        found.push(row);
    }
    let count = rows.rows_affected().unwrap_or_default();
    Ok((found, count))
}

fn text_of(query: &impl QueryFragment<Pg>) -> QueryResult<String> {
    let mut text = PgQueryBuilder::default();
    query.to_sql(&mut text, &Pg)?;
    Ok(text.finish())
}

impl SimpleConnection for PgConnection {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let running = self.client.batch_execute(query);
        self.runtime.block_on(running).map_err(|error| trouble::of_driver(&error))
    }
}

impl ConnectionSealed for PgConnection {}

impl Connection for PgConnection {
    type Backend = Pg;
    type TransactionManager = AnsiTransactionManager;

    /// Is not how connections are opened here: a URL says nothing of deadlines.
    fn establish(_: &str) -> ConnectionResult<Self> {
        Err(ConnectionError::BadConnection("connections are opened by `connect`".to_owned()))
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Pg> + QueryId,
    {
        let (_, count) = self.query(source)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        &mut *self.instrumentation
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.instrumentation = instrumentation.into();
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.prepared = (size != CacheSize::Disabled).then(HashMap::new);
    }
}

impl LoadConnection for PgConnection {
    type Cursor<'conn, 'query> = Box<dyn Iterator<Item = QueryResult<PgRow>>>;
    type Row<'conn, 'query> = PgRow;

    fn load<'conn, 'query, T>(
        &'conn mut self,
        source: T,
    ) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: QueryMetadata<T::SqlType>,
    {
        let (rows, _) = self.query(&source)?;
        Ok(Box::new(rows.into_iter().map(|row| Ok(PgRow(row)))))
    }
}

impl MigrationConnection for PgConnection {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}
