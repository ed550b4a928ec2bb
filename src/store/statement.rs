//! Statements that most requests need, and that the database prepares once.
//!
//! Preparing a statement takes several times as long as running it on a row that is in memory. A
//! connection keeps what it prepared; what is here makes sure that it does, and that it finds it by
//! the statement's type rather than by its text, which would be written out each time.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_source::QuerySource;

/// Runs a query on the kind of connection that there is: `with_connection!(rows, |rows|
/// query.get_result(rows))`.
///
/// The query is compiled once for each kind, so what depends on the kind, as `as_select` and
/// `into_boxed` do, stands inside.
///
/// A query for one row by its key says `get_result` and not `first`, which would bind the limit of
/// 1 as a parameter: SQLite prepares such a statement anew each time, because its plan may depend
/// on the limit.
macro_rules! with_connection {
    ($rows:expr, |$connection:ident| $query:expr) => {
        match $rows {
            $crate::store::AnyConnection::Sqlite($connection) => $query,
            $crate::store::AnyConnection::Postgres($connection) => {
                let $connection = &mut **$connection;
                $query
            }
        }
    };
}
pub(super) use with_connection;

/// Runs a [`FixedSql`] or an [`Update`] whose text is always the same. Returns how many rows it
/// changed.
///
/// Diesel's own statements that change something are prepared anew each time, because the text of a
/// changeset may vary with its values. That of one that is kept may not: in it `None` has to mean
/// NULL. Nor may this stand in a generic function, where one place is several statements.
macro_rules! execute_cached {
    ($rows:expr, $statement:expr) => {{
        // A type of its own for each place that says `execute_cached!`, by which the connection
        // finds the statement again.
        struct Here;
        $crate::store::statement::with_connection!($rows, |rows| {
            diesel::RunQueryDsl::execute(
                $crate::store::statement::CachedStatement::<Here, _>::new($statement),
                rows,
            )
        })
    }};
}
pub(super) use execute_cached;

/// A statement that is prepared once for each connection, under the name of a type.
pub(super) struct CachedStatement<Name, S> {
    statement: S,
    name: PhantomData<Name>,
}

impl<Name, S> CachedStatement<Name, S> {
    pub(super) fn new(statement: S) -> Self {
        Self { statement, name: PhantomData }
    }
}

impl<Name: 'static, S> QueryId for CachedStatement<Name, S> {
    type QueryId = Name;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Name, S: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for CachedStatement<Name, S> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.statement.walk_ast(out)
    }
}

impl<Name, S, C> RunQueryDsl<C> for CachedStatement<Name, S> {}

impl<Name, S: Query> Query for CachedStatement<Name, S> {
    type SqlType = S::SqlType;
}

/// SQL without values.
pub(super) struct FixedSql(pub(super) &'static str);

impl<DB: Backend> QueryFragment<DB> for FixedSql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

/// `UPDATE table SET changes WHERE filter`.
pub(super) struct Update<Table, Filter, Changes> {
    table: Table,
    filter: Filter,
    changes: Changes,
}

impl<Table, Filter, Changes> Update<Table, Filter, Changes> {
    pub(super) fn new<T, C>(table: T, filter: Filter, changes: C) -> Self
    where
        T: QuerySource<FromClause = Table>,
        C: AsChangeset<Target = T, Changeset = Changes>,
    {
        Self { table: table.from_clause(), filter, changes: changes.as_changeset() }
    }
}

impl<Table, Filter, Changes, DB> QueryFragment<DB> for Update<Table, Filter, Changes>
where
    Table: QueryFragment<DB>,
    Filter: QueryFragment<DB>,
    Changes: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" SET ");
        self.changes.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.filter.walk_ast(out)
    }
}

/// `UPDATE table SET changes FROM other WHERE filter RETURNING columns`, as PostgreSQL has it. The
/// columns may be of both tables.
pub(super) struct UpdateReturning<Table, Other, Filter, Changes, Columns> {
    table: Table,
    other: Other,
    filter: Filter,
    changes: Changes,
    columns: Columns,
}

impl<Table, Other, Filter, Changes, Columns>
    UpdateReturning<Table, Other, Filter, Changes, Columns>
{
    pub(super) fn new<T, O, C>(
        (table, other): (T, O),
        filter: Filter,
        changes: C,
        columns: Columns,
    ) -> Self
    where
        T: QuerySource<FromClause = Table>,
        O: QuerySource<FromClause = Other>,
        C: AsChangeset<Target = T, Changeset = Changes>,
    {
        let (table, other) = (table.from_clause(), other.from_clause());
        Self { table, other, filter, changes: changes.as_changeset(), columns }
    }
}

impl<Table, Other, Filter, Changes, Columns: Expression> Query
    for UpdateReturning<Table, Other, Filter, Changes, Columns>
{
    type SqlType = Columns::SqlType;
}

impl<Table, Other, Filter, Changes, Columns> QueryFragment<Pg>
    for UpdateReturning<Table, Other, Filter, Changes, Columns>
where
    Table: QueryFragment<Pg>,
    Other: QueryFragment<Pg>,
    Filter: QueryFragment<Pg>,
    Changes: QueryFragment<Pg>,
    Columns: QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" SET ");
        self.changes.walk_ast(out.reborrow())?;
        out.push_sql(" FROM ");
        self.other.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.filter.walk_ast(out.reborrow())?;
        out.push_sql(" RETURNING ");
        self.columns.walk_ast(out)
    }
}
