//! A first payment in eight languages: the files of `examples/http`, which a test runs.

/// A sample.
pub struct Sample {
    /// The language, as people write it.
    pub language: &'static str,
    /// What it needs besides the language, if it needs anything.
    pub needs: &'static str,
    /// The program.
    pub text: &'static str,
}

macro_rules! samples {
    ($($language:literal $needs:literal $file:literal)*) => {
        /// Every sample, in the order of the page.
        pub const SAMPLES: &[Sample] = &[$(Sample {
            language: $language,
            needs: $needs,
            text: include_str!(concat!("../../../examples/http/", $file)),
        }),*];
    };
}

samples! {
    "curl" "" "collect.sh"
    "PHP" "the extension curl" "collect.php"
    "JavaScript" "Node 18 or later, as an ES module" "collect.js"
    "Python" "the package requests" "collect.py"
    "Java" "OkHttp 4 or later" "Collect.java"
    "C#" "Newtonsoft.Json" "Collect.cs"
    "Ruby" "" "collect.rb"
    "Go" "" "collect.go"
}
