//! The errors of all fields of a form, collected, so that they are reported at once.

use super::error::{Error, FieldError, Input};

/// Collects errors while fields are read.
///
/// ```ignore
/// let mut errors = FieldErrors::default();
/// let email = errors.take("email", email);
/// let password = errors.take("password", password);
/// let (email, password) = errors.finish((email, password))?;
/// ```
#[derive(Debug)]
pub struct Errors<E>(Vec<E>);

/// Empty.
impl<E> Default for Errors<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Collects what is wrong with the fields of a request.
pub type FieldErrors = Errors<FieldError>;

impl<E> Errors<E> {
    /// Returns a value, or keeps its error.
    pub fn keep<T>(&mut self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    /// Returns the values of all fields, or every error that was kept.
    pub fn finish<T: Fields>(self, fields: T) -> Result<T::Values, Vec<E>> {
        match fields.all() {
            Some(values) if self.0.is_empty() => Ok(values),
            _ => Err(self.0),
        }
    }
}

impl FieldErrors {
    /// Returns the value of a field, or keeps what is wrong with it.
    pub fn take<T>(&mut self, field: &'static str, input: Input<T>) -> Option<T> {
        self.keep(input.map_err(|kind| FieldError { field, kind }))
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

/// Several fields, each with a value if it had no error.
pub trait Fields {
    /// All their values.
    type Values;

    /// Returns all their values; none if one is missing.
    fn all(self) -> Option<Self::Values>;
}

macro_rules! fields {
    ($($field:ident)+) => {
        impl<$($field),+> Fields for ($(Option<$field>,)+) {
            type Values = ($($field,)+);

            #[allow(non_snake_case, reason = "each type parameter names its value too")]
            fn all(self) -> Option<Self::Values> {
                let ($($field,)+) = self;
                Some(($($field?,)+))
            }
        }
    };
}

fields!(A);
fields!(A B);
fields!(A B C);
fields!(A B C D);
fields!(A B C D E);
fields!(A B C D E F);
fields!(A B C D E F G);
fields!(A B C D E F G H);
fields!(A B C D E F G H I);

#[cfg(test)]
mod tests {
    use super::super::error::FieldErrorKind;
    use super::*;

    #[test]
    fn all_values_are_returned_or_every_error_in_the_order_of_the_fields() {
        let read = |first: Input<u8>, second: Input<&'static str>| {
            let mut errors = FieldErrors::default();
            let first = errors.take("first", first);
            let second = errors.take("second", second);
            errors.finish((first, second))
        };
        let error = |field, kind| FieldError { field, kind };
        assert_eq!(read(Ok(1), Ok("a")), Ok((1, "a")));
        assert_eq!(
            read(Err(FieldErrorKind::Required), Err(FieldErrorKind::Email)),
            Err(vec![
                error("first", FieldErrorKind::Required),
                error("second", FieldErrorKind::Email)
            ])
        );
        assert_eq!(
            read(Ok(1), Err(FieldErrorKind::Email)),
            Err(vec![error("second", FieldErrorKind::Email)])
        );
        assert_eq!(
            read(Err(FieldErrorKind::Required), Ok("a")),
            Err(vec![error("first", FieldErrorKind::Required)])
        );
    }

    #[test]
    fn an_error_without_a_value_is_enough_to_fail() {
        let mut errors = Errors::default();
        assert_eq!(errors.keep(Err::<(), _>("wrong")), None);
        assert_eq!(errors.finish((Some(1),)), Err(vec!["wrong"]));
    }
}
