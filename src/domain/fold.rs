//! Texts as a search compares them: what a person would call the same letters, whoever's keyboard wrote
//! them.

use std::ops::Range;

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
        fold_char(c, out);
    }
}

fn fold_char(c: char, out: &mut String) {
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

/// A mark over the letter before it: `и` with a breve is a letter of its own, others are left out.
fn mark(c: char, out: &mut String) {
    if c == '\u{306}' && out.ends_with('и') {
        out.pop();
        out.push('й');
    }
}

/// The Kazakh alphabet, which has the Russian one in it.
const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// By what names are sorted: digits, then the Kazakh alphabet (in Unicode ә stands behind я), then the
/// others. Names that are spelled alike but for large letters are alike.
pub fn order(name: &str) -> Vec<u32> {
    const OTHERS: u32 = 10_000;
    let place = |c: char| match (ALPHABET.chars().position(|a| a == c), c) {
        (Some(at), _) => 200 + u32::try_from(at).unwrap_or(0),
        (None, '\0'..='@') => c as u32,
        _ => OTHERS + c as u32,
    };
    name.chars().flat_map(char::to_lowercase).map(place).collect()
}

/// Where words of a search (as [`words`] gives them) occur in a text: bytes of the text as it was written,
/// in order and apart from each other.
pub fn found(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut folded = String::with_capacity(text.len());
    // For each byte of the folded text, where the letter that it came from begins.
    let mut from: Vec<usize> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        fold_char(c, &mut folded);
        // A mark makes the letter before it another one of the same length: that began where it began.
        from.resize(folded.len(), at);
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|w| !w.is_empty()) {
        for (begin, hit) in folded.match_indices(word.as_str()) {
            let Some(&start) = from.get(begin) else { continue };
            // Up to the next letter that is not of the hit, so that the marks over its last one belong to it.
            let end = from.get(begin + hit.len()).copied().unwrap_or(text.len());
            out.push(start..end);
        }
    }
    out.sort_unstable_by_key(|r| (r.start, r.end));
    out.dedup_by(|next, before| {
        let joined = next.start <= before.end;
        if joined {
            before.end = before.end.max(next.end);
        }
        joined
    });
    out
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

    #[test]
    fn names_stand_in_the_order_of_the_alphabet() {
        let sorted = [
            "007",
            "Абай",
            "Айгүл",
            "Әсел",
            "Болат",
            "Ғани",
            "Дана",
            "ерлан",
            "Ёлка",
            "Жанар",
            "Қасым",
            "Яна",
            "Anna",
            "Zara",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|n| order(n));
        assert_eq!(names, sorted);
        assert_eq!(order("ӘСЕЛ"), order("әсел"));
        assert!(order("Әсел") < order("Әсел Ә") && order("Ан А") < order("Анар"));
    }

    #[test]
    fn what_was_found_is_where_it_was_written() {
        let marked = |text: &str, search: &str| {
            let mut out = String::new();
            let mut at = 0;
            for r in found(text, &words(search)) {
                out += &format!("{}[{}]", &text[at..r.start], &text[r.clone()]);
                at = r.end;
            }
            out + &text[at..]
        };
        for (text, search, is) in [
            ("Әжеммен КІТАП оқыдым", "кітап", "Әжеммен [КІТАП] оқыдым"),
            ("кітап, кітап", "кітап", "[кітап], [кітап]"),
            ("Ёлка у елки", "елк", "[Ёлк]а у [елк]и"),
            ("на и\u{306}од", "й", "на [и\u{306}]од"),
            ("за\u{301}мок", "зам", "[за\u{301}м]ок"),
            ("за\u{301}мок", "за", "[за\u{301}]мок"),
            ("İstanbul", "ist", "[İst]anbul"),
            ("Бiлiм", "білім", "[Бiлiм]"),
            ("қазақша", "қаз зақ", "[қазақ]ша"),
            ("ара", "а р", "[ара]"),
            ("жоқ", "бар", "жоқ"),
            ("", "бар", ""),
            ("бар", " ", "бар"),
        ] {
            assert_eq!(marked(text, search), is, "{text} {search}");
        }
    }
}
