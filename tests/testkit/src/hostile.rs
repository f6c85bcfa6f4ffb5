//! Documents that a server must refuse before it does any work for them.

/// Each with its name: too deep, too wide, too dear, or in circles.
#[must_use]
pub fn too_complex() -> Vec<(String, String)> {
    let deep = |depth: usize| format!("{{ themes {{ nodes {}code{}", "{ a ".repeat(depth - 2), "}".repeat(depth));
    let aliases = |many: u32| format!("{{{}}}", (0..many).map(|n| format!("a{n}: __typename ")).collect::<String>());
    let named = |name: &str, document: String| (name.to_owned(), document);
    let mut documents = vec![named("5,000 aliases", aliases(5_000)), named("31 aliases", aliases(31))];
    documents.extend([13, 50, 200].map(|depth| (format!("{depth} levels"), deep(depth))));
    documents.push(named("10,000 directives", format!("{{ __typename {} }}", "@skip(if: false) ".repeat(10_000))));
    documents.push(named("fragments in a circle", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".into()));
    documents.push(named("99,999,999 rows", "{ courses(first: 99999999) { nodes { id } } }".into()));
    documents.push(named("too many fields", DEAR.into()));
    documents
}

/// Within all other limits, but with more fields and rows than one request is worth.
const DEAR: &str = "{ courses(first: 100) { nodes { requires { requires { requires { code title { text } } } } offers { dates { startsOn \
    endsOn } course { theme { code } programmes { code title { text } } } } chapters { lessons { texts { blocks { \
    __typename } citations { legalText { relations { from { code titles { ar fr en } title { text } } to { code titles { \
    ar fr en } title { text } } } } } } } } skills { text } programmes { code funder startsOn endsOn title { text } } \
    theme { code title { text locale direction isFallback } summary { text locale direction isFallback } } edition { \
    chapters { lessons { text { blocks { __typename } } } } } code slug title { text locale direction isFallback } titles \
    { ar fr en } summary { text locale direction isFallback } objectives { text locale direction isFallback } audience { \
    text locale direction isFallback } prerequisites { text locale direction isFallback } durationMinutes halfDays \
    modality level languages sourceLanguage fee { amount currency } isFree publishedAt chapterCount version } edges { \
    cursor node { code slug title { text locale direction isFallback } titles { ar fr en } summary { text locale direction \
    isFallback } objectives { text locale direction isFallback } audience { text locale direction isFallback } } } } }";
