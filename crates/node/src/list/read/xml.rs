//! XML of others, element by element: no document types, no entities of their own, nothing deep,
//! nothing endless.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::Error;

/// Elements within elements.
const DEPTH_MAX: usize = 24;
/// Elements, attributes and text of one entry.
const ENTRY_BYTES_MAX: usize = 1 << 20;
const ENTRY_ELEMENTS_MAX: usize = 20_000;

/// An element with all that it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    pub fn text(&self) -> &str {
        self.text.trim()
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of a name.
    pub fn of(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name == name).map_or("", Element::text)
    }

    fn open(start: &BytesStart<'_>) -> Result<Self, String> {
        let name = start.local_name().into_inner().to_owned();
        let mut element = Self { name, ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = attribute.key.local_name().into_inner().to_owned();
            let value = quick_xml::escape::unescape(&attribute.value);
            let value = value.map_err(|error| error.to_string())?;
            element.attributes.push((key, value.into_owned()));
        }
        Ok(element)
    }

    fn bytes(&self) -> usize {
        let attributes = self.attributes.iter().map(|(name, value)| name.len() + value.len());
        self.name.len() + self.text.len() + attributes.sum::<usize>()
    }
}

/// Elements that are open, the entry's own first.
#[derive(Default)]
struct Stack {
    open: Vec<Element>,
    elements: usize,
    bytes: usize,
}

impl Stack {
    fn push(&mut self, element: Element) -> Result<(), String> {
        self.elements += 1;
        self.bytes += element.bytes();
        self.open.push(element);
        self.check()
    }

    fn check(&self) -> Result<(), String> {
        let fits = self.open.len() <= DEPTH_MAX
            && self.elements <= ENTRY_ELEMENTS_MAX
            && self.bytes <= ENTRY_BYTES_MAX;
        if fits { Ok(()) } else { Err("an entry is too large or too deep".into()) }
    }

    fn write(&mut self, text: &str) -> Result<(), String> {
        if let Some(last) = self.open.last_mut() {
            last.text.push_str(text);
            self.bytes += text.len();
        }
        self.check()
    }

    /// Closes the innermost; answers it where it was the entry's own.
    fn pop(&mut self) -> Option<Element> {
        let done = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(done);
                None
            }
            None => {
                (self.elements, self.bytes) = (0, 0);
                Some(done)
            }
        }
    }
}

/// Hands every element of one of these names to `take`, with all that it holds; the root first,
/// with its attributes alone.
pub fn each(
    path: &Path,
    (root, names): (&str, &[&str]),
    take: &mut dyn FnMut(Element) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    let inner = BufReader::with_capacity(1 << 16, file);
    let mut reader = Reader::from_reader(Bounded { inner, left: ENTRY_BYTES_MAX });
    let mut walk = Walk { root, names, depth: 0, ended: false, stack: Stack::default() };
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer);
        let at = reader.buffer_position();
        let bad = |what: String| Error::Usage(format!("the XML at byte {at}: {what}"));
        let event = event.map_err(|error| bad(error.to_string()))?;
        if matches!(event, Event::Eof) {
            return match walk.ended {
                true => Ok(()),
                false => Err(bad(format!("it ends before `{root}` does"))),
            };
        }
        if let Some(element) = walk.step(&event).map_err(bad)? {
            take(element)?;
        }
        buffer.clear();
        reader.get_mut().left = ENTRY_BYTES_MAX;
    }
}

/// Gives so much for one tag or text, and no more: what never ends is not kept in memory.
struct Bounded {
    inner: BufReader<File>,
    left: usize,
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Bounded {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(std::io::Error::other("a tag or text is longer than any"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

struct Walk<'a> {
    root: &'a str,
    names: &'a [&'a str],
    depth: usize,
    ended: bool,
    stack: Stack,
}

impl Walk<'_> {
    /// What has become whole.
    fn step(&mut self, event: &Event<'_>) -> Result<Option<Element>, String> {
        match event {
            Event::Start(start) => self.start(start),
            Event::Empty(start) => match self.start(start)? {
                // The root, which is empty.
                Some(element) => {
                    self.end();
                    Ok(Some(element))
                }
                None => Ok(self.end()),
            },
            Event::End(_) => Ok(self.end()),
            Event::Text(text) => self.stack.write(text).map(|()| None),
            Event::CData(text) => self.stack.write(text).map(|()| None),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &**reference);
                let text = quick_xml::escape::unescape(&written);
                self.stack.write(&text.map_err(|error| error.to_string())?).map(|()| None)
            }
            Event::DocType(_) => Err("a list declares no document type".into()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Ok(None),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Option<Element>, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("elements lie too deep in each other".into());
        }
        let name = start.local_name().into_inner().to_owned();
        if self.depth == 1 {
            return match name == self.root && !self.ended {
                true => Element::open(start).map(Some),
                false => Err(format!("it begins with `{name}`, not with `{}`", self.root)),
            };
        }
        if !self.stack.open.is_empty() || self.names.contains(&name.as_str()) {
            self.stack.push(Element::open(start)?)?;
        }
        Ok(None)
    }

    fn end(&mut self) -> Option<Element> {
        self.depth = self.depth.saturating_sub(1);
        self.ended |= self.depth == 0;
        self.stack.pop()
    }
}
