//! The digits of pi, which Blowfish begins with.

/// A series for pi: 3 + 1/60 (8 + 6/168 (13 + 15/330 (18 + …))), where each step brings the one inside down to about
/// 2/27 (R. W. Gosper, 1974).
const BITS_PER_STEP: f64 = 3.754;

/// Computes the first `count` words of 32 bits after the point.
pub(super) fn words_after_the_point(count: usize) -> Vec<u32> {
    // The highest first: the whole part, what is asked for, and one that takes the errors of rounding.
    let mut sum = vec![0; count + 2];
    let steps = (sum.len() as f64 * 32.0 / BITS_PER_STEP) as u32;
    for step in (0..steps).rev() {
        // What lies further behind will have been divided away.
        let precise = sum.len() - (f64::from(step) * BITS_PER_STEP / 32.0) as usize;
        let i = u64::from(step);
        scale(&mut sum[..precise], (i + 1) * (2 * i + 1), 3 * (3 * i + 4) * (3 * i + 5));
        sum[0] += 5 * step + 3;
    }
    sum[1..=count].to_vec()
}

/// Multiplies a number by a fraction below one, both parts of which have at most 32 bits.
fn scale(number: &mut [u32], numerator: u64, denominator: u64) {
    let mut carry = 0;
    for word in number.iter_mut().rev() {
        let product = u64::from(*word) * numerator + carry;
        *word = product as u32;
        carry = product >> 32;
    }
    for word in number {
        let dividend = carry << 32 | u64::from(*word);
        *word = (dividend / denominator) as u32;
        carry = dividend % denominator;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn these_are_the_digits_of_pi() {
        // What is known of them: the first hexadecimal digits, and the last ones that Blowfish needs.
        assert_eq!(words_after_the_point(4), [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]);
        let words = words_after_the_point(1042);
        assert_eq!(words[..2], [0x243f_6a88, 0x85a3_08d3]);
        assert_eq!(words[1041], 0x3ac3_72e6);
        // More of them do not change those before.
        assert_eq!(words_after_the_point(1050)[..1042], words);
    }
}
