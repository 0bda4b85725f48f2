//! Selectors: normalised, checked identifiers by which two countries' records meet.
//!
//! Each kind has its own file: the standard it follows, its canonical form, its validator and tests
//! from the standard's published examples. Two selectors mean the same exactly if they are equal.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::Error;

mod air_waybill;
mod aircraft_registration;
mod bic;
mod bill_of_lading;
mod booking_locator;
mod call_sign;
pub mod card;
pub mod cas;
mod checksum;
mod container;
pub mod document;
mod domain;
mod driving_licence;
pub mod email;
pub mod extract;
mod firearm_serial;
mod flight_number;
pub mod geohash;
pub mod iban;
mod iccid;
mod imei;
mod imo;
mod imsi;
pub mod inchikey;
mod ip_address;
mod issued;
pub mod issuer;
mod lei;
pub mod lookalike;
mod mmsi;
pub mod mrz;
pub mod national;
mod online_handle;
pub mod package_mark;
pub mod phone;
mod plate;
mod postal_item;
mod rule;
mod seal;
mod sign;
pub mod unlocode;
mod vin;
mod wallet;

pub use extract::{Basis, Mention, extract, extract_with};
pub use rule::{Check, Rule};

/// A longer text is no selector of any kind, and is refused before it is looked at.
pub const TEXT_BYTES_MAX: usize = 512;

macro_rules! selector_kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal => $module:ident),+ $(,)?) => {
        /// What a selector identifies; each has one canonical form and a validator.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            JsonSchema,
        )]
        pub enum SelectorKind { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl SelectorKind {
            /// Most telling first: the order in which a pasted text is tried.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word for it on the wire, and its code on the list `selector`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Its standard, an example and what is checked.
            pub fn rule(self) -> &'static Rule {
                match self { $(Self::$name => &$module::RULE),+ }
            }
        }
    };
}

selector_kinds! {
    /// A whole machine-readable zone, ICAO 9303 parts 4 to 7.
    Mrz = "mrz" => mrz,
    /// A substance by structure, IUPAC InChIKey.
    Inchikey = "inchikey" => inchikey,
    /// A substance by CAS Registry Number.
    Cas = "cas" => cas,
    /// A mailbox, RFC 5321 and 6531.
    Email = "email" => email,
    /// `CHAIN:ADDRESS`, with the chain's checksum.
    Wallet = "wallet" => wallet,
    /// An account, ISO 13616.
    Iban = "iban" => iban,
    /// `KEY:DIGEST` of a payment card's number, ISO/IEC 7812-1; never the number.
    Card = "card" => card,
    /// A company, ISO 17442.
    Lei = "lei" => lei,
    /// `ALGORITHM:HASH` of the mark on a package.
    PackageMark = "package-mark" => package_mark,
    /// A host's address, IPv4 or IPv6.
    IpAddress = "ip-address" => ip_address,
    /// A freight container, ISO 6346.
    Container = "container" => container,
    /// A postal item, UPU S10.
    PostalItem = "postal-item" => postal_item,
    /// A road vehicle, ISO 3779.
    Vin = "vin" => vin,
    /// `ISSUER:NUMBER`, ICAO 9303 part 3.
    TravelDocument = "travel-document" => document,
    /// `ISSUER:NUMBER` of a person, by the country's rule.
    NationalIdentity = "national-identity" => national,
    /// `ISSUER:NUMBER`, ISO/IEC 18013-1.
    DrivingLicence = "driving-licence" => driving_licence,
    /// `COUNTRY:PLATE` of a vehicle.
    Plate = "plate" => plate,
    /// A subscriber's number, ITU-T E.164.
    Phone = "phone" => phone,
    /// A mobile device, 3GPP TS 23.003.
    Imei = "imei" => imei,
    /// A SIM card, ITU-T E.118.
    Iccid = "iccid" => iccid,
    /// A mobile subscription, ITU-T E.212.
    Imsi = "imsi" => imsi,
    /// A ship, IMO resolution A.1117(30).
    Imo = "imo" => imo,
    /// A ship's radio station, ITU-R M.585.
    Mmsi = "mmsi" => mmsi,
    /// `PLATFORM:NAME` of an online account.
    OnlineHandle = "online-handle" => online_handle,
    /// A domain name, RFC 1035 and 5890.
    Domain = "domain" => domain,
    /// An air waybill, IATA resolution 600a.
    AirWaybill = "air-waybill" => air_waybill,
    /// A bank, ISO 9362.
    Bic = "bic" => bic,
    /// A place of trade or transport, UN/LOCODE.
    Unlocode = "unlocode" => unlocode,
    /// A cell of the earth's surface, geohash.
    Geohash = "geohash" => geohash,
    /// An aircraft, ICAO Annex 7.
    AircraftRegistration = "aircraft-registration" => aircraft_registration,
    /// A carrier's flight, IATA SSIM.
    FlightNumber = "flight-number" => flight_number,
    /// A radio station, ITU Radio Regulations article 19.
    CallSign = "call-sign" => call_sign,
    /// A booking in a reservation system.
    BookingLocator = "booking-locator" => booking_locator,
    /// A carrier's bill of lading.
    BillOfLading = "bill-of-lading" => bill_of_lading,
    /// A mechanical seal, ISO 17712.
    Seal = "seal" => seal,
    /// A firearm by its maker's number.
    FirearmSerial = "firearm-serial" => firearm_serial,
}

/// A selector in canonical form. Only this module's parsers make one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Selector {
    kind: SelectorKind,
    value: String,
}

impl Selector {
    pub fn kind(&self) -> SelectorKind {
        self.kind
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    /// Canonical form of a foreign text, or why it is none.
    pub fn parse(kind: SelectorKind, text: &str) -> Result<Self, Error> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(Error::TooLarge { what: "selector", max: TEXT_BYTES_MAX });
        }
        let text = match kind {
            // Names of people's own making, which may be written in any script's digits.
            SelectorKind::Email | SelectorKind::Domain | SelectorKind::OnlineHandle => text.into(),
            _ => sign::fold(text),
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::field(kind.code(), "is empty"));
        }
        Ok(Self { kind, value: (kind.rule().canonical)(text)? })
    }

    /// What a pasted text can be, most telling first; nothing where it fits no kind.
    ///
    /// A guess asks more than [`Selector::parse`]: a word of the language is no geohash, five small
    /// letters are no UN/LOCODE, and kinds that nearly any word fits are asked for by name.
    pub fn guess(text: &str) -> Vec<Self> {
        let kinds = SelectorKind::ALL.iter().filter(|kind| (kind.rule().likely)(text.trim()));
        kinds.filter_map(|kind| Self::parse(*kind, text).ok()).collect()
    }

    /// What a scanner may have misread as this, fewest changes first; only kinds that are read from
    /// paper or paint have any, and of those only what their check digit confirms.
    pub fn lookalikes(&self) -> Vec<Self> {
        let mut readings = Self::readings(self.kind, &self.value);
        readings.retain(|reading| reading != self);
        readings
    }

    /// What a scanned text may say: itself where it is a selector, then what it looks like, fewest
    /// changes first, at most [`lookalike::READINGS_MAX`] more.
    pub fn readings(kind: SelectorKind, scanned: &str) -> Vec<Self> {
        let own = Self::parse(kind, scanned).ok();
        if !kind.rule().scanned || scanned.len() > TEXT_BYTES_MAX {
            return own.into_iter().collect();
        }
        let mut found: Vec<Self> = own.into_iter().collect();
        for reading in Self::misread(kind, &sign::fold(scanned).to_ascii_uppercase()) {
            if !found.contains(&reading) {
                found.push(reading);
            }
        }
        found
    }

    /// What a scanned text in capitals looks like; who issued a document is no part of the scan.
    fn misread(kind: SelectorKind, scanned: &str) -> Vec<Self> {
        if kind == SelectorKind::Mrz {
            let zones = mrz::readings(scanned).into_iter();
            return zones.filter_map(|zone| Self::parse(kind, &zone).ok()).collect();
        }
        let print = match kind {
            SelectorKind::TravelDocument => lookalike::OCR_B,
            _ => lookalike::ANY,
        };
        let (issuer, number) = scanned.split_once(':').unwrap_or(("", scanned));
        lookalike::accepted(print, number, |reading| {
            let text =
                if issuer.is_empty() { reading.into() } else { format!("{issuer}:{reading}") };
            Self::parse(kind, &text).ok()
        })
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind.code(), self.value)
    }
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Unchecked {
            kind: SelectorKind,
            value: String,
        }
        let unchecked = Unchecked::deserialize(deserializer)?;
        Self::parse(unchecked.kind, &unchecked.value).map_err(de::Error::custom)
    }
}

/// The letters, digits and signs of `text` that are neither space nor one of `separators`.
fn strip(text: &str, separators: &[char]) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !separators.contains(c)).collect()
}

#[cfg(test)]
mod tests;
