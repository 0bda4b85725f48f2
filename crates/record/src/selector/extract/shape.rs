//! What values of a kind look like in running text, narrower than what a form accepts.

use crate::selector::SelectorKind;

/// How the parts of a value may be joined by a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Not at all.
    Never,
    /// Capitals before digits, and a capital or two after them: `AB 123456`, `12345678 Z`.
    Letters,
    /// As letters, and groups of digits: the check digit or the form says where it ends.
    Groups,
}

/// Bounds of a value without its separators, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub chars_min: usize,
    pub chars_max: usize,
    pub digits_min: usize,
    pub letters_min: usize,
    pub space: Space,
    /// How many other words may stand between: `number`, `issued to`.
    pub reach: usize,
    /// Who issued it is part of the value.
    pub issued: bool,
}

const fn shape(chars: (usize, usize), digits_min: usize, space: Space, reach: usize) -> Shape {
    Shape {
        chars_min: chars.0,
        chars_max: chars.1,
        digits_min,
        letters_min: 0,
        space,
        reach,
        issued: false,
    }
}

impl Shape {
    /// With a letter at least: these kinds never have digits only.
    fn lettered(self) -> Self {
        Self { letters_min: 1, ..self }
    }

    fn issued(self) -> Self {
        Self { issued: true, ..self }
    }

    /// None for kinds that need no word.
    pub fn of(kind: SelectorKind) -> Option<Self> {
        use SelectorKind as Kind;
        use Space::{Groups, Letters, Never};
        Some(match kind {
            Kind::TravelDocument => shape((6, 12), 4, Groups, 8).issued(),
            Kind::NationalIdentity => shape((5, 20), 4, Groups, 8).issued(),
            Kind::DrivingLicence => shape((6, 20), 4, Groups, 8).issued(),
            Kind::Plate => shape((4, 10), 1, Groups, 6).issued(),
            Kind::Phone => shape((8, 16), 8, Groups, 8),
            Kind::Imei => shape((15, 16), 15, Groups, 6),
            Kind::Imsi => shape((14, 15), 14, Groups, 6),
            Kind::Iccid => shape((18, 20), 18, Groups, 6),
            Kind::Vin => shape((17, 17), 4, Never, 6),
            Kind::Imo => shape((7, 7), 7, Never, 4),
            Kind::Mmsi => shape((9, 9), 9, Groups, 4),
            Kind::CallSign => shape((3, 7), 0, Never, 4).lettered(),
            Kind::AircraftRegistration => shape((3, 7), 0, Never, 5).lettered(),
            Kind::FlightNumber => shape((3, 7), 1, Letters, 4).lettered(),
            Kind::BookingLocator => shape((5, 6), 0, Never, 5).lettered(),
            Kind::BillOfLading => shape((8, 20), 4, Letters, 6),
            Kind::Seal => shape((5, 15), 4, Letters, 6),
            Kind::AirWaybill => shape((11, 11), 11, Groups, 6),
            Kind::PostalItem => shape((13, 13), 9, Groups, 6),
            Kind::FirearmSerial => shape((5, 15), 3, Letters, 9),
            Kind::Bic => shape((8, 11), 0, Never, 5),
            Kind::Card => shape((13, 19), 13, Groups, 6),
            Kind::Cas => shape((5, 10), 5, Never, 4),
            Kind::Unlocode => shape((5, 5), 0, Letters, 4).lettered(),
            Kind::Geohash => shape((4, 12), 1, Never, 4).lettered(),
            Kind::OnlineHandle => shape((3, 32), 0, Never, 5),
            _ => return None,
        })
    }
}
