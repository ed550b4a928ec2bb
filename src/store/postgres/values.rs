//! Values as Diesel writes them and reads them, in the form in which they travel.

use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::pg::{
    FailedToLookupTypeError, Pg, PgMetadataCacheKey, PgMetadataLookup, PgTypeMetadata, PgValue,
};
use diesel::query_builder::QueryFragment;
use diesel::query_builder::bind_collector::RawBytesBindCollector;
use diesel::result::Error as DieselError;
use diesel::row::{Field, PartialRow, Row, RowIndex, RowSealed};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

type AnyError = Box<dyn Error + Sync + Send>;

/// A value for a statement, which no log shows.
pub(super) struct Bind(Option<Vec<u8>>);

impl fmt::Debug for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Returns the values of a query with their types.
pub(super) fn binds_of(query: &impl QueryFragment<Pg>) -> QueryResult<(Vec<Type>, Vec<Bind>)> {
    let mut binds = RawBytesBindCollector::<Pg>::new();
    query.collect_binds(&mut binds, &mut BuiltIn, &Pg)?;
    let types = binds.metadata.iter().map(type_of).collect::<QueryResult<_>>()?;
    Ok((types, binds.binds.into_iter().map(Bind).collect()))
}

fn type_of(metadata: &PgTypeMetadata) -> QueryResult<Type> {
    let oid = metadata.oid().map_err(|error| DieselError::SerializationError(Box::new(error)))?;
    Type::from_oid(oid)
        .ok_or_else(|| DieselError::SerializationError(format!("type {oid} is unknown").into()))
}

/// Knows the built-in types only; there are no others in the tables.
struct BuiltIn;

impl PgMetadataLookup for BuiltIn {
    fn lookup_type(&mut self, name: &str, schema: Option<&str>) -> PgTypeMetadata {
        let (name, schema) = (name.to_owned().into(), schema.map(|name| name.to_owned().into()));
        let error = FailedToLookupTypeError::new(PgMetadataCacheKey::new(schema, name));
        PgTypeMetadata::from_result(Err(error))
    }
}

impl ToSql for Bind {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        let Some(bytes) = &self.0 else {
            return Ok(IsNull::Yes);
        };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    /// Diesel has given the statement the types of its values.
    fn to_sql_checked(&self, as_type: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        self.to_sql(as_type, out)
    }
}

/// A row of an answer.
#[allow(unreachable_pub, reason = "is part of AnyConnection, which is public")]
pub struct PgRow(pub(super) tokio_postgres::Row);

impl RowSealed for PgRow {}

impl<'a> Row<'a, Pg> for PgRow {
    type Field<'b>
        = PgField<'b>
    where
        'a: 'b,
        Self: 'b;
    type InnerPartialRow = Self;

    fn field_count(&self) -> usize {
        self.0.len()
    }

    fn get<'b, I>(&'b self, index: I) -> Option<Self::Field<'b>>
    where
        'a: 'b,
        Self: RowIndex<I>,
    {
        let index = self.idx(index)?;
        let oid = NonZeroU32::new(self.0.columns()[index].type_().oid())?;
        Some(PgField { row: &self.0, index, oid })
    }

    fn partial_row(&self, range: Range<usize>) -> PartialRow<'_, Self> {
        PartialRow::new(self, range)
    }
}

impl RowIndex<usize> for PgRow {
    fn idx(&self, index: usize) -> Option<usize> {
        (index < self.0.len()).then_some(index)
    }
}

impl RowIndex<&str> for PgRow {
    fn idx(&self, name: &str) -> Option<usize> {
        self.0.columns().iter().position(|column| column.name() == name)
    }
}

/// A value of a row.
#[allow(unreachable_pub, reason = "is part of AnyConnection, which is public")]
pub struct PgField<'a> {
    row: &'a tokio_postgres::Row,
    index: usize,
    oid: NonZeroU32,
}

impl<'a> Field<'a, Pg> for PgField<'a> {
    fn field_name(&self) -> Option<&str> {
        Some(self.row.columns()[self.index].name())
    }

    fn value(&self) -> Option<<Pg as Backend>::RawValue<'_>> {
        let Raw(value) = self.row.get(self.index);
        value.map(|bytes| PgValue::new(bytes, &self.oid))
    }
}

/// The bytes of a value, of whatever type.
struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, AnyError> {
        Ok(Self(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, AnyError> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
