//! Texts as a search compares them: what a person would call the same letters, whoever's keyboard wrote
//! them.

/// The text in lower case, with `ё` as `е`, without stress marks, and with the letters that Kazakh
/// keyboards put in two ways (`і`, `һ`, `ә` and their Latin doubles) as one. A composed `й` and one of
/// two signs are the same.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_onto(text, &mut out);
    out
}

/// The same, added to what stands in `out`.
pub fn fold_onto(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            // The quick way for nearly everything that people write here.
            'а'..='я' | '0'..='9' | ' ' => out.push(c),
            'А'..='Я' => out.push(char::from_u32(c as u32 + 32).unwrap_or(c)),
            '\u{300}'..='\u{36f}' => mark(c, out),
            _ => c.to_lowercase().for_each(|c| match c {
                'ё' => out.push('е'),
                'i' => out.push('і'),
                'h' => out.push('һ'),
                'ə' => out.push('ә'),
                '\u{300}'..='\u{36f}' => mark(c, out),
                c => out.push(c),
            }),
        }
    }
}

/// A mark over the letter before it: `и` with a breve is a letter of its own, others are left out.
fn mark(c: char, out: &mut String) {
    if c == '\u{306}' && out.ends_with('и') {
        out.pop();
        out.push('й');
    }
}

/// The words of a search, folded, each once.
pub fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in fold(text).split_whitespace() {
        if !out.iter().any(|w| w == word) {
            out.push(word.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_people_call_the_same_are_the_same() {
        for (a, b) in [
            ("ӘҒҚҢӨҰҮҺІ", "әғқңөұүһі"),
            ("Ёлка", "елка"),
            ("И\u{306}ОД", "йод"),
            ("Абай и\u{306}", "абай й"),
            ("е\u{308}ж", "ёж"),
            ("за\u{301}мок", "ЗАМОК"),
            ("Бiлiм", "білім"),       // Latin i
            ("қаhарман", "қаһарман"), // Latin h
            ("Əже", "әже"),           // Latin schwa
            ("RUNNING", "running"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        for (a, b) in [("қаз", "каз"), ("өт", "от"), ("и", "й"), ("ұн", "үн"), ("ғ", "г")] {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(words("  Кітап\tкітап  ОҚУ\n"), ["кітап", "оқу"]);
        assert!(words(" \n").is_empty());
    }
}
