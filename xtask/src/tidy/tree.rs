//! The files a contributor has written.

use std::fs;

use crate::shell;

/// A text file by its path from the workspace.
pub struct File {
    pub path: String,
    pub text: String,
}

/// All text files that Git knows or would add.
pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    pub fn of_workspace() -> Result<Self, String> {
        let words = ["ls-files", "--cached", "--others", "--exclude-standard"];
        let list = shell::read(shell::program("git").args(words))?;
        let mut files = Vec::new();
        for path in list.lines() {
            // A binary file or one that was deleted has no text to check.
            if let Ok(text) = fs::read_to_string(shell::root().join(path)) {
                files.push(File { path: path.to_owned(), text });
            }
        }
        Ok(Self { files })
    }

    pub fn find(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    pub fn ending(&self, ending: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.ends_with(ending))
    }

    #[cfg(test)]
    pub fn planted(files: &[(&str, &str)]) -> Self {
        let file =
            |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
        Self { files: files.iter().map(file).collect() }
    }
}

impl File {
    /// Lines with their numbers from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Is the whole file a test, a vector or a stranger?
    pub fn is_test(&self) -> bool {
        let inner = ["/tests/", "/benches/"].iter().any(|part| self.path.contains(part));
        inner || self.path.starts_with("tests/") || self.path.ends_with("/tests.rs")
    }

    /// What the product runs: the lines outside `#[cfg(test)]` modules.
    pub fn product_lines(&self) -> Vec<(usize, &str)> {
        self.split().into_iter().filter_map(|(test, line)| (!test).then_some(line)).collect()
    }

    /// Lines inside `#[cfg(test)]` modules, or all of a test file.
    pub fn test_lines(&self) -> Vec<(usize, &str)> {
        self.split().into_iter().filter_map(|(test, line)| test.then_some(line)).collect()
    }

    /// rustfmt puts a module's closing brace at the depth of its opening line.
    fn split(&self) -> Vec<(bool, (usize, &str))> {
        let mut closing: Option<String> = None;
        let mut marked = false;
        let mut lines = Vec::new();
        for (number, line) in self.lines() {
            let indent = &line[..line.len() - line.trim_start().len()];
            if closing.is_none() && marked && line.trim_start().starts_with("mod ") {
                closing = line.ends_with('{').then(|| format!("{indent}}}"));
            }
            marked = line.trim() == "#[cfg(test)]" || (marked && line.trim().starts_with("#["));
            let test = self.is_test() || closing.is_some();
            lines.push((test, (number, line)));
            if closing.as_deref() == Some(line) {
                closing = None;
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_modules_are_told_from_the_product() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\nfn c() {}\n\
                    #[cfg(test)]\nmod more;\nfn d() {}\n";
        let tree = Tree::planted(&[("crates/x/src/y.rs", text), ("crates/x/src/y/tests.rs", text)]);
        let numbers = |lines: Vec<(usize, &str)>| lines.iter().map(|l| l.0).collect::<Vec<_>>();
        assert_eq!(numbers(tree.files[0].test_lines()), [3, 4, 5, 6]);
        assert_eq!(numbers(tree.files[0].product_lines()), [1, 2, 7, 8, 9, 10]);
        assert_eq!(tree.files[1].test_lines().len(), 10);
    }
}
